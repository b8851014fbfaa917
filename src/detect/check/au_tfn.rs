//! Australian tax file numbers of nine digits, or of eight from before 1990, by weights modulo 11
//! <https://www.ato.gov.au/tax-file-number>.
//! The independent oracle of the tests weighs eight digits like nine, so those are not compared.

use super::sums;

pub(super) fn check(value: &[u8]) -> bool {
    let Some((digits, count)) = sums::digits::<9>(value) else {
        return false;
    };
    let weights: &[u32] = match count {
        9 => &[1, 4, 3, 7, 5, 8, 6, 9, 10],
        8 => &[10, 7, 8, 4, 6, 3, 5, 1],
        _ => return false,
    };
    digits
        .get(..count)
        .is_some_and(|digits| !sums::all_equal(digits) && sums::weighted(digits, weights).is_multiple_of(11))
}

#[cfg(test)]
mod tests {
    use super::check;

    #[test]
    fn published_examples_are_valid() {
        assert!(check(b"123 456 782"));
        assert!(check(b"907 974 668"));
        assert!(check(b"81854402"));
        assert!(check(b"37-118-660"));
    }

    #[test]
    fn others_are_not() {
        assert!(!check(b"999 999 999"));
        assert!(!check(b"81854403"));
        assert!(!check(b"1234567"));
        assert!(!check(b""));
        assert!(!check(b"x"));
        assert!(!check(&[b'1'; 64]));
    }
}
