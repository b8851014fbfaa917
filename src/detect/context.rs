//! Words near a finding.

use crate::rules::{CONTEXT_AFTER, CONTEXT_BEFORE};
use crate::span::Span;
use crate::text::{Segment, word_at};

/// A word and its spellings: `api_key` is also `api-key`, `api.key`, `api key` and `apikey`.
pub(super) fn spellings(word: &str) -> Vec<Vec<u8>> {
    if !word.contains('_') {
        return vec![word.as_bytes().to_vec()];
    }
    ["_", "-", ".", " ", ""].iter().map(|joint| word.replace('_', joint).into_bytes()).collect()
}

/// Whether one of `words` stands near `found` or in one of the keys of the segment.
pub(super) fn near(
    words: &[Vec<u8>],
    segment: &Segment<'_>,
    found: Span,
    in_label: impl Fn(&[u8], usize) -> bool,
) -> bool {
    if words.is_empty() {
        return false;
    }
    let text = segment.unit;
    let before = Span::new(found.start.saturating_sub(CONTEXT_BEFORE).max(segment.span.start), found.start);
    let after = Span::new(found.end, found.end.saturating_add(CONTEXT_AFTER).min(segment.span.end));
    [before, after].iter().any(|window| {
        occurs(words, window.of(text), |at, len| {
            let span = Span::new(at, at + len).shifted(window.start);
            word_at(text, span, false) && !in_label(text, span.start)
        })
    }) || [segment.key, segment.outer].iter().any(|key| {
        occurs(words, key, |at, len| word_at(key, Span::new(at, at + len), false) && !in_label(key, at))
    })
}

fn occurs(words: &[Vec<u8>], text: &[u8], accept: impl Fn(usize, usize) -> bool) -> bool {
    words.iter().any(|word| {
        let Some(&first) = word.first() else { return false };
        memchr::memchr2_iter(first, first.to_ascii_uppercase(), text).any(|at| {
            text.get(at..at + word.len()).is_some_and(|t| t.eq_ignore_ascii_case(word))
                && accept(at, word.len())
        })
    })
}
