//! How sure a finding is.

use std::fmt;

/// How sure a finding is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[expect(clippy::exhaustive_enums, reason = "three steps are part of every interface")]
pub enum Confidence {
    /// The form fits, and many other things have that form.
    Low,
    /// Most findings of the kind are true.
    Medium,
    /// The form is unmistakable, or a checksum and the words around it agree.
    High,
}

impl Confidence {
    /// From least to most sure.
    pub const ALL: [Self; 3] = [Self::Low, Self::Medium, Self::High];

    /// The name in files and output.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Low => "low",
            Self::Medium => "medium",
            Self::High => "high",
        }
    }

    /// The confidence of that name.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|c| c.name() == name)
    }
}

impl fmt::Display for Confidence {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}
