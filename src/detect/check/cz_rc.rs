//! Czech and Slovak birth numbers: date of birth, with 50 added to the month for women and 20 where numbers ran out,
//! order, and from 1954 on divisible by 11 <https://www.mvcr.cz/clanek/rady-a-sluzby-dokumenty-rodne-cislo.aspx>.
//! The independent oracle of the tests takes nine digits of the years 54 to 99 for births before 1900; here they are refused.

use super::sums;

pub(super) fn check(value: &[u8]) -> bool {
    sums::digits::<10>(value).is_some_and(|(digits, count)| match count {
        9 => is_old(&digits),
        10 => is_new(&digits),
        _ => false,
    })
}

/// Nine digits, without a check, for those born before 1954.
fn is_old(digits: &[u8; 10]) -> bool {
    let [y0, y1, ..] = *digits;
    let year = sums::two(y0, y1);
    year < 54 && is_dated(19, digits)
}

fn is_new(digits: &[u8; 10]) -> bool {
    let [y0, y1, .., last] = *digits;
    let century = if sums::two(y0, y1) < 54 { 20 } else { 19 };
    let (body, _) = digits.split_at(9);
    let rest = sums::number(body) % 11 % 10;
    is_dated(century, digits) && u64::from(last) == rest
}

fn is_dated(century: u32, digits: &[u8; 10]) -> bool {
    let [y0, y1, m0, m1, d0, d1, ..] = *digits;
    let month = sums::two(m0, m1) % 50;
    let month = if century == 20 && month > 20 { month - 20 } else { month };
    sums::is_date(century * 100 + sums::two(y0, y1), month, sums::two(d0, d1))
}

#[cfg(test)]
mod tests {
    use super::check;

    #[test]
    fn published_examples_are_valid() {
        assert!(check(b"710319/2745"));
        assert!(check(b"7103192745"));
        assert!(check(b"320911556"));
    }

    #[test]
    fn others_are_not() {
        assert!(!check(b"7103192746"));
        assert!(!check(b"1103492745"));
        assert!(!check(b"590312/123"));
        assert!(!check(b""));
        assert!(!check(b"x"));
        assert!(!check(&[b'1'; 64]));
    }
}
