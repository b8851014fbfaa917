//! The one pass over a text: literals where words begin and end, starts of shapes.

use super::classes::{BLOCK, Classes};
use super::shapes::{self, Event};
use super::words::Words;

/// Calls `literal` for every literal that stands at its place in `text`, in any case, and `shape` for every start of a
/// shape.
pub(super) fn pass(
    text: &[u8],
    words: &Words,
    literal: &mut impl FnMut(u32, usize),
    shape: &mut impl FnMut(Event, usize),
) {
    let mut before = Before::default();
    let (blocks, rest) = text.as_chunks::<BLOCK>();
    let mut base = 0;
    for block in blocks {
        step(text, base, BLOCK, Classes::of(block), &mut before, words, literal, shape);
        base += BLOCK;
    }
    if !rest.is_empty() {
        let mut last = [0; BLOCK];
        if let Some(part) = last.get_mut(..rest.len()) {
            part.copy_from_slice(rest);
        }
        step(text, base, rest.len(), Classes::of(&last), &mut before, words, literal, shape);
    }
    if before.lower | before.upper != 0 {
        words.ends_at(text, text.len(), literal);
    }
}

/// The class of the byte before a block, in the lowest bit.
#[derive(Default)]
struct Before {
    lower: u64,
    upper: u64,
    digit: u64,
    /// End of the run of hexadecimal digits and colons that was looked at last.
    colons: usize,
}

#[expect(clippy::too_many_arguments, reason = "one step of one loop, inlined")]
#[inline]
fn step(
    text: &[u8],
    base: usize,
    len: usize,
    classes: Classes,
    before: &mut Before,
    words: &Words,
    literal: &mut impl FnMut(u32, usize),
    shape: &mut impl FnMut(Event, usize),
) {
    let Classes { lower, upper, digit, joint, blank } = classes;
    let inside = if len >= BLOCK { u64::MAX } else { (1 << len) - 1 };
    let (after_lower, after_upper, after_digit) =
        (lower << 1 | before.lower, upper << 1 | before.upper, digit << 1 | before.digit);
    let after_letter = after_lower | after_upper;
    let letter = lower | upper;
    let alnum = letter | digit;
    // A capital behind a capital begins a word if a small letter follows, which the last byte of a block cannot tell.
    let last_capital = upper & after_upper & (lower >> 1 | 1 << 63);
    let begins =
        alnum & !(after_letter | after_digit) | upper & after_lower | last_capital | letter & after_digit;
    let ends = !letter & after_letter & !(digit & after_digit) | upper & after_lower;
    each(begins & inside, |i| words.begins_at(text, base + i, literal));
    each(ends & inside, |i| words.ends_at(text, base + i, literal));
    each(!(alnum | blank) & inside, |i| words.mark_at(text, base + i, literal));
    each(digit & !after_digit & inside, |i| shapes::digits(text, base + i, shape));
    each(joint & inside, |i| shapes::joint(text, base + i, &mut before.colons, shape));
    let last = len.saturating_sub(1);
    before.lower = lower >> last & 1;
    before.upper = upper >> last & 1;
    before.digit = digit >> last & 1;
}

/// Calls `act` with the index of every bit that is set.
#[inline]
fn each(mut bits: u64, mut act: impl FnMut(usize)) {
    while bits != 0 {
        act(usize::try_from(bits.trailing_zeros()).unwrap_or(0));
        bits &= bits - 1;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::detect::words::Place;
    use crate::span::Span;
    use crate::text::word_at;
    use proptest::prelude::*;

    const BEGIN: [&str; 7] = ["ssn", "sk", "ab_1", "abc", "abcd", "1ab", "_ab"];
    const END: [&str; 3] = ["abcd", "1ssn", "nabcsk"];

    fn found(text: &[u8]) -> Vec<(u32, usize)> {
        let mut words = Words::new();
        for (id, literal) in (0..).zip(BEGIN) {
            assert!(words.add(literal.as_bytes(), id, Place::Begin));
        }
        for (id, literal) in (100..).zip(END) {
            assert!(words.add(literal.as_bytes(), id, Place::End));
        }
        let mut out = Vec::new();
        pass(text, &words, &mut |id, at| out.push((id, at)), &mut |_, _| {});
        out
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(4000))]
        #[test]
        fn finds_what_stands_at_borders(text in "([sSnNkKaAbBcCdD1_ ]|ssn|abc|sk|abcd){0,24}") {
            let text = text.as_bytes();
            let found = found(text);
            let spans = |literal: &str| {
                let literal = literal.as_bytes().to_vec();
                (0..text.len()).filter_map(move |at| {
                    let span = Span::new(at, at + literal.len());
                    (text.get(at..span.end)?.eq_ignore_ascii_case(&literal)).then_some(span)
                }).collect::<Vec<_>>()
            };
            for (id, literal) in (0..).zip(BEGIN) {
                for span in spans(literal) {
                    let free = !span.start.checked_sub(1).is_some_and(|i| text[i].is_ascii_alphanumeric());
                    // Two bytes at the very end are too short for anything to come of them.
                    if (free || word_at(text, span, false)) && span.start + 3 <= text.len() {
                        prop_assert!(found.contains(&(id, span.start)), "{literal} at {}", span.start);
                    }
                }
            }
            for (id, literal) in (100..).zip(END) {
                for span in spans(literal) {
                    if word_at(text, span, true) {
                        prop_assert!(found.contains(&(id, span.start)), "{literal} at {}", span.start);
                    }
                }
            }
            for (id, at) in found {
                let literal = if id < 100 { BEGIN[id as usize] } else { END[id as usize - 100] };
                prop_assert!(text[at..at + literal.len()].eq_ignore_ascii_case(literal.as_bytes()));
            }
        }
    }
}
