//! South African identity numbers: date of birth, order, citizenship 0, 1 or 2, a digit, and the Luhn test
//! <https://www.dha.gov.za/>.

use super::sums;

pub(super) fn check(value: &[u8]) -> bool {
    sums::exactly::<13>(value).is_some_and(|digits| is_valid(&digits))
}

fn is_valid(digits: &[u8; 13]) -> bool {
    let [y0, y1, m0, m1, d0, d1, _, _, _, _, citizen, ..] = *digits;
    citizen <= 2
        && sums::is_date_in(&[19, 20], sums::two(y0, y1), sums::two(m0, m1), sums::two(d0, d1))
        && sums::luhn(digits)
}

#[cfg(test)]
mod tests {
    use super::check;

    #[test]
    fn published_examples_are_valid() {
        assert!(check(b"7503305044089"));
        assert!(check(b"8001015009087"));
    }

    #[test]
    fn others_are_not() {
        assert!(!check(b"8503305044089"));
        assert!(!check(b"7513305044089"));
        assert!(!check(b""));
        assert!(!check(b"x"));
        assert!(!check(&[b'1'; 64]));
    }
}
