//! `date-shift`: a date some days earlier or later, by as many days for all dates of a subject.

use super::Action;
use super::date::Date;
use crate::policy::DateOrder;
use crate::span::{Patch, Secret};

/// Moves the date by `days`; what is no date, or cannot be read in one way only, gets the label.
pub(super) fn apply(value: Secret<'_>, days: i64, order: Option<DateOrder>, label: &Patch) -> Action {
    Action::Replace(patch(value, days, order).unwrap_or_else(|| label.clone()))
}

/// The same for a JSON number.
pub(super) fn number(value: Secret<'_>, days: i64, order: Option<DateOrder>) -> Option<Patch> {
    value.expose().iter().all(u8::is_ascii_digit).then(|| patch(value, days, order)).flatten()
}

fn patch(value: Secret<'_>, days: i64, order: Option<DateOrder>) -> Option<Patch> {
    Patch::formed(&Date::read(value.expose(), order)?.moved(days)?)
}
