//! French tax numbers: thirteen digits, the first 0 to 3, the last three being the first ten modulo 511
//! <https://www.economie.gouv.fr/particuliers/impots-et-fiscalite/gerer-mes-impots/numero-fiscal>.

use super::sums;

pub(super) fn check(value: &[u8]) -> bool {
    sums::exactly::<13>(value).is_some_and(|digits| is_valid(&digits))
}

fn is_valid(digits: &[u8; 13]) -> bool {
    let [first, ..] = *digits;
    let (body, key) = digits.split_at(10);
    first <= 3 && !sums::all_equal(digits) && sums::number(body) % 511 == sums::number(key)
}

#[cfg(test)]
mod tests {
    use super::check;

    #[test]
    fn published_examples_are_valid() {
        assert!(check(b"30 23 217 600 053"));
        assert!(check(b"0701987765493"));
    }

    #[test]
    fn others_are_not() {
        assert!(!check(b"3023217600054"));
        assert!(!check(b"9701987765432"));
        assert!(!check(b"0000000000000"));
        assert!(!check(b""));
        assert!(!check(b"x"));
        assert!(!check(&[b'1'; 64]));
    }
}
