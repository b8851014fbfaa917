//! Romanian personal codes: sex and century, date of birth, county, order, and a check digit modulo 11
//! <https://legislatie.just.ro/Public/DetaliiDocument/6312>.

use super::sums;

pub(super) fn check(value: &[u8]) -> bool {
    sums::exactly::<13>(value).is_some_and(|digits| is_valid(&digits))
}

fn is_valid(digits: &[u8; 13]) -> bool {
    let [sex, y0, y1, m0, m1, d0, d1, c0, c1, .., last] = *digits;
    let centuries: &[u32] = match sex {
        1 | 2 => &[19],
        3 | 4 => &[18],
        5 | 6 => &[20],
        7..=9 => &[19, 20],
        _ => return false,
    };
    let rest = sums::weighted(digits, &[2, 7, 9, 1, 4, 6, 3, 5, 8, 2, 7, 9]) % 11;
    sums::is_date_in(centuries, sums::two(y0, y1), sums::two(m0, m1), sums::two(d0, d1))
        && matches!(sums::two(c0, c1), 1..=48 | 51 | 52 | 70 | 80..=83)
        && u32::from(last) == if rest == 10 { 1 } else { rest }
}

#[cfg(test)]
mod tests {
    use super::check;

    #[test]
    fn published_examples_are_valid() {
        assert!(check(b"1630615123457"));
        assert!(check(b"1800101221144"));
        assert!(check(b"6120131011233"));
    }

    #[test]
    fn others_are_not() {
        assert!(!check(b"0800101221142"));
        assert!(!check(b"1632215123457"));
        assert!(!check(b"1630615993454"));
        assert!(!check(b"1630615123458"));
        assert!(!check(b""));
        assert!(!check(b"x"));
        assert!(!check(&[b'1'; 64]));
    }
}
