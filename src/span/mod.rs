//! Byte surgery, floor 0: positions, patches and the one splice. Knows no format and no rule.
//!
//! Invariants: spans are half-open and count bytes of the original document; edits are applied in one pass to
//! those original positions, so nothing ever shifts; replacement text is inert (see [`Patch`]).

mod compose;
mod edits;
mod patch;
mod recognise;
mod secret;
mod short;

pub use edits::{Edit, Edits};
pub use patch::{LABEL_PREFIX, Patch, STUB_PREFIX, UNION_CLASS, label_at, label_name};
pub use recognise::{Recognise, Substitute, recognised_end};
pub use secret::Secret;

/// A half-open range of bytes, `start..end`, in the coordinates of one document.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[expect(clippy::exhaustive_structs, reason = "a pair of offsets is all that it will ever be")]
pub struct Span {
    /// First byte.
    pub start: usize,
    /// One past the last byte.
    pub end: usize,
}

impl Span {
    /// The span `start..end`; an inverted one becomes empty.
    #[must_use]
    pub const fn new(start: usize, end: usize) -> Self {
        Self { start, end: if end < start { start } else { end } }
    }

    /// Number of bytes.
    #[must_use]
    pub const fn len(self) -> usize {
        self.end.saturating_sub(self.start)
    }

    /// Whether it holds no byte.
    #[must_use]
    pub const fn is_empty(self) -> bool {
        self.end <= self.start
    }

    /// Whether `other` lies inside this span.
    #[must_use]
    pub const fn contains(self, other: Self) -> bool {
        self.start <= other.start && other.end <= self.end
    }

    /// The same span in a document that begins `by` bytes earlier.
    #[must_use]
    pub const fn shifted(self, by: usize) -> Self {
        Self { start: self.start.saturating_add(by), end: self.end.saturating_add(by) }
    }

    /// The bytes of the span; empty where the span lies outside of `text`.
    #[must_use]
    pub fn of(self, text: &[u8]) -> &[u8] {
        text.get(self.start..self.end).unwrap_or_default()
    }
}
