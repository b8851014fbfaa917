//! Belgian national numbers: date of birth, order, and 97 less the rest by 97, behind a 2 from the year 2000 on
//! <https://www.ibz.rrn.fgov.be/fileadmin/user_upload/nl/rr/instructies/IT-lijst/IT000_Rijksregisternummer.pdf>.
//! Month and day may be 00 if unknown, the month is 20 or 40 higher in numbers of foreigners (BIS); how
//! the independent oracle of the tests takes these is another matter, so they are not compared.

use super::sums;

pub(super) fn check(value: &[u8]) -> bool {
    sums::exactly::<11>(value).is_some_and(|digits| is_valid(&digits))
}

fn is_valid(digits: &[u8; 11]) -> bool {
    let [y0, y1, m0, m1, d0, d1, ..] = *digits;
    let (year, month, day) = (sums::two(y0, y1), sums::two(m0, m1) % 20, sums::two(d0, d1));
    let (body, key) = digits.split_at(9);
    let key = sums::number(key);
    let fits = |number: u64| 97 - number % 97 == key;
    let dated = month == 0 || day == 0 || sums::is_date_in(&[19, 20], year, month, day);
    month <= 12
        && sums::two(m0, m1) < 60
        && day <= 31
        && dated
        && (fits(sums::number(body)) || fits(sums::number(body) + 2_000_000_000))
}

#[cfg(test)]
mod tests {
    use super::check;

    #[test]
    fn published_examples_are_valid() {
        assert!(check(b"85 07 30 033 28"));
        assert!(check(b"17 07 30 033 84"));
        assert!(check(b"85.07.30-033.28"));
        assert!(check(b"98 47 28 997 65"));
    }

    #[test]
    fn others_are_not() {
        assert!(!check(b"12345678901"));
        assert!(!check(b"85 07 30 033 29"));
        assert!(!check(b"85 13 30 033 28"));
        assert!(!check(b""));
        assert!(!check(b"x"));
        assert!(!check(&[b'1'; 64]));
    }
}
