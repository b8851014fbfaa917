//! What can be proved from a pattern, so that no start of the program pays for it. `build.rs` uses it too.

use regex_syntax::hir::{Class, Hir, HirKind};
use std::collections::BTreeSet;

/// Reads a pattern as the scanner does: over bytes, without Unicode classes.
pub(crate) fn parse(pattern: &str) -> Result<Hir, String> {
    regex_syntax::ParserBuilder::new()
        .unicode(false)
        .utf8(false)
        .build()
        .parse(pattern)
        .map_err(|e| reason(&e))
}

/// What is wrong with the pattern, on one line and without the picture.
fn reason(e: &regex_syntax::Error) -> String {
    match e {
        regex_syntax::Error::Parse(e) => e.kind().to_string(),
        regex_syntax::Error::Translate(e) => e.kind().to_string(),
        _ => "it is no regular expression".to_owned(),
    }
}

/// What can be proved of all matches of a pattern.
pub(crate) struct Facts {
    /// Bytes that every match begins with of which none is white space, a control character or a double quote.
    pub(crate) solid: usize,
    /// Digits at least in the beginning of a match that is made of digits and what stands between groups of them.
    pub(crate) digits: usize,
    /// The longest literal that every match holds, as it stands; empty if there is none.
    pub(crate) inner: Vec<u8>,
    /// Bytes that every match holds and that are neither letters, digits nor white space.
    pub(crate) signs: Vec<u8>,
    /// Bytes of a match at most; 0 if there is no bound.
    pub(crate) longest: usize,
}

/// Works the facts out.
pub(crate) fn facts(hir: &Hir, ignore_case: bool) -> Facts {
    Facts {
        solid: prefix(hir, is_solid, is_solid).0,
        digits: prefix(hir, is_grouped, |b| b.is_ascii_digit()).0,
        inner: if ignore_case { Vec::new() } else { inner(hir) },
        signs: signs(hir).into_iter().collect(),
        longest: hir.properties().maximum_len().unwrap_or(0),
    }
}

/// Neither white space nor a control character nor a double quote.
fn is_solid(b: u8) -> bool {
    b > b' ' && b != b'"'
}

/// What stands between the groups of a long number.
fn is_grouped(b: u8) -> bool {
    b.is_ascii_digit() || b" ./+-".contains(&b)
}

/// How many bytes that `counts` every match has at least in the beginning that is made of bytes that `fits`; and whether
/// that is all of the match, so that what follows counts on.
fn prefix(hir: &Hir, fits: fn(u8) -> bool, counts: fn(u8) -> bool) -> (usize, bool) {
    match hir.kind() {
        HirKind::Empty | HirKind::Look(_) => (0, true),
        HirKind::Literal(literal) => {
            let fitting: Vec<u8> = literal.0.iter().copied().take_while(|b| fits(*b)).collect();
            (fitting.iter().filter(|b| counts(**b)).count(), fitting.len() == literal.0.len())
        }
        HirKind::Class(Class::Bytes(class)) => {
            let all = |is: fn(u8) -> bool| class.ranges().iter().all(|r| (r.start()..=r.end()).all(is));
            (usize::from(all(fits) && all(counts)), all(fits))
        }
        HirKind::Class(Class::Unicode(_)) => (0, false),
        HirKind::Repetition(repetition) => {
            let (len, whole) = prefix(&repetition.sub, fits, counts);
            let min = usize::try_from(repetition.min).unwrap_or(0);
            if whole {
                // Further repetitions only add bytes that fit.
                (len.saturating_mul(min), true)
            } else {
                (if min > 0 { len } else { 0 }, false)
            }
        }
        HirKind::Capture(capture) => prefix(&capture.sub, fits, counts),
        HirKind::Concat(parts) => {
            let mut total = 0_usize;
            for part in parts {
                let (len, whole) = prefix(part, fits, counts);
                total = total.saturating_add(len);
                if !whole {
                    return (total, false);
                }
            }
            (total, true)
        }
        HirKind::Alternation(parts) => {
            let all: Vec<_> = parts.iter().map(|part| prefix(part, fits, counts)).collect();
            let len = all.iter().map(|(len, _)| *len).min().unwrap_or(0);
            (len, all.iter().all(|(_, whole)| *whole))
        }
    }
}

/// The longest literal that every match holds, as it stands; empty if there is none.
fn inner(hir: &Hir) -> Vec<u8> {
    match hir.kind() {
        HirKind::Literal(literal) => literal.0.to_vec(),
        HirKind::Capture(capture) => inner(&capture.sub),
        HirKind::Repetition(repetition) if repetition.min > 0 => inner(&repetition.sub),
        HirKind::Concat(parts) => parts.iter().map(inner).max_by_key(Vec::len).unwrap_or_default(),
        _ => Vec::new(),
    }
}

/// The signs that every match holds.
fn signs(hir: &Hir) -> BTreeSet<u8> {
    match hir.kind() {
        HirKind::Literal(literal) => literal.0.iter().copied().filter(u8::is_ascii_punctuation).collect(),
        HirKind::Capture(capture) => signs(&capture.sub),
        HirKind::Repetition(repetition) if repetition.min > 0 => signs(&repetition.sub),
        HirKind::Concat(parts) => parts.iter().flat_map(signs).collect(),
        HirKind::Alternation(parts) => {
            let all = parts.iter().map(signs);
            all.reduce(|all, some| all.intersection(&some).copied().collect()).unwrap_or_default()
        }
        _ => BTreeSet::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn prefixes() {
        for (pattern, len) in [
            ("abc", 3),
            ("a[bc]{2}d", 4),
            ("a?b", 1),
            ("a b", 1),
            ("ab+ c", 2),
            ("(?:abc|de)f", 3),
            ("ab\\s*=", 2),
            ("\"a", 0),
            ("[^x]", 0),
        ] {
            assert_eq!(facts(&parse(pattern).unwrap(), false).solid, len, "{pattern}");
        }
        assert!(parse("a(?=b)").is_err());
        let number = facts(&parse("[0-9]{3}-[0-9]{2}x?tail[a-z]").unwrap(), false);
        assert_eq!((number.digits, number.inner.as_slice()), (5, &b"tail"[..]));
        assert!(facts(&parse("tail").unwrap(), true).inner.is_empty());
        for (pattern, signs, longest) in [
            ("uid=[^;]{1,9};(?:a|b)", ";=", 15),
            ("a(?:;b|c;)[.,]?", ";", 4),
            ("a(?:;|b)(?:#c)*", "", 0),
            ("(x_){2}", "_", 4),
        ] {
            let facts = facts(&parse(pattern).unwrap(), true);
            assert_eq!((facts.signs.as_slice(), facts.longest), (signs.as_bytes(), longest), "{pattern}");
        }
    }
}
