//! The Luhn test of ISO/IEC 7812-1 annex B for a number of 8 to 24 digits.
//! <https://www.iso.org/standard/70484.html>
//! A number of one repeated digit is refused: it is a filler, though zeros pass the sum.

use super::sums;

/// Fewer digits pass by chance too often to mean anything.
const FEWEST: usize = 8;

pub(super) fn check(value: &[u8]) -> bool {
    sums::digits::<24>(value).and_then(|(digits, count)| digits.get(..count).map(is_valid)).unwrap_or(false)
}

fn is_valid(digits: &[u8]) -> bool {
    digits.len() >= FEWEST && !sums::all_equal(digits) && sums::luhn(digits)
}

#[cfg(test)]
mod tests {
    use super::check;

    #[test]
    fn published_examples_are_valid() {
        assert!(check(b"49927398716"));
        assert!(check(b"4111 1111 1111 1111"));
        assert!(check(b"490154203237518"));
    }

    #[test]
    fn others_are_not() {
        assert!(!check(b"49927398717"));
        assert!(!check(b"0000000000000000"));
        assert!(!check(b"18"));
        assert!(!check(b""));
        assert!(!check(b"49927398716x"));
        assert!(!check(&[b'0'; 64]));
    }
}
