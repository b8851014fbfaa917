//! `generalise`: a value told less precisely. What is not of the form that the policy names gets the label.

use super::Action;
use super::date::{Date, Left};
use crate::policy::{DateOrder, Generalisation};
use crate::span::{Patch, Secret};
use core::net::{IpAddr, Ipv4Addr, Ipv6Addr};

/// Ages above this are none.
const AGES: u16 = 150;

/// Coordinates of one finding at most: latitude, longitude and height.
const COORDINATES: usize = 3;

pub(super) fn apply(
    value: Secret<'_>,
    to: Generalisation,
    order: Option<DateOrder>,
    label: &Patch,
) -> Action {
    let text = std::str::from_utf8(value.expose()).ok();
    let patch = text.and_then(|text| less(text, to, order)).and_then(|less| Patch::formed(&less));
    Action::Replace(patch.unwrap_or_else(|| label.clone()))
}

/// The same for a JSON number.
pub(super) fn number(value: Secret<'_>, to: Generalisation, order: Option<DateOrder>) -> Option<Patch> {
    let text = std::str::from_utf8(value.expose()).ok()?;
    let less = match to {
        Generalisation::AgeBand { width } => band(text, width)?.0.to_string(),
        Generalisation::Month | Generalisation::Year if !text.bytes().all(|b| b.is_ascii_digit()) => {
            return None;
        }
        to => less(text, to, order)?,
    };
    Patch::formed(&less)
}

fn less(text: &str, to: Generalisation, order: Option<DateOrder>) -> Option<String> {
    match to {
        Generalisation::Network { ipv4, ipv6 } => network(text, ipv4, ipv6),
        Generalisation::AgeBand { width } => Some(match band(text, width)? {
            (lowest, Some(highest)) => format!("{lowest}-{highest}"),
            (lowest, None) => format!("{lowest}-or-more"),
        }),
        Generalisation::Decimals { decimals } => coordinates(text, usize::from(decimals)),
        Generalisation::Month => Some(Date::read(text.as_bytes(), order)?.only(Left::Month)),
        Generalisation::Year => Some(Date::read(text.as_bytes(), year_order(order))?.only(Left::Year)),
    }
}

/// The year is the same in both orders, where both are possible.
fn year_order(order: Option<DateOrder>) -> Option<DateOrder> {
    Some(order.unwrap_or(DateOrder::DayFirst))
}

fn network(text: &str, ipv4: u8, ipv6: u8) -> Option<String> {
    let v4 = |address: Ipv4Addr, prefix: u8| {
        let mask = u32::MAX.checked_shl(32_u32.saturating_sub(u32::from(prefix))).unwrap_or(0);
        Ipv4Addr::from_bits(address.to_bits() & mask)
    };
    Some(match text.parse().ok()? {
        IpAddr::V4(address) => v4(address, ipv4).to_string(),
        IpAddr::V6(address) => match address.to_ipv4_mapped() {
            Some(address) => v4(address, ipv4).to_ipv6_mapped().to_string(),
            None => {
                let mask = u128::MAX.checked_shl(128_u32.saturating_sub(u32::from(ipv6))).unwrap_or(0);
                Ipv6Addr::from_bits(address.to_bits() & mask).to_string()
            }
        },
    })
}

/// The lowest and the highest age of a band; no highest one where all that are older are in it.
fn band(text: &str, width: u8) -> Option<(u16, Option<u16>)> {
    let is_plain = text.len() <= 3 && text.bytes().all(|b| b.is_ascii_digit());
    let age: u16 = text.parse().ok().filter(|age| is_plain && *age <= AGES)?;
    let oldest = u16::from(Generalisation::OLDEST);
    let width = u16::from(width.max(1));
    let lowest = age - age % width;
    Some(if age > oldest { (oldest + 1, None) } else { (lowest, Some((lowest + width - 1).min(oldest))) })
}

