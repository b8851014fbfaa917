//! What is done with the field at a path.

use super::{ContractField, FieldPath, Operator};

/// An operator for the fields at a path, in the events of every source.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct PathOperator {
    /// Where the fields are.
    pub path: FieldPath,
    /// What is done with them.
    pub operator: Operator,
    /// The class in their labels and tokens.
    pub class: String,
}

impl PathOperator {
    /// An operator for the fields at a path; labels and tokens are of the class `field`.
    #[must_use]
    pub fn new(path: FieldPath, operator: Operator) -> Self {
        Self { path, operator, class: ContractField::DEFAULT_CLASS.to_owned() }
    }
}
