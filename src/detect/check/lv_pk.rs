//! Latvian personal codes: date of birth, century, order, and a check digit modulo 11; since 2017 numbers begin with 32
//! to 39 instead and have no check <https://www.pmlp.gov.lv/en/personal-code>.
//! The independent oracle of the tests wants the check digit there too, so these are not compared.

use super::sums;

pub(super) fn check(value: &[u8]) -> bool {
    sums::exactly::<11>(value).is_some_and(|digits| is_valid(&digits))
}

fn is_valid(digits: &[u8; 11]) -> bool {
    let [d0, d1, m0, m1, y0, y1, century, .., last] = *digits;
    let day = sums::two(d0, d1);
    let sum = 1 + sums::weighted(digits, &[10, 5, 8, 4, 2, 1, 6, 3, 7, 9]);
    let dated = century <= 2
        && sums::is_date((18 + u32::from(century)) * 100 + sums::two(y0, y1), sums::two(m0, m1), day);
    matches!(day, 32..=39) || (dated && sum % 11 % 10 == u32::from(last))
}

#[cfg(test)]
mod tests {
    use super::check;

    #[test]
    fn published_examples_are_valid() {
        assert!(check(b"161175-19997"));
        assert!(check(b"121282-11210"));
        assert!(check(b"320010-10002"));
    }

    #[test]
    fn others_are_not() {
        assert!(!check(b"161375-19997"));
        assert!(!check(b"161175-19996"));
        assert!(!check(b"121282-51210"));
        assert!(!check(b""));
        assert!(!check(b"x"));
        assert!(!check(&[b'1'; 64]));
    }
}
