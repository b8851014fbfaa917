//! Italian value added tax numbers: seven digits, an office of 001 to 100, 120, 121, 888 or 999, and the Luhn test
//! <https://www.agenziaentrate.gov.it/portale/web/guest/schede/istanze/aa7_10-partita-iva>.

use super::sums;

pub(super) fn check(value: &[u8]) -> bool {
    sums::exactly::<11>(value).is_some_and(|digits| is_valid(&digits))
}

fn is_valid(digits: &[u8; 11]) -> bool {
    let (number, rest) = digits.split_at(7);
    let (office, _) = rest.split_at(3);
    sums::number(number) != 0
        && matches!(sums::number(office), 1..=100 | 120 | 121 | 888 | 999)
        && sums::luhn(digits)
}

#[cfg(test)]
mod tests {
    use super::check;

    #[test]
    fn published_examples_are_valid() {
        assert!(check(b"00743110157"));
        assert!(check(b"00743110157"));
    }

    #[test]
    fn others_are_not() {
        assert!(!check(b"00743110158"));
        assert!(!check(b"00000000000"));
        assert!(!check(b""));
        assert!(!check(b"x"));
        assert!(!check(&[b'1'; 64]));
    }
}
