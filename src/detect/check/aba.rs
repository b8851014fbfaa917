//! United States bank routing numbers: a prefix of the Federal Reserve and a sum weighted 3, 7, 1 modulo 10
//! <https://www.aba.com/about-us/routing-number>.
//! The prefixes (00 to 12, 21 to 32, 61 to 72, 80) are not looked at by the independent oracle of the tests.
//! Nine zeros are refused.

use super::sums;

pub(super) fn check(value: &[u8]) -> bool {
    sums::exactly::<9>(value).is_some_and(|digits| is_valid(&digits))
}

fn is_valid(digits: &[u8; 9]) -> bool {
    let [tens, ones, ..] = *digits;
    matches!(sums::two(tens, ones), 0..=12 | 21..=32 | 61..=72 | 80)
        && !sums::all_equal(digits)
        && sums::weighted(digits, &[3, 7, 1, 3, 7, 1, 3, 7, 1]).is_multiple_of(10)
}

#[cfg(test)]
mod tests {
    use super::check;

    #[test]
    fn published_examples_are_valid() {
        assert!(check(b"111000025"));
        assert!(check(b"121000248"));
        assert!(check(b"0710-0420-0"));
    }

    #[test]
    fn others_are_not() {
        assert!(!check(b"112000025"));
        assert!(!check(b"000000000"));
        assert!(!check(b"501000023"));
        assert!(!check(b""));
        assert!(!check(b"x"));
        assert!(!check(&[b'1'; 64]));
    }
}
