//! United States Medicare beneficiary identifiers: eleven places, each of one kind, without the letters S, L, O,
//! I, B, Z <https://www.cms.gov/medicare/new-medicare-card/understanding-the-mbi>.

use super::sums;

pub(super) fn check(value: &[u8]) -> bool {
    sums::exactly_alnum::<11>(value).is_some_and(|number| is_valid(&number))
}

fn is_valid(number: &[u8; 11]) -> bool {
    let letter = |byte: &u8| byte.is_ascii_uppercase() && !b"SLOIBZ".contains(byte);
    let fits = |(byte, kind): (&u8, &u8)| match kind {
        b'1' => matches!(byte, b'1'..=b'9'),
        b'9' => byte.is_ascii_digit(),
        b'A' => letter(byte),
        _ => letter(byte) || byte.is_ascii_digit(),
    };
    number.iter().zip(b"1A*9A*9AA99").all(fits)
}

#[cfg(test)]
mod tests {
    use super::check;

    #[test]
    fn published_examples_are_valid() {
        assert!(check(b"1EG4-TE5-MK73"));
        assert!(check(b"1EG4TE5MK72"));
    }

    #[test]
    fn others_are_not() {
        assert!(!check(b"0EG4-TE5-MK73"));
        assert!(!check(b"1SG4-TE5-MK73"));
        assert!(!check(b"1EG4-TE5-MKA3"));
        assert!(!check(b""));
        assert!(!check(b"x"));
        assert!(!check(&[b'1'; 64]));
    }
}
