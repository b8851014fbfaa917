//! Where events come from, and from where they may come.

use super::Glob;

/// Where an event comes from; what is not known is empty.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[expect(clippy::exhaustive_structs, reason = "callers say what they know")]
pub struct Source {
    /// The account, 12 digits.
    pub account: String,
    /// The region, such as `eu-west-1`.
    pub region: String,
    /// The log group.
    pub log_group: String,
}

/// Sources that are allowed: all that it says must hold.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct AllowedSource {
    /// Which accounts; `None` is any.
    pub account: Option<Glob>,
    /// Which regions; `None` is any.
    pub region: Option<Glob>,
    /// Which log groups; `None` is any.
    pub log_group: Option<Glob>,
}

impl AllowedSource {
    /// Sources that are one of these.
    #[must_use]
    pub const fn new(account: Option<Glob>, region: Option<Glob>, log_group: Option<Glob>) -> Self {
        Self { account, region, log_group }
    }

    /// Whether a source is among them.
    #[must_use]
    pub fn admits(&self, source: &Source) -> bool {
        let holds = |glob: &Option<Glob>, name: &str| glob.as_ref().is_none_or(|g| g.matches(name));
        holds(&self.account, &source.account)
            && holds(&self.region, &source.region)
            && holds(&self.log_group, &source.log_group)
    }
}

/// What is done with events of sources that are not allowed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum OtherSources {
    /// They are withheld as `source_not_allowed`.
    #[default]
    Withhold,
    /// They go on, redacted as all others, and are counted.
    Count,
}

impl OtherSources {
    /// Names in policy files.
    pub const NAMES: [&'static str; 2] = ["withhold", "count"];

    /// What a name stands for.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        match name {
            "withhold" => Some(Self::Withhold),
            "count" => Some(Self::Count),
            _ => None,
        }
    }
}
