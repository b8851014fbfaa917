//! Numbers of German identity cards and passports: nine places without vowels and look-alikes, and a check digit
//! by weights 7, 3, 1 as in ICAO Doc 9303 <https://www.icao.int/publications/pages/publication.aspx?docnum=9303>.
//! Without the check digit nine places are too few to be checked and are refused.

use super::sums;

pub(super) fn check(value: &[u8]) -> bool {
    sums::exactly_alnum::<10>(value).is_some_and(|number| is_valid(&number))
}

fn is_valid(number: &[u8; 10]) -> bool {
    let [first, body @ .., check] = number;
    let value = |byte: &u8| sums::base36(*byte).unwrap_or(0);
    let sum: u32 = [value(first) * 7]
        .into_iter()
        .chain(body.iter().zip([3, 1, 7].into_iter().cycle()).map(|(byte, weight)| value(byte) * weight))
        .sum();
    b"CFGHJKLMNPRTVWXYZ".contains(first)
        && body.iter().all(|byte| b"CFGHJKLMNPRTVWXYZ0123456789".contains(byte))
        && check.is_ascii_digit()
        && sum % 10 == value(check)
}

#[cfg(test)]
mod tests {
    use super::check;

    #[test]
    fn published_examples_are_valid() {
        assert!(check(b"T220001293"));
        assert!(check(b"L01X00T471"));
        assert!(check(b"C01X00T478"));
    }

    #[test]
    fn others_are_not() {
        assert!(!check(b"T220001294"));
        assert!(!check(b"A220001293"));
        assert!(!check(b"T22000129"));
        assert!(!check(b""));
        assert!(!check(b"x"));
        assert!(!check(&[b'1'; 64]));
    }
}
