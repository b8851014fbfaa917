//! The operators, one file each: from a secret value to what stands in its place.

mod drop;
mod keep;
mod label;
mod mask;
mod partial;
mod zero;

use super::redactor::Treatment;
use crate::policy::Operator;
use crate::span::{Patch, Secret, Substitute};

pub(super) use partial::is_partial;

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

/// Applies an operator to a value; `label` is the label of its class, `keyed` what its operator makes with a key.
pub(super) fn apply(
    operator: &Operator,
    value: Secret<'_>,
    label: &Patch,
    keyed: Option<&dyn Substitute>,
) -> Action {
    match operator {
        Operator::Label => label::apply(label),
        Operator::Mask => mask::apply(),
        Operator::Zero => zero::apply(),
        Operator::Partial { first, last } => partial::apply(value, *first, *last),
        Operator::Drop => drop::apply(label),
        Operator::Keep => keep::apply(),
        // Without its key an operator leaves no more than the label.
        Operator::Pseudonym { .. } | Operator::Encrypt { .. } | Operator::Seal { .. } => {
            Action::Replace(keyed.and_then(|made| made.substitute(value)).unwrap_or_else(|| label.clone()))
        }
    }
}

/// What takes the place of a value that is replaced as a whole: the label where the operator would take the member or keep
/// the value.
pub(super) fn whole(treatment: &Treatment, value: Secret<'_>) -> Patch {
    let Treatment { operator, label, keyed } = treatment;
    match apply(operator, value, label, keyed.as_deref()) {
        Action::Replace(patch) | Action::Drop(patch) => patch,
        Action::Keep => label.clone(),
    }
}

/// What takes the place of a JSON number with a finding.
pub(super) fn number(operator: &Operator) -> Patch {
    match operator {
        Operator::Zero => zero::number(),
        _ => Patch::null(),
    }
}
