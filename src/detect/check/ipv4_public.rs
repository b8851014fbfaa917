//! Version 4 addresses that are globally routable, which means that the registry of RFC 6890
//! <https://www.iana.org/assignments/iana-ipv4-special-registry/> does not hold them.
//! The first address of a class A network, `n.0.0.0`, is refused: no host has it, but browsers
//! write their versions so.

use super::{ipv4, ipv4_private};

pub(super) fn check(value: &[u8]) -> bool {
    ipv4::octets(value).is_some_and(is_host)
}

/// True if a host of the public network can have the address.
pub(in crate::detect) const fn is_host(address: [u8; 4]) -> bool {
    !ipv4_private::is_special(address) && !matches!(address, [_, 0, 0, 0])
}

#[cfg(test)]
mod tests {
    use super::check;

    #[test]
    fn global_addresses_are_valid() {
        assert!(check(b"8.8.8.8"));
        assert!(check(b"172.32.0.1"));
        assert!(check(b"52-95-110-1"));
    }

    #[test]
    fn others_are_not() {
        assert!(!check(b"10.251.73.220"));
        assert!(!check(b"120.0.0.0"));
        assert!(!check(b"6.1.7601.23505"));
        assert!(!check(b"1.2.3"));
        assert!(!check(b""));
    }
}
