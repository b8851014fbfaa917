//! Where a match of a foreign pattern can begin. Our rules name a literal at a fixed distance from the beginning of
//! the match; a pattern that was written to be searched for everywhere begins with what may or may not be there.

use crate::rules::{CONTEXT_BEFORE, facts};
use regex_syntax::ast::{Ast, GroupKind, RepetitionKind, RepetitionRange};
use regex_syntax::hir::{Class, Hir, HirKind};

/// Literals of less bytes stand in most texts.
const SHORTEST: usize = 3;
/// Longer literals do not find less.
const LONGEST: usize = 16;
/// Spellings of a literal at most.
const MOST_WORDS: usize = 64;
/// Longest match of a rule that words near by arm, in bytes.
const LONGEST_NEAR: usize = 512;
/// Groups that a rule can name.
const MOST_GROUPS: usize = 7;

/// A pattern, made fit for a rule of ours.
pub(super) struct Placed {
    pub(super) pattern: String,
    pub(super) words: Vec<String>,
    pub(super) offset: usize,
    pub(super) ignore_case: bool,
    pub(super) capture: usize,
    /// Words that must be near, in place of a literal.
    pub(super) near: Vec<String>,
    /// Whether letters and digits are kept away on the left, in place of what the pattern asks for there.
    pub(super) left: bool,
    /// What is not quite the same.
    pub(super) notes: Vec<String>,
}

/// Finds the literals of `regex`. The reason if it cannot be carried over.
pub(super) fn place(regex: &str, group: Option<usize>, keywords: &[String]) -> Result<Placed, String> {
    let whole =
        facts::parse(regex, false).map_err(|e| format!("its regular expression is not taken: {e}"))?;
    let ast = regex_syntax::ast::parse::Parser::new()
        .parse(regex)
        .map_err(|e| format!("its regular expression is not taken: {}", e.kind()))?;
    let groups = groups_in(&ast);
    let mut notes = Vec::new();
    if group.is_none() && groups > 1 {
        notes.push("its regular expression has several groups; the first one is the finding".to_owned());
    }
    // Without `secretGroup`, the first group that took part is the secret.
    let capture = group.unwrap_or(usize::from(groups > 0));
    if capture > groups {
        return Err(format!("its regular expression has no group {capture}"));
    }
    let Some(begin) = begin(regex, &ast) else { return near(regex, &whole, capture, keywords, notes) };
    if capture > 0 && capture <= begin.lost || begin.lost > 0 && capture == 0 {
        return Err(
            "the secret is in a part of the regular expression that stands before its literal".to_owned()
        );
    }
    let capture = capture.saturating_sub(begin.lost);
    if capture > MOST_GROUPS {
        return Err(format!("the secret is in group {capture}; up to {MOST_GROUPS} can be named"));
    }
    if begin.narrowed && capture == 0 {
        let what =
            "its match can begin before what must be there; the finding begins at the last byte that must";
        notes.push(what.to_owned());
    }
    if begin.border {
        notes.push("what it asks for before its match became `left = \"alnum\"`".to_owned());
    }
    let said = |keyword: &String| {
        let keyword = keyword.to_lowercase();
        begin.words.iter().all(|w| {
            let word = String::from_utf8_lossy(w).to_lowercase();
            word.contains(&keyword) || keyword.contains(&word)
        }) || regex.to_lowercase().contains(&keyword)
    };
    if !keywords.is_empty() && !keywords.iter().any(said) {
        notes.push(format!("its keywords ({}) are not asked for", keywords.join(", ")));
    }
    let words = begin.words.into_iter().map(String::from_utf8).collect::<Result<_, _>>();
    let Ok(words) = words else { return Err("its literals are not text".to_owned()) };
    let (pattern, ignore_case) = match (begin.pattern.strip_prefix("(?i)"), begin.folded) {
        (Some(rest), true) => (rest.to_owned(), true),
        // The literals are looked for in any case, and the pattern says for itself where case counts.
        (_, true) => (format!("(?-i:{})", begin.pattern), true),
        (_, false) => (begin.pattern, false),
    };
    let offset = begin.offset;
    Ok(Placed { pattern, words, offset, ignore_case, capture, near: Vec::new(), left: begin.border, notes })
}

