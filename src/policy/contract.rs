//! Contracts: what the owner of a log and those who read it have agreed on.

use super::{FieldPath, Glob, Operator};

/// What the events of some log groups may hold. Who has agreed on it, and for how long, is said in the file and does not
/// change what is done.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Contract {
    /// Its name in counts and metrics.
    pub id: String,
    /// Its version.
    pub version: u64,
    /// The log groups that it is for. The first contract of a policy that is for a log group is the one in force.
    pub log_group: Glob,
    /// Whose events these are; empty if nobody says so.
    pub owner: String,
    /// How the owner is reached.
    pub contact: String,
    /// What the events may be used for.
    pub purpose: Vec<String>,
    /// How confidential they are.
    pub classification: String,
    /// For how many days they may be kept.
    pub retention_days: Option<u32>,
    /// Whether it ended before the policy was read. It is enforced all the same, and each event is counted.
    pub expired: bool,
    /// Whether `encrypt` may be used for its fields.
    pub pipeline_can_reverse: bool,
    /// The fields that it knows.
    pub fields: Vec<ContractField>,
    /// Fields to which it does not apply for a while.
    pub exceptions: Vec<FieldPath>,
    /// What is done with fields that it does not know.
    pub unknown: Reaction,
    /// What is done with an event that lacks a required field: [`Reaction::Pass`] or [`Reaction::Withhold`].
    pub missing: Reaction,
    /// What is done with forbidden fields.
    pub forbidden: Reaction,
    /// What is done with fields of another type than the agreed one.
    pub changed: Reaction,
    /// What is done with an event that is no JSON object: [`Reaction::Pass`] or [`Reaction::Withhold`].
    pub text: Reaction,
    /// What is done with events once it has expired: [`Reaction::Pass`] or [`Reaction::Withhold`].
    pub ended: Reaction,
}

impl Contract {
    /// A contract for some log groups that knows no fields and lets all pass.
    #[must_use]
    pub fn new(id: &str, log_group: Glob) -> Self {
        Self {
            id: id.to_owned(),
            version: 1,
            log_group,
            owner: String::new(),
            contact: String::new(),
            purpose: Vec::new(),
            classification: String::new(),
            retention_days: None,
            expired: false,
            pipeline_can_reverse: false,
            fields: Vec::new(),
            exceptions: Vec::new(),
            unknown: Reaction::Pass,
            missing: Reaction::Pass,
            forbidden: Reaction::Drop,
            changed: Reaction::Redact,
            text: Reaction::Withhold,
            ended: Reaction::Pass,
        }
    }
}

/// A field that a contract knows.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct ContractField {
    /// Where it is.
    pub path: FieldPath,
    /// What it is; `None` is anything.
    pub kind: Option<FieldType>,
    /// Whether it must be there. Its path is then without wildcards.
    pub required: bool,
    /// Whether it must not be there.
    pub forbidden: bool,
    /// What is done with its value, whatever the rules find in it.
    pub operator: Option<Operator>,
    /// The class in its label or token.
    pub class: String,
}

impl ContractField {
    /// The class in labels and tokens of fields for which none is named.
    pub const DEFAULT_CLASS: &'static str = "field";

    /// A field that may be there and be anything.
    #[must_use]
    pub fn new(path: FieldPath) -> Self {
        Self {
            path,
            kind: None,
            required: false,
            forbidden: false,
            operator: None,
            class: Self::DEFAULT_CLASS.to_owned(),
        }
    }
}

/// What is done with what a contract does not allow. It is counted in any case.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[non_exhaustive]
pub enum Reaction {
    /// Nothing more.
    Pass,
    /// The value gets a pseudonym; needs keys and a scope.
    Tokenize,
    /// The value gets a label.
    Redact,
    /// The member or element goes.
    Drop,
    /// The event goes, and a stub stands in its place.
    Withhold,
}

impl Reaction {
    /// Every reaction, from the mildest to the strictest.
    pub const ALL: [Self; 5] = [Self::Pass, Self::Tokenize, Self::Redact, Self::Drop, Self::Withhold];

    /// The name in policy files.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Pass => "pass",
            Self::Tokenize => "tokenize",
            Self::Redact => "redact",
            Self::Drop => "drop",
            Self::Withhold => "withhold",
        }
    }

    /// What it does to a value; `None` if it does nothing to it.
    #[must_use]
    pub const fn operator(self) -> Option<Operator> {
        match self {
            Self::Tokenize => Some(Operator::Pseudonym { purpose: None }),
            Self::Redact => Some(Operator::Label),
            Self::Drop => Some(Operator::Drop),
            Self::Pass | Self::Withhold => None,
        }
    }
}

/// What a value of JSON is. `null` counts as each of them, since redaction leaves it behind.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[non_exhaustive]
pub enum FieldType {
    /// A string.
    String,
    /// A number.
    Number,
    /// A number without fraction and exponent.
    Integer,
    /// `true` or `false`.
    Boolean,
    /// An object.
    Object,
    /// An array.
    Array,
}

impl FieldType {
    /// Every type.
    pub const ALL: [Self; 6] =
        [Self::String, Self::Number, Self::Integer, Self::Boolean, Self::Object, Self::Array];

    /// The name in policy files.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::String => "string",
            Self::Number => "number",
            Self::Integer => "integer",
            Self::Boolean => "boolean",
            Self::Object => "object",
            Self::Array => "array",
        }
    }

    /// The type of a name.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|t| t.name() == name)
    }
}

/// What is counted of the events under a contract.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Clause {
    /// Events under it.
    Events,
    /// Required fields that were missing.
    Missing,
    /// Forbidden fields.
    Forbidden,
    /// Fields of another type than the agreed one.
    Changed,
    /// Fields that it does not know.
    Unknown,
    /// Events that were no JSON object.
    Text,
    /// Events after its end.
    Expired,
    /// Fields that an exception let through.
    Excepted,
    /// Fields whose values were replaced or dropped as it says of them.
    Fields,
}

impl Clause {
    /// Everything that is counted.
    pub const ALL: [Self; 9] = [
        Self::Events,
        Self::Missing,
        Self::Forbidden,
        Self::Changed,
        Self::Unknown,
        Self::Text,
        Self::Expired,
        Self::Excepted,
        Self::Fields,
    ];

    /// The name in counts and metrics.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Events => "events",
            Self::Missing => "missing",
            Self::Forbidden => "forbidden",
            Self::Changed => "changed",
            Self::Unknown => "unknown",
            Self::Text => "text",
            Self::Expired => "expired",
            Self::Excepted => "excepted",
            Self::Fields => "fields",
        }
    }

    /// Whether the contract is broken by it.
    #[must_use]
    pub const fn is_violation(self) -> bool {
        !matches!(self, Self::Events | Self::Excepted | Self::Fields)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reactions_are_in_the_order_of_their_strictness() {
        assert!(Reaction::ALL.is_sorted());
        let strictness = |r: Reaction| r.operator().map(|o| o.strictness());
        assert!(Reaction::ALL.into_iter().filter_map(strictness).rev().is_sorted());
    }
}
