//! Version 4 addresses that are not globally routable: private, loopback, link-local, shared,
//! documentation, benchmarking, multicast, reserved, by the registry of RFC 6890
//! <https://www.iana.org/assignments/iana-ipv4-special-registry/>.

use super::ipv4;

pub(super) fn check(value: &[u8]) -> bool {
    ipv4::octets(value).is_some_and(is_special)
}

/// True if the registry of special purposes holds the address.
pub(in crate::detect) const fn is_special(address: [u8; 4]) -> bool {
    matches!(
        address,
        [0 | 10 | 127 | 224..=255, ..]
            | [100, 64..=127, ..]
            | [169, 254, ..]
            | [172, 16..=31, ..]
            | [192, 0, 0 | 2, _]
            | [192, 88, 99, _]
            | [192, 168, ..]
            | [198, 18 | 19, ..]
            | [198, 51, 100, _]
            | [203, 0, 113, _]
    )
}

#[cfg(test)]
mod tests {
    use super::check;

    #[test]
    fn special_addresses_are_valid() {
        assert!(check(b"10.0.0.1"));
        assert!(check(b"172.31.255.255"));
        assert!(check(b"192.168.1.1"));
        assert!(check(b"127.0.0.1"));
        assert!(check(b"169.254.169.254"));
        assert!(check(b"203.0.113.9"));
        assert!(check(b"255.255.255.0"));
    }

    #[test]
    fn others_are_not() {
        assert!(!check(b"8.8.8.8"));
        assert!(!check(b"172.32.0.1"));
        assert!(!check(b"192.169.0.1"));
        assert!(!check(b"10.0.0.256"));
        assert!(!check(b""));
    }
}
