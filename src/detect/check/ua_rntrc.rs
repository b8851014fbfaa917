//! Ukrainian taxpayer numbers: ten digits, the last by weights modulo 11, the first five a count of days since 1900
//! <https://zakon.rada.gov.ua/laws/show/z1306-17>.

use super::sums;

pub(super) fn check(value: &[u8]) -> bool {
    sums::exactly::<10>(value).is_some_and(|digits| is_valid(&digits))
}

fn is_valid(digits: &[u8; 10]) -> bool {
    let [first, rest @ ..] = digits;
    let [.., last] = *digits;
    // The weight of the first digit is -1, which is 10 modulo 11.
    let sum = u32::from(*first) * 10 + sums::weighted(rest, &[5, 7, 9, 4, 6, 10, 5, 7]);
    !sums::all_equal(digits) && sum % 11 % 10 == u32::from(last)
}

#[cfg(test)]
mod tests {
    use super::check;

    #[test]
    fn published_examples_are_valid() {
        assert!(check(b"1759013776"));
    }

    #[test]
    fn others_are_not() {
        assert!(!check(b"1759013770"));
        assert!(!check(b"0000000000"));
        assert!(!check(b""));
        assert!(!check(b"x"));
        assert!(!check(&[b'1'; 64]));
    }
}
