//! Words near a finding.

use super::classes::{GROUP, Kernel, letters};
use crate::rules::{CONTEXT_AFTER, CONTEXT_BEFORE};
use crate::span::Span;
use crate::text::{Segment, padded, word_at};
use std::borrow::Cow;

/// A word and its spellings: `api_key` is also `api-key`, `api.key`, `api key` and `apikey`.
pub(super) fn spellings(word: &str) -> Vec<Vec<u8>> {
    if !word.contains('_') {
        return vec![word.as_bytes().to_vec()];
    }
    ["_", "-", ".", " ", ""].iter().map(|joint| word.replace('_', joint).into_bytes()).collect()
}

/// Words that mean something near a finding.
#[derive(Debug, Default)]
pub(super) struct Near {
    words: Vec<Vec<u8>>,
    /// What they begin with: a bit for each letter, and [`NO_LETTER`].
    heads: u32,
}

/// The bit of words that do not begin with a letter.
const NO_LETTER: u32 = 31;

/// The bit of a word that begins with `b`.
const fn head(b: u8) -> u32 {
    let letter = (b | 0x20).wrapping_sub(b'a');
    if letter < 26 { letter as u32 } else { NO_LETTER }
}

/// Where words begin in the text around a finding, for all lists of words that are looked for there.
pub(super) struct Around {
    windows: [Window; 2],
}

/// Text that fits a group: [`CONTEXT_BEFORE`] and [`CONTEXT_AFTER`] do.
struct Window {
    span: Span,
    /// Where a word could begin.
    begins: u64,
    /// Which bytes are letters.
    letter: u64,
}

const _: () = assert!(CONTEXT_BEFORE <= GROUP && CONTEXT_AFTER <= GROUP);

impl Around {
    /// The text around `found`.
    pub(super) fn new(kernel: Kernel, segment: &Segment<'_>, found: Span) -> Self {
        let before =
            Span::new(found.start.saturating_sub(CONTEXT_BEFORE).max(segment.span.start), found.start);
        let after = Span::new(found.end, found.end.saturating_add(CONTEXT_AFTER).min(segment.span.end));
        Self { windows: [before, after].map(|span| Window::new(kernel, segment.unit, span)) }
    }
}

impl Window {
    /// The words in the bytes `span` of `text`, which fit a group.
    fn new(kernel: Kernel, text: &[u8], span: Span) -> Self {
        let short;
        // What stands behind the span is not used.
        let group = match text.get(span.start..).and_then(<[u8]>::first_chunk) {
            Some(group) => group,
            None => {
                short = padded(span.of(text));
                &short
            }
        };
        let [letter, capital] = letters(kernel, group);
        // A word begins behind what is no letter, or with a capital: see [`word_at`].
        let used = if span.len() < GROUP { (1 << span.len()) - 1 } else { u64::MAX };
        let begins = (!(letter << 1) | capital) & used;
        Self { span, begins, letter }
    }
}

impl Near {
    /// The words of a rule with their spellings.
    pub(super) fn new(words: &[Cow<'static, str>]) -> Self {
        let words: Vec<_> = words.iter().flat_map(|w| spellings(w)).collect();
        let heads = words.iter().filter_map(|w| w.first()).fold(0, |heads, b| heads | 1 << head(*b));
        Self { words, heads }
    }

    /// The words in all their spellings.
    pub(super) fn words(&self) -> &[Vec<u8>] {
        &self.words
    }

    /// Whether there are no words.
    pub(super) const fn is_empty(&self) -> bool {
        self.words.is_empty()
    }

    /// The first of the words that stands `around` a finding or in one of the keys of the segment.
    pub(super) fn find(
        &self,
        segment: &Segment<'_>,
        around: &Around,
        in_label: impl Fn(&[u8], usize) -> bool,
    ) -> Option<&[u8]> {
        let text = segment.unit;
        let accept = |word| word_at(text, word, false) && !in_label(text, word.start);
        let in_text =
            around.windows.iter().find_map(|window| self.occurs(text, window, window.span.end, accept));
        in_text.or_else(|| {
            [segment.key, segment.outer].into_iter().find_map(|key| {
                let accept = |word| word_at(key, word, false) && !in_label(key, word.start);
                let pieces = (0..key.len()).step_by(GROUP).map(|at| Span::new(at, key.len().min(at + GROUP)));
                pieces.into_iter().find_map(|piece| {
                    // Where the piece before ends, a word may go on: it only looks like a beginning then.
                    self.occurs(key, &Window::new(Kernel::Portable, key, piece), key.len(), accept)
                })
            })
        })
    }

    /// The first word that begins in the window, ends at `end` or before, and is accepted; in any case.
    fn occurs(
        &self,
        text: &[u8],
        window: &Window,
        end: usize,
        accept: impl Fn(Span) -> bool,
    ) -> Option<&[u8]> {
        let any = self.heads >> NO_LETTER == 1;
        let mut begins = if any { window.begins } else { window.begins & window.letter };
        while begins != 0 {
            let at = window.span.start + usize::try_from(begins.trailing_zeros()).unwrap_or(0);
            begins &= begins - 1;
            let is_head = text.get(at).is_some_and(|b| self.heads >> head(*b) & 1 == 1);
            if is_head && let Some(word) = self.begins_at(text, at, end, &accept) {
                return Some(word);
            }
        }
        None
    }

    /// The first word that begins at `at`, ends at `end` or before, and is accepted.
    fn begins_at(&self, text: &[u8], at: usize, end: usize, accept: impl Fn(Span) -> bool) -> Option<&[u8]> {
        let stands = |word: &&Vec<u8>| {
            let span = Span::new(at, at + word.len());
            span.end <= end && span.of(text).eq_ignore_ascii_case(word) && accept(span)
        };
        self.words.iter().find(stands).map(Vec::as_slice)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::Kind;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn finds_what_a_look_at_each_word_finds(
            text in "(api[_. -]?key|API|Key|ssn|[a-zA-Z_ 1=]){0,40}", at in 0_usize..100, len in 1_usize..10,
        ) {
            let text = text.as_bytes();
            let found = Span::new(at.min(text.len()), (at + len).min(text.len()));
            let words = [Cow::Borrowed("api_key"), Cow::Borrowed("key"), Cow::Borrowed("ssn")];
            let near = Near::new(&words);
            let segment = Segment {
                unit: text, span: Span::new(0, text.len()), kind: Kind::Text, key: b"", outer: b"", names: [None; 2], site: None,
            };
            let from = found.start.saturating_sub(CONTEXT_BEFORE);
            let to = (found.end + CONTEXT_AFTER).min(text.len());
            let slow = near.words().iter().any(|word| (from..to).any(|at| {
                let span = Span::new(at, at + word.len());
                (span.end <= found.start || at >= found.end && span.end <= to)
                    && text.get(at..span.end).is_some_and(|t| t.eq_ignore_ascii_case(word))
                    && word_at(text, span, false)
            }));
            for kernel in [Kernel::detect(), Kernel::Portable] {
                let around = Around::new(kernel, &segment, found);
                prop_assert_eq!(near.find(&segment, &around, |_, _| false).is_some(), slow);
            }
        }
    }
}
