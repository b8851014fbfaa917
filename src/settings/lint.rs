//! What is wrong with rule files, and what will hurt: for people who write rules.

use super::file_error::FileError;
use super::rule_files::{file_error, rule_files_of, sound};
use super::text_file::read_text;
use crate::rules::examples::{KINDS, marked};
use crate::rules::syntax::{self, Problem, WrittenRule, line_of};
use crate::rules::{Confidence, facts};
use regex_syntax::hir::Hir;
use regex_syntax::hir::literal::Extractor;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// Literals of less bytes stand in most texts, so that the pattern is tried often.
const SHORTEST_LITERAL: usize = 3;
/// Examples and look-alikes of a rule, at least.
const FEWEST_TEXTS: usize = 2;

/// How bad it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(clippy::exhaustive_enums, reason = "callers show each")]
pub enum Advice {
    /// The file is not taken.
    Error,
    /// It is taken, and does less or costs more than it should.
    Warning,
    /// It may be meant so.
    Hint,
}

/// Something wrong with a rule file.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Lint {
    /// How bad it is.
    pub advice: Advice,
    /// Where, what, and what to do.
    pub error: FileError,
}

/// Looks through rule files, and all `*.toml` files of folders. `stock` says that they are those of the built-in rules.
///
/// # Errors
/// What could not be read.
pub fn lint_rules(paths: &[PathBuf], stock: bool) -> Result<Vec<Lint>, FileError> {
    let mut found = Vec::new();
    let mut first: BTreeMap<String, String> = BTreeMap::new();
    for file in rule_files_of(paths)? {
        let text = read_text(&file)?;
        lint(&file, &text, stock, &mut first, &mut found);
    }
    Ok(found)
}

/// Looks through one file; `first` has the places of the ids in the files before.
fn lint(path: &Path, text: &str, stock: bool, first: &mut BTreeMap<String, String>, found: &mut Vec<Lint>) {
    let (rules, problems) = syntax::read(text);
    let mut all: Vec<(Advice, Problem)> = problems.into_iter().map(|p| (Advice::Error, p)).collect();
    for rule in &rules {
        match sound(rule, stock) {
            Ok(_) => warnings(rule, &mut |advice, at, what: String, remedy: &str| {
                let rule = rule.id.value.clone();
                all.push((advice, Problem { at, rule, what, remedy: remedy.to_owned() }));
            }),
            Err(problem) => all.push((Advice::Error, problem)),
        }
    }
    // Within a file the reader has seen to it.
    let mut here = BTreeMap::new();
    for rule in &rules {
        let id = &rule.id;
        if let Some(place) = first.get(&id.value) {
            let what = format!("the rule at {place} has this id");
            let remedy = "choose another".to_owned();
            all.push((Advice::Error, Problem { at: id.at, rule: id.value.clone(), what, remedy }));
        }
        here.insert(id.value.clone(), format!("{}:{}", path.display(), line_of(text, id.at)));
    }
    for (id, place) in here {
        first.entry(id).or_insert(place);
    }
    all.sort_by_key(|(_, p)| p.at);
    found.extend(all.iter().map(|(advice, p)| Lint { advice: *advice, error: file_error(path, text, p) }));
}

type Note<'w> = dyn FnMut(Advice, usize, String, &str) + 'w;

