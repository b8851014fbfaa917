//! Hand-made finders of the places where a match can begin.
//!
//! [`is_start`] is the definition; the pass over a text asks it where a few bits say that it could hold, and
//! `lazy` finds the starts of the lazy shapes. Tests hold them together. A shape looks only at bytes that a JSON
//! quote, comma or bracket or the end of a line ends, so a pass over a document finds the same starts as a pass over each
//! of its strings, and a pass over a block the same as a pass over each of its lines.

use super::check::is_iban_country;
use super::pass::Sink;
use crate::rules::Shape;
use crate::text::leading_digits;

/// Whether a match of `shape` can begin at `at`.
pub(super) fn is_start(shape: Shape, text: &[u8], at: usize) -> bool {
    let Some(&first) = text.get(at) else { return false };
    let before = at.checked_sub(1).and_then(|i| text.get(i)).copied();
    let second_before = at.checked_sub(2).and_then(|i| text.get(i)).copied();
    let free = !before.is_some_and(is_word);
    let rest = text.get(at..).unwrap_or_default();
    match shape {
        Shape::Digit => first.is_ascii_digit() && free,
        Shape::Word => first.is_ascii_alphanumeric() && free,
        Shape::Plus => first == b'+' && rest.get(1).is_some_and(u8::is_ascii_digit),
        Shape::Email => {
            let local = rest.iter().take_while(|b| is_local(**b)).count();
            local > 0
                && !before.is_some_and(is_local)
                && rest.get(local) == Some(&b'@')
                && rest.get(local + 1).is_some_and(u8::is_ascii_alphanumeric)
                && has_dot(rest.get(local + 1..).unwrap_or_default())
        }
        Shape::Ipv4 => {
            let joined = before == Some(b'.') && second_before.is_some_and(|b| b.is_ascii_digit());
            first.is_ascii_digit() && !before.is_some_and(|b| b.is_ascii_digit()) && !joined && is_quad(rest)
        }
        Shape::Ipv6 => {
            let after_colon =
                before == Some(b':') && first != b':' && !second_before.is_some_and(is_colon_run);
            is_colon_run(first)
                && (!before.is_some_and(is_colon_run) || after_colon)
                && has_colons(colon_run(rest))
        }
        Shape::Mac => {
            // Behind another pair it is the tail of a fingerprint.
            let joined = matches!(text.get(at.wrapping_sub(3)..at), Some([a, b, b':' | b'-'])
                if a.is_ascii_hexdigit() && b.is_ascii_hexdigit());
            first.is_ascii_hexdigit()
                && !before.is_some_and(|b| b.is_ascii_alphanumeric())
                && !joined
                && is_mac(rest)
        }
        Shape::Iban => {
            !before.is_some_and(|b| b.is_ascii_alphanumeric())
                && matches!(rest, [a, b, c, d, ..] if a.is_ascii_alphabetic() && b.is_ascii_alphabetic()
                    && a.is_ascii_lowercase() == b.is_ascii_lowercase()
                    && c.is_ascii_digit() && d.is_ascii_digit() && is_iban_country([*a, *b]))
                && grouped(rest, IBAN_LENGTH, |b| b.is_ascii_alphanumeric(), |b| b == b' ') >= IBAN_LENGTH
        }
        Shape::Card => begins_card(first) && free && grouped_digits(rest) >= CARD_DIGITS,
        Shape::Ssn => first.is_ascii_digit() && free && is_ssn(rest),
    }
}

/// What the pass over a text tells.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Event {
    /// A literal stands here.
    Literal(u32),
    /// A match of the shape can begin here.
    Start(Shape),
    /// A number that could be respelled as an integer; see `text::traverse`.
    Respelled,
}

/// Fewest digits of a card number (ISO/IEC 7812-1: primary account numbers of 12 to 19 digits are in use).
pub(super) const CARD_DIGITS: u32 = 12;

/// Shortest account number with its country and check digits (ISO 13616 registry: Norway).
pub(super) const IBAN_LENGTH: u32 = 15;

/// A number of three digits, one of two and a longer one begin at `at`.
pub(super) fn ssn(text: &[u8], at: usize, sink: &mut dyn Sink) {
    start(Shape::Ssn, text, at, sink);
}

/// Groups of digits begin at `at`.
pub(super) fn card(text: &[u8], at: usize, sink: &mut dyn Sink) {
    start(Shape::Card, text, at, sink);
}

/// Two letters and two digits begin at `at`.
pub(super) fn iban(text: &[u8], at: usize, sink: &mut dyn Sink) {
    start(Shape::Iban, text, at, sink);
}

/// The first of three dots between digits stands at `at`.
pub(super) fn quad(text: &[u8], at: usize, sink: &mut dyn Sink) {
    let digits =
        text.get(..at).unwrap_or_default().iter().rev().take(4).take_while(|b| b.is_ascii_digit()).count();
    start(Shape::Ipv4, text, at - digits, sink);
}

