//! Canadian social insurance numbers: nine digits that pass the Luhn test, the first neither 0 nor 8
//! <https://www.canada.ca/en/employment-social-development/programs/sin/codes-practices.html>.

use super::sums;

pub(super) fn check(value: &[u8]) -> bool {
    sums::exactly::<9>(value).is_some_and(|digits| is_valid(&digits))
}

fn is_valid(digits: &[u8; 9]) -> bool {
    let [first, ..] = *digits;
    !matches!(first, 0 | 8) && sums::luhn(digits)
}

#[cfg(test)]
mod tests {
    use super::check;

    #[test]
    fn published_examples_are_valid() {
        assert!(check(b"123-456-782"));
        assert!(check(b"130 692 544"));
    }

    #[test]
    fn others_are_not() {
        assert!(!check(b"999-999-999"));
        assert!(!check(b"823456785"));
        assert!(!check(b"046 454 286"));
        assert!(!check(b""));
        assert!(!check(b"x"));
        assert!(!check(&[b'1'; 64]));
    }
}
