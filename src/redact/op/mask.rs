//! `mask`: asterisks, as many for every value.

use super::Action;
use crate::span::Patch;

/// A fixed width: the length of a value tells something about it.
const MASK: &str = "********";

pub(super) fn apply() -> Action {
    Action::Replace(Patch::inert(MASK).unwrap_or_else(Patch::empty))
}
