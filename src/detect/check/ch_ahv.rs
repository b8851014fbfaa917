//! Swiss social insurance numbers: thirteen digits that begin with 756 and end with the check digit of EAN-13
//! <https://www.zas.admin.ch/zas/en/home/partenaires-et-institutions-/navs13.html>.

use super::sums;

pub(super) fn check(value: &[u8]) -> bool {
    sums::exactly::<13>(value).is_some_and(|digits| is_valid(&digits))
}

fn is_valid(digits: &[u8; 13]) -> bool {
    digits.starts_with(&[7, 5, 6])
        && sums::weighted(digits, &[1, 3, 1, 3, 1, 3, 1, 3, 1, 3, 1, 3, 1]).is_multiple_of(10)
}

#[cfg(test)]
mod tests {
    use super::check;

    #[test]
    fn published_examples_are_valid() {
        assert!(check(b"7569217076985"));
        assert!(check(b"756.9217.0769.85"));
    }

    #[test]
    fn others_are_not() {
        assert!(!check(b"756.9217.0769.84"));
        assert!(!check(b"123.4567.8910.19"));
        assert!(!check(b""));
        assert!(!check(b"x"));
        assert!(!check(&[b'1'; 64]));
    }
}
