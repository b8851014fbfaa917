//! Portuguese tax numbers: nine digits, the first not 0 nor 4 unless 45, the last by weights modulo 11
//! <https://www.portaldasfinancas.gov.pt>.
//! The ranges are not looked at by the independent oracle of the tests, save the 0.

use super::sums;

pub(super) fn check(value: &[u8]) -> bool {
    sums::exactly::<9>(value).is_some_and(|digits| is_valid(&digits))
}

fn is_valid(digits: &[u8; 9]) -> bool {
    let [first, second, .., last] = *digits;
    let rest = sums::weighted(digits, &[9, 8, 7, 6, 5, 4, 3, 2]) % 11;
    let range = matches!((first, second), (1..=3 | 5..=9, _) | (4, 5));
    range && !sums::all_equal(digits) && u32::from(last) == if rest < 2 { 0 } else { 11 - rest }
}

#[cfg(test)]
mod tests {
    use super::check;

    #[test]
    fn published_examples_are_valid() {
        assert!(check(b"501 964 843"));
        assert!(check(b"123456789"));
    }

    #[test]
    fn others_are_not() {
        assert!(!check(b"501 964 842"));
        assert!(!check(b"000000000"));
        assert!(!check(b""));
        assert!(!check(b"x"));
        assert!(!check(&[b'1'; 64]));
    }
}
