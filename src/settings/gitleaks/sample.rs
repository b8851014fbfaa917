//! Examples for a pattern: a text that it matches, as a template for values that are made up.

use crate::rules::examples::KINDS;
use regex_syntax::hir::{Class, Hir, HirKind};

/// Parts that may have less bytes get so many, so that they look made by a machine.
const ENOUGH: u32 = 24;
/// A repetition of more is no example that people read.
const MOST: u32 = 400;
/// Kinds of generated text by the bytes that they need, the richest first.
const CHOICES: [&str; 9] =
    ["alnum", "lowernum", "uppernum", "base32", "hex", "HEX", "lower", "upper", "digit"];

/// A template of a match, with the group `capture` (0 is all) between `«` and `»`.
pub(super) fn sample(hir: &Hir, capture: usize) -> Option<String> {
    let mut out = String::new();
    write(hir, capture, &mut out)?;
    Some(if capture == 0 { format!("«{out}»") } else { out }).filter(|text| text.matches('«').count() == 1)
}

fn write(hir: &Hir, capture: usize, out: &mut String) -> Option<()> {
    match hir.kind() {
        HirKind::Empty | HirKind::Look(_) => {}
        HirKind::Literal(literal) => {
            out.push_str(std::str::from_utf8(&literal.0).ok().filter(|t| !t.contains(['«', '»']))?);
        }
        HirKind::Class(class) => out.push(char::from(byte(class)?)),
        HirKind::Capture(group) => {
            let marked = capture > 0 && usize::try_from(group.index).ok()? == capture;
            out.push_str(if marked { "«" } else { "" });
            write(&group.sub, capture, out)?;
            out.push_str(if marked { "»" } else { "" });
        }
        HirKind::Repetition(repetition) => {
            let most = repetition.max.unwrap_or(MOST).min(MOST);
            let class = match repetition.sub.kind() {
                HirKind::Class(class) => kind(class),
                _ => None,
            };
            match class {
                Some(kind) if most > 1 && repetition.min > 0 => {
                    out.push_str(&format!("{{{kind}:{}}}", repetition.min.max(ENOUGH).min(most)));
                }
                _ if repetition.min > MOST => return None,
                _ => {
                    for _ in 0..repetition.min {
                        write(&repetition.sub, capture, out)?;
                    }
                }
            }
        }
        HirKind::Concat(parts) => {
            for part in parts {
                write(part, capture, out)?;
            }
        }
        HirKind::Alternation(parts) => write(parts.first()?, capture, out)?,
    }
    Some(())
}

fn holds(class: &Class, byte: u8) -> bool {
    match class {
        Class::Bytes(class) => class.ranges().iter().any(|r| (r.start()..=r.end()).contains(&byte)),
        Class::Unicode(_) => false,
    }
}

/// A byte that can stand in a text.
fn byte(class: &Class) -> Option<u8> {
    b"a1A= \"':-_".iter().copied().chain(b'!'..=b'~').find(|b| holds(class, *b))
}

/// The richest kind all of whose characters the class has.
fn kind(class: &Class) -> Option<&'static str> {
    CHOICES.into_iter().find(|name| {
        let groups = KINDS.iter().find(|(kind, _)| kind == name).map(|(_, groups)| groups);
        groups.is_some_and(|groups| groups.iter().all(|group| group.bytes().all(|b| holds(class, b))))
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::facts;

    #[test]
    fn templates() {
        for (pattern, capture, expected) in [
            ("ext_[a-zA-Z0-9]{36}", 0, "«ext_{alnum:36}»"),
            ("acme.{0,9}=([0-9a-f]{32})(?:\\s|$)", 1, "acme=«{hex:32}» "),
            ("a[0-9]{3,}", 0, "«a{digit:24}»"),
            ("a[xy]b?c", 0, "«axc»"),
        ] {
            let hir = facts::parse(pattern, false).unwrap();
            assert_eq!(sample(&hir, capture).as_deref(), Some(expected), "{pattern}");
        }
    }
}
