//! Words near a finding.

use crate::rules::{CONTEXT_AFTER, CONTEXT_BEFORE};
use crate::span::Span;
use crate::text::{Segment, word_at};
use aho_corasick::{AhoCorasick, AhoCorasickKind, BuildError};
use std::borrow::Cow;
use std::sync::OnceLock;

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
    /// Finds them all at once. Built on first use: most rules never find anything in a given stream.
    automaton: OnceLock<Option<AhoCorasick>>,
}

impl Near {
    /// The words of a rule with their spellings.
    pub(super) fn new(words: &[Cow<'static, str>]) -> Self {
        Self { words: words.iter().flat_map(|w| spellings(w)).collect(), automaton: OnceLock::new() }
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
        if text.is_empty() {
            return None;
        }
        let automaton = self.automaton.get_or_init(|| automaton(&self.words).ok()).as_ref()?;
        // Mostly there is none, and to know that is cheaper than to look for words within words.
        let first = automaton.find(text)?;
        if accept(Span::new(first.start(), first.end())) {
            return self.words.get(first.pattern().as_usize()).map(Vec::as_slice);
        }
        let mut found = automaton.find_overlapping_iter(text);
        let word = found.find(|m| accept(Span::new(m.start(), m.end())))?.pattern();
        self.words.get(word.as_usize()).map(Vec::as_slice)
    }
}

fn automaton(words: &[Vec<u8>]) -> Result<AhoCorasick, BuildError> {
    AhoCorasick::builder()
        .ascii_case_insensitive(true)
        .kind(Some(AhoCorasickKind::DFA))
        // The texts are shorter than what a search for rare bytes pays for.
        .prefilter(false)
        .build(words)
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
