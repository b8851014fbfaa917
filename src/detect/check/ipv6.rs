//! Internet protocol version 6 addresses by RFC 4291 section 2.2, with `::`, with a version 4
//! tail and with a zone (RFC 4007) <https://www.rfc-editor.org/rfc/rfc4291#section-2.2>.
//! Much in a log has colons between hexadecimal digits, so an address must also look like one: times,
//! fingerprints, `a::b` of programming languages, `::` and `::1` are refused. Wanted are eight
//! groups of which one has three digits or more; or a `::` and a group of three or more of which
//! one is decimal, or four groups; or a `::` before a version 4 tail.

use super::ipv4;

/// Groups in an address.
const GROUPS: usize = 8;
/// A group of so many hexadecimal digits is hardly a part of a time or of a fingerprint.
const LONG: usize = 3;
/// With so many groups an address needs no decimal digit.
const MANY: usize = 4;

pub(super) fn check(value: &[u8]) -> bool {
    let address = value.split(|byte| *byte == b'%').next().unwrap_or_default();
    let mut halves = Halves { rest: Some(address) };
    let (Some(head), tail, None) = (halves.next(), halves.next(), halves.next()) else {
        return false;
    };
    let (Some(left), Some(right)) = (survey(head), survey(tail.unwrap_or_default())) else {
        return false;
    };
    let groups = left.groups + right.groups;
    match tail {
        None => groups == GROUPS && (left.long || left.quad),
        Some(_) if left.quad => false,
        Some(_) if right.quad => groups < GROUPS,
        Some(_) => {
            groups < GROUPS
                && (left.decimal || right.decimal || (groups >= MANY && (left.long || right.long)))
        }
    }
}

/// Splits at each `::`.
struct Halves<'a> {
    rest: Option<&'a [u8]>,
}

impl<'a> Iterator for Halves<'a> {
    type Item = &'a [u8];

    fn next(&mut self) -> Option<&'a [u8]> {
        let rest = self.rest.take()?;
        let Some(at) = rest.windows(2).position(|pair| pair == b"::") else {
            return Some(rest);
        };
        let (head, tail) = rest.split_at_checked(at)?;
        self.rest = tail.get(2..);
        Some(head)
    }
}

/// What one side of the `::` is made of.
#[derive(Default)]
struct Survey {
    groups: usize,
    /// There is a long group.
    long: bool,
    /// There is a long group with a decimal digit.
    decimal: bool,
    /// It ends with a version 4 address, which counts as two groups.
    quad: bool,
}

/// `None` if the side is no row of groups.
fn survey(side: &[u8]) -> Option<Survey> {
    let mut found = Survey::default();
    if side.is_empty() {
        return Some(found);
    }
    for group in side.split(|byte| *byte == b':') {
        if found.quad {
            return None;
        }
        if group.contains(&b'.') {
            ipv4::octets(group)?;
            found.quad = true;
            found.groups += 2;
        } else {
            if !matches!(group.len(), 1..=4) || !group.iter().all(u8::is_ascii_hexdigit) {
                return None;
            }
            found.groups += 1;
            found.long |= group.len() >= LONG;
            found.decimal |= group.len() >= LONG && group.iter().any(u8::is_ascii_digit);
        }
    }
    Some(found)
}

#[cfg(test)]
mod tests {
    use super::check;

    #[test]
    fn addresses_are_valid() {
        // RFC 4291 section 2.2, RFC 5952, RFC 4007.
        assert!(check(b"2001:DB8:0:0:8:800:200C:417A"));
        assert!(check(b"2001:db8::8:800:200c:417a"));
        assert!(check(b"FF01::101"));
        assert!(check(b"::FFFF:129.144.52.38"));
        assert!(check(b"64:ff9b::192.0.2.33"));
        assert!(check(b"fe80::1ff:fe23:4567:890a%eth2"));
        assert!(check(b"fe80::"));
        assert!(check(b"2001:db8::1"));
    }

    #[test]
    fn others_are_not() {
        assert!(!check(b"16:13:38"));
        assert!(!check(b"::"));
        assert!(!check(b"::1"));
        assert!(!check(b"a::b"));
        assert!(!check(b"dead::beef"));
        assert!(!check(b"1:2:3:4:5:6:7:8"));
        assert!(!check(b"00:11:22:33:44:55:66:77"));
        assert!(!check(b"2001:db8:::1"));
        assert!(!check(b"2001::db8::1"));
        assert!(!check(b"2001:db8:0:0:8:800:200c:417a:1"));
        assert!(!check(b"2001:db8:0:0:8:800:200c::417a:1"));
        assert!(!check(b"2001:db8::12345"));
        assert!(!check(b"2001:db8::1:"));
        assert!(!check(b":2001:db8::1"));
        assert!(!check(b"::1.2.3.4:5"));
        assert!(!check(b"12:30:45:2001:db8"));
        assert!(!check(b""));
    }
}
