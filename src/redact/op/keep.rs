//! `keep`: the finding is counted and left alone.

use super::Action;

pub(super) const fn apply() -> Action {
    Action::Keep
}
