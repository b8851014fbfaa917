//! Vehicle identification numbers of ISO 3779: seventeen characters without I, O, Q, of which the last four are digits,
//! and for vehicles of North America and China (first character 1 to 5, L) the check digit of 49 CFR 565.15
//! <https://www.ecfr.gov/current/title-49/subtitle-B/chapter-V/part-565/subpart-B/section-565.15>.

use super::sums;

pub(super) fn check(value: &[u8]) -> bool {
    sums::exactly_alnum::<17>(value).is_some_and(|number| is_valid(&number))
}

fn is_valid(number: &[u8; 17]) -> bool {
    let [first, _, _, _, _, _, _, _, check, .., a, b, c, d] = number;
    let sum: u32 = number
        .iter()
        .zip([8, 7, 6, 5, 4, 3, 2, 10, 0, 9, 8, 7, 6, 5, 4, 3, 2])
        .map(|(byte, weight)| value(*byte) * weight)
        .sum();
    let expected = b"0123456789X".get(usize::try_from(sum % 11).unwrap_or(0));
    !number.iter().any(|byte| b"IOQ".contains(byte))
        && number.iter().any(u8::is_ascii_uppercase)
        && [a, b, c, d].into_iter().all(u8::is_ascii_digit)
        && (!matches!(first, b'1'..=b'5' | b'L') || expected == Some(check))
}

/// Digits count for themselves, letters from 1 to 9 thrice over.
fn value(byte: u8) -> u32 {
    u32::from(match byte {
        b'0'..=b'9' => byte.wrapping_sub(b'0'),
        b'A'..=b'H' => byte.wrapping_sub(b'A') + 1,
        b'J'..=b'R' => byte.wrapping_sub(b'J') + 1,
        b'S'..=b'Z' => byte.wrapping_sub(b'S') + 2,
        _ => 0,
    })
}

#[cfg(test)]
mod tests {
    use super::check;

    #[test]
    fn published_examples_are_valid() {
        assert!(check(b"1M8GDM9AXKP042788"));
        assert!(check(b"1HGCM82633A004352"));
        assert!(check(b"WVWZZZ1JZXW000001"));
    }

    #[test]
    fn others_are_not() {
        assert!(!check(b"1M8GDM9A0KP042788"));
        assert!(!check(b"1M8GDM9AXKP04278"));
        assert!(!check(b"1M8GDM9AXIP042788"));
        assert!(!check(b""));
        assert!(!check(b"x"));
        assert!(!check(&[b'1'; 64]));
    }
}
