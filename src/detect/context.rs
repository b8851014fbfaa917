//! Words near a finding.

use super::bitmap::Bitmap;
use super::classes::{GROUP, Kernel, find_grams};
use super::nibbles::{Nibbles, first_gram};
use super::trigger::NAMES;
use crate::rules::{CONTEXT_AFTER, CONTEXT_BEFORE};
use crate::span::Span;
use crate::text::{Segment, padded, word_at};
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
    /// Made when it is first asked for.
    heads: OnceLock<Box<Heads>>,
}

/// What words begin with.
#[derive(Debug)]
struct Heads {
    /// Where one of them could begin in a text.
    grams: Nibbles,
    /// By hash of three bytes: whether a word begins so. Halves of bytes alone let pass what a list of dozens would have to be
    /// gone through for.
    marks: Bitmap<MARKS>,
    /// The first byte of each: a look at one byte leaves out most.
    first: Vec<u8>,
    /// In which of [`NAMES`] none of them stands.
    silent: [bool; NAMES.len()],
}

/// Words of 64 bits, enough for dozens of words.
const MARKS: usize = 16;

/// The text before and behind a finding in which words mean something.
#[derive(Clone, Copy)]
pub(super) struct Around([Span; 2]);

const _: () = assert!(CONTEXT_BEFORE <= GROUP && CONTEXT_AFTER <= GROUP);

impl Around {
    /// The text around `found`.
    pub(super) fn new(segment: &Segment<'_>, found: Span) -> Self {
        let before =
            Span::new(found.start.saturating_sub(CONTEXT_BEFORE).max(segment.span.start), found.start);
        let after = Span::new(found.end, found.end.saturating_add(CONTEXT_AFTER).min(segment.span.end));
        Self([before, after])
    }
}

impl Near {
    /// The words of a rule with their spellings.
    pub(super) fn new(words: &[Cow<'static, str>]) -> Self {
        Self { words: words.iter().flat_map(|w| spellings(w)).collect(), heads: OnceLock::new() }
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
        kernel: Kernel,
        segment: &Segment<'_>,
        Around(pieces): Around,
        in_label: impl Fn(&[u8], usize) -> bool,
    ) -> Option<&[u8]> {
        let text = segment.unit;
        let in_text = pieces.into_iter().find_map(|piece| {
            self.occurs(kernel, text, piece, piece.end, |word| {
                word_at(text, word, false) && !in_label(text, word.start)
            })
        });
        in_text.or_else(|| {
            let names = [segment.key, segment.outer].into_iter().filter(|key| !self.is_silent(key));
            names.into_iter().find_map(|key| {
                let pieces = (0..key.len()).step_by(GROUP).map(|at| Span::new(at, key.len().min(at + GROUP)));
                pieces.into_iter().find_map(|piece| {
                    self.occurs(kernel, key, piece, key.len(), |word| {
                        word_at(key, word, false) && !in_label(key, word.start)
                    })
                })
            })
        })
    }

    /// Whether it is known without a look that none of the words stands in a name.
    fn is_silent(&self, name: &[u8]) -> bool {
        let known = NAMES.iter().zip(&self.heads().silent);
        name.is_empty() || known.into_iter().any(|(known, silent)| *silent && *known == name)
    }

    /// The first word that begins in `piece` of `text`, which fits a group, ends at `end` or before, and is accepted; in any
    /// case.
    fn occurs(
        &self,
        kernel: Kernel,
        text: &[u8],
        piece: Span,
        end: usize,
        accept: impl Fn(Span) -> bool,
    ) -> Option<&[u8]> {
        if piece.is_empty() {
            return None;
        }
        let rest = text.get(piece.start..).unwrap_or_default();
        let short;
        let bytes = match rest.first_chunk() {
            Some(bytes) => bytes,
            None => {
                short = padded(rest);
                &short
            }
        };
        let within = if piece.len() < GROUP { (1 << piece.len()) - 1 } else { u64::MAX };
        let mut begins = find_grams(kernel, bytes, &self.heads().grams) & within;
        while begins != 0 {
            let at = piece.start + usize::try_from(begins.trailing_zeros()).unwrap_or(0);
            begins &= begins - 1;
            if let Some(word) = self.begins_at(text, at, end, &accept) {
                return Some(word);
            }
        }
        None
    }

    fn heads(&self) -> &Heads {
        let of_words = || Heads {
            grams: Nibbles::of(self.words.iter().map(|word| first_gram(word)).collect()),
            marks: marks(&self.words),
            first: self.words.iter().map(|word| fold(word.first())).collect(),
            silent: NAMES.map(|name| {
                let stands = |word: &Vec<u8>| {
                    name.windows(word.len().max(1)).any(|piece| piece.eq_ignore_ascii_case(word))
                };
                !self.words.iter().any(stands)
            }),
        };
        self.heads.get_or_init(|| Box::new(of_words()))
    }

    /// The first word that begins at `at`, ends at `end` or before, and is accepted.
    fn begins_at(&self, text: &[u8], at: usize, end: usize, accept: impl Fn(Span) -> bool) -> Option<&[u8]> {
        let heads = self.heads();
        if heads.marks.mark_of(hash(text.get(at..).unwrap_or_default())) & 1 == 0 {
            return None;
        }
        let first = fold(text.get(at));
        let words = heads.first.iter().zip(&self.words);
        let mut words = words.filter(|(b, _)| **b == first).map(|(_, word)| word.as_slice());
        words.find(|word| {
            let span = Span::new(at, at + word.len());
            span.end <= end && span.of(text).eq_ignore_ascii_case(word) && accept(span)
        })
    }
}

/// The marks of some words. One that is shorter than three bytes may go on in any way.
fn marks(words: &[Vec<u8>]) -> Bitmap<MARKS> {
    let mut marks = Bitmap::new();
    for word in words {
        match word.as_slice() {
            [_, _, _, ..] => marks.mark(hash(word)),
            [a, b] => (0..=u8::MAX).for_each(|c| marks.mark(hash(&[*a, *b, c]))),
            _ => return Bitmap::full(),
        }
    }
    marks
}

/// A hash of the first three bytes of a text, without regard to case.
fn hash(text: &[u8]) -> u64 {
    let three = u32::from_le_bytes([fold(text.first()), fold(text.get(1)), fold(text.get(2)), 0]);
    // Multiplicative hashing (Knuth), with the golden ratio in 32 bits: three bytes need no more.
    u64::from(three.wrapping_mul(0x9E37_79B1)) << 32
}

/// A byte without regard to case; nought where there is none.
fn fold(byte: Option<&u8>) -> u8 {
    byte.map_or(0, u8::to_ascii_lowercase)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::Kind;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn finds_what_a_look_at_each_word_finds(
            text in "(api[_. -]?key|API|Key|ssn|Id|n|[a-zA-Z_ 1=]){0,40}", at in 0_usize..100, len in 1_usize..10,
        ) {
            let text = text.as_bytes();
            let found = Span::new(at.min(text.len()), (at + len).min(text.len()));
            let words = ["api_key", "key", "ssn", "id", "n"].map(Cow::Borrowed);
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
                let around = Around::new(&segment, found);
                prop_assert_eq!(near.find(kernel, &segment, around, |_, _| false).is_some(), slow);
            }
        }
    }
}
