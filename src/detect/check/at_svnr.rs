//! Austrian social insurance numbers: three digits, a check digit by weights modulo 11, and the date of birth
//! <https://www.sozialversicherung.at>.

use super::sums;

pub(super) fn check(value: &[u8]) -> bool {
    sums::exactly::<10>(value).is_some_and(|digits| is_valid(&digits))
}

fn is_valid(digits: &[u8; 10]) -> bool {
    let [first, _, _, check, d0, d1, m0, m1, y0, y1] = *digits;
    let day = sums::two(d0, d1);
    let month = sums::two(m0, m1);
    let dated = month > 12 || sums::is_date_in(&[19, 20], sums::two(y0, y1), month, day);
    first != 0
        && matches!(month, 1..=15)
        && matches!(day, 1..=31)
        && dated
        && sums::weighted(digits, &[3, 7, 9, 0, 5, 8, 4, 2, 1, 6]) % 11 == u32::from(check)
}

#[cfg(test)]
mod tests {
    use super::check;

    #[test]
    fn published_examples_are_valid() {
        assert!(check(b"1237 010180"));
        assert!(check(b"1237-010180"));
    }

    #[test]
    fn others_are_not() {
        assert!(!check(b"2237 010180"));
        assert!(!check(b"1236010180"));
        assert!(!check(b"0234010180"));
        assert!(!check(b""));
        assert!(!check(b"x"));
        assert!(!check(&[b'1'; 64]));
    }
}
