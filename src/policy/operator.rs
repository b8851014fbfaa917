//! The operators that a policy can name.

use super::{DateOrder, Generalisation, Subject};
use std::num::NonZeroU32;

/// What is done with a finding. What each one does is in `redact::op`, one file each; what those with a key do is in
/// `token`.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Operator {
    /// Takes the member of the JSON object, or the element of the array, that holds the finding. In running text,
    /// where there is no member to take, it leaves the label.
    Drop,
    /// A token that only the holder of a private key can open, never the same twice. Needs keys, a scope and a
    /// recipient.
    Seal {
        /// As in [`Pseudonym`](Self::Pseudonym).
        purpose: Option<String>,
    },
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
    /// A token that is the same for the same value and that whoever has the keys can open. Needs keys, and a scope that
    /// allows it.
    Encrypt {
        /// As in [`Pseudonym`](Self::Pseudonym).
        purpose: Option<String>,
    },
    /// A value of the same form, which whoever has the keys can turn back. Needs keys, and a scope that allows it.
    FormatPreserving {
        /// As in [`Pseudonym`](Self::Pseudonym).
        purpose: Option<String>,
    },
    /// Moves a date by some days, which are the same for all dates of a subject. Needs keys and a scope.
    DateShift {
        /// Days at most, forwards or backwards. Default [`DAYS`](Self::DAYS).
        days: NonZeroU32,
        /// Whose dates move together: all of the tenant where none is named.
        subject: Option<Subject>,
        /// Which number is the day where both could be. Without it such dates get their label.
        order: Option<DateOrder>,
        /// As in [`Pseudonym`](Self::Pseudonym).
        purpose: Option<String>,
    },
    /// Tells a value less precisely.
    Generalise {
        /// What it is and how much is left.
        to: Generalisation,
        /// As in [`DateShift`](Self::DateShift).
        order: Option<DateOrder>,
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
    pub const NAMES: [&'static str; 12] = [
        "drop",
        "seal",
        "label",
        "mask",
        "zero",
        "pseudonym",
        "encrypt",
        "format-preserving",
        "partial",
        "date-shift",
        "generalise",
        "keep",
    ];

    /// Days by which dates are moved at most, where the policy does not say it.
    pub const DAYS: NonZeroU32 = NonZeroU32::new(365).unwrap();

    /// Days that a policy can ask for at most: a hundred years.
    pub const MOST_DAYS: u32 = 36_525;

    /// The name in policy files.
    #[must_use]
    pub const fn name(&self) -> &'static str {
        match self {
            Self::Drop => "drop",
            Self::Seal { .. } => "seal",
            Self::Label => "label",
            Self::Mask => "mask",
            Self::Zero => "zero",
            Self::Pseudonym { .. } => "pseudonym",
            Self::Encrypt { .. } => "encrypt",
            Self::FormatPreserving { .. } => "format-preserving",
            Self::Partial { .. } => "partial",
            Self::DateShift { .. } => "date-shift",
            Self::Generalise { .. } => "generalise",
            Self::Keep => "keep",
        }
    }

    /// Rank in the total order of strictness; 0 is the strictest.
    #[must_use]
    pub const fn strictness(&self) -> u8 {
        match self {
            Self::Drop => 0,
            Self::Seal { .. } => 1,
            Self::Label => 2,
            Self::Mask => 3,
            Self::Zero => 4,
            Self::Pseudonym { .. } => 5,
            Self::Encrypt { .. } => 6,
            Self::FormatPreserving { .. } => 7,
            Self::Partial { .. } => 8,
            Self::DateShift { .. } => 9,
            Self::Generalise { .. } => 10,
            Self::Keep => 11,
        }
    }

    /// Whether it needs keys and a scope.
    #[must_use]
    pub fn is_keyed(&self) -> bool {
        self.purpose().is_some()
    }

    /// The purpose of the tokens that it makes: `None` if it makes none, `Some(None)` if it is the scope's.
    #[must_use]
    pub fn purpose(&self) -> Option<Option<&str>> {
        match self {
            Self::Pseudonym { purpose }
            | Self::Encrypt { purpose }
            | Self::Seal { purpose }
            | Self::FormatPreserving { purpose }
            | Self::DateShift { purpose, .. } => Some(purpose.as_deref()),
            _ => None,
        }
    }

    /// Whether a result can be told from a value when it comes by again. The results of the others look like values, are
    /// found like values, and would be changed once more.
    #[must_use]
    pub const fn is_recognised(&self) -> bool {
        !matches!(self, Self::FormatPreserving { .. } | Self::DateShift { .. } | Self::Generalise { .. })
    }
}