/// A rule for a pattern without literals: tried near the keywords.
fn near(
    regex: &str,
    whole: &Hir,
    capture: usize,
    keywords: &[String],
    mut notes: Vec<String>,
) -> Result<Placed, String> {
    let none =
        "its regular expression has no literal of three bytes and more at a fixed place near its beginning";
    let words: Vec<String> =
        keywords.iter().map(|k| k.to_lowercase()).filter(|k| k.len() >= SHORTEST).collect();
    if words.is_empty() {
        return Err(format!("{none}, and it has no keyword of three letters and more"));
    }
    if whole.properties().maximum_len().is_none_or(|longest| longest > LONGEST_NEAR) {
        return Err(format!("{none}, and its matches may have more than {LONGEST_NEAR} bytes"));
    }
    if !first_bytes_are_words(whole) {
        return Err(format!("{none}, and it can begin with something else than a letter or digit"));
    }
    notes.push(format!(
        "{none}; it is tried within {CONTEXT_BEFORE} bytes of its keywords, where a word begins"
    ));
    Ok(Placed {
        pattern: regex.to_owned(),
        words: Vec::new(),
        offset: 0,
        ignore_case: false,
        capture,
        near: words,
        left: false,
        notes,
    })
}

/// Where a match begins, and what is left of the pattern.
struct Begin {
    pattern: String,
    words: Vec<Vec<u8>>,
    folded: bool,
    offset: usize,
    /// Groups in what was taken away.
    lost: usize,
    border: bool,
    /// Whether a match may have had bytes before this beginning.
    narrowed: bool,
}

/// Goes over the parts of the pattern up to one that begins with a literal.
fn begin(regex: &str, ast: &Ast) -> Option<Begin> {
    let parts: &[Ast] = match ast {
        Ast::Concat(concat) => &concat.asts,
        one => std::slice::from_ref(one),
    };
    let (mut flags, mut kept) = (String::new(), String::new());
    let (mut offset, mut lost, mut border, mut narrowed) = (0, 0, false, false);
    // Whether nothing that takes bytes or looks around has been kept.
    let mut first = true;
    for part in parts {
        let text = regex.get(part.span().start.offset..part.span().end.offset)?;
        if matches!(part, Ast::Flags(_)) {
            flags += text;
            kept += text;
            continue;
        }
        let rest = regex.get(part.span().start.offset..)?;
        let mut folded = false;
        let (mut words, _) = expand(&facts::parse(&format!("{flags}{rest}"), false).ok()?, &mut folded);
        if folded {
            words.iter_mut().for_each(|w| w.make_ascii_lowercase());
        }
        words.sort_unstable();
        words.dedup();
        if words.iter().all(|w| w.len() >= SHORTEST) {
            words.iter_mut().for_each(|w| w.truncate(LONGEST));
            words.dedup();
            return Some(Begin { pattern: kept + rest, words, folded, offset, lost, border, narrowed });
        }
        let hir = facts::parse(&format!("{flags}{text}"), false).ok()?;
        let facts = hir.properties();
        let (least, most) = (facts.minimum_len()?, facts.maximum_len());
        if most == Some(0) {
            kept += text;
            first = false;
        } else if least == 0 && offset == 0 {
            // It can match nothing, so a search begins behind it as well. A border is another matter.
            let is_border = !facts.look_set().is_empty();
            border |= is_border || !first;
            narrowed |= !is_border;
            lost += groups_in(part);
            kept.clone_from(&flags);
            first = true;
        } else if most == Some(least) {
            kept += text;
            offset += least;
            first = false;
        } else {
            // Of a leading repetition, what must be there is enough.
            let Ast::Repetition(repetition) = part else { return None };
            let sub = regex.get(repetition.ast.span().start.offset..repetition.ast.span().end.offset)?;
            let one = facts::parse(&format!("{flags}{sub}"), false).ok()?;
            let width =
                one.properties().minimum_len().filter(|n| one.properties().maximum_len() == Some(*n))?;
            let times = match &repetition.op.kind {
                RepetitionKind::OneOrMore => 1,
                RepetitionKind::Range(
                    RepetitionRange::AtLeast(least) | RepetitionRange::Bounded(least, _),
                ) => usize::try_from(*least).ok()?,
                _ => return None,
            };
            if !first || groups_in(part) > 0 {
                return None;
            }
            kept += &format!("{sub}{{{times}}}");
            narrowed = true;
            offset += width * times;
            first = false;
        }
    }
    None
}

