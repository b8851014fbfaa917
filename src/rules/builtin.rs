//! The rules of `rules/*.toml`, as `build.rs` compiled them.

use super::{Bound, Confidence, Find, Rule, Shape, Start};
use std::borrow::Cow;

static RULES: &[Rule] = include!(concat!(env!("OUT_DIR"), "/rules.rs"));

/// All built-in rules, in the order of their files.
#[must_use]
pub fn builtin() -> &'static [Rule] {
    RULES
}
