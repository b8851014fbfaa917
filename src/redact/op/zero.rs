//! `zero`: a number stays a number.

use super::Action;
use crate::span::Patch;

pub(super) fn apply() -> Action {
    Action::Replace(number())
}

/// The number without sign, point or exponent.
pub(super) fn number() -> Patch {
    Patch::inert("0").unwrap_or_else(Patch::null)
}
