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
            let solid = match regex_syntax::ParserBuilder::new()
                .unicode(false)
                .utf8(false)
                .build()
                .parse(&rule.pattern)
            {
                Ok(hir) => solid_prefix(&hir).0,
                Err(e) => fail(&format!("the pattern is wrong: {e}")),
            };
            format!(
                "Find::Pattern {{ start: {start}, solid: {solid}, pattern: {}, ignore_case: {}, capture: {}, left: Bound::{}, right: Bound::{} }}",
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

/// How many bytes every match begins with of which none is white space, a control character or a double quote; and
/// whether that is all of the match, so that what follows counts on.
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
                (len * min, true)
            } else {
                (if min > 0 { len } else { 0 }, false)
            }
        }
        HirKind::Capture(capture) => solid_prefix(&capture.sub),
        HirKind::Concat(parts) => {
            let mut total = 0;
            for part in parts {
                let (len, whole) = solid_prefix(part);
                total += len;
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
