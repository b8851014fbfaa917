//! Payment card numbers: an issuer range of a network, a length which that network issues, and the
//! Luhn test, as in ISO/IEC 7812 <https://www.iso.org/standard/70484.html>.
//! Ranges: <https://www.discoverglobalnetwork.com/resources/businesses/ipp-vars/>,
//! <https://www.mastercard.us/en-us/business/issuers/get-support/2-series-bin-expansion.html>.
//! The independent oracle of the tests knows the Luhn test alone, so numbers that fail by range or length are
//! not compared. Numbers that begin with 1 (UATP, 15 digits) are left out: they are mostly times and ids.

use super::sums;
use crate::text::leading_digits;

pub(super) fn check(value: &[u8]) -> bool {
    sums::digits::<LONGEST>(value)
        .and_then(|(digits, count)| digits.get(..count).map(is_card))
        .unwrap_or(false)
}

/// Whether a number that passes can begin where `text` begins, and end where no digit follows.
pub(super) fn begins(text: &[u8]) -> bool {
    // Most are times, and no network has cards that begin with the century.
    let lengths = match text {
        [a @ b'0'..=b'9', b @ b'0'..=b'9', ..] => LENGTHS.get(two(a - b'0', b - b'0')).copied().unwrap_or(0),
        _ => u32::MAX,
    };
    if lengths == 0 {
        return false;
    }
    let ends = ends(text);
    lengths & ends != 0 && holds_card(text, ends)
}

/// After how many digits something else follows, a bit each.
fn ends(text: &[u8]) -> u32 {
    let (mut at, mut count, mut ends) = (0, 0, 0);
    loop {
        let group = leading_digits(text.get(at..).unwrap_or_default());
        count += group;
        if count > LONGEST {
            return ends;
        }
        ends |= 1 << count;
        at += group;
        if !text.get(at).copied().is_some_and(sums::is_separator) {
            return ends;
        }
        at += 1;
    }
}

/// As [`begins`], by the numbers themselves and where they [can end](ends).
fn holds_card(text: &[u8], ends: u32) -> bool {
    let (mut digits, mut count) = ([0; LONGEST], 0);
    for byte in text.iter().filter(|b| !sums::is_separator(**b)).take_while(|b| b.is_ascii_digit()) {
        let Some(digit) = digits.get_mut(count) else { break };
        *digit = byte.wrapping_sub(b'0');
        count += 1;
    }
    let digits = digits.get(..count).unwrap_or_default();
    let passes = |length: &usize| ends >> length & 1 == 1 && digits.get(..*length).is_some_and(is_number);
    issued(digits).any(|lengths| lengths.iter().any(passes))
}

fn is_card(digits: &[u8]) -> bool {
    issued(digits).any(|lengths| lengths.contains(&digits.len())) && is_number(digits)
}

fn is_number(digits: &[u8]) -> bool {
    !sums::all_equal(digits) && sums::luhn(digits)
}

