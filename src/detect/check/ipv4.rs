//! Internet protocol version 4 addresses as in RFC 3986 section 3.2.2: four numbers of 0 to 255
//! without leading zeros <https://www.rfc-editor.org/rfc/rfc3986#section-3.2.2>.
//! Dashes may stand for the dots, as providers write addresses into host names.

pub(super) fn check(value: &[u8]) -> bool {
    octets(value).is_some()
}

/// The four numbers, parted by dots or, if there is none, by dashes.
pub(super) fn octets(value: &[u8]) -> Option<[u8; 4]> {
    // The first part has three digits at most.
    let separator = if value.iter().take(4).any(|b| *b == b'.') { b'.' } else { b'-' };
    let mut address = [0; 4];
    let mut rest = value;
    for (i, octet) in address.iter_mut().enumerate() {
        let len = rest.iter().take(4).take_while(|b| b.is_ascii_digit()).count();
        let (digits, behind) = rest.split_at_checked(len)?;
        *octet = number(digits)?;
        rest = match behind {
            [b, behind @ ..] if *b == separator && i < 3 => behind,
            [] if i == 3 => behind,
            _ => return None,
        };
    }
    Some(address)
}

fn number(digits: &[u8]) -> Option<u8> {
    let value = |b: u8| u16::from(b.wrapping_sub(b'0'));
    match *digits {
        [a] => Some(a.wrapping_sub(b'0')),
        [a, b] if a != b'0' => u8::try_from(value(a) * 10 + value(b)).ok(),
        [a, b, c] if a != b'0' => u8::try_from(value(a) * 100 + value(b) * 10 + value(c)).ok(),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::check;

    #[test]
    fn addresses_are_valid() {
        assert!(check(b"192.0.2.1"));
        assert!(check(b"255.255.255.255"));
        assert!(check(b"0.0.0.0"));
        assert!(check(b"10-0-3-117"));
    }

    #[test]
    fn others_are_not() {
        assert!(!check(b"256.0.0.1"));
        assert!(!check(b"6.1.7601.23505"));
        assert!(!check(b"10.0.0.01"));
        assert!(!check(b"10.0.0"));
        assert!(!check(b"10.0.0.1.2"));
        assert!(!check(b"10.0..1"));
        assert!(!check(b"10.0-0.1"));
        assert!(!check(b""));
    }
}
