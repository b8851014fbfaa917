//! Singaporean identity numbers (NRIC, FIN): S, T, F, G or M, seven digits and a letter by weights modulo 11
//! <https://www.ica.gov.sg/>. The algorithm is unpublished and known from its results.

use super::sums;

pub(super) fn check(value: &[u8]) -> bool {
    sums::exactly_alnum::<9>(value).is_some_and(|number| is_valid(&number))
}

fn is_valid(number: &[u8; 9]) -> bool {
    let [kind, digits @ .., letter] = number;
    let (offset, letters) = match kind {
        b'S' => (0, b"JZIHGFEDCBA"),
        b'T' => (4, b"JZIHGFEDCBA"),
        b'F' => (0, b"XWUTRQPNMLK"),
        b'G' => (4, b"XWUTRQPNMLK"),
        b'M' => (3, b"XWUTRQPNJLK"),
        _ => return false,
    };
    let values: [u8; 7] = digits.map(|byte| byte.wrapping_sub(b'0'));
    values.iter().all(|value| *value < 10)
        && usize::try_from((offset + sums::weighted(&values, &[2, 7, 6, 5, 4, 3, 2])) % 11)
            .ok()
            .and_then(|rest| letters.get(rest))
            .is_some_and(|expected| expected == letter)
}

#[cfg(test)]
mod tests {
    use super::check;

    #[test]
    fn published_examples_are_valid() {
        assert!(check(b"S6859080I"));
        assert!(check(b"T1680536F"));
        assert!(check(b"F5221211K"));
        assert!(check(b"g8169811u"));
        assert!(check(b"M9612050P"));
        assert!(check(b"M2200054X"));
    }

    #[test]
    fn others_are_not() {
        assert!(!check(b"S6859080J"));
        assert!(!check(b"A6859080I"));
        assert!(!check(b"S685908I"));
        assert!(!check(b""));
        assert!(!check(b"x"));
        assert!(!check(&[b'1'; 64]));
    }
}
