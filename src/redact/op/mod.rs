//! The operators, one file each: from a secret value to what stands in its place.

mod drop;
mod keep;
mod label;
mod mask;
mod partial;

use crate::policy::Operator;
use crate::span::{Patch, Secret};

/// What an operator wants done.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Action {
    /// The finding is replaced.
    Replace(Patch),
    /// The member that holds it goes, or the label is put where there is none.
    Drop(Patch),
    /// Nothing.
    Keep,
}

/// Applies an operator to a value; `label` is the label of its class.
pub(super) fn apply(operator: Operator, value: Secret<'_>, label: &Patch) -> Action {
    match operator {
        Operator::Label => label::apply(label),
        Operator::Mask => mask::apply(),
        Operator::Partial { first, last } => partial::apply(value, first, last),
        Operator::Drop => drop::apply(label),
        // An operator that this floor does not know is not a reason to let a value through.
        Operator::Keep => keep::apply(),
    }
}
