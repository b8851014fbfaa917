//! Estonian and Lithuanian personal codes: sex and century, date of birth, order, and a check digit in two rounds
//! modulo 11 <https://www.riigiteataja.ee/akt/117032011020>.

use super::sums;

pub(super) fn check(value: &[u8]) -> bool {
    sums::exactly::<11>(value).is_some_and(|digits| is_valid(&digits))
}

fn is_valid(digits: &[u8; 11]) -> bool {
    let [sex, y0, y1, m0, m1, d0, d1, _, _, _, last] = *digits;
    let century = match sex {
        1..=8 => 17 + u32::from(sex.div_ceil(2)),
        _ => return false,
    };
    let first = sums::weighted(digits, &[1, 2, 3, 4, 5, 6, 7, 8, 9, 1]) % 11;
    let second = sums::weighted(digits, &[3, 4, 5, 6, 7, 8, 9, 1, 2, 3]) % 11 % 10;
    sums::is_date(century * 100 + sums::two(y0, y1), sums::two(m0, m1), sums::two(d0, d1))
        && u32::from(last) == if first < 10 { first } else { second }
}

#[cfg(test)]
mod tests {
    use super::check;

    #[test]
    fn published_examples_are_valid() {
        assert!(check(b"36805280109"));
        assert!(check(b"33309240064"));
        assert!(check(b"39001010000"));
    }

    #[test]
    fn others_are_not() {
        assert!(!check(b"36805280108"));
        assert!(!check(b"33309240164"));
        assert!(!check(b"93309240064"));
        assert!(!check(b""));
        assert!(!check(b"x"));
        assert!(!check(&[b'1'; 64]));
    }
}
