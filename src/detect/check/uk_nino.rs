//! British national insurance numbers: two letters of a prefix in use, six digits, and a letter A to D
//! <https://www.gov.uk/hmrc-internal-manuals/national-insurance-manual/nim39110>.

use super::sums;

pub(super) fn check(value: &[u8]) -> bool {
    sums::exactly_alnum::<9>(value).is_some_and(|number| is_valid(&number))
}

fn is_valid(number: &[u8; 9]) -> bool {
    let [first, second, digits @ .., suffix] = number;
    !b"DFIQUV".contains(first)
        && !b"DFIOQUV".contains(second)
        && first.is_ascii_uppercase()
        && second.is_ascii_uppercase()
        && ![*b"BG", *b"GB", *b"KN", *b"NK", *b"NT", *b"TN", *b"ZZ"].contains(&[*first, *second])
        && digits.iter().all(u8::is_ascii_digit)
        && matches!(suffix, b'A'..=b'D')
}

#[cfg(test)]
mod tests {
    use super::check;

    #[test]
    fn published_examples_are_valid() {
        assert!(check(b"AB 12 34 56 C"));
        assert!(check(b"ab123456c"));
    }

    #[test]
    fn others_are_not() {
        assert!(!check(b"AB12345C"));
        assert!(!check(b"BG123456C"));
        assert!(!check(b"QQ123456C"));
        assert!(!check(b"AB123456E"));
        assert!(!check(b"1B123456C"));
        assert!(!check(b"AO123456C"));
        assert!(!check(b""));
        assert!(!check(b"x"));
        assert!(!check(&[b'1'; 64]));
    }
}