/// First and last six digits of an issuer range, and the lengths of its cards.
type Range = (u32, u32, &'static [usize]);

const SIXTEEN: &[usize] = &[16];
const FROM_SIXTEEN: &[usize] = &[16, 17, 18, 19];
const FROM_TWELVE: &[usize] = &[12, 13, 14, 15, 16, 17, 18, 19];

#[rustfmt::skip]
const RANGES: &[Range] = &[
    // Visa
    (400_000, 499_999, &[13, 16, 19]),
    // Mastercard
    (510_000, 559_999, SIXTEEN), (222_100, 272_099, SIXTEEN),
    // American Express
    (340_000, 349_999, &[15]), (370_000, 379_999, &[15]),
    // Discover, Diners Club
    (601_100, 601_199, FROM_SIXTEEN), (644_000, 659_999, FROM_SIXTEEN),
    (300_000, 305_999, &[14, 16, 17, 18, 19]), (309_500, 309_599, &[14, 16, 17, 18, 19]),
    (360_000, 369_999, &[14, 16, 17, 18, 19]), (380_000, 399_999, &[14, 16, 17, 18, 19]),
    // JCB, UnionPay, Mir
    (352_800, 358_999, FROM_SIXTEEN), (620_000, 629_999, FROM_SIXTEEN),
    (810_000, 817_199, FROM_SIXTEEN), (220_000, 220_499, FROM_SIXTEEN),
    // RuPay
    (606_900, 608_999, SIXTEEN), (817_200, 820_199, SIXTEEN),
    // Maestro and its national forerunners
    (500_000, 509_999, FROM_TWELVE), (560_000, 589_999, FROM_TWELVE),
    (630_400, 630_499, FROM_TWELVE), (633_100, 633_499, FROM_TWELVE),
    (639_000, 639_099, FROM_TWELVE), (670_000, 679_999, FROM_TWELVE),
    // InterPayment, Verve, Troy
    (636_000, 636_999, FROM_SIXTEEN), (979_200, 979_299, SIXTEEN),
];

/// The most digits of them.
const LONGEST: usize = 19;

/// By the first two digits: the ranges that hold numbers which begin so, a bit each.
const BY_TWO: [u32; 100] = by_two().0;

/// The same for the lengths of those numbers.
const LENGTHS: [u32; 100] = by_two().1;

const fn by_two() -> ([u32; 100], [u32; 100]) {
    let (mut ranges, mut lengths) = ([0; 100], [0; 100]);
    let mut i = 0;
    while i < RANGES.len() {
        let (first, last, issued) = RANGES[i];
        let mut two = first as usize / 10_000;
        while two <= last as usize / 10_000 {
            ranges[two] |= 1 << i;
            let mut j = 0;
            while j < issued.len() {
                lengths[two] |= 1 << issued[j];
                j += 1;
            }
            two += 1;
        }
        i += 1;
    }
    (ranges, lengths)
}

/// The first two digits as a number.
fn two(first: u8, second: u8) -> usize {
    usize::from(first) * 10 + usize::from(second)
}

/// The lengths of the cards that networks issue with these first digits.
fn issued(digits: &[u8]) -> impl Iterator<Item = &'static [usize]> {
    let head = digits.first_chunk::<6>();
    let prefix = head.map_or(0, |head| head.iter().fold(0, |sum, &digit| sum * 10 + u32::from(digit)));
    let mut ranges =
        head.map_or(0, |&[first, second, ..]| BY_TWO.get(two(first, second)).copied().unwrap_or(0));
    let next = move || {
        let range = RANGES.get(usize::try_from(ranges.trailing_zeros()).ok()?)?;
        ranges &= ranges - 1;
        Some(range)
    };
    let holds = move |range: &&'static Range| (range.0..=range.1).contains(&prefix);
    std::iter::from_fn(next).filter(holds).map(|(_, _, lengths)| *lengths)
}

#[cfg(test)]
mod tests {
    use super::{begins, check};
    use proptest::prelude::*;

    /// The test cards which the networks and payment processors publish.
    const PUBLISHED: [&[u8]; 15] = [
        b"4111111111111111",
        b"4012888888881881",
        b"4222222222222",
        b"5555555555554444",
        b"5105105105105100",
        b"2223003122003222",
        b"378282246310005",
        b"371449635398431",
        b"6011111111111117",
        b"6011000990139424",
        b"30569309025904",
        b"38520000023237",
        b"3530111333300000",
        b"6200000000000005",
        b"6759649826438453",
    ];

    #[test]
    fn published_examples_are_valid() {
        for value in PUBLISHED {
            assert!(check(value), "{}", value.escape_ascii());
        }
        assert!(check(b"4111 1111 1111 1111"));
        assert!(check(b"3782-822463-10005"));
    }

    #[test]
    fn they_end_where_their_digits_do() {
        for value in PUBLISHED {
            let with = |behind: &[u8]| [value, behind].concat();
            for behind in [&b""[..], b" ", b"-1", b"\"", b"x"] {
                assert!(begins(&with(behind)), "{}", value.escape_ascii());
            }
        }
        // 17 digits, of which 16 could be a card; a time.
        assert!(!begins(b"41111111111111110"));
        assert!(!begins(b"2026-01-15 10:00:00"));
        assert!(begins(b"4111 1111-1111 1111 22"));
    }

    proptest! {
        #[test]
        fn what_begins_so_is_checked(
            published in prop::sample::select(&PUBLISHED[..]),
            parts in proptest::collection::vec((0_usize..7, "[ .-]{0,2}"), 0..8),
            behind in "[0-9 -]{0,4}[a-z]?",
        ) {
            let mut text = Vec::new();
            let mut rest = published;
            for (digits, separator) in parts {
                let (here, more) = rest.split_at(digits.min(rest.len()));
                text.extend_from_slice(here);
                text.extend_from_slice(if text.is_empty() { b"" } else { separator.as_bytes() });
                rest = more;
            }
            text.extend_from_slice(rest);
            text.extend_from_slice(behind.as_bytes());
            let is_digit = |at: usize| text.get(at).is_some_and(u8::is_ascii_digit);
            let slow = (1..=text.len()).any(|n| is_digit(n - 1) && !is_digit(n) && check(&text[..n]));
            prop_assert_eq!(begins(&text), slow, "{}", text.escape_ascii());
        }
    }

    #[test]
    fn others_are_not() {
        assert!(!check(b"4111111111111112"));
        assert!(!check(b"0000000000000000"));
        assert!(!check(b"9111111111111111"));
        assert!(!check(b"41111111111111"));
        assert!(!check(b"41111111111111111111111"));
        assert!(!check(b"4111"));
        assert!(!check(b"4111 1111 1111 111l"));
    }
}
