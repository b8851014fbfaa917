//! Japanese individual numbers: twelve digits, the last by weights modulo 11
//! <https://www.soumu.go.jp/kojinbango_card/>.

use super::sums;

pub(super) fn check(value: &[u8]) -> bool {
    sums::exactly::<12>(value).is_some_and(|digits| is_valid(&digits))
}

fn is_valid(digits: &[u8; 12]) -> bool {
    let [.., last] = *digits;
    let rest = sums::weighted(digits, &[6, 5, 4, 3, 2, 7, 6, 5, 4, 3, 2]) % 11;
    !sums::all_equal(digits) && u32::from(last) == if rest < 2 { 0 } else { 11 - rest }
}

#[cfg(test)]
mod tests {
    use super::check;

    #[test]
    fn published_examples_are_valid() {
        assert!(check(b"6214 9832 0257"));
        assert!(check(b"123456789018"));
    }

    #[test]
    fn others_are_not() {
        assert!(!check(b"6214 9832 0258"));
        assert!(!check(b"000000000000"));
        assert!(!check(b""));
        assert!(!check(b"x"));
        assert!(!check(&[b'1'; 64]));
    }
}