/// Numbers of up to three digits before the point, with at most so many behind it; between them only what stands in
/// coordinates.
fn coordinates(text: &str, decimals: usize) -> Option<String> {
    let mut out = String::new();
    let mut numbers = 0;
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        if first.is_ascii_digit() {
            let whole = rest.bytes().take_while(u8::is_ascii_digit).count();
            let behind = rest.get(whole..)?;
            let fraction = behind
                .strip_prefix('.')
                .map_or(0, |digits| digits.bytes().take_while(u8::is_ascii_digit).count());
            numbers += 1;
            if whole > 3 || numbers > COORDINATES {
                return None;
            }
            out.push_str(rest.get(..whole)?);
            if fraction > 0 && decimals > 0 {
                out.push_str(behind.get(..=fraction.min(decimals))?);
            }
            rest = behind.get(if fraction > 0 { fraction + 1 } else { 0 }..)?;
        } else {
            if !"-+, ()/".contains(first) {
                return None;
            }
            out.push(first);
            rest = rest.get(1..)?;
        }
    }
    (numbers > 0).then_some(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(to: Generalisation, cases: &[(&str, Option<&str>, Option<&str>)]) {
        for (text, string, json) in cases {
            assert_eq!(less(text, to, None).as_deref(), *string, "{text}");
            let number = number(Secret::new(text.as_bytes()), to, None);
            assert_eq!(number.as_ref().map(Patch::as_str), *json, "{text} as a number");
        }
    }

    /// Addresses of RFC 5737 and RFC 3849.
    #[test]
    fn networks() {
        let none = |text| (text, None, None);
        let to = Generalisation::Network { ipv4: 24, ipv6: 48 };
        let same = |text, want| (text, Some(want), Some(want));
        check(
            to,
            &[
                same("203.0.113.77", "203.0.113.0"),
                same("2001:db8:1:2:3:4:5:6", "2001:db8:1::"),
                same("::ffff:203.0.113.77", "::ffff:203.0.113.0"),
                none("203.0.113.777"),
                none("203.0.113.77:80"),
                none("4111111111111111"),
            ],
        );
        check(
            Generalisation::Network { ipv4: 0, ipv6: 0 },
            &[same("203.0.113.77", "0.0.0.0"), same("2001:db8::1", "::")],
        );
    }

    #[test]
    fn age_bands() {
        check(
            Generalisation::AgeBand { width: 10 },
            &[
                ("37", Some("30-39"), Some("30")),
                ("0", Some("0-9"), Some("0")),
                ("89", Some("80-89"), Some("80")),
                ("90", Some("90-or-more"), Some("90")),
                ("104", Some("90-or-more"), Some("90")),
                ("151", None, None),
                ("37.5", None, None),
                ("4111111111111111", None, None),
            ],
        );
        check(Generalisation::AgeBand { width: 25 }, &[("80", Some("75-89"), Some("75"))]);
    }

    #[test]
    fn decimals() {
        check(
            Generalisation::Decimals { decimals: 2 },
            &[
                ("52.516275", Some("52.51"), Some("52.51")),
                ("-0.001", Some("-0.00"), Some("-0.00")),
                ("52.5", Some("52.5"), Some("52.5")),
                ("52.", None, None),
                ("4111111111111111", None, None),
                ("5.1e7", None, None),
            ],
        );
        assert_eq!(coordinates("52.516275, 13.377704", 2).as_deref(), Some("52.51, 13.37"));
        assert_eq!(coordinates("(52.516275,13.377704)", 0).as_deref(), Some("(52,13)"));
        assert_eq!(coordinates("1 2 3 4", 0), None);
        assert_eq!(coordinates("", 0), None);
    }

    #[test]
    fn months_and_years() {
        check(
            Generalisation::Month,
            &[
                ("1980-01-31", Some("1980-01"), None),
                ("19800131", Some("198001"), Some("198001")),
                ("03/04/1980", None, None),
            ],
        );
        check(Generalisation::Year, &[("03/04/1980", Some("1980"), None), ("nothing", None, None)]);
    }
}
