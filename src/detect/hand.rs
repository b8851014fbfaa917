//! Recognisers made by hand for patterns that match in very many lines.
//!
//! Each belongs to one pattern as it stands in the rules, and gives exactly what the pattern gives: a rule with that
//! pattern is recognised by it. What it reads on the way serves the checks of its rules. The naive reference keeps to the
//! pattern and the check.

use super::check::{is_global_ipv4, is_special_ipv4};
use crate::span::Span;

/// What a check asks of an address.
pub(super) type AddressCheck = fn([u8; 4]) -> bool;

/// A recogniser.
pub(super) struct Hand {
    pattern: &'static str,
    /// What it sees where a match begins.
    pub(super) look: fn(&[u8], usize) -> Option<Seen>,
    /// Checks of rules with the pattern, by name, of what it has seen.
    checks: &'static [(&'static str, AddressCheck)],
}

/// A match.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Seen {
    /// Where the whole of it ends.
    pub(super) end: usize,
    /// The finding in it, which is group 1 of the pattern.
    pub(super) found: Span,
    /// The address that the finding is, if it is one.
    pub(super) address: Option<[u8; 4]>,
}

/// In one place: they are told apart by their addresses.
static HANDS: [Hand; 1] = [Hand {
    pattern: IPV4,
    look: ipv4,
    checks: &[("ipv4_public", is_global_ipv4), ("ipv4_private", is_special_ipv4)],
}];

/// The recogniser of a pattern, if there is one.
pub(super) fn hand(pattern: &str, ignore_case: bool, capture: usize) -> Option<&'static Hand> {
    HANDS.iter().find(|hand| hand.pattern == pattern && !ignore_case && capture == 1)
}

impl Hand {
    /// What a check says of an address, if it is known here.
    pub(super) fn check(&self, name: &str) -> Option<AddressCheck> {
        self.checks.iter().find(|(known, _)| *known == name).map(|(_, check)| *check)
    }
}

impl std::fmt::Debug for Hand {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Hand").field("pattern", &self.pattern).finish_non_exhaustive()
    }
}

/// Four numbers, and behind them nothing that makes them part of a longer row or word.
const IPV4: &str = r"([0-9]{1,3}(?:\.[0-9]{1,3}){3})(?:[^0-9A-Za-z_.]|\.(?:[^0-9A-Za-z_.]|\.|in-addr|$)|$)";

fn ipv4(text: &[u8], at: usize) -> Option<Seen> {
    let mut end = at;
    let mut address = [0; 4];
    let mut is_address = true;
    for (part, octet) in address.iter_mut().enumerate() {
        if part > 0 {
            if text.get(end) != Some(&b'.') {
                return None;
            }
            end += 1;
        }
        let digit =
            |i: usize| text.get(end + i).map(|b| b.wrapping_sub(b'0')).filter(|d| *d < 10).map(u16::from);
        let (first, second, third) = (digit(0)?, digit(1), digit(2));
        let (digits, number) = match (second, third) {
            (None, _) => (1, first),
            (Some(second), None) => (2, first * 10 + second),
            (Some(second), Some(third)) => (3, first * 100 + second * 10 + third),
        };
        if digits == 3 && digit(3).is_some() {
            return None;
        }
        is_address &= number <= u16::from(u8::MAX) && (digits == 1 || first > 0);
        *octet = number.to_le_bytes()[0];
        end += digits;
    }
    let joins = |b: u8| b.is_ascii_alphanumeric() || matches!(b, b'_' | b'.');
    let rest = text.get(end..)?;
    let behind = match rest {
        [] => 0,
        [b, ..] if !joins(*b) => 1,
        [b'.'] => 1,
        [b'.', b, ..] if !joins(*b) || *b == b'.' => 2,
        _ if rest.starts_with(b".in-addr") => 8,
        _ => return None,
    };
    Some(Seen { end: end + behind, found: Span::new(at, end), address: is_address.then_some(address) })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::detect::Scanner;
    use crate::detect::check::{CHECKS, ipv4_octets as octets};
    use crate::rules::Find;
    use proptest::prelude::*;
    use regex_automata::{Anchored, Input, meta, util::syntax};

    fn same(hand: &Hand, text: &[u8]) {
        let config = syntax::Config::new().unicode(false).utf8(false);
        let regex = meta::Builder::new().syntax(config).build(hand.pattern).unwrap();
        for at in 0..text.len() {
            let mut groups = regex.create_captures();
            regex.search_captures(&Input::new(text).range(at..).anchored(Anchored::Yes), &mut groups);
            let want = groups.get_match().map(|whole| {
                let group = groups.get_group(1).unwrap();
                let found = Span::new(group.start, group.end);
                Seen { end: whole.end(), found, address: octets(found.of(text)) }
            });
            let seen = (hand.look)(text, at);
            assert_eq!(seen, want, "{} at {at}", text.escape_ascii());
            for (name, by_hand) in hand.checks {
                let (_, check) = CHECKS.iter().find(|(known, _)| known == name).unwrap();
                if let Some(seen) = seen {
                    assert_eq!(seen.address.is_some_and(by_hand), check(seen.found.of(text)), "{name}");
                }
            }
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(2000))]
        #[test]
        fn ipv4_is_its_pattern(text in "([0-9]{1,4}[.]{1,2}){0,5}[0-9]{0,4}([.]|in-addr|[a-z_ .]){0,4}") {
            same(&HANDS[0], text.as_bytes());
        }
    }

    #[test]
    fn each_is_in_use() {
        let scanner = Scanner::builtin().unwrap();
        for hand in &HANDS {
            let is_used =
                |find: &Find| matches!(find, Find::Pattern { pattern, .. } if pattern == hand.pattern);
            assert!(scanner.rules().any(|(_, rule)| is_used(&rule.find)), "{}", hand.pattern);
        }
    }
}
