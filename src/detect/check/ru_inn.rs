//! Russian tax numbers: ten digits of a company, twelve of a person, with one or two check digits modulo 11
//! <https://www.consultant.ru/document/cons_doc_LAW_134082/>.

use super::sums;

pub(super) fn check(value: &[u8]) -> bool {
    sums::digits::<12>(value).is_some_and(|(digits, count)| match digits.get(..count) {
        Some(digits @ [.., last]) if count == 10 => {
            !sums::all_equal(digits) && is_check(*last, digits, &[2, 4, 10, 3, 5, 9, 4, 6, 8])
        }
        Some(digits @ [.., first, second]) if count == 12 => {
            !sums::all_equal(digits)
                && is_check(*first, digits, &[7, 2, 4, 10, 3, 5, 9, 4, 6, 8])
                && is_check(*second, digits, &[3, 7, 2, 4, 10, 3, 5, 9, 4, 6, 8])
        }
        _ => false,
    })
}

fn is_check(digit: u8, digits: &[u8], weights: &[u32]) -> bool {
    sums::weighted(digits, weights) % 11 % 10 == u32::from(digit)
}

#[cfg(test)]
mod tests {
    use super::check;

    #[test]
    fn published_examples_are_valid() {
        assert!(check(b"1234567894"));
        assert!(check(b"123456789047"));
        assert!(check(b"7707083893"));
    }

    #[test]
    fn others_are_not() {
        assert!(!check(b"1234567895"));
        assert!(!check(b"123456789037"));
        assert!(!check(b"00000000000"));
        assert!(!check(b""));
        assert!(!check(b"x"));
        assert!(!check(&[b'1'; 64]));
    }
}
