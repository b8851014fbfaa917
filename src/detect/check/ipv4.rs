//! Internet protocol version 4 addresses as in RFC 3986 section 3.2.2: four numbers of 0 to 255
//! without leading zeros <https://www.rfc-editor.org/rfc/rfc3986#section-3.2.2>.
//! Dashes may stand for the dots, as providers write addresses into host names.

pub(super) fn check(value: &[u8]) -> bool {
    octets(value).is_some()
}

/// The four numbers of the address.
pub(super) fn octets(value: &[u8]) -> Option<[u8; 4]> {
    let separator = if value.contains(&b'.') { b'.' } else { b'-' };
    let mut parts = value.split(|byte| *byte == separator);
    let address =
        [octet(parts.next()?)?, octet(parts.next()?)?, octet(parts.next()?)?, octet(parts.next()?)?];
    parts.next().is_none().then_some(address)
}

fn octet(digits: &[u8]) -> Option<u8> {
    if digits.is_empty() || digits.len() > 3 || (digits.len() > 1 && digits.starts_with(b"0")) {
        return None;
    }
    let number = digits.iter().try_fold(0_u16, |sum, byte| {
        byte.is_ascii_digit().then(|| sum * 10 + u16::from(byte.wrapping_sub(b'0')))
    });
    number.and_then(|number| u8::try_from(number).ok())
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
