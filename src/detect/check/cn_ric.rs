//! Chinese resident identity numbers: region, date of birth, order, and a check character by ISO/IEC 7064 mod 11-2
//! <https://openstd.samr.gov.cn/bzgk/gb/newGbInfo?hcno=080D6FBF2BB468F9007657F26D60013E> (GB 11643-1999).
//! Of the region only the province is looked at; the independent oracle of the tests knows the counties, so
//! values that it refuses for their county alone are not compared.

use super::sums;

pub(super) fn check(value: &[u8]) -> bool {
    sums::exactly_alnum::<18>(value).is_some_and(|number| is_valid(&number))
}

fn is_valid(number: &[u8; 18]) -> bool {
    let (body, last) = number.split_at(17);
    let values: [u8; 18] = number.map(|byte| byte.wrapping_sub(b'0'));
    let [p0, p1, _, _, _, _, c0, c1, y0, y1, m0, m1, d0, d1, ..] = values;
    let (century, year) = (sums::two(c0, c1), sums::two(y0, y1));
    let sum = sums::weighted(&values, &[7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2]);
    body.iter().all(u8::is_ascii_digit)
        && matches!(
            sums::two(p0, p1),
            11..=15 | 21..=23 | 31..=37 | 41..=46 | 50..=54 | 61..=65 | 71 | 81..=83 | 91
        )
        && matches!(century, 18..=20)
        && sums::is_date(century * 100 + year, sums::two(m0, m1), sums::two(d0, d1))
        && usize::try_from(sum % 11).ok().and_then(|rest| b"10X98765432".get(rest..=rest)) == Some(last)
}

#[cfg(test)]
mod tests {
    use super::check;

    #[test]
    fn published_examples_are_valid() {
        assert!(check(b"360426199101010071"));
        assert!(check(b"513231200012121657"));
        assert!(check(b"51323120001212169x"));
    }

    #[test]
    fn others_are_not() {
        assert!(!check(b"360426199113010071"));
        assert!(!check(b"990426199101010071"));
        assert!(!check(b"513231200012121658"));
        assert!(!check(b"5132312000121216X7"));
        assert!(!check(b""));
        assert!(!check(b"x"));
        assert!(!check(&[b'1'; 64]));
    }
}
