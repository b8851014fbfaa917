//! The one pass over a text: literals where words begin and end or anywhere, and starts of shapes.
//!
//! [`super::classes`] turns 64 bytes at a time into bits; everything that is common in logs (words, numbers, times,
//! paths) is sorted out here by shifting and combining bits, and what is left is looked at by [`super::words`] and
//! [`super::shapes`].

use super::classes::{BYTES, Classes, GROUP, Kernel, Tables, Task};
use super::shapes::{self, Event};
use super::words::Words;
use crate::rules::{Shape, escape_end};
use crate::text::padded;

/// Receives what a pass sees, nearly in order.
pub(super) trait Sink {
    /// Something begins at a place.
    fn event(&mut self, event: Event, at: usize);
    /// Backslashes: where a group of 64 bytes begins, and their bits.
    fn escapes(&mut self, at: usize, bits: u64);
}

/// Tells `sink` every literal that stands at its place in `text`, in any case, every start of a shape and every backslash.
pub(super) fn pass(text: &[u8], words: &Words, kernel: Kernel, sink: &mut dyn Sink) {
    kernel.run(Step { text, words, sink, colons: 0 });
}

struct Step<'a> {
    text: &'a [u8],
    words: &'a Words,
    sink: &'a mut dyn Sink,
    /// End of the run of hexadecimal digits and colons that was looked at last.
    colons: usize,
}

impl Task for Step<'_> {
    #[inline(always)]
    fn run(mut self, classify: impl Fn(&[u8; BYTES], &Tables, &mut Classes)) {
        let text = self.text;
        let tables = self.words.tables();
        // The group before, the one that is looked at, and the one behind: they take turns, and are not copied.
        let mut groups = [Classes::default(); 3];
        let [before, here, next] = &mut groups;
        let (mut before, mut here, mut next) = (before, here, next);
        classes_at(text, 0, tables, &classify, here);
        // A word that ends with the text ends in the group behind its last byte.
        for base in (0..=text.len()).step_by(GROUP) {
            classes_at(text, base + GROUP, tables, &classify, next);
            self.group(before, here, next, base);
            (before, here, next) = (here, next, before);
        }
    }
}

/// Puts the classes of the group at `at` into their place.
#[inline(always)]
fn classes_at(
    text: &[u8],
    at: usize,
    tables: &Tables,
    classify: &impl Fn(&[u8; BYTES], &Tables, &mut Classes),
    to: &mut Classes,
) {
    let rest = text.get(at..).unwrap_or_default();
    match rest.first_chunk::<BYTES>() {
        Some(bytes) => classify(bytes, tables, to),
        None => classify(&padded(rest), tables, to),
    }
}

/// The bits of a group and of the one behind it.
#[derive(Clone, Copy)]
struct Ahead(u64, u64);

impl Ahead {
    /// Bit `i` is the bit of byte `i + n`, 0 < `n` < 64.
    #[inline(always)]
    const fn by(self, n: u32) -> u64 {
        self.0 >> n | self.1 << (64 - n)
    }

    /// The 64 bits from bit `i` < 64 on.
    #[inline(always)]
    const fn from(self, i: u32) -> u64 {
        self.0 >> i | self.1 << 1 << (63 - i)
    }

    #[inline(always)]
    const fn wide(self) -> u128 {
        (self.1 as u128) << 64 | self.0 as u128
    }
}

/// A word begins behind an escape too: `\x3dghp_`, `%3Dghp_`. The bits are of the bytes of the group at `base` that
/// escapes begin with.
#[cold]
#[inline(never)]
fn behind_escapes(text: &[u8], base: usize, bits: u64, words: &Words, sink: &mut dyn Sink) {
    each(bits, |i| {
        if let Some(end) = escape_end(text, base + i) {
            begins_at(text, end, words, sink);
        }
    });
}

