//! Where a group stands in every match of a pattern, as far as it can be proved from the pattern. `build.rs` uses it too.

use regex_syntax::hir::{Class, Hir, HirKind};

/// Bytes, one bit each, the lowest bit of the first quarter first.
pub(crate) type Set = [u64; 4];

const NONE: Set = [0; 4];
const ALL: Set = [u64::MAX; 4];

/// What stands before a group and behind it in every match. There is one place for the group in a match then, whichever way the
/// pattern came to match.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Parts {
    pub(crate) before: Side,
    pub(crate) behind: Side,
}

/// One side of a group.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Side {
    /// So many bytes at the edge of the match.
    pub(crate) bytes: usize,
    /// Between those and the group stands none of these bytes, and the byte of the group that is next to them is one; none of
    /// them if nothing stands between.
    pub(crate) until: Set,
}

/// The parts around the group of number `capture`; nothing for number 0, which is the whole match.
pub(crate) fn parts(hir: &Hir, capture: usize) -> Option<Parts> {
    let alone = std::slice::from_ref(hir);
    let parts = if let HirKind::Concat(parts) = hir.kind() { parts.as_slice() } else { alone };
    let is_group =
        |part: &Hir| matches!(part.kind(), HirKind::Capture(c) if usize::try_from(c.index) == Ok(capture));
    let at = parts.iter().position(is_group)?;
    let (before, behind) = parts.split_at_checked(at)?;
    let (group, behind) = behind.split_first()?;
    let side = |around: &mut dyn Iterator<Item = &Hir>, ends: fn(&Hir) -> Set| {
        side(around, ends(group), group.properties().minimum_len()?)
    };
    Some(Parts { before: side(&mut before.iter(), first)?, behind: side(&mut behind.iter().rev(), last)? })
}

/// The side with such parts, the outermost first, of a group of `least` bytes or more that ends there with one of `ends`.
fn side(parts: &mut dyn Iterator<Item = &Hir>, ends: Set, least: usize) -> Option<Side> {
    let mut side = Side { bytes: 0, until: NONE };
    for part in parts {
        let properties = part.properties();
        match (properties.minimum_len()?, properties.maximum_len()) {
            (0, Some(0)) => {}
            (min, Some(max)) if min == max && side.until == NONE => {
                side.bytes = side.bytes.checked_add(min)?
            }
            _ if least > 0 && both(any(part), ends) == NONE => side.until = ends,
            _ => return None,
        }
    }
    Some(side)
}

/// Every byte that can occur in a match.
fn any(hir: &Hir) -> Set {
    match hir.kind() {
        HirKind::Empty | HirKind::Look(_) => NONE,
        HirKind::Literal(literal) => set(literal.0.iter().copied()),
        HirKind::Class(class) => of_class(class),
        HirKind::Repetition(repetition) => any(&repetition.sub),
        HirKind::Capture(capture) => any(&capture.sub),
        HirKind::Concat(parts) | HirKind::Alternation(parts) => parts.iter().map(any).fold(NONE, either),
    }
}

/// Every byte that a match which is not empty can begin with.
fn first(hir: &Hir) -> Set {
    edge(hir, &|parts: &[Hir]| {
        let empty = parts.iter().take_while(|part| may_be_empty(part)).count();
        parts.iter().take(empty + 1).map(first).fold(NONE, either)
    })
}

/// Every byte that a match which is not empty can end with.
fn last(hir: &Hir) -> Set {
    edge(hir, &|parts: &[Hir]| {
        let empty = parts.iter().rev().take_while(|part| may_be_empty(part)).count();
        parts.iter().rev().take(empty + 1).map(last).fold(NONE, either)
    })
}

/// The bytes at one edge of a match; `of` tells those of parts one behind the other.
fn edge(hir: &Hir, of: &dyn Fn(&[Hir]) -> Set) -> Set {
    match hir.kind() {
        // All bytes of a literal are taken for its edge: more of them prove less, and nothing wrong.
        HirKind::Empty | HirKind::Look(_) | HirKind::Literal(_) | HirKind::Class(_) => any(hir),
        HirKind::Repetition(repetition) => edge(&repetition.sub, of),
        HirKind::Capture(capture) => edge(&capture.sub, of),
        HirKind::Concat(parts) => of(parts),
        HirKind::Alternation(parts) => parts.iter().map(|part| edge(part, of)).fold(NONE, either),
    }
}

fn may_be_empty(hir: &Hir) -> bool {
    hir.properties().minimum_len().is_none_or(|least| least == 0)
}

fn of_class(class: &Class) -> Set {
    match class {
        Class::Bytes(class) => set(class.ranges().iter().flat_map(|r| r.start()..=r.end())),
        // Characters that are bytes.
        Class::Unicode(class) if class.is_ascii() => {
            let ends = |r: &regex_syntax::hir::ClassUnicodeRange| {
                Some(u8::try_from(r.start()).ok()?..=u8::try_from(r.end()).ok()?)
            };
            set(class.ranges().iter().filter_map(ends).flatten())
        }
        Class::Unicode(_) => ALL,
    }
}

