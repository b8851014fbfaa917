//! A literal that every match holds, with what can stand before it: a single bracket says little, one behind a digit more.

use super::head::{AsciiSet, holds};
use std::borrow::Cow;

/// A literal that every match of a pattern holds, and the ASCII bytes that can stand before it there; other bytes always can.
#[derive(Clone, Debug, Default)]
pub struct Inner {
    literal: Cow<'static, [u8]>,
    before: AsciiSet,
}

impl Inner {
    /// Any byte can stand before it.
    pub const ANY: AsciiSet = [u64::MAX; 2];

    /// An empty literal says that none is known.
    #[must_use]
    pub const fn new(literal: Cow<'static, [u8]>, before: AsciiSet) -> Self {
        Self { literal, before }
    }

    /// The literal; empty if none is known.
    pub(crate) fn literal(&self) -> &[u8] {
        &self.literal
    }

    /// Whether the literal at `at` of `text` can be that of a match in `text`, as far as what stands before it is known.
    pub(crate) fn can_stand(&self, text: &[u8], at: usize) -> bool {
        at.checked_sub(1).and_then(|i| text.get(i)).is_none_or(|b| holds(&self.before, *b))
    }
}
