//! Dutch citizen service numbers: nine digits, or eight for a leading zero, by the test of eleven
//! <https://www.rvig.nl/bsn>. A repeated digit is refused.

use super::sums;

pub(super) fn check(value: &[u8]) -> bool {
    let Some((digits, count)) = sums::digits::<9>(value) else {
        return false;
    };
    let digits = digits.get(..count).unwrap_or_default();
    let (weights, last): (&[u32], _) = match count {
        9 => (&[9, 8, 7, 6, 5, 4, 3, 2], digits.last()),
        8 => (&[8, 7, 6, 5, 4, 3, 2], digits.last()),
        _ => return false,
    };
    !sums::all_equal(digits)
        && last.is_some_and(|last| sums::weighted(digits, weights) % 11 == u32::from(*last))
}

#[cfg(test)]
mod tests {
    use super::check;

    #[test]
    fn published_examples_are_valid() {
        assert!(check(b"1112.22.333"));
        assert!(check(b"111222333"));
        assert!(check(b"001855013"));
    }

    #[test]
    fn others_are_not() {
        assert!(!check(b"1112.52.333"));
        assert!(!check(b"1112223334"));
        assert!(!check(b"000000000"));
        assert!(!check(b"001855014"));
        assert!(!check(b""));
        assert!(!check(b"x"));
        assert!(!check(&[b'1'; 64]));
    }
}
