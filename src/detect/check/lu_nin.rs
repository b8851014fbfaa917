//! Luxembourgish identification numbers: date of birth, order, a check digit by Luhn and one by Verhoeff
//! <https://legilux.public.lu/eli/etat/leg/loi/2013/06/19/n3/jo>.

use super::sums;

pub(super) fn check(value: &[u8]) -> bool {
    sums::exactly::<13>(value).is_some_and(|digits| is_valid(&digits))
}

fn is_valid(digits: &[u8; 13]) -> bool {
    let [c0, c1, y0, y1, m0, m1, d0, d1, a, b, c, first, second] = *digits;
    let century = sums::two(c0, c1);
    matches!(century, 18..=20)
        && sums::is_date(century * 100 + sums::two(y0, y1), sums::two(m0, m1), sums::two(d0, d1))
        && sums::luhn(&[c0, c1, y0, y1, m0, m1, d0, d1, a, b, c, first])
        && sums::verhoeff(&[c0, c1, y0, y1, m0, m1, d0, d1, a, b, c, second])
}

#[cfg(test)]
mod tests {
    use super::check;

    #[test]
    fn published_examples_are_valid() {
        assert!(check(b"1990093012358"));
        assert!(check(b"1993102814564"));
        assert!(check(b"2001120308757"));
    }

    #[test]
    fn others_are_not() {
        assert!(!check(b"1990093012357"));
        assert!(!check(b"1990133012358"));
        assert!(!check(b""));
        assert!(!check(b"x"));
        assert!(!check(&[b'1'; 64]));
    }
}
