//! British health service numbers: ten digits, the last by weights 10 to 2 modulo 11
//! <https://www.datadictionary.nhs.uk/attributes/nhs_number.html>. A repeated digit is refused.

use super::sums;

pub(super) fn check(value: &[u8]) -> bool {
    sums::exactly::<10>(value).is_some_and(|digits| is_valid(&digits))
}

fn is_valid(digits: &[u8; 10]) -> bool {
    !sums::all_equal(digits) && sums::weighted(digits, &[10, 9, 8, 7, 6, 5, 4, 3, 2, 1]).is_multiple_of(11)
}

#[cfg(test)]
mod tests {
    use super::check;

    #[test]
    fn published_examples_are_valid() {
        assert!(check(b"943-476-5870"));
        assert!(check(b"943 476 5919"));
    }

    #[test]
    fn others_are_not() {
        assert!(!check(b"9434765871"));
        assert!(!check(b"0000000000"));
        assert!(!check(b""));
        assert!(!check(b"x"));
        assert!(!check(&[b'1'; 64]));
    }
}
