//! Australian business numbers: eleven digits, the first less one, by weights modulo 89
//! <https://abr.business.gov.au/Help/AbnFormat>.

use super::sums;

pub(super) fn check(value: &[u8]) -> bool {
    sums::exactly::<11>(value).is_some_and(|digits| is_valid(&digits))
}

fn is_valid(digits: &[u8; 11]) -> bool {
    let sum = sums::weighted(digits, &[10, 1, 3, 5, 7, 9, 11, 13, 15, 17, 19]);
    let [first, ..] = *digits;
    first != 0 && (sum - 10).is_multiple_of(89)
}

#[cfg(test)]
mod tests {
    use super::check;

    #[test]
    fn published_examples_are_valid() {
        assert!(check(b"83 914 571 673"));
        assert!(check(b"51 824 753 556"));
    }

    #[test]
    fn others_are_not() {
        assert!(!check(b"99 999 999 999"));
        assert!(!check(b"03 914 571 673"));
        assert!(!check(b""));
        assert!(!check(b"x"));
        assert!(!check(&[b'1'; 64]));
    }
}
