//! From a regular expression over paths, as a foreign allow-list has it, to globs of ours that say the same.

use regex_syntax::hir::{Hir, HirKind, Look};

/// Globs of one regular expression at most.
const MOST: usize = 32;
/// Stand for the beginning and the end of a path, while an expression is spelled out. No path has them.
const START: char = '\u{2}';
const END: char = '\u{3}';

/// The globs over whole paths for what `regex` finds anywhere in a path; `None` if no globs say the same.
pub(super) fn globs(regex: &str) -> Option<Vec<String>> {
    let spelled = spell(&regex_syntax::parse(regex).ok()?)?;
    let mut globs: Vec<String> = spelled.iter().map(|one| glob(one)).collect::<Option<_>>()?;
    globs.sort_unstable();
    globs.dedup();
    (!globs.is_empty()).then_some(globs)
}

fn glob(spelled: &str) -> Option<String> {
    let (head, body) = spelled.strip_prefix(START).map_or(("*", spelled), |body| ("", body));
    let (body, tail) = body.strip_suffix(END).map_or((body, "*"), |body| (body, ""));
    let plain = !body.is_empty() && !body.contains([START, END]);
    plain.then(|| format!("{head}{body}{tail}").replace("**", "*"))
}

/// All texts that an expression matches, with `*` for any text.
fn spell(hir: &Hir) -> Option<Vec<String>> {
    match hir.kind() {
        HirKind::Empty => Some(vec![String::new()]),
        HirKind::Literal(literal) => {
            let text = std::str::from_utf8(&literal.0).ok()?;
            (!text.contains(['*', '{', '}'])).then(|| vec![text.to_owned()])
        }
        HirKind::Look(Look::Start) => Some(vec![START.to_string()]),
        HirKind::Look(Look::End) => Some(vec![END.to_string()]),
        HirKind::Look(_) => None,
        HirKind::Class(class) => {
            let regex_syntax::hir::Class::Unicode(class) = class else { return None };
            let size: usize = class.iter().map(regex_syntax::hir::ClassUnicodeRange::len).sum();
            let each = || class.iter().flat_map(|range| range.start()..=range.end());
            (size <= MOST && !each().any(|c| "*{}".contains(c))).then(|| each().map(String::from).collect())
        }
        HirKind::Repetition(repetition) => match (repetition.min, repetition.max) {
            (0, None) if is_any(&repetition.sub) => Some(vec!["*".to_owned()]),
            (0, Some(1)) => {
                let mut texts = spell(&repetition.sub)?;
                texts.push(String::new());
                Some(texts)
            }
            _ => None,
        },
        HirKind::Capture(capture) => spell(&capture.sub),
        HirKind::Concat(parts) => parts.iter().try_fold(vec![String::new()], |before, part| {
            let after = spell(part)?;
            (before.len() * after.len() <= MOST)
                .then(|| before.iter().flat_map(|b| after.iter().map(move |a| format!("{b}{a}"))).collect())
        }),
        HirKind::Alternation(parts) => {
            let mut all = Vec::new();
            for part in parts {
                all.extend(spell(part)?);
            }
            (all.len() <= MOST).then_some(all)
        }
    }
}

/// Whether an expression is any character of a line: `.`.
fn is_any(hir: &Hir) -> bool {
    regex_syntax::parse(".").is_ok_and(|any| *hir == any)
        || regex_syntax::parse("(?s:.)").is_ok_and(|any| *hir == any)
}

#[cfg(test)]
mod tests {
    use super::globs;

    #[test]
    fn paths_become_globs() {
        for (regex, expected) in [
            (r"testdata/", &["*testdata/*"][..]),
            (r"(^|/)testdata/", &["*/testdata/*", "testdata/*"]),
            (r"^tests/.*\.log$", &["tests/*.log"]),
            (r"(.*?)(jpg|gif)$", &["*gif", "*jpg"]),
            (r"go\.(mod|sum)$", &["*go.mod", "*go.sum"]),
            (r"\.ya?ml$", &["*.yaml", "*.yml"]),
            (r"README\.[mM]d", &["*README.Md*", "*README.md*"]),
        ] {
            let expected: Vec<String> = expected.iter().map(|glob| (*glob).to_owned()).collect();
            assert_eq!(globs(regex), Some(expected), "{regex}");
        }
        for regex in [r"a[^/]+b", r".+\.log", r"\d{4}\.log", r"(?i)testdatafolder", r"", r"^$", r"a\*b", r"("]
        {
            assert_eq!(globs(regex), None, "{regex}");
        }
    }
}