fn set(bytes: impl Iterator<Item = u8>) -> Set {
    let mut set = NONE;
    for b in bytes {
        if let Some(quarter) = set.get_mut(usize::from(b >> 6)) {
            *quarter |= 1 << (b & 63);
        }
    }
    set
}

fn either(a: Set, b: Set) -> Set {
    merged(a, b, |a, b| a | b)
}

fn both(a: Set, b: Set) -> Set {
    merged(a, b, |a, b| a & b)
}

fn merged(mut a: Set, b: Set, of: fn(u64, u64) -> u64) -> Set {
    a.iter_mut().zip(b).for_each(|(a, b)| *a = of(*a, b));
    a
}

#[cfg(test)]
mod tests {
    use super::super::Within;
    use super::super::facts::parse;
    use super::*;
    use crate::span::Span;
    use proptest::prelude::*;
    use regex_automata::util::syntax;
    use regex_automata::{Anchored, Input, meta};

    fn of(pattern: &str, capture: usize, ignore_case: bool) -> Option<Parts> {
        parts(&parse(pattern, ignore_case).unwrap(), capture)
    }

    #[test]
    fn a_group_stands_where_nothing_else_can() {
        let side = |bytes: usize, until: &str| Side { bytes, until: set(until.bytes()) };
        for (pattern, before, behind) in [
            ("(ab)", side(0, ""), side(0, "")),
            ("x[yz]{2}(ab)c", side(3, ""), side(1, "")),
            ("bearer +([0-9]+)", side(6, "0123456789"), side(0, "")),
            ("key[= ]*\"?(\\d{4})(?:[^0-9]|;;|$)", side(3, "0123456789"), side(0, "0123456789")),
            ("(\\d+)a*bc", side(0, ""), side(2, "0123456789")),
            ("\\b(ab)$", side(0, ""), side(0, "")),
        ] {
            assert_eq!(of(pattern, 1, false), Some(Parts { before, behind }), "{pattern}");
        }
        for pattern in ["(?:a|bc)d*([c-e]+)", " *( ?x)", "(?:(ab)|c)", "x(?:(ab))+", "(a*)b*c", "(\\d+)[^a]?"]
        {
            assert_eq!(of(pattern, 1, false), None, "{pattern}");
        }
        assert!(of("X*(x)", 1, false).is_some() && of("X*(x)", 1, true).is_none());
        assert_eq!(of("a(b)c", 2, false), None);
        assert_eq!(of("a*b", 0, false), None);
    }

    /// Pieces of patterns over few bytes, so that the same byte can stand in a group and beside it.
    fn piece() -> impl Strategy<Value = String> {
        let one = prop::sample::select(vec![
            "a",
            "b",
            "C",
            "1",
            "[ab]",
            "[^a]",
            "[ac&&A]",
            "[a-c&&A-C1]",
            "(?i:ab)",
            "(?:a|bc)",
            "(?:1|)",
            "\\b",
            "$",
            "(?:ab?|c)",
            "(b|1)",
            ".",
        ]);
        let times = prop::sample::select(vec!["", "", "*", "+?", "{2}", "{1,2}", "??"]);
        (one, times).prop_map(|(one, times)| format!("(?:{one}){times}"))
    }

    fn pieces(most: usize) -> impl Strategy<Value = String> {
        prop::collection::vec(piece(), 0..=most).prop_map(|all| all.concat())
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(4000))]
        #[test]
        fn the_parts_tell_the_group_that_the_engine_tells(
            before in pieces(2), group in pieces(2), behind in pieces(2), ignore_case in prop::bool::ANY,
            texts in prop::collection::vec("[aAbBcC1]{0,9}", 20),
        ) {
            let pattern = format!("{before}(?P<value>{group}){behind}");
            let syntax = syntax::Config::new().unicode(false).utf8(false).case_insensitive(ignore_case);
            let config = meta::Config::new().utf8_empty(false);
            let regex = meta::Builder::new().configure(config).syntax(syntax).build(&pattern).unwrap();
            let names = regex.group_info();
            let capture = names.to_index(regex_automata::PatternID::ZERO, "value").unwrap();
            let Some(Parts { before, behind }) = parts(&parse(&pattern, ignore_case).unwrap(), capture) else {
                return Ok(());
            };
            let within = Within::made([before, behind].map(|side| (side.bytes, side.until)));
            let mut groups = regex.create_captures();
            for text in texts {
                regex.search_captures(&Input::new(&text).anchored(Anchored::Yes), &mut groups);
                let span = |group: usize| groups.get_group(group).map(|found| Span::new(found.start, found.end));
                if let Some(whole) = span(0) {
                    prop_assert_eq!(within.find(text.as_bytes(), whole), span(capture), "{} in {}", pattern, text);
                }
            }
        }
    }
}