/// A number of so many digits begins at `at`, and more of it may follow.
pub(super) fn number_at(text: &[u8], at: usize, digits: usize, sink: &mut dyn Sink) {
    if at.checked_sub(1).and_then(|i| text.get(i)) != Some(&b'.')
        && may_be_integer(text.get(at + digits..).unwrap_or_default())
        && crate::text::integer_digits(number(text.get(at..).unwrap_or_default())).is_some()
    {
        sink.event(Event::Respelled, at);
    }
}

/// Whether a number with this `fraction` behind its dot could be an integer, as far as its first digit and what follows its
/// `digits` tell. More than 63 digits are not counted.
#[inline(always)]
pub(super) fn may_be_whole(fraction: &[u8], digits: usize) -> bool {
    let zero = fraction.first().is_none_or(|b| *b == b'0');
    zero || digits == 0 || digits > 63 || matches!(fraction.get(digits), Some(b'e' | b'E'))
}

/// Whether what stands behind digits could make them an integer: an exponent, or a dot and nothing but zeros.
fn may_be_integer(behind: &[u8]) -> bool {
    match behind {
        [b'.', fraction @ ..] => {
            let digits = leading_digits(fraction);
            matches!(fraction.get(digits), Some(b'e' | b'E'))
                || fraction.iter().take(digits).all(|b| *b == b'0')
        }
        [b'e' | b'E', ..] => true,
        // More digits than were counted.
        [b'0'..=b'9', ..] => may_be_integer(behind.get(leading_digits(behind)..).unwrap_or_default()),
        _ => false,
    }
}

fn start(shape: Shape, text: &[u8], at: usize, sink: &mut dyn Sink) {
    if is_start(shape, text, at) {
        sink.event(Event::Start(shape), at);
    }
}

/// The spelling of a number that begins with digits.
fn number(rest: &[u8]) -> &[u8] {
    let digits =
        |from: usize| rest.get(from..).unwrap_or_default().iter().take_while(|b| b.is_ascii_digit()).count();
    let mut end = digits(0);
    if rest.get(end) == Some(&b'.') {
        end += 1 + digits(end + 1);
    }
    if matches!(rest.get(end), Some(b'e' | b'E')) {
        let sign = usize::from(matches!(rest.get(end + 1), Some(b'+' | b'-')));
        end += 1 + sign + digits(end + 1 + sign);
    }
    rest.get(..end).unwrap_or_default()
}

/// An `@` with a letter or digit behind it stands at `at`.
pub(super) fn at_sign(text: &[u8], at: usize, sink: &mut dyn Sink) {
    let local = text.get(..at).unwrap_or_default().iter().rev().take_while(|b| is_local(**b)).count();
    start(Shape::Email, text, at - local, sink);
}

/// A colon of a run of hexadecimal digits, colons and dots stands at `at`. Returns the end of the run.
pub(super) fn colon(text: &[u8], at: usize, sink: &mut dyn Sink) -> usize {
    let head = text.get(..at).unwrap_or_default().iter().rev().take_while(|b| is_colon_run(**b)).count();
    let start = at - head;
    let run = colon_run(text.get(start..).unwrap_or_default());
    // The run may begin with the colon that parts it from a word: `peer:fe80::1`.
    if run.len() < 3 {
        return start + run.len();
    }
    for at in [start, start + 1] {
        if is_start(Shape::Ipv6, text, at) {
            sink.event(Event::Start(Shape::Ipv6), at);
        }
    }
    start + run.len()
}

/// A separator stands at `at`: the first of a hardware address if two hexadecimal digits stand alone before it.
pub(super) fn mac(text: &[u8], at: usize, sink: &mut dyn Sink) {
    if at >= 2 && text.get(at + 3) == text.get(at) && is_start(Shape::Mac, text, at - 2) {
        sink.event(Event::Start(Shape::Mac), at - 2);
    }
}

fn is_quad(rest: &[u8]) -> bool {
    let mut at = 0;
    for part in 0..4 {
        let tail = rest.get(at..).unwrap_or_default();
        let len = tail.iter().take(4).take_while(|b| b.is_ascii_digit()).count();
        if len == 0 || len > 3 {
            return false;
        }
        at += len;
        if part < 3 {
            if rest.get(at) != Some(&b'.') {
                return false;
            }
            at += 1;
        }
    }
    true
}

fn colon_run(rest: &[u8]) -> &[u8] {
    let len = rest.iter().take_while(|b| is_colon_run(**b)).count();
    rest.get(..len).unwrap_or_default()
}

/// Whether a run has the colons of an address: two in a row, or five with groups of at most four digits between them.
fn has_colons(run: &[u8]) -> bool {
    let mut colons = run.iter().enumerate().filter(|(_, b)| **b == b':').map(|(i, _)| i);
    let Some(mut last) = colons.next() else { return false };
    let mut chain = 1;
    let mut double = false;
    for at in colons {
        double |= at - last == 1;
        chain = if at - last <= 5 { chain + 1 } else { 1 };
        last = at;
        if chain >= 5 {
            return true;
        }
    }
    double && run.len() > 2
}