/// What will hurt with a rule that can run.
fn warnings(rule: &WrittenRule, note: &mut Note<'_>) {
    let mut warn = |at, what, remedy: &str| note(Advice::Warning, at, what, remedy);
    for literal in rule.literals.iter().filter(|l| l.value.len() < SHORTEST_LITERAL) {
        warn(
            literal.at,
            format!("the literal `{}` is short", literal.value),
            "it stands in most texts; name three bytes and more that every match has",
        );
    }
    let confidence = |name: &str| Confidence::from_name(name).unwrap_or(Confidence::Low);
    let alone = confidence(&rule.confidence.value);
    match &rule.with_context {
        Some(raised) if confidence(&raised.value) <= alone => warn(
            raised.at,
            "`with_context` is not more than `confidence`".to_owned(),
            "the words change nothing; raise the one, lower the other, or leave them out",
        ),
        None if alone == Confidence::Low => warn(
            rule.confidence.at,
            "the rule finds nothing by default, which asks for medium".to_owned(),
            "add context words and with_context = \"medium\", or search with --min-confidence low",
        ),
        _ => {}
    }
    for (name, texts) in [("examples", &rule.examples), ("lookalikes", &rule.lookalikes)] {
        if texts.len() < FEWEST_TEXTS {
            let remedy = if name == "examples" {
                "add examples = [...], at least two, with the finding between « and »"
            } else {
                "add lookalikes = [...], at least two texts in which the rule must find nothing"
            };
            warn(rule.at, format!("{} of {FEWEST_TEXTS} {name}", texts.len()), remedy);
        }
    }
    for example in &rule.examples {
        if marked(&example.value).is_none() {
            warn(
                example.at,
                "an example does not mark its finding".to_owned(),
                "put what must be found between « and »",
            );
        }
    }
    for text in rule.examples.iter().chain(&rule.lookalikes) {
        if let Some(kind) = unknown_kind(&text.value) {
            let known = KINDS.map(|(name, _)| name).join(", ");
            warn(text.at, format!("`{{{kind}:..}}` is no kind of text"), &format!("use one of {known}"));
        }
    }
    if let Ok(hir) = facts::parse(&rule.pattern.value, rule.ignore_case) {
        pattern(rule, &hir, note);
    }
}

/// What the pattern shows.
fn pattern(rule: &WrittenRule, hir: &Hir, note: &mut Note<'_>) {
    let at = rule.pattern.at;
    let facts = hir.properties();
    if facts.minimum_len() == Some(0) {
        note(
            Advice::Warning,
            at,
            "the pattern matches the empty text".to_owned(),
            "an empty match is no finding; ask for one byte at least",
        );
    }
    // An automaton takes any length in one go, but looks at it again from each literal.
    if facts.maximum_len().is_none() {
        note(
            Advice::Hint,
            at,
            "the pattern is not bounded".to_owned(),
            "write {1,200} in place of + and {0,200} in place of *, with what the format allows",
        );
    }
    if let (Some(entropy), Some(longest)) = (&rule.entropy, facts.maximum_len())
        && let Ok(longest) = u32::try_from(longest)
        && f64::from(longest.max(1)).log2() <= entropy.value
    {
        note(
            Advice::Warning,
            entropy.at,
            format!("no value of up to {longest} bytes has so much entropy"),
            "n bytes have at most the binary logarithm of n; write less",
        );
    }
    if !rule.literals.is_empty() && misses_literal(rule, hir) {
        note(
            Advice::Warning,
            at,
            "a match can begin with other bytes than `literals` and `offset` say, and is then not found"
                .to_owned(),
            "every match must have one of the literals at `offset`; add the missing ones, or mend the offset",
        );
    }
}

/// Whether the bytes that matches begin with show that one has no literal in its place.
fn misses_literal(rule: &WrittenRule, hir: &Hir) -> bool {
    let offset = rule.offset.as_ref().map_or(0, |n| n.value);
    let mut extractor = Extractor::new();
    extractor.limit_total(1000);
    let prefixes = extractor.extract(hir);
    let stands = |prefix: &[u8], word: &[u8]| {
        // What is not known of the prefix may be the word.
        let known = prefix.get(offset..).unwrap_or_default();
        let len = known.len().min(word.len());
        let (known, word) = (known.get(..len).unwrap_or_default(), word.get(..len).unwrap_or_default());
        if rule.ignore_case { known.eq_ignore_ascii_case(word) } else { known == word }
    };
    prefixes.literals().is_some_and(|all| {
        all.iter().any(|p| !rule.literals.iter().any(|w| stands(p.as_bytes(), w.value.as_bytes())))
    })
}

