//! Russian pension insurance numbers: nine digits and two check digits, weighted 9 to 1 modulo 101
//! <https://www.consultant.ru/document/cons_doc_LAW_134054/>.

use super::sums;

pub(super) fn check(value: &[u8]) -> bool {
    sums::exactly::<11>(value).is_some_and(|digits| is_valid(&digits))
}

fn is_valid(digits: &[u8; 11]) -> bool {
    let (body, key) = digits.split_at(9);
    let sum = sums::weighted(body, &[9, 8, 7, 6, 5, 4, 3, 2, 1]) % 101 % 100;
    !sums::all_equal(digits) && u64::from(sum) == sums::number(key)
}

#[cfg(test)]
mod tests {
    use super::check;

    #[test]
    fn published_examples_are_valid() {
        assert!(check(b"112-233-445 95"));
        assert!(check(b"087-654-303 00"));
    }

    #[test]
    fn others_are_not() {
        assert!(!check(b"112-233-445 96"));
        assert!(!check(b"000-000-000 00"));
        assert!(!check(b""));
        assert!(!check(b"x"));
        assert!(!check(&[b'1'; 64]));
    }
}
