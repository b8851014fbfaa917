//! `label`: the class in place of the value.

use super::Action;
use crate::span::Patch;

pub(super) fn apply(label: &Patch) -> Action {
    Action::Replace(label.clone())
}
