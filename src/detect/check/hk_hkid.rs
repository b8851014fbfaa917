//! Hong Kong identity card numbers: one or two letters, six digits, and a check digit or A modulo 11, often between
//! brackets <https://www.immd.gov.hk/eng/services/hkid.html>.

use super::sums;

pub(super) fn check(value: &[u8]) -> bool {
    match value {
        [head @ .., b'(', check, b')'] | [head @ .., check] => {
            check.is_ascii_alphanumeric()
                && sums::alnums::<8>(head)
                    .is_some_and(|(body, count)| body.get(..count).is_some_and(|body| is_valid(body, *check)))
        }
        [] => false,
    }
}

/// The value of the place before a single letter, which counts as a blank.
const BLANK: u32 = 36;

fn is_valid(body: &[u8], check: u8) -> bool {
    let (letters, digits) = body.split_at_checked(body.len().saturating_sub(6)).unwrap_or_default();
    let value = |byte: &u8| sums::base36(*byte).unwrap_or(0);
    let (first, second) = match letters {
        [second] => (BLANK, value(second)),
        [first, second] => (value(first), value(second)),
        _ => return false,
    };
    let sum = first * 9
        + second * 8
        + digits.iter().zip((2..=7).rev()).map(|(byte, weight)| value(byte) * weight).sum::<u32>();
    let expected = match (11 - sum % 11) % 11 {
        10 => b'A',
        rest => b'0'.saturating_add(u8::try_from(rest).unwrap_or(0)),
    };
    letters.iter().all(u8::is_ascii_uppercase)
        && digits.iter().all(u8::is_ascii_digit)
        && check.eq_ignore_ascii_case(&expected)
}

#[cfg(test)]
mod tests {
    use super::check;

    #[test]
    fn published_examples_are_valid() {
        assert!(check(b"G123456A"));
        assert!(check(b"AB987654(3)"));
        assert!(check(b"A123456(3)"));
        assert!(check(b"C123456(9)"));
    }

    #[test]
    fn others_are_not() {
        assert!(!check(b"G123456B"));
        assert!(!check(b"A123456(4)"));
        assert!(!check(b"1234567"));
        assert!(!check(b"ABC123456"));
        assert!(!check(b""));
        assert!(!check(b"x"));
        assert!(!check(&[b'1'; 64]));
    }
}
