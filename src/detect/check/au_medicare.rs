//! Australian Medicare card numbers: eight digits, the first 2 to 6, a check digit, and perhaps the digits of issue
//! and of the person <https://meteor.aihw.gov.au/content/270101>.

use super::sums;

pub(super) fn check(value: &[u8]) -> bool {
    sums::digits::<11>(value).is_some_and(|(digits, count)| count >= 9 && is_valid(&digits))
}

fn is_valid(digits: &[u8; 11]) -> bool {
    let [first, _, _, _, _, _, _, _, check, ..] = *digits;
    matches!(first, 2..=6) && sums::weighted(digits, &[1, 3, 7, 9, 1, 3, 7, 9]) % 10 == u32::from(check)
}

#[cfg(test)]
mod tests {
    use super::check;

    #[test]
    fn published_examples_are_valid() {
        assert!(check(b"2123 45670 1"));
        assert!(check(b"491 937 766 6 5"));
        assert!(check(b"5826 74635 7/1"));
        assert!(check(b"437425050"));
    }

    #[test]
    fn others_are_not() {
        assert!(!check(b"48867988"));
        assert!(!check(b"6216795722"));
        assert!(!check(b"1123456701"));
        assert!(!check(b"212345670123"));
        assert!(!check(b""));
        assert!(!check(b"x"));
        assert!(!check(&[b'1'; 64]));
    }
}
