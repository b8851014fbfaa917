//! Indian identity numbers (Aadhaar): twelve digits, the first 2 to 9, no palindrome, with the check digit of Verhoeff
//! <https://uidai.gov.in/en/my-aadhaar/about-your-aadhaar.html>.

use super::sums;

pub(super) fn check(value: &[u8]) -> bool {
    sums::exactly::<12>(value).is_some_and(|digits| is_valid(&digits))
}

fn is_valid(digits: &[u8; 12]) -> bool {
    let [first, ..] = *digits;
    let palindrome = digits.iter().eq(digits.iter().rev());
    first >= 2 && !palindrome && sums::verhoeff(digits)
}

#[cfg(test)]
mod tests {
    use super::check;

    #[test]
    fn published_examples_are_valid() {
        assert!(check(b"234123412346"));
        assert!(check(b"2341 2341 2346"));
    }

    #[test]
    fn others_are_not() {
        assert!(!check(b"234123412347"));
        assert!(!check(b"222222222222"));
        assert!(!check(b"123412341234"));
        assert!(!check(b""));
        assert!(!check(b"x"));
        assert!(!check(&[b'1'; 64]));
    }
}
