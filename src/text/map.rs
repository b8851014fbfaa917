//! Positions of unescaped text, mapped back to the text with its escapes.

use crate::span::Span;

/// One escape: where it ends on both sides and how long it is on both sides. Between escapes, offsets differ by a
/// constant.
#[derive(Clone, Copy, Debug)]
struct Point {
    decoded_end: usize,
    source_end: usize,
    decoded_len: usize,
    source_len: usize,
}

/// Maps spans of decoded text to spans of its source. Empty: the identity.
#[derive(Clone, Debug, Default)]
pub struct OffsetMap {
    points: Vec<Point>,
}

impl OffsetMap {
    /// The identity.
    #[must_use]
    pub const fn new() -> Self {
        Self { points: Vec::new() }
    }

    /// Back to the identity; keeps the memory.
    pub fn clear(&mut self) {
        self.points.clear();
    }

    /// Records an escape: `source_len` bytes that end at `source_end` became `decoded_len` bytes that end at
    /// `decoded_end`. Escapes come in order.
    pub fn push(&mut self, decoded_end: usize, decoded_len: usize, source_end: usize, source_len: usize) {
        self.points.push(Point { decoded_end, source_end, decoded_len, source_len });
    }

    /// The span of the source that `span` was decoded from. A span that begins or ends within an escape takes the
    /// whole of it.
    #[must_use]
    pub fn source(&self, span: Span) -> Span {
        // Most text has no escapes.
        if self.points.is_empty() {
            return span;
        }
        let start = self.start(span.start);
        if span.is_empty() {
            return Span::new(start, start);
        }
        Span::new(start, self.end(span.end))
    }

    /// The first source byte of the decoded byte at `at`.
    fn start(&self, at: usize) -> usize {
        let next = self.points.partition_point(|p| p.decoded_end <= at);
        if let Some(p) = self.points.get(next)
            && at >= p.decoded_end.saturating_sub(p.decoded_len)
        {
            return p.source_end.saturating_sub(p.source_len);
        }
        self.linear(next, at)
    }

    /// One past the last source byte of the decoded byte before `at`.
    fn end(&self, at: usize) -> usize {
        let next = self.points.partition_point(|p| p.decoded_end < at);
        if let Some(p) = self.points.get(next)
            && at > p.decoded_end.saturating_sub(p.decoded_len)
        {
            return p.source_end;
        }
        self.linear(next, at)
    }

    /// `at` mapped by the constant that holds after the escape before `next`.
    fn linear(&self, next: usize, at: usize) -> usize {
        next.checked_sub(1)
            .and_then(|i| self.points.get(i))
            .map_or(at, |p| p.source_end + at.saturating_sub(p.decoded_end))
    }
}
