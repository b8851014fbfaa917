//! Greek tax numbers: nine digits, the last by powers of two modulo 11 <https://www.aade.gr/>.
//! The independent oracle of the tests fills eight digits up with a zero; here they are refused.

use super::sums;

pub(super) fn check(value: &[u8]) -> bool {
    sums::exactly::<9>(value).is_some_and(|digits| is_valid(&digits))
}

fn is_valid(digits: &[u8; 9]) -> bool {
    let [.., last] = *digits;
    !sums::all_equal(digits)
        && sums::weighted(digits, &[256, 128, 64, 32, 16, 8, 4, 2]) % 11 % 10 == u32::from(last)
}

#[cfg(test)]
mod tests {
    use super::check;

    #[test]
    fn published_examples_are_valid() {
        assert!(check(b"094259216"));
        assert!(check(b"982-603-151"));
    }

    #[test]
    fn others_are_not() {
        assert!(!check(b"123456781"));
        assert!(!check(b"000000000"));
        assert!(!check(b""));
        assert!(!check(b"x"));
        assert!(!check(&[b'1'; 64]));
    }
}
