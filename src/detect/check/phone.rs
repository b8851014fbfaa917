//! Telephone numbers of ITU-T E.164: at most 15 digits, and after a `+` or the international
//! prefix `00` a country code that is assigned.
//! <https://www.itu.int/pub/T-SP-E.164D> (list of assigned country codes)
//! A number without prefix is national and only its length is looked at, save that a date
//! is none. Numbers of one repeated digit are refused. An extension (`x123`) may follow.

use super::sums;

const MOST_DIGITS: usize = 15;
/// Country code and number together.
const FEWEST_INTERNATIONAL: usize = 7;
const FEWEST_NATIONAL: usize = 6;

pub(super) fn check(value: &[u8]) -> bool {
    let number = value
        .split(|byte| matches!(byte, b'x' | b'X' | b'#' | b'e' | b'E'))
        .next()
        .unwrap_or_default()
        .trim_ascii();
    let Some((digits, count)) = collect(number) else {
        return false;
    };
    match digits.get(..count) {
        Some(digits) if number.starts_with(b"+") => is_international(digits),
        Some([0, 0, digits @ ..]) => is_international(digits),
        Some(digits) => is_length(digits, FEWEST_NATIONAL) && !is_date(number),
        None => false,
    }
}

/// The digits and how many; brackets are skipped like separators, a plus in front as well.
fn collect(number: &[u8]) -> Option<([u8; MOST_DIGITS + 2], usize)> {
    let mut digits = [0; MOST_DIGITS + 2];
    let mut count = 0;
    for &byte in number.strip_prefix(b"+").unwrap_or(number) {
        if byte.is_ascii_digit() {
            *digits.get_mut(count)? = byte.wrapping_sub(b'0');
            count += 1;
        } else if !matches!(byte, b'(' | b')') && !sums::is_separator(byte) {
            return None;
        }
    }
    Some((digits, count))
}

fn is_length(digits: &[u8], fewest: usize) -> bool {
    (fewest..=MOST_DIGITS).contains(&digits.len()) && !sums::all_equal(digits)
}

fn is_international(digits: &[u8]) -> bool {
    let &[first, second, third, ..] = digits else {
        return false;
    };
    is_length(digits, FEWEST_INTERNATIONAL) && is_assigned(first, second, third)
}

/// True if the digits begin with a country code that is assigned.
fn is_assigned(first: u8, second: u8, third: u8) -> bool {
    match sums::two(first, second) {
        // Zones 1 and 7, the codes of two digits, and tens of three-digit codes that are all taken.
        10..=20
        | 22..=24
        | 26
        | 27
        | 30..=37
        | 39..=41
        | 43..=66
        | 70..=79
        | 81
        | 82
        | 84
        | 86
        | 90..=95
        | 98 => true,
        21 => matches!(third, 1..=3 | 6 | 8),
        25 | 96 => third != 9,
        29 => matches!(third, 0 | 1 | 7..=9),
        38 => matches!(third, 0..=3 | 5..=7 | 9),
        42 => matches!(third, 0 | 1 | 3),
        67 => third != 1,
        68 => third != 4,
        69 => third <= 2,
        80 | 87 => matches!(third, 0 | 8),
        85 => matches!(third, 0 | 2 | 3 | 5 | 6),
        88 => matches!(third, 0..=3 | 6 | 8),
        97 => third != 8,
        99 => matches!(third, 2..=6 | 8),
        _ => false,
    }
}

/// True if the number begins with a date: `2005-06-03`, `03.06.2005`, of whatever may follow.
fn is_date(number: &[u8]) -> bool {
    let is_year = |group: &[u8]| matches!(group, [b'1', b'9', _, _] | [b'2', b'0', _, _]);
    let mut groups = number.split(|byte| sums::is_separator(*byte));
    let (Some(first), Some(second), Some(third)) = (groups.next(), groups.next(), groups.next()) else {
        return false;
    };
    let short = |group: &[u8]| matches!(group, [b'0'..=b'3', _] | [_]);
    short(second) && ((is_year(first) && short(third)) || (short(first) && is_year(third)))
}

#[cfg(test)]
mod tests {
    use super::check;

    #[cfg(feature = "pipeline")]
    proptest::proptest! {
        #[test]
        fn what_passes_has_the_digits_that_patterns_count_on(value in "[+(]?([0-9]{1,3}[ ./()x-]?){1,5}") {
            let digits = value.bytes().filter(u8::is_ascii_digit).count();
            let fewest = crate::rules::facts::fewest_digits(Some("phone"));
            proptest::prop_assert!(!check(value.as_bytes()) || digits >= fewest, "{value}");
        }
    }

    #[test]
    fn numbers_are_valid() {
        // Kept for fiction and documentation by the numbering plans of the countries.
        assert!(check(b"+1 202-555-0143"));
        assert!(check(b"+44 20 7946 0958"));
        assert!(check(b"+49 (30) 23125 000"));
        assert!(check(b"0044 20 7946 0958"));
        assert!(check(b"(202) 555-0143 x123"));
        assert!(check(b"555-0143"));
        assert!(check(b"+353209100000"));
    }

    #[test]
    fn others_are_not() {
        assert!(!check(b"+210 123 4567"));
        assert!(!check(b"+999 123 4567"));
        assert!(!check(b"+1 202"));
        assert!(!check(b"+1234567890123456"));
        assert!(!check(b"0000000000"));
        assert!(!check(b"555 55 55"));
        assert!(!check(b"+44 20 7946 O958"));
        assert!(!check(b"2005-06-03"));
        assert!(!check(b"2005-06-03 15"));
        assert!(!check(b"03.06.2005"));
        assert!(!check(b"+"));
        assert!(!check(b""));
        assert!(!check(&[b'1'; 64]));
    }
}