/// A `{kind:count}` whose kind is none.
fn unknown_kind(text: &str) -> Option<&str> {
    text.split('{').skip(1).find_map(|rest| {
        let (kind, count) = rest.split_once('}')?.0.split_once(':')?;
        let plain = !kind.is_empty() && kind.bytes().all(|b| b.is_ascii_alphanumeric());
        let counted = !count.is_empty() && count.bytes().all(|b| b.is_ascii_digit());
        (plain && counted && !KINDS.iter().any(|(name, _)| *name == kind)).then_some(kind)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    const GOOD: &str = "[[rule]]\nid = \"own-token\"\nclass = \"own_token\"\nsummary = \"x\"\nconfidence = \"high\"\n\
        literals = [\"own_\"]\npattern = 'own_[0-9]{9}'\nexamples = [\"«own_{digit:9}»\", \"x «own_{digit:9}»\"]\n\
        lookalikes = [\"own_1\", \"own_{alnum:9}\"]\n";

    fn found(text: &str) -> Vec<String> {
        let mut all = Vec::new();
        lint(Path::new("f"), text, false, &mut BTreeMap::new(), &mut all);
        all.iter().map(|l| l.error.to_string()).collect()
    }

    #[test]
    fn a_good_rule_is_left_alone() {
        assert!(found(GOOD).is_empty(), "{:?}", found(GOOD));
    }

    #[test]
    fn each_mistake_has_a_line_and_a_remedy() {
        for (from, to, expected) in [
            ("[0-9]{9}", "[0-9]+", "f:7: rule own-token: the pattern is not bounded; write {1,200}"),
            (
                "[0-9]{9}'",
                "[0-9'",
                "f:7: rule own-token: the pattern does not compile: unclosed character class",
            ),
            ("own_[0-9]", "(?:own|our)_[0-9]", "f:7: rule own-token: a match can begin with other bytes"),
            ("\"own_\"", "\"ow\"", "f:6: rule own-token: the literal `ow` is short"),
            ("literals = [\"own_\"]", "shape = \"word\"", "f:6: rule own-token: the shapes digit and word"),
            ("\"high\"", "\"low\"", "f:5: rule own-token: the rule finds nothing by default"),
            ("\"own-token\"", "\"iban\"", "f:2: rule iban: the built-in rule iban (of rules/iban.toml)"),
            (
                "examples = [\"«own_{digit:9}»\", ",
                "examples = [",
                "f:1: rule own-token: 1 of 2 examples; add",
            ),
            ("\"«own_{digit:9}»\"", "\"own_{digit:9}\"", "f:8: rule own-token: an example does not mark"),
            ("{alnum:9}", "{alpha:9}", "f:9: rule own-token: `{alpha:..}` is no kind"),
            ("summary = \"x\"", "summary = \"x\"\ncheck = \"luhm\"", "did you mean luhn"),
            ("summary = \"x\"", "summary = \"x\"\nentropy = 4", "no value of up to 13 bytes"),
            ("summary = \"x\"", "summary = \"x\"\ncapture = 1", "there is no group 1"),
            ("summary = \"x\"", "summary = \"x\"\nreplace = true", "there is no built-in rule of this id"),
            (
                "confidence = \"high\"",
                "confidence = \"high\"\ncontext = [\"own\"]\nwith_context = \"high\"",
                "f:7: rule own-token: `with_context` is not more",
            ),
            ("own_[0-9]{9}", "(?:own_[0-9]{9})?", "matches the empty text"),
        ] {
            let text = GOOD.replacen(from, to, 1);
            assert_ne!(text, GOOD, "{from}");
            let all = found(&text);
            assert!(all.iter().any(|f| f.contains(expected)), "{to}: {all:?}");
        }
    }
}
