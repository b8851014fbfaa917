//! British taxpayer references: ten digits, the first by weights modulo 11, perhaps with a K before or behind,
//! and with the three digits of the tax office before them
//! <https://www.gov.uk/hmrc-internal-manuals/compliance-handbook/ch61460>.

use super::sums;

pub(super) fn check(value: &[u8]) -> bool {
    let ([b'K' | b'k', digits @ ..] | [digits @ .., b'K' | b'k'] | digits) = value;
    sums::digits::<13>(digits).is_some_and(|(digits, count)| match digits {
        [reference @ .., _, _, _] if count == 10 => is_valid(&reference),
        [_, _, _, reference @ ..] if count == 13 => is_valid(&reference),
        _ => false,
    })
}

fn is_valid(digits: &[u8; 10]) -> bool {
    let [first, body @ ..] = digits;
    let rest = sums::weighted(body, &[6, 7, 8, 9, 10, 5, 4, 3, 2]) % 11;
    u32::from(*first) == if rest < 2 { 2 - rest } else { 11 - rest }
}

#[cfg(test)]
mod tests {
    use super::check;

    #[test]
    fn published_examples_are_valid() {
        assert!(check(b"1955839661"));
        assert!(check(b"K1955839661"));
        assert!(check(b"1123456789k"));
        assert!(check(b"0006452194352"));
    }

    #[test]
    fn others_are_not() {
        assert!(!check(b"2955839661"));
        assert!(!check(b"112345678"));
        assert!(!check(b"KK1955839661K1"));
        assert!(!check(b""));
        assert!(!check(b"x"));
        assert!(!check(&[b'1'; 64]));
    }
}
