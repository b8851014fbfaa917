//! Italian fiscal codes of persons: name, date and place of birth, where letters may stand for digits, and a check
//! letter modulo 26 <https://www.gazzettaufficiale.it/eli/id/1976/12/29/076A8023/sg>.
//! The day is only known to be 1 to 31 or 41 to 71.

use super::sums;

pub(super) fn check(value: &[u8]) -> bool {
    sums::exactly_alnum::<16>(value).is_some_and(|code| is_valid(&code) == Some(true))
}

/// Values of 0 to 9 and A to Z on an odd place.
const ODD: [u32; 36] = [
    1, 0, 5, 7, 9, 13, 15, 17, 19, 21, 1, 0, 5, 7, 9, 13, 15, 17, 19, 21, 2, 4, 18, 20, 11, 3, 6, 8, 12, 14,
    16, 10, 22, 25, 24, 23,
];

fn is_valid(code: &[u8; 16]) -> Option<bool> {
    let (body, last) = code.split_at_checked(15)?;
    let (name, birth) = body.split_at_checked(6)?;
    let &[y0, y1, month, d0, d1, place, p0, p1, p2] = birth.first_chunk::<9>()?;
    let (day, year) = (sums::two(digit(d0)?, digit(d1)?), sums::two(digit(y0)?, digit(y1)?));
    let sum: u32 = body.iter().enumerate().map(|(at, byte)| worth(at, *byte)).sum();
    let letter = u8::try_from(sum % 26).ok()?.checked_add(b'A')?;
    Some(
        name.iter().all(u8::is_ascii_uppercase)
            && b"ABCDEHLMPRST".contains(&month)
            && matches!(day, 1..=31 | 41..=71)
            && year < 100
            && place.is_ascii_uppercase()
            && [p0, p1, p2].iter().all(|byte| digit(*byte).is_some())
            && last == [letter],
    )
}

/// The digit, for which a letter stands where two persons would have the same code.
fn digit(byte: u8) -> Option<u8> {
    let place = b"LMNPQRSTUV".iter().position(|letter| *letter == byte);
    if byte.is_ascii_digit() { Some(byte.wrapping_sub(b'0')) } else { u8::try_from(place?).ok() }
}

/// What a byte adds to the sum; the first place, which counts from 0 here, is an odd one.
fn worth(at: usize, byte: u8) -> u32 {
    let value = sums::base36(byte).unwrap_or(0);
    if at.is_multiple_of(2) {
        usize::try_from(value).ok().and_then(|value| ODD.get(value)).copied().unwrap_or(0)
    } else {
        value % 10 + if value >= 20 { value / 10 * 10 - 10 } else { 0 }
    }
}

#[cfg(test)]
mod tests {
    use super::check;

    #[test]
    fn published_examples_are_valid() {
        assert!(check(b"MRTMTT91D08F205J"));
        assert!(check(b"RCCMNL83S18D969H"));
        assert!(check(b"MLLSNT82P65-Z404U"));
        assert!(check(b"rssmra85t10a562s"));
    }

    #[test]
    fn others_are_not() {
        assert!(!check(b"MRTMTT91D08F205V"));
        assert!(!check(b"RCCMNL83S18D969"));
        assert!(!check(b"LKJLDJ00G20D635F"));
        assert!(!check(b"LKJLDJ00E99D635F"));
        assert!(!check(b""));
        assert!(!check(b"x"));
        assert!(!check(&[b'1'; 64]));
    }
}
