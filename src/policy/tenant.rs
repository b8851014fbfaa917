//! How it is known whose data an event is.

use super::{FieldPath, Glob, Source};
use std::borrow::Cow;

/// Where the name of the tenant comes from. There is no default: an event without a tenant is withheld.
#[derive(Clone, Debug, PartialEq, Eq)]
#[expect(clippy::exhaustive_enums, reason = "callers must handle each")]
pub enum Tenant {
    /// It is this one.
    Constant(String),
    /// It is what `{tenant}` stands for in the name of the log group.
    LogGroup(Glob),
    /// It is the string or number at this path of the event.
    Field(FieldPath),
}

impl Tenant {
    /// The tenant of all events of a source, if it does not depend on the event: `None` if it does, `Some(None)` if the
    /// source has none.
    #[must_use]
    pub fn of_source<'t>(&'t self, source: &'t Source) -> Option<Option<Cow<'t, str>>> {
        match self {
            Self::Constant(name) => Some(Some(Cow::Borrowed(name))),
            Self::LogGroup(glob) => Some(glob.tenant(&source.log_group).map(Cow::Borrowed)),
            Self::Field(_) => None,
        }
    }
}
