//! Thai identity numbers: thirteen digits, the first 1 to 8, the last by weights modulo 11
//! <https://www.bora.dopa.go.th/>.

use super::sums;

pub(super) fn check(value: &[u8]) -> bool {
    sums::exactly::<13>(value).is_some_and(|digits| is_valid(&digits))
}

fn is_valid(digits: &[u8; 13]) -> bool {
    let [first, .., last] = *digits;
    let rest = sums::weighted(digits, &[13, 12, 11, 10, 9, 8, 7, 6, 5, 4, 3, 2]) % 11;
    matches!(first, 1..=8) && (11 - rest) % 10 == u32::from(last)
}

#[cfg(test)]
mod tests {
    use super::check;

    #[test]
    fn published_examples_are_valid() {
        assert!(check(b"3100600445635"));
        assert!(check(b"1-2345-45678-78-1"));
    }

    #[test]
    fn others_are_not() {
        assert!(!check(b"1-2345-45678-78-9"));
        assert!(!check(b"0100600445635"));
        assert!(!check(b""));
        assert!(!check(b"x"));
        assert!(!check(&[b'1'; 64]));
    }
}
