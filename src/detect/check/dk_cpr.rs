//! Danish person numbers: the date of birth and four digits <https://www.cpr.dk/cpr-systemet/opbygning-af-cpr-nummeret>.
//! The old check modulo 11 has been given up in 2007 and is not looked at; nor is whether the day is yet to come,
//! which the independent oracle of the tests refuses.

use super::sums;

pub(super) fn check(value: &[u8]) -> bool {
    sums::exactly::<10>(value).is_some_and(|digits| is_valid(&digits))
}

fn is_valid(digits: &[u8; 10]) -> bool {
    let [d0, d1, m0, m1, y0, y1, century, ..] = *digits;
    let year = sums::two(y0, y1);
    let century = match (century, year) {
        (0..=3, _) | (4 | 9, 37..) => 19,
        (4 | 9, _) | (5..=8, ..58) => 20,
        _ => 18,
    };
    sums::is_date(century * 100 + year, sums::two(m0, m1), sums::two(d0, d1))
}

#[cfg(test)]
mod tests {
    use super::check;

    #[test]
    fn published_examples_are_valid() {
        assert!(check(b"211062-5629"));
        assert!(check(b"010107-4000"));
    }

    #[test]
    fn others_are_not() {
        assert!(!check(b"511062-5629"));
        assert!(!check(b"211362-5629"));
        assert!(!check(b"0000000000"));
        assert!(!check(b""));
        assert!(!check(b"x"));
        assert!(!check(&[b'1'; 64]));
    }
}
