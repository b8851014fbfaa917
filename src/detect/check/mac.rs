//! Hardware addresses (EUI-48 and EUI-64 of IEEE 802): six or eight octets between colons or
//! dashes, or three or four groups of four between dots.
//! <https://standards.ieee.org/wp-content/uploads/import/documents/tutorials/eui.pdf>
//! Addresses of one repeated octet (all zeros, broadcast) say nothing and are refused, and so are
//! decimal digits between dashes, which are dates. The independent oracle of the tests also takes octets of one
//! digit, and refuses makers that it does not know; such values are not compared.

pub(super) fn check(value: &[u8]) -> bool {
    let separator = match value {
        [_, _, b':', ..] => b':',
        [_, _, b'-', ..] => b'-',
        [_, _, _, _, b'.', ..] => b'.',
        _ => return false,
    };
    let (width, few, many) = if separator == b'.' { (4, 3, 4) } else { (2, 6, 8) };
    let groups = || value.split(|byte| *byte == separator);
    let count = groups().count();
    (count == few || count == many)
        && groups().all(|group| group.len() == width && group.iter().all(u8::is_ascii_hexdigit))
        && groups().any(|group| Some(group) != groups().next())
        && (separator != b'-' || value.iter().any(u8::is_ascii_alphabetic))
}

#[cfg(test)]
mod tests {
    use super::check;

    #[test]
    fn addresses_are_valid() {
        // RFC 7042 keeps 00-00-5E-00-53-xx for documentation.
        assert!(check(b"00-00-5E-00-53-2a"));
        assert!(check(b"00:00:5e:00:53:2A"));
        assert!(check(b"0000.5e00.532a"));
        assert!(check(b"02:00:5e:10:00:00:00:01"));
    }

    #[test]
    fn others_are_not() {
        assert!(!check(b"00:00:00:00:00:00"));
        assert!(!check(b"FF-FF-FF-FF-FF-FF"));
        assert!(!check(b"05-06-03-15-42-50"));
        assert!(!check(b"00:00:5e:00:53"));
        assert!(!check(b"00:00:5e:00:53:2a:01"));
        assert!(!check(b"00:00-5e:00:53:2a"));
        assert!(!check(b"00:00:5e:00:53:2g"));
        assert!(!check(b""));
    }
}
