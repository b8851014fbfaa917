//! Compiles `rules/*.toml` into the table of built-in rules.
//!
//! Reading the files at run time would cost every start; a broken rule is an error of the build, with file and
//! rule named. What a rule means is documented in `src/rules/`. Facts that can be proved from a pattern are worked out
//! here too, so that no start pays for them.

#![allow(
    clippy::expect_used,
    clippy::panic,
    clippy::disallowed_methods,
    reason = "a build script reports by failing, and cargo speaks to it by its environment"
)]

use regex_syntax::hir::{Class, Hir, HirKind};
use serde::Deserialize;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::{env, fs};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    rule: Vec<Rule>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Rule {
    id: String,
    class: String,
    summary: String,
    source: String,
    confidence: String,
    with_context: Option<String>,
    #[serde(default)]
    context: Vec<String>,
    #[serde(default)]
    against: Vec<String>,
    check: Option<String>,
    pattern: String,
    // Pattern rules.
    #[serde(default)]
    literals: Vec<String>,
    shape: Option<String>,
    offset: Option<usize>,
    #[serde(default)]
    ignore_case: bool,
    capture: Option<usize>,
    left: Option<String>,
    right: Option<String>,
    // Pair rules.
    #[serde(default)]
    keys: Vec<String>,
    // Read by the tests, from the files.
    examples: Vec<String>,
    lookalikes: Vec<String>,
}

fn main() {
    println!("cargo:rerun-if-changed=rules");
    let mut files: Vec<PathBuf> = fs::read_dir("rules")
        .expect("the folder rules/ is readable")
        .map(|entry| entry.expect("an entry of rules/").path())
        .filter(|path| path.extension().is_some_and(|ext| ext == "toml"))
        .collect();
    files.sort();
    let mut out = String::from("&[\n");
    for path in &files {
        println!("cargo:rerun-if-changed={}", path.display());
        let text = fs::read_to_string(path).expect("a readable rule file");
        let file: File = toml::from_str(&text).unwrap_or_else(|e| panic!("{}: {e}", path.display()));
        for rule in file.rule {
            emit(&mut out, path, &rule);
        }
    }
    out.push_str("]\n");
    let target = Path::new(&env::var_os("OUT_DIR").expect("cargo sets OUT_DIR")).join("rules.rs");
    fs::write(target, out).expect("OUT_DIR is writable");
}

fn emit(out: &mut String, path: &Path, rule: &Rule) {
    let fail = |what: &str| -> ! { panic!("{}: rule {}: {what}", path.display(), rule.id) };
    if rule.examples.len() < 2 || rule.lookalikes.len() < 2 {
        fail("needs at least two examples and two lookalikes");
    }
    if rule.with_context.is_some() && rule.context.is_empty() {
        fail("with_context needs context words");
    }
    let find = match (&rule.shape, rule.literals.is_empty(), rule.keys.is_empty()) {
        (None, true, false) => {
            format!("Find::Pair {{ keys: {}, pattern: {} }}", list(&rule.keys), text(&rule.pattern))
        }
        (shape, no_literals, true) if shape.is_some() == no_literals => {
            let start = match shape {
                Some(shape) => format!("Start::Shape(Shape::{})", variant(shape)),
                None => format!(
                    "Start::Literals {{ words: {}, offset: {} }}",
                    list(&rule.literals),
                    rule.offset.unwrap_or(0)
                ),
            };
            let (solid, digits, inner) = match regex_syntax::ParserBuilder::new()
                .unicode(false)
                .utf8(false)
                .build()
                .parse(&rule.pattern)
            {
                Ok(hir) => {
                    let inner = if rule.ignore_case { Vec::new() } else { inner(&hir) };
                    let digits = prefix(&hir, is_grouped, |b| b.is_ascii_digit()).0;
                    (prefix(&hir, is_solid, is_solid).0, digits, inner)
                }
                Err(e) => fail(&format!("the pattern is wrong: {e}")),
            };
            format!(
                "Find::Pattern {{ start: {start}, solid: {solid}, digits: {digits}, inner: Cow::Borrowed(&{inner:?}), pattern: {}, ignore_case: {}, capture: {}, left: Bound::{}, right: Bound::{} }}",
                text(&rule.pattern),
                rule.ignore_case,
                rule.capture.unwrap_or(0),
                variant(rule.left.as_deref().unwrap_or("alnum")),
                variant(rule.right.as_deref().unwrap_or("alnum")),
            )
        }
        _ => fail("has exactly one of: literals, shape, keys"),
    };
    let option = |value: &Option<String>, f: &dyn Fn(&str) -> String| match value {
        Some(v) => format!("Some({})", f(v)),
        None => "None".to_owned(),
    };
    writeln!(
        out,
        "Rule {{ id: {}, class: {}, summary: {}, source: {}, confidence: Confidence::{}, with_context: {}, context: {}, against: {}, check: {}, find: {find} }},",
        text(&rule.id),
        text(&rule.class),
        text(&rule.summary),
        text(&rule.source),
        variant(&rule.confidence),
        option(&rule.with_context, &|c| format!("Confidence::{}", variant(c))),
        list(&rule.context),
        list(&rule.against),
        option(&rule.check, &text),
    )
    .expect("writing to a string");
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
                (len * min, true)
            } else {
                (if min > 0 { len } else { 0 }, false)
            }
        }
        HirKind::Capture(capture) => prefix(&capture.sub, fits, counts),
        HirKind::Concat(parts) => {
            let mut total = 0;
            for part in parts {
                let (len, whole) = prefix(part, fits, counts);
                total += len;
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

fn text(value: &str) -> String {
    format!("Cow::Borrowed({value:?})")
}

fn list(values: &[String]) -> String {
    let items: Vec<String> = values.iter().map(|v| text(v)).collect();
    format!("Cow::Borrowed(&[{}])", items.join(", "))
}

/// `mac_address` becomes `MacAddress`: the names in the files are the variants of the enums in snake case.
fn variant(name: &str) -> String {
    name.split('_')
        .map(|part| {
            let mut chars = part.chars();
            chars.next().map_or_else(String::new, |c| c.to_ascii_uppercase().to_string() + chars.as_str())
        })
        .collect()
}
