//! Words near a finding.

use super::classes::{GROUP, capitals, letters};
use crate::rules::{CONTEXT_AFTER, CONTEXT_BEFORE};
use crate::span::Span;
use crate::text::{Segment, word_at};
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

    /// Whether one of the words stands near `found` or in one of the keys of the segment.
    pub(super) fn stands(
        &self,
        segment: &Segment<'_>,
        found: Span,
        in_label: impl Fn(&[u8], usize) -> bool,
    ) -> bool {
        !self.words.is_empty() && self.find(segment, found, in_label).is_some()
    }

    /// The first of them that does.
    pub(super) fn find(
        &self,
        segment: &Segment<'_>,
        found: Span,
        in_label: impl Fn(&[u8], usize) -> bool,
    ) -> Option<&[u8]> {
        let text = segment.unit;
        let before =
            Span::new(found.start.saturating_sub(CONTEXT_BEFORE).max(segment.span.start), found.start);
        let after = Span::new(found.end, found.end.saturating_add(CONTEXT_AFTER).min(segment.span.end));
        let in_text = [before, after].into_iter().find_map(|window| {
            self.occurs(window.of(text), |word| {
                let span = word.shifted(window.start);
                word_at(text, span, false) && !in_label(text, span.start)
            })
        });
        in_text.or_else(|| {
            [segment.key, segment.outer].into_iter().find_map(|key| {
                self.occurs(key, |word| word_at(key, word, false) && !in_label(key, word.start))
            })
        })
    }

    /// The first word in `text` that is accepted, in any case.
    fn occurs(&self, text: &[u8], mut accept: impl FnMut(Span) -> bool) -> Option<&[u8]> {
        let mut goes_on = 0;
        for (first, chunk) in (0..).step_by(GROUP).zip(text.chunks(GROUP)) {
            let mut group = [0; GROUP];
            if let Some(to) = group.get_mut(..chunk.len()) {
                to.copy_from_slice(chunk);
            }
            let letter = letters(&group);
            // A word begins behind what is no letter, or with a capital: see [`word_at`]. Mostly none begins like one of these.
            let mut begins = !(letter << 1 | goes_on) | capitals(&group);
            if self.heads >> NO_LETTER == 0 {
                begins &= letter;
            }
            goes_on = letter >> (GROUP - 1);
            while begins != 0 {
                let i = usize::try_from(begins.trailing_zeros()).unwrap_or(0);
                begins &= begins - 1;
                let is_head = group.get(i).is_some_and(|b| self.heads >> head(*b) & 1 == 1);
                if is_head && let Some(word) = self.word_at(text, first + i, &mut accept) {
                    return Some(word);
                }
            }
        }
        None
    }

    /// The first word that begins at `at` and is accepted.
    fn word_at(&self, text: &[u8], at: usize, mut accept: impl FnMut(Span) -> bool) -> Option<&[u8]> {
        let rest = text.get(at..)?;
        let stands = |word: &&Vec<u8>| {
            rest.get(..word.len()).is_some_and(|t| t.eq_ignore_ascii_case(word))
                && accept(Span::new(at, at + word.len()))
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
                unit: text, span: Span::new(0, text.len()), kind: Kind::Text, key: b"", outer: b"", names: None, site: None,
            };
            let from = found.start.saturating_sub(CONTEXT_BEFORE);
            let to = (found.end + CONTEXT_AFTER).min(text.len());
            let slow = near.words().iter().any(|word| (from..to).any(|at| {
                let span = Span::new(at, at + word.len());
                (span.end <= found.start || at >= found.end && span.end <= to)
                    && text.get(at..span.end).is_some_and(|t| t.eq_ignore_ascii_case(word))
                    && word_at(text, span, false)
            }));
            prop_assert_eq!(near.stands(&segment, found, |_, _| false), slow);
        }
    }
}
