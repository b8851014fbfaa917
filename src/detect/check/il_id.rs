//! Israeli identity numbers: nine digits that pass the Luhn test
//! <https://www.gov.il/en/departments/population_and_immigration_authority>. A repeated digit is refused.

use super::sums;

pub(super) fn check(value: &[u8]) -> bool {
    sums::exactly::<9>(value).is_some_and(|digits| is_valid(&digits))
}

fn is_valid(digits: &[u8; 9]) -> bool {
    !sums::all_equal(digits) && sums::luhn(digits)
}

#[cfg(test)]
mod tests {
    use super::check;

    #[test]
    fn published_examples_are_valid() {
        assert!(check(b"039337423"));
        assert!(check(b"123456782"));
    }

    #[test]
    fn others_are_not() {
        assert!(!check(b"039337422"));
        assert!(!check(b"000000000"));
        assert!(!check(b""));
        assert!(!check(b"x"));
        assert!(!check(&[b'1'; 64]));
    }
}