fn begins_at(text: &[u8], at: usize, words: &Words, sink: &mut dyn Sink) {
    let rest = text.get(at..).unwrap_or_default();
    match rest.first_chunk() {
        Some(group) => words.begins_at(group, 0, text, at, sink),
        None => words.begins_at(&padded(rest), 0, text, at, sink),
    }
}

impl Step<'_> {
    #[inline(always)]
    fn group(&mut self, before: &Classes, here: &Classes, next: &Classes, base: usize) {
        let Self { text, words, .. } = *self;
        let sink = &mut *self.sink;
        let alnum = here.alnum();
        let lower = here.letter & !here.upper;
        // Bit i is the bit of byte i - n.
        let behind = |here: u64, before: u64, n: u32| here << n | before >> (64 - n);
        let after_letter = behind(here.letter, before.letter, 1);
        let after_digit = behind(here.digit, before.digit, 1);
        let after_alnum = after_letter | after_digit;
        let after_lower = behind(lower, before.letter & !before.upper, 1);
        let before_lower = lower >> 1 | (next.letter & !next.upper) << 63;
        let after_three = after_alnum & behind(alnum, before.alnum(), 2) & behind(alnum, before.alnum(), 3);

        // See `text::word_at`: small letters and the last capital before one begin words, letters behind a short number
        // do, and what is no letter or digit parts words.
        let begins = here.letter & !after_alnum
            | here.upper & (after_lower | after_digit | before_lower)
            | lower & after_digit & !after_three;
        let numbers = here.digit & !after_alnum;
        let ends = after_letter & !here.letter | here.upper & after_lower;
        let rest = text.get(base..).unwrap_or_default();
        let tail;
        let group = match rest.first_chunk() {
            Some(group) => group,
            None => {
                tail = padded(rest);
                &tail
            }
        };
        each(begins | numbers & here.number, |i| words.begins_at(group, i, text, base + i, sink));
        each(ends & behind(here.end, before.end, 3), |i| words.ends_at(text, base + i, sink));
        each(here.stray, |i| words.strays_at(group, i, text, base + i, sink));

        if here.escape != 0 {
            sink.escapes(base, here.escape);
        }
        if here.escape | here.mark != 0 {
            behind_escapes(text, base, here.escape | here.mark, words, sink);
        }
        self.digits(before, here, next, base);
        self.joints(here, next, base);
    }

    /// Shapes that begin with digits, or two letters and digits.
    #[inline(always)]
    fn digits(&mut self, before: &Classes, here: &Classes, next: &Classes, base: usize) {
        let text = self.text;
        let sink = &mut *self.sink;
        let digit = Ahead(here.digit, next.digit);
        let after_digit = here.digit << 1 | before.digit >> 63;
        let after_alnum = here.alnum() << 1 | before.alnum() >> 63;
        let after_word = after_alnum | here.under << 1 | before.under >> 63;
        let begins = here.digit & !after_word;
        let joint = Ahead(here.space | here.dash, next.space | next.dash);

        // 3 digits, a separator, 2 digits, a separator.
        each(begins & joint.by(3) & joint.by(6), |i| shapes::ssn(text, base + i, sink));

        // Groups of digits and dotted numbers of eight bytes or more: the least that a number needs to be respelled as an
        // integer is eight digits, dots and letters.
        let dots = Ahead(here.dot, next.dot);
        let groups = Ahead(digit.0 | joint.0, digit.1 | joint.1);
        let eight = {
            let all = Ahead(groups.0 | dots.0, groups.1 | dots.1).wide();
            let two = all & all >> 1;
            let four = two & two >> 2;
            low(four & four >> 4)
        };
        each(
            begins & eight,
            // As a function of its own it would cost twice as much.
            #[inline(always)]
            |i| {
                let at = bit(i);
                // Digits in the run of digits and separators that begins here.
                let run = groups.from(at).trailing_ones().min(63);
                if (digit.from(at) & ((1 << run) - 1)).count_ones() >= shapes::CARD_DIGITS {
                    shapes::card(text, base + i, sink);
                }
                // What stands behind the digits says nearly always that it is no such number.
                let whole = digit.from(at).trailing_ones();
                let digits = usize::try_from(whole).unwrap_or(0);
                let may_be_integer = match text.get(base + i + digits) {
                    Some(b'.') => {
                        let fraction =
                            if at + whole < 63 { digit.from(at + whole + 1).trailing_ones() } else { 64 };
                        let fraction = usize::try_from(fraction).unwrap_or(0);
                        shapes::may_be_whole(text.get(base + i + digits + 1..).unwrap_or_default(), fraction)
                    }
                    Some(b'e' | b'E' | b'0'..=b'9') => true,
                    _ => false,
                };
                if may_be_integer {
                    shapes::number_at(text, base + i, digits, sink);
                }
            },
        );

        // A letter, a letter, a digit, a digit, and enough letters and digits behind them.
        let alnum = Ahead(here.alnum(), next.alnum());
        let letter = Ahead(here.letter, next.letter);
        let heads = here.letter & !after_alnum & letter.by(1) & digit.by(2) & digit.by(3);
        each(heads, |i| {
            let at = bit(i);
            let run = (alnum.from(at) | Ahead(here.space, next.space).from(at)).trailing_ones().min(63);
            if (alnum.from(at) & ((1 << run) - 1)).count_ones() >= shapes::IBAN_LENGTH {
                shapes::iban(text, base + i, sink);
            }
        });

        // Three dots between digits, two to four bytes apart: the first of them.
        let dots = here.dot & after_digit & digit.by(1);
        if dots != 0 {
            let after = here.digit >> 63;
            let dots = Ahead(dots, next.dot & (next.digit << 1 | after) & next.digit >> 1).wide();
            let near = |dots: u128| dots >> 2 | dots >> 3 | dots >> 4;
            each(low(dots & near(dots & near(dots))), |i| shapes::quad(text, base + i, sink));
        }
    }

    /// Shapes that are found by a sign within them.
    #[inline(always)]
    fn joints(&mut self, here: &Classes, next: &Classes, base: usize) {
        let text = self.text;
        let sink = &mut *self.sink;
        let digit = Ahead(here.digit, next.digit);
        each(here.at & Ahead(here.alnum(), next.alnum()).by(1), |i| shapes::at_sign(text, base + i, sink));
        each(here.plus & digit.by(1), |i| sink.event(Event::Start(Shape::Plus), base + i));
        for signs in [Ahead(here.colon, next.colon), Ahead(here.dash, next.dash)] {
            let pairs = signs.0 & signs.by(3) & signs.by(6);
            if pairs != 0 {
                let pairs = pairs & signs.by(9) & signs.by(12);
                each(pairs, |i| shapes::mac(text, base + i, sink));
            }
        }
        if here.colon != 0 {
            let colon = Ahead(here.colon, next.colon);
            let double = colon.0 & colon.by(1);
            // Five colons with up to four digits between them; most text has fewer, as of a time.
            let many = colon.0.count_ones() + colon.1.count_ones() >= 5;
            let near = |c: u128| {
                let two = c >> 1 | c >> 2;
                two | two >> 2 | c >> 5
            };
            let all = colon.wide();
            let mut chain = if many { all & near(all) } else { 0 };
            for _ in 0..3 {
                if low(chain) == 0 {
                    break;
                }
                chain = all & near(chain);
            }
            let colons = &mut self.colons;
            each(double | low(chain), |i| {
                if base + i >= *colons {
                    *colons = shapes::colon(text, base + i, sink);
                }
            });
        }
    }
}