/// Whether the domain that begins here has two labels at least.
fn has_dot(domain: &[u8]) -> bool {
    let label = domain.iter().take_while(|b| b.is_ascii_alphanumeric() || **b == b'-').count();
    matches!(domain.get(label..), Some([b'.', b, ..]) if b.is_ascii_alphanumeric())
}

fn is_mac(rest: &[u8]) -> bool {
    let Some(&separator @ (b':' | b'-')) = rest.get(2) else { return false };
    rest.get(..17).is_some_and(|text| {
        text.iter().enumerate().all(|(i, b)| if i % 3 == 2 { *b == separator } else { b.is_ascii_hexdigit() })
    })
}

fn is_ssn(rest: &[u8]) -> bool {
    matches!(rest, [a, b, c, s, d, e, t, f, g, h, i, ..]
        if matches!(s, b'-' | b' ') && s == t && [a, b, c, d, e, f, g, h, i].iter().all(|b| b.is_ascii_digit()))
}

/// Whether a payment card number can begin with this digit: ISO/IEC 7812-1 gives 0 and 1 to airlines and to no
/// issuer, and 7 to fuel cards that are no payment cards.
const fn begins_card(digit: u8) -> bool {
    matches!(digit, b'2'..=b'6' | b'8' | b'9')
}

/// Digits from the beginning on, where single spaces and dashes may stand between them; counts no further than
/// [`CARD_DIGITS`].
fn grouped_digits(rest: &[u8]) -> u32 {
    grouped(rest, CARD_DIGITS, |b| b.is_ascii_digit(), |b| matches!(b, b' ' | b'-'))
}

/// Counts bytes of a kind from the beginning on, up to `enough`, where single separators may stand between them.
fn grouped(rest: &[u8], enough: u32, kind: impl Fn(u8) -> bool, separates: impl Fn(u8) -> bool) -> u32 {
    let mut count = 0;
    let mut parted = true;
    for &b in rest {
        if kind(b) {
            count += 1;
            parted = false;
            if count == enough {
                break;
            }
        } else if separates(b) && !parted {
            parted = true;
        } else {
            break;
        }
    }
    count
}

/// Neither white space nor a control character nor a double quote.
pub(super) const fn is_solid(b: u8) -> bool {
    b > b' ' && b != b'"'
}

/// What stands in long numbers.
pub(super) const fn is_grouped(b: u8) -> bool {
    b.is_ascii_digit() || matches!(b, b' ' | b'.' | b'/' | b'+' | b'-')
}

pub(super) const fn is_word(b: u8) -> bool {
    b.is_ascii_alphanumeric() || b == b'_'
}

/// Bytes of the local part of an address as they occur in practice (RFC 5322 allows a few more).
const fn is_local(b: u8) -> bool {
    b.is_ascii_alphanumeric() || matches!(b, b'.' | b'_' | b'%' | b'+' | b'\'' | b'-')
}

const fn is_colon_run(b: u8) -> bool {
    b.is_ascii_hexdigit() || matches!(b, b':' | b'.')
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::detect::pass::tests::events;
    use crate::detect::words::Words;
    use proptest::prelude::*;

    fn both(text: &[u8]) {
        let start = |(event, at)| match event {
            Event::Start(shape) => Some((shape, at)),
            Event::Literal(_) | Event::Respelled => None,
        };
        let mut fast: Vec<_> = events(text, &Words::new()).into_iter().filter_map(start).collect();
        fast.sort_unstable();
        let mut slow: Vec<_> = (0..text.len())
            .flat_map(|at| Shape::ALL.into_iter().map(move |shape| (shape, at)))
            .filter(|&(shape, at)| !shape.is_lazy() && is_start(shape, text, at))
            .collect();
        slow.sort_unstable();
        assert_eq!(fast, slow, "{}", text.escape_ascii());
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(4000))]
        #[test]
        fn the_pass_finds_every_start(text in "[0-9a-fA-F:.@+ _g-]{0,60}") {
            both(text.as_bytes());
        }

        #[test]
        fn the_pass_finds_every_start_of_digits(text in "[0-9]{0,5}([0-9]{1,4}[ .:-]{0,2}){0,12}[a-z]?") {
            both(text.as_bytes());
        }
    }

    #[test]
    fn examples() {
        for text in [
            "4111 1111 1111 1111",
            "10.251.73.220:50010",
            "a@b.c",
            "fe80::1",
            "00:00:5e:00:53:2a",
            "123-45-6789",
            "DE89370400440532013000",
            "+4930123456",
            "16:13:38",
            "1.2.3.4.5",
            "::",
            "std::string",
        ] {
            both(text.as_bytes());
        }
    }
}
