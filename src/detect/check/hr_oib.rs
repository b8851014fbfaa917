//! Croatian identification numbers: eleven digits by ISO/IEC 7064 mod 11,10
//! <https://www.porezna-uprava.hr/HR_OIB/Stranice/default.aspx>. A repeated digit is refused.

use super::sums;

pub(super) fn check(value: &[u8]) -> bool {
    sums::exactly::<11>(value).is_some_and(|digits| is_valid(&digits))
}

fn is_valid(digits: &[u8; 11]) -> bool {
    !sums::all_equal(digits) && sums::mod11_10(digits)
}

#[cfg(test)]
mod tests {
    use super::check;

    #[test]
    fn published_examples_are_valid() {
        assert!(check(b"33392005961"));
    }

    #[test]
    fn others_are_not() {
        assert!(!check(b"33392005962"));
        assert!(!check(b"00000000000"));
        assert!(!check(b""));
        assert!(!check(b"x"));
        assert!(!check(&[b'1'; 64]));
    }
}
