//! United States national provider numbers: ten digits, the first 1 or 2, that pass the Luhn test behind the
//! prefix 80840 <https://www.cms.gov/Regulations-and-Guidance/Administrative-Simplification/NationalProvIdentStand/Downloads/NPIcheckdigit.pdf>.

use super::sums;

pub(super) fn check(value: &[u8]) -> bool {
    sums::exactly::<10>(value).is_some_and(|digits| is_valid(&digits))
}

fn is_valid(digits: &[u8; 10]) -> bool {
    // The prefix 80840 adds 24 to the sum, as 4 behind it does: 0 and 4 on an odd place, 8 doubled.
    let [first, ..] = *digits;
    let mut prefixed = [8, 0, 8, 4, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0];
    for (slot, digit) in prefixed.iter_mut().skip(5).zip(digits) {
        *slot = *digit;
    }
    matches!(first, 1 | 2) && sums::luhn(&prefixed)
}

#[cfg(test)]
mod tests {
    use super::check;

    #[test]
    fn published_examples_are_valid() {
        assert!(check(b"1234567893"));
        assert!(check(b"1245319599"));
    }

    #[test]
    fn others_are_not() {
        assert!(!check(b"1234567890"));
        assert!(!check(b"3234567893"));
        assert!(!check(b""));
        assert!(!check(b"x"));
        assert!(!check(&[b'1'; 64]));
    }
}
