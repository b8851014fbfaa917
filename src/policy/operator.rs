//! The operators that a policy can name.

/// What is done with a finding. What each one does is in `redact::op`, one file each; what those with a key do is in
/// `token`.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Operator {
    /// Takes the member of the JSON object, or the element of the array, that holds the finding. In running text,
    /// where there is no member to take, it leaves the label.
    Drop,
    /// `REDACTED-<class>`.
    Label,
    /// `********`, always eight, so that the length says nothing.
    Mask,
    /// `0`; a JSON number stays a number.
    Zero,
    /// A token that is the same for the same value and cannot be opened. Needs keys and a scope.
    Pseudonym {
        /// What the tokens are for, if not what the policy's scope says. Tokens of different purposes cannot be
        /// compared.
        purpose: Option<String>,
    },
    /// Keeps some characters at each end, never more than a third of the value in all, and masks the rest.
    Partial {
        /// Characters kept at the beginning.
        first: usize,
        /// Characters kept at the end.
        last: usize,
    },
    /// Leaves the value alone and counts the finding.
    Keep,
}

impl Operator {
    /// Names in policy files, from the strictest to the mildest.
    pub const NAMES: [&'static str; 7] = ["drop", "label", "mask", "zero", "pseudonym", "partial", "keep"];

    /// The name in policy files.
    #[must_use]
    pub const fn name(&self) -> &'static str {
        match self {
            Self::Drop => "drop",
            Self::Label => "label",
            Self::Mask => "mask",
            Self::Zero => "zero",
            Self::Pseudonym { .. } => "pseudonym",
            Self::Partial { .. } => "partial",
            Self::Keep => "keep",
        }
    }

    /// Rank in the total order of strictness; 0 is the strictest.
    #[must_use]
    pub const fn strictness(&self) -> u8 {
        match self {
            Self::Drop => 0,
            Self::Label => 1,
            Self::Mask => 2,
            Self::Zero => 3,
            Self::Pseudonym { .. } => 4,
            Self::Partial { .. } => 5,
            Self::Keep => 6,
        }
    }

    /// Whether it needs keys and a scope.
    #[must_use]
    pub const fn is_keyed(&self) -> bool {
        matches!(self, Self::Pseudonym { .. })
    }
}
