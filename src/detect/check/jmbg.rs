//! Personal numbers of Yugoslavia and its successors (JMBG, EMSO, EMBG): date of birth, region, order, and a check
//! digit modulo 11 <https://www.uradni-list.si/glasilo-uradni-list-rs/vsebina/1999-01-0345>.

use super::sums;

pub(super) fn check(value: &[u8]) -> bool {
    sums::exactly::<13>(value).is_some_and(|digits| is_valid(&digits))
}

fn is_valid(digits: &[u8; 13]) -> bool {
    let [d0, d1, m0, m1, y0, y1, y2, .., last] = *digits;
    let year = u32::from(y0) * 100 + sums::two(y1, y2);
    let year = if year < 800 { 2000 + year } else { 1000 + year };
    let rest = sums::weighted(digits, &[7, 6, 5, 4, 3, 2, 7, 6, 5, 4, 3, 2]) % 11;
    sums::is_date(year, sums::two(m0, m1), sums::two(d0, d1)) && u32::from(last) == (11 - rest) % 11 % 10
}

#[cfg(test)]
mod tests {
    use super::check;

    #[test]
    fn published_examples_are_valid() {
        assert!(check(b"0101006500006"));
        assert!(check(b"01-01-006-50-000-6"));
        assert!(check(b"1212995504350"));
    }

    #[test]
    fn others_are_not() {
        assert!(!check(b"0101006500007"));
        assert!(!check(b"0113006500006"));
        assert!(!check(b""));
        assert!(!check(b"x"));
        assert!(!check(&[b'1'; 64]));
    }
}
