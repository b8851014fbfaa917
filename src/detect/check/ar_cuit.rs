//! Argentinian tax and labour numbers (CUIT, CUIL): a kind, eight digits, and a check digit modulo 11
//! <https://www.afip.gob.ar/>.

use super::sums;

pub(super) fn check(value: &[u8]) -> bool {
    sums::exactly::<11>(value).is_some_and(|digits| is_valid(&digits))
}

fn is_valid(digits: &[u8; 11]) -> bool {
    let [tens, ones, .., last] = *digits;
    let rest = sums::weighted(digits, &[5, 4, 3, 2, 7, 6, 5, 4, 3, 2]) % 11;
    let check = match rest {
        0 => 0,
        1 => 9,
        rest => 11 - rest,
    };
    matches!(sums::two(tens, ones), 20 | 23..=27 | 30 | 33 | 34 | 50 | 51 | 55) && check == u32::from(last)
}

#[cfg(test)]
mod tests {
    use super::check;

    #[test]
    fn published_examples_are_valid() {
        assert!(check(b"20-05536168-2"));
        assert!(check(b"30-50001091-2"));
    }

    #[test]
    fn others_are_not() {
        assert!(!check(b"20267565392"));
        assert!(!check(b"10-05536168-2"));
        assert!(!check(b""));
        assert!(!check(b"x"));
        assert!(!check(&[b'1'; 64]));
    }
}