/// The bytes that matches begin with, and whether that is all of the match. Letters that may have either case are
/// given in lower case, and `folded` is set.
fn expand(hir: &Hir, folded: &mut bool) -> (Vec<Vec<u8>>, bool) {
    let nothing = |complete| (vec![Vec::new()], complete);
    match hir.kind() {
        HirKind::Empty | HirKind::Look(_) => nothing(true),
        HirKind::Literal(literal) => (vec![literal.0.to_vec()], true),
        HirKind::Class(Class::Bytes(class)) => {
            let bytes: Vec<u8> = class.ranges().iter().flat_map(|r| r.start()..=r.end()).collect();
            match bytes.as_slice() {
                [upper, lower] if upper.is_ascii_uppercase() && upper.to_ascii_lowercase() == *lower => {
                    *folded = true;
                    (vec![vec![*lower]], true)
                }
                few if few.len() <= MOST_WORDS => (few.iter().map(|b| vec![*b]).collect(), true),
                _ => nothing(false),
            }
        }
        HirKind::Class(Class::Unicode(_)) => nothing(false),
        HirKind::Capture(capture) => expand(&capture.sub, folded),
        HirKind::Repetition(repetition) if repetition.min == 0 => nothing(false),
        HirKind::Repetition(repetition) => {
            let times = if repetition.max == Some(repetition.min) { repetition.min } else { 1 };
            let all = std::iter::repeat_n(&*repetition.sub, usize::try_from(times).unwrap_or(1).min(LONGEST));
            let (words, complete) = concat(all, folded);
            (words, complete && repetition.max == Some(repetition.min))
        }
        HirKind::Concat(parts) => concat(parts.iter(), folded),
        HirKind::Alternation(parts) => {
            let (mut words, mut complete) = (Vec::new(), true);
            for part in parts {
                let (more, whole) = expand(part, folded);
                words.extend(more);
                complete &= whole;
            }
            if words.len() > MOST_WORDS { nothing(false) } else { (words, complete) }
        }
    }
}

fn concat<'h>(parts: impl Iterator<Item = &'h Hir>, folded: &mut bool) -> (Vec<Vec<u8>>, bool) {
    let mut words = vec![Vec::new()];
    for part in parts {
        let mut also = *folded;
        let (next, complete) = expand(part, &mut also);
        let enough = words.iter().all(|w: &Vec<u8>| w.len() >= SHORTEST);
        if words.len() * next.len() > MOST_WORDS || enough && next.len() > 1 {
            return (words, false);
        }
        *folded = also;
        words = words
            .iter()
            .flat_map(|w| next.iter().map(move |n| [w.as_slice(), n.as_slice()].concat()))
            .collect();
        if !complete || words.iter().all(|w| w.len() >= LONGEST) {
            return (words, false);
        }
    }
    (words, true)
}

/// Whether every match begins with a letter or a digit.
fn first_bytes_are_words(hir: &Hir) -> bool {
    match hir.kind() {
        HirKind::Empty | HirKind::Look(_) | HirKind::Class(Class::Unicode(_)) => false,
        HirKind::Literal(literal) => literal.0.first().is_some_and(u8::is_ascii_alphanumeric),
        HirKind::Class(Class::Bytes(class)) => {
            class.ranges().iter().all(|r| (r.start()..=r.end()).all(|b| b.is_ascii_alphanumeric()))
        }
        HirKind::Repetition(repetition) => repetition.min > 0 && first_bytes_are_words(&repetition.sub),
        HirKind::Capture(capture) => first_bytes_are_words(&capture.sub),
        HirKind::Concat(parts) => {
            let taking = parts.iter().find(|p| !matches!(p.kind(), HirKind::Look(_) | HirKind::Empty));
            taking.is_some_and(first_bytes_are_words)
        }
        HirKind::Alternation(parts) => parts.iter().all(first_bytes_are_words),
    }
}

