//! Greek social security numbers: date of birth, order, and the Luhn test <https://www.amka.gr/>.

use super::sums;

pub(super) fn check(value: &[u8]) -> bool {
    sums::exactly::<11>(value).is_some_and(|digits| is_valid(&digits))
}

fn is_valid(digits: &[u8; 11]) -> bool {
    let [d0, d1, m0, m1, y0, y1, ..] = *digits;
    sums::is_date_in(&[19, 20], sums::two(y0, y1), sums::two(m0, m1), sums::two(d0, d1)) && sums::luhn(digits)
}

#[cfg(test)]
mod tests {
    use super::check;

    #[test]
    fn published_examples_are_valid() {
        assert!(check(b"01013099997"));
    }

    #[test]
    fn others_are_not() {
        assert!(!check(b"01013099999"));
        assert!(!check(b"82070612345"));
        assert!(!check(b"01133099997"));
        assert!(!check(b""));
        assert!(!check(b"x"));
        assert!(!check(&[b'1'; 64]));
    }
}
