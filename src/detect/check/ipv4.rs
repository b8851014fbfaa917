//! Internet protocol version 4 addresses as in RFC 3986 section 3.2.2: four numbers of 0 to 255
//! without leading zeros <https://www.rfc-editor.org/rfc/rfc3986#section-3.2.2>.
//! Dashes may stand for the dots, as providers write addresses into host names.

pub(super) fn check(value: &[u8]) -> bool {
    octets(value).is_some()
}

/// The four numbers, parted by dots or by dashes.
pub(in crate::detect) fn octets(value: &[u8]) -> Option<[u8; 4]> {
    let mut address = [0; 4];
    let mut rest = value.iter();
    let mut separator = None;
    for (i, octet) in address.iter_mut().enumerate() {
        let mut number = u16::from(digit(*rest.next()?)?);
        let leading_zero = number == 0;
        let end = loop {
            let Some(b) = rest.next() else { break None };
            let Some(digit) = digit(*b) else { break Some(*b) };
            number = number * 10 + u16::from(digit);
            if leading_zero || number > u16::from(u8::MAX) {
                return None;
            }
        };
        match end {
            Some(b) if i < 3 && matches!(b, b'.' | b'-') && *separator.get_or_insert(b) == b => {}
            None if i == 3 => {}
            _ => return None,
        }
        *octet = u8::try_from(number).ok()?;
    }
    Some(address)
}

fn digit(b: u8) -> Option<u8> {
    b.is_ascii_digit().then(|| b - b'0')
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
