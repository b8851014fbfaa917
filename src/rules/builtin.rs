//! The rules of `rules/*.toml`, as `build.rs` compiled them.

use super::{Bound, Confidence, Find, Head, Inner, Rule, Shape, Start, Within};
use std::borrow::Cow;

static RULES: &[Rule] = include!(concat!(env!("OUT_DIR"), "/rules.rs"));

/// All built-in rules, in the order of their files.
#[must_use]
pub fn builtin() -> &'static [Rule] {
    RULES
}

/// What the file of a built-in rule holds besides the rule.
#[cfg(feature = "pipeline")]
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub struct Stock {
    /// The id of the rule.
    pub id: &'static str,
    /// The name of the file in `rules/`.
    pub file: &'static str,
    /// Texts with the finding between `«` and `»`; see [`examples`](super::examples).
    pub examples: &'static [&'static str],
    /// Texts in which the rule finds nothing.
    pub lookalikes: &'static [&'static str],
}

#[cfg(feature = "pipeline")]
static STOCK: &[Stock] = include!(concat!(env!("OUT_DIR"), "/examples.rs"));

/// The examples of all built-in rules, in the order of [`builtin`].
#[cfg(feature = "pipeline")]
#[must_use]
pub fn stock() -> &'static [Stock] {
    STOCK
}