/// An index of a bit as the shifts take it.
#[inline(always)]
fn bit(i: usize) -> u32 {
    u32::try_from(i).unwrap_or(0)
}

/// The lower half.
#[inline(always)]
pub(super) const fn low(wide: u128) -> u64 {
    (wide & u64::MAX as u128) as u64
}

/// Calls `act` with the index of every bit that is set.
#[inline(always)]
fn each(mut bits: u64, mut act: impl FnMut(usize)) {
    while bits != 0 {
        act(usize::try_from(bits.trailing_zeros()).unwrap_or(0));
        bits &= bits - 1;
    }
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;
    use crate::detect::words::Place;
    use crate::span::Span;
    use crate::text::word_at;
    use proptest::prelude::*;

    const BEGIN: [&str; 8] = ["ssn", "sk", "ab_1", "abc", "abcd", "1ab", "_ab", "a b"];
    const END: [&str; 3] = ["abcd", "1ssn", "nabcsk"];
    const ANYWHERE: [&str; 3] = ["1ab", "s_a", "ab"];

    #[derive(Default)]
    struct All {
        events: Vec<(Event, usize)>,
        escapes: Vec<usize>,
    }

    impl Sink for All {
        fn event(&mut self, event: Event, at: usize) {
            self.events.push((event, at));
        }

        fn escapes(&mut self, at: usize, bits: u64) {
            self.escapes.extend((0..64).filter(|i| bits >> i & 1 == 1).map(|i| at + i));
        }
    }

    fn all(text: &[u8], words: &Words) -> All {
        let mut all = All::default();
        pass(text, words, Kernel::detect(), &mut all);
        let mut twin = All::default();
        pass(text, words, Kernel::Portable, &mut twin);
        assert_eq!(all.events, twin.events);
        all
    }

    /// What a pass over `text` sees.
    pub(in crate::detect) fn events(text: &[u8], words: &Words) -> Vec<(Event, usize)> {
        all(text, words).events
    }

    fn found(text: &[u8]) -> Vec<(u32, usize)> {
        let literal = |(event, at)| match event {
            Event::Literal(id) => Some((id, at)),
            Event::Start(_) | Event::Respelled => None,
        };
        events(text, &words()).into_iter().filter_map(literal).collect()
    }

    fn words() -> Words {
        let mut words = Words::new();
        let places = [(&BEGIN[..], Place::Begin), (&END[..], Place::End), (&ANYWHERE[..], Place::Anywhere)];
        for (first, (literals, place)) in (0..).step_by(100).zip(places) {
            for (id, literal) in (first..).zip(literals) {
                assert!(words.add(literal.as_bytes(), id, place, false));
            }
        }
        words.finish();
        words
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(4000))]
        #[test]
        fn finds_what_stands_at_borders(text in r"(.{50,70})?([sSnNkKaAbBcCdD1_ ]|ssn|abc|sk|abcd|\\n|\\x3d|%3d|\x1B\[1m){0,24}") {
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
            for (id, literal) in (200..).zip(ANYWHERE) {
                for span in spans(literal).into_iter().filter(|s| s.start + 3 <= text.len()) {
                    prop_assert!(found.contains(&(id, span.start)), "{literal} at {}", span.start);
                }
            }
            let mut begin = All::default();
            words().begin_in(text, &mut begin);
            for (id, at) in found.iter().filter(|(id, _)| !(100..200).contains(id)) {
                prop_assert!(begin.events.contains(&(Event::Literal(*id), *at)), "{id} at {at}");
            }
            for (id, at) in found {
                let literal = [&BEGIN[..], &END, &ANYWHERE][id as usize / 100][id as usize % 100];
                prop_assert!(text[at..at + literal.len()].eq_ignore_ascii_case(literal.as_bytes()));
            }
        }

        #[test]
        fn tells_every_escape(text in r"([a\\]|.{40,70}){0,8}") {
            let told = all(text.as_bytes(), &Words::new()).escapes;
            prop_assert_eq!(told, memchr::memchr_iter(b'\\', text.as_bytes()).collect::<Vec<_>>());
        }
    }
}
