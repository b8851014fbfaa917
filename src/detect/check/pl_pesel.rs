//! Polish personal numbers: date of birth, with the century in the month, order, and a check digit by weights 1, 3,
//! 7, 9 <https://www.gov.pl/web/gov/czym-jest-numer-pesel>.

use super::sums;

pub(super) fn check(value: &[u8]) -> bool {
    sums::exactly::<11>(value).is_some_and(|digits| is_valid(&digits))
}

fn is_valid(digits: &[u8; 11]) -> bool {
    let [y0, y1, m0, m1, d0, d1, ..] = *digits;
    let (month, day) = (sums::two(m0, m1), sums::two(d0, d1));
    let century = match month / 20 {
        4 => 18,
        zone => 19 + zone,
    };
    sums::is_date(century * 100 + sums::two(y0, y1), month % 20, day)
        && sums::weighted(digits, &[1, 3, 7, 9, 1, 3, 7, 9, 1, 3, 1]).is_multiple_of(10)
}

#[cfg(test)]
mod tests {
    use super::check;

    #[test]
    fn published_examples_are_valid() {
        assert!(check(b"44051401359"));
        assert!(check(b"02070803628"));
    }

    #[test]
    fn others_are_not() {
        assert!(!check(b"44051401358"));
        assert!(!check(b"12345678901"));
        assert!(!check(b"99999999999"));
        assert!(!check(b"00000000000"));
        assert!(!check(b""));
        assert!(!check(b"x"));
        assert!(!check(&[b'1'; 64]));
    }
}
