//! What can be proved from a pattern, so that no start of the program pays for it. `build.rs` uses it too.

use regex_syntax::hir::{Class, Hir, HirKind};

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

/// How many bytes every match begins with of which none is white space, a control character or a double quote.
pub(crate) fn solid(hir: &Hir) -> usize {
    solid_prefix(hir).0
}

/// The same, and whether that is all of the match, so that what follows counts on.
fn solid_prefix(hir: &Hir) -> (usize, bool) {
    let is_solid = |b: u8| b > b' ' && b != b'"';
    match hir.kind() {
        HirKind::Empty | HirKind::Look(_) => (0, true),
        HirKind::Literal(literal) => {
            let len = literal.0.iter().take_while(|b| is_solid(**b)).count();
            (len, len == literal.0.len())
        }
        HirKind::Class(Class::Bytes(class)) => {
            let solid = class.ranges().iter().all(|r| (r.start()..=r.end()).all(is_solid));
            (usize::from(solid), solid)
        }
        HirKind::Class(Class::Unicode(_)) => (0, false),
        HirKind::Repetition(repetition) => {
            let (len, whole) = solid_prefix(&repetition.sub);
            let min = usize::try_from(repetition.min).unwrap_or(0);
            if whole {
                // Further repetitions only add solid bytes.
                (len.saturating_mul(min), true)
            } else {
                (if min > 0 { len } else { 0 }, false)
            }
        }
        HirKind::Capture(capture) => solid_prefix(&capture.sub),
        HirKind::Concat(parts) => {
            let mut total = 0_usize;
            for part in parts {
                let (len, whole) = solid_prefix(part);
                total = total.saturating_add(len);
                if !whole {
                    return (total, false);
                }
            }
            (total, true)
        }
        HirKind::Alternation(parts) => {
            let all: Vec<_> = parts.iter().map(solid_prefix).collect();
            let len = all.iter().map(|(len, _)| *len).min().unwrap_or(0);
            (len, all.iter().all(|(_, whole)| *whole))
        }
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
            assert_eq!(solid(&parse(pattern).unwrap()), len, "{pattern}");
        }
        assert!(parse("a(?=b)").is_err());
    }
}
