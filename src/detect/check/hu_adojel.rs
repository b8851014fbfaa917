//! Hungarian tax identifiers of persons: ten digits, the first 8, the last by weights 1 to 9 modulo 11
//! <https://net.jogtar.hu/jogszabaly?docid=99600020.tv>.

use super::sums;

pub(super) fn check(value: &[u8]) -> bool {
    sums::exactly::<10>(value).is_some_and(|digits| is_valid(&digits))
}

fn is_valid(digits: &[u8; 10]) -> bool {
    let [first, .., last] = *digits;
    first == 8 && sums::weighted(digits, &[1, 2, 3, 4, 5, 6, 7, 8, 9]) % 11 == u32::from(last)
}

#[cfg(test)]
mod tests {
    use super::check;

    #[test]
    fn published_examples_are_valid() {
        assert!(check(b"8234567896"));
        assert!(check(b"823 456 7896"));
    }

    #[test]
    fn others_are_not() {
        assert!(!check(b"8234567895"));
        assert!(!check(b"1234567891"));
        assert!(!check(b""));
        assert!(!check(b"x"));
        assert!(!check(&[b'1'; 64]));
    }
}
