//! Turkish identity numbers: eleven digits, the first not 0, with two check digits
//! <https://www.nvi.gov.tr/kimlik-karti>.

use super::sums;

pub(super) fn check(value: &[u8]) -> bool {
    sums::exactly::<11>(value).is_some_and(|digits| is_valid(&digits))
}

fn is_valid(digits: &[u8; 11]) -> bool {
    let [first, .., tenth, last] = *digits;
    let sum = sums::weighted(digits, &[1; 10]);
    first != 0
        && sums::weighted(digits, &[7, 9, 7, 9, 7, 9, 7, 9, 7]) % 10 == u32::from(tenth)
        && sum % 10 == u32::from(last)
}

#[cfg(test)]
mod tests {
    use super::check;

    #[test]
    fn published_examples_are_valid() {
        assert!(check(b"17291716060"));
        assert!(check(b"10000000146"));
    }

    #[test]
    fn others_are_not() {
        assert!(!check(b"17291716050"));
        assert!(!check(b"07291716092"));
        assert!(!check(b""));
        assert!(!check(b"x"));
        assert!(!check(&[b'1'; 64]));
    }
}
