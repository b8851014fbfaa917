//! `drop`: the member that holds the value goes.

use super::Action;
use crate::span::Patch;

pub(super) fn apply(label: &Patch) -> Action {
    Action::Drop(label.clone())
}