/// Groups that can be the finding.
fn groups_in(ast: &Ast) -> usize {
    match ast {
        Ast::Group(group) => {
            let own = usize::from(!matches!(group.kind, GroupKind::NonCapturing(_)));
            own + groups_in(&group.ast)
        }
        Ast::Repetition(repetition) => groups_in(&repetition.ast),
        Ast::Concat(concat) => concat.asts.iter().map(groups_in).sum(),
        Ast::Alternation(alternation) => alternation.asts.iter().map(groups_in).sum(),
        _ => 0,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn placed(regex: &str, keywords: &[&str]) -> Result<Placed, String> {
        let keywords: Vec<String> = keywords.iter().map(|k| (*k).to_owned()).collect();
        place(regex, None, &keywords)
    }

    #[test]
    fn literals_and_where_they_stand() {
        for (regex, pattern, words, offset, ignore_case, capture) in [
            ("ext_[a-z]{9}", "ext_[a-z]{9}", vec!["ext_"], 0, false, 0),
            (r"\b(ext_[a-z]{9})\b", r"\b(ext_[a-z]{9})\b", vec!["ext_"], 0, false, 1),
            ("(?i)ext_[a-z]{9}", "ext_[a-z]{9}", vec!["ext_"], 0, true, 0),
            ("(?i:ext)_[A-Z]{9}", "(?-i:(?i:ext)_[A-Z]{9})", vec!["ext_"], 0, true, 0),
            ("(?:abc|def)x[0-9]+", "(?:abc|def)x[0-9]+", vec!["abcx", "defx"], 0, false, 0),
            ("[0-9]{8}-ext-[0-9]{8}", "[0-9]{8}-ext-[0-9]{8}", vec!["-ext-"], 8, false, 0),
            ("[0-9]{2,8}-ext-(x+)", "[0-9]{2}-ext-(x+)", vec!["-ext-x"], 2, false, 1),
            (r"(?i)[\w.-]{0,50}?acme.{0,9}=([0-9]{32})", "acme.{0,9}=([0-9]{32})", vec!["acme"], 0, true, 1),
            ("SK[01][a-z]{9}", "SK[01][a-z]{9}", vec!["SK0", "SK1"], 0, false, 0),
        ] {
            let found = placed(regex, &[]).unwrap_or_else(|e| panic!("{regex}: {e}"));
            assert_eq!(
                (found.pattern.as_str(), found.words, found.offset, found.ignore_case, found.capture),
                (pattern, words.into_iter().map(str::to_owned).collect(), offset, ignore_case, capture),
                "{regex}"
            );
            assert!(found.near.is_empty() && found.notes.is_empty(), "{regex}: {:?}", found.notes);
        }
    }

    proptest::proptest! {
        /// Whatever is asked for, what is placed compiles and has its literal where it says.
        #[test]
        fn placed_patterns_hold(regex in r"(\(\?i\))?([a-c_]{1,4}|\[a-c\]|\(\?:a\|bc\)|\(ab\)|x[?+*]|\\b|[0-9]\{2,3\}|[.^$|()?]){0,8}") {
            if let Ok(placed) = place(&regex, None, &["acme".to_owned()]) {
                let hir = facts::parse(&placed.pattern, false).unwrap();
                if let Some(text) = super::super::sample::sample(&hir, 0).filter(|_| placed.near.is_empty()) {
                    let mut seed = 1;
                    let text = crate::rules::examples::expand(&text, &mut seed).replace(['«', '»'], "");
                    let behind = text.get(placed.offset..).unwrap().to_ascii_lowercase();
                    let stands = |w: &String| behind.starts_with(&w.to_ascii_lowercase());
                    proptest::prop_assert!(placed.words.iter().any(stands), "{regex}: {text}: {:?}", placed.words);
                }
            }
        }
    }

    #[test]
    fn borders_groups_and_keywords() {
        let border = placed("(?:^|[^a-z])ext_[0-9]{9}", &[]).unwrap();
        assert!(border.left && border.notes[0].contains("left"), "{:?}", border.notes);
        let narrow = placed("[0-9]{2,8}-ext-x", &[]).unwrap();
        assert!(narrow.notes[0].contains("the finding begins"), "{:?}", narrow.notes);
        let near = placed("[0-9a-f]{32}", &["Acme"]).unwrap();
        assert_eq!(near.near, ["acme"]);
        for (regex, keywords, expected) in [
            ("[0-9a-f]{32}", vec![], "no keyword"),
            ("[0-9a-f]{32,}", vec!["acme"], "more than 512 bytes"),
            ("[-0-9a-f]{32}", vec!["acme"], "something else than a letter"),
            ("ext_(?=x)", vec![], "not taken: look-around"),
            (r"\p{Greek}ext_", vec![], "not taken"),
            ("(ext", vec![], "not taken: unclosed group"),
            ("(a*)ext_[0-9]{3}", vec![], "before its literal"),
        ] {
            let e = placed(regex, &keywords).map(|_| ()).unwrap_err();
            assert!(e.contains(expected), "{regex}: {e}");
        }
        assert!(place("ext_", Some(1), &[]).is_err());
    }
}
