//! The operators, one file each: from a secret value to what stands in its place.

mod date;
#[cfg(feature = "tokens")]
mod date_shift;
mod drop;
mod generalise;
mod keep;
mod label;
mod mask;
mod partial;
mod zero;

use crate::policy::Operator;
use crate::span::{Patch, Secret, Substitute};
#[cfg(feature = "tokens")]
use crate::token::DateShift;
use std::sync::Arc;

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

/// What an operator makes with a key.
#[derive(Clone, Debug)]
pub(super) enum Keyed {
    /// Replacement text.
    #[cfg_attr(not(feature = "tokens"), expect(dead_code, reason = "there are no keys"))]
    Text(Arc<dyn Substitute>),
    /// A number of days.
    #[cfg(feature = "tokens")]
    Days(DateShift),
}

impl Keyed {
    fn text(&self) -> Option<&dyn Substitute> {
        match self {
            Self::Text(made) => Some(made.as_ref()),
            #[cfg(feature = "tokens")]
            Self::Days(_) => None,
        }
    }
}

/// Whose data a value is.
#[derive(Clone, Copy, Debug)]
#[cfg_attr(not(feature = "tokens"), expect(dead_code, reason = "operators with a key alone ask"))]
pub(super) enum Owner<'a> {
    /// Nobody's in particular: the tenant's.
    Tenant,
    /// That of the subject which the policy points at.
    Subject(Secret<'a>),
    /// There is no such subject.
    Unknown,
}

/// A value, and what is done with it.
#[derive(Clone, Copy, Debug)]
pub(super) struct Job<'a> {
    pub(super) operator: &'a Operator,
    pub(super) value: Secret<'a>,
    /// The label of its class.
    pub(super) label: &'a Patch,
    /// What its operator makes with a key.
    pub(super) keyed: Option<&'a Keyed>,
    #[cfg_attr(not(feature = "tokens"), expect(dead_code, reason = "there are no keys"))]
    pub(super) owner: Owner<'a>,
}

/// Applies an operator to a value.
pub(super) fn apply(job: &Job<'_>) -> Action {
    let Job { value, label, .. } = *job;
    match job.operator {
        Operator::Label => label::apply(label),
        Operator::Mask => mask::apply(),
        Operator::Zero => zero::apply(),
        Operator::Partial { first, last } => partial::apply(value, *first, *last),
        Operator::Drop => drop::apply(label),
        Operator::Keep => keep::apply(),
        Operator::Generalise { to, order } => generalise::apply(value, *to, *order, label),
        // Without its key an operator leaves no more than the label.
        Operator::Pseudonym { .. }
        | Operator::Encrypt { .. }
        | Operator::Seal { .. }
        | Operator::FormatPreserving { .. } => {
            let made = job.keyed.and_then(Keyed::text).and_then(|made| made.substitute(value));
            Action::Replace(made.unwrap_or_else(|| label.clone()))
        }
        #[cfg(feature = "tokens")]
        Operator::DateShift { order, .. } => match job.days() {
            Some(days) => date_shift::apply(value, days, *order, label),
            None => label::apply(label),
        },
        #[cfg(not(feature = "tokens"))]
        Operator::DateShift { .. } => label::apply(label),
    }
}

/// What takes the place of a JSON number that is a finding as a whole.
pub(super) fn number(job: &Job<'_>) -> Patch {
    let number = match job.operator {
        Operator::Zero => Some(zero::number()),
        Operator::Generalise { to, order } => generalise::number(job.value, *to, *order),
        #[cfg(feature = "tokens")]
        Operator::DateShift { order, .. } => {
            job.days().and_then(|days| date_shift::number(job.value, days, *order))
        }
        _ => job.keyed.and_then(Keyed::text).and_then(|made| made.number(job.value)),
    };
    number.unwrap_or_else(Patch::null)
}

/// What takes the place of a JSON number that holds a finding.
pub(super) fn part_of_number(operator: &Operator) -> Patch {
    match operator {
        Operator::Zero => zero::number(),
        _ => Patch::null(),
    }
}

#[cfg(feature = "tokens")]
impl Job<'_> {
    fn days(&self) -> Option<i64> {
        match (self.keyed?, self.owner) {
            (Keyed::Days(_), Owner::Unknown) | (Keyed::Text(_), _) => None,
            (Keyed::Days(shift), Owner::Tenant) => Some(shift.days(None)),
            (Keyed::Days(shift), Owner::Subject(subject)) => Some(shift.days(Some(subject))),
        }
    }
}
