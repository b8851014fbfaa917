//! Recognisers made by hand for patterns that match in very many lines.
//!
//! Each belongs to one pattern as it stands in the rules, and gives exactly what the pattern gives: a rule with that
//! pattern is recognised by it. The naive reference keeps to the pattern.

use crate::span::Span;

/// Where the whole match that begins at a place ends, and the finding in it, which is group 1 of the pattern.
pub(super) type Hand = fn(&[u8], usize) -> Option<(usize, Span)>;

/// By pattern.
const HANDS: [(&str, Hand); 1] = [(IPV4, ipv4)];

/// The recogniser of a pattern with its place among all, if there is one.
pub(super) fn hand(pattern: &str, ignore_case: bool, capture: usize) -> Option<(usize, Hand)> {
    let id = HANDS.iter().position(|(known, _)| *known == pattern && !ignore_case && capture == 1)?;
    HANDS.get(id).map(|(_, hand)| (id, *hand))
}

/// Four numbers, and behind them nothing that makes them part of a longer row or word.
const IPV4: &str = r"([0-9]{1,3}(?:\.[0-9]{1,3}){3})(?:[^0-9A-Za-z_.]|\.(?:[^0-9A-Za-z_.]|\.|in-addr|$)|$)";

fn ipv4(text: &[u8], at: usize) -> Option<(usize, Span)> {
    let mut end = at;
    for part in 0..4 {
        if part > 0 {
            if text.get(end) != Some(&b'.') {
                return None;
            }
            end += 1;
        }
        let digits = text.get(end..)?.iter().take(4).take_while(|b| b.is_ascii_digit()).count();
        if !(1..=3).contains(&digits) {
            return None;
        }
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
    Some((end + behind, Span::new(at, end)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::detect::Scanner;
    use crate::rules::Find;
    use proptest::prelude::*;
    use regex_automata::{Anchored, Input, meta, util::syntax};

    fn same(pattern: &str, hand: Hand, text: &[u8]) {
        let config = syntax::Config::new().unicode(false).utf8(false);
        let regex = meta::Builder::new().syntax(config).build(pattern).unwrap();
        for at in 0..text.len() {
            let mut groups = regex.create_captures();
            regex.search_captures(&Input::new(text).range(at..).anchored(Anchored::Yes), &mut groups);
            let want = groups.get_match().map(|whole| {
                let group = groups.get_group(1).unwrap();
                (whole.end(), Span::new(group.start, group.end))
            });
            assert_eq!(hand(text, at), want, "{} at {at}", text.escape_ascii());
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(2000))]
        #[test]
        fn ipv4_is_its_pattern(text in "([0-9]{1,4}[.]{1,2}){0,5}[0-9]{0,4}([.]|in-addr|[a-z_ .]){0,4}") {
            same(IPV4, ipv4, text.as_bytes());
        }
    }

    #[test]
    fn each_is_in_use() {
        let scanner = Scanner::builtin().unwrap();
        for (known, _) in HANDS {
            let is_used = |find: &Find| matches!(find, Find::Pattern { pattern, .. } if pattern == known);
            assert!(scanner.rules().any(|(_, rule)| is_used(&rule.find)), "{known}");
        }
    }
}
