//! Taiwanese identity numbers: a letter of the place, 1 or 2 for the sex (8 or 9 for foreigners), seven digits, and a
//! check digit modulo 10 <https://www.ris.gov.tw/app/en>.

use super::sums;

pub(super) fn check(value: &[u8]) -> bool {
    sums::exactly_alnum::<10>(value).is_some_and(|number| is_valid(&number))
}

fn is_valid(number: &[u8; 10]) -> bool {
    let [letter, digits @ ..] = number;
    let values: [u8; 9] = digits.map(|byte| byte.wrapping_sub(b'0'));
    // The places of the letters in the order in which they were given out, counted from 10.
    let Some(place) = b"ABCDEFGHJKLMNPQRSTUVXYWZIO".iter().position(|known| known == letter) else {
        return false;
    };
    let place = u32::try_from(place + 10).unwrap_or(0);
    let sum = place / 10 + place % 10 * 9 + sums::weighted(&values, &[8, 7, 6, 5, 4, 3, 2, 1, 1]);
    let [sex, ..] = values;
    values.iter().all(|value| *value < 10) && matches!(sex, 1 | 2 | 8 | 9) && sum.is_multiple_of(10)
}

#[cfg(test)]
mod tests {
    use super::check;

    #[test]
    fn published_examples_are_valid() {
        assert!(check(b"A123456789"));
        assert!(check(b"A800000014"));
    }

    #[test]
    fn others_are_not() {
        assert!(!check(b"A123456788"));
        assert!(!check(b"A323456789"));
        assert!(!check(b"A12345678A"));
        assert!(!check(b""));
        assert!(!check(b"x"));
        assert!(!check(&[b'1'; 64]));
    }
}
