//! Polish tax numbers: ten digits, the last by weights modulo 11
//! <https://www.podatki.gov.pl/e-urzad-skarbowy/nip/>.

use super::sums;

pub(super) fn check(value: &[u8]) -> bool {
    sums::exactly::<10>(value).is_some_and(|digits| is_valid(&digits))
}

fn is_valid(digits: &[u8; 10]) -> bool {
    let [.., last] = *digits;
    !sums::all_equal(digits) && sums::weighted(digits, &[6, 5, 7, 2, 3, 4, 5, 6, 7]) % 11 == u32::from(last)
}

#[cfg(test)]
mod tests {
    use super::check;

    #[test]
    fn published_examples_are_valid() {
        assert!(check(b"8567346215"));
        assert!(check(b"392-862-19-31"));
        assert!(check(b"8333290827"));
    }

    #[test]
    fn others_are_not() {
        assert!(!check(b"8567346216"));
        assert!(!check(b"0000000000"));
        assert!(!check(b""));
        assert!(!check(b"x"));
        assert!(!check(&[b'1'; 64]));
    }
}
