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

#[path = "src/rules/facts.rs"]
mod facts;
#[path = "src/rules/near.rs"]
mod near;
#[path = "src/rules/parts.rs"]
mod parts;
#[path = "src/rules/syntax.rs"]
#[allow(dead_code, reason = "some of it serves the program only")]
mod syntax;

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::{env, fs};
use syntax::{Written, WrittenRule, line_of};

fn main() {
    println!("cargo:rerun-if-changed=rules");
    let mut files: Vec<PathBuf> = fs::read_dir("rules")
        .expect("the folder rules/ is readable")
        .map(|entry| entry.expect("an entry of rules/").path())
        .filter(|path| path.extension().is_some_and(|ext| ext == "toml"))
        .collect();
    files.sort();
    let (mut out, mut texts) = (String::from("&[\n"), String::from("&[\n"));
    for path in &files {
        println!("cargo:rerun-if-changed={}", path.display());
        let text = fs::read_to_string(path).expect("a readable rule file");
        let (rules, problems) = syntax::read(&text);
        let mistakes: Vec<String> = problems
            .iter()
            .map(|p| {
                let line = line_of(&text, p.at);
                format!("{}:{line}: rule {}: {}; {}", path.display(), p.rule, p.what, p.remedy)
            })
            .collect();
        assert!(mistakes.is_empty(), "{}", mistakes.join("\n"));
        for rule in rules {
            emit(&mut out, path, &rule);
            let file = path.file_name().expect("a file").to_string_lossy();
            let (examples, lookalikes) = (strings(&rule.examples), strings(&rule.lookalikes));
            writeln!(
                texts,
                "Stock {{ id: {:?}, file: {file:?}, examples: {examples}, lookalikes: {lookalikes} }},",
                rule.id.value
            )
            .expect("writing to a string");
        }
    }
    let folder = PathBuf::from(env::var_os("OUT_DIR").expect("cargo sets OUT_DIR"));
    for (name, mut table) in [("rules.rs", out), ("examples.rs", texts)] {
        table.push_str("]\n");
        fs::write(folder.join(name), table).expect("OUT_DIR is writable");
    }
}

fn emit(out: &mut String, path: &Path, rule: &WrittenRule) {
    let fail = |what: &str| -> ! { panic!("{}: rule {}: {what}", path.display(), rule.id.value) };
    if rule.examples.len() < 2 || rule.lookalikes.len() < 2 {
        fail("needs at least two examples and two lookalikes");
    }
    if rule.replace {
        fail("there is nothing that a built-in rule could replace");
    }
    let Some(source) = &rule.source else { fail("needs its source") };
    let pattern = text(&rule.pattern.value);
    let find = if rule.keys.is_empty() {
        let start = match &rule.shape {
            Some(shape) => format!("Start::Shape(Shape::{})", variant(&shape.value)),
            None => format!(
                "Start::Literals {{ words: {}, offset: {} }}",
                list(&rule.literals),
                rule.offset.as_ref().map_or(0, |n| n.value)
            ),
        };
        let facts = match facts::parse(&rule.pattern.value, rule.ignore_case) {
            Ok(hir) => facts::facts(&hir, facts::Said::of(rule)),
            Err(e) => fail(&format!("the pattern is wrong: {e}")),
        };
        let side = |side: parts::Side| format!("({}, {:?})", side.bytes, side.until);
        let within = facts.parts.map_or_else(
            || "Within::UNKNOWN".to_owned(),
            |parts| format!("Within::built_in(&[{}, {}])", side(parts.before), side(parts.behind)),
        );
        let bound = |side: &Option<Written<String>>| {
            variant(side.as_ref().map_or(syntax::DEFAULT_BOUND, |b| &b.value))
        };
        format!(
            "Find::Pattern {{ start: {start}, solid: {}, digits: {}, inner: Inner::new(Cow::Borrowed(&{:?}), {:?}), signs: Cow::Borrowed(&{:?}), longest: {}, head: Head::new(Cow::Borrowed(&{:?})), pattern: {pattern}, ignore_case: {}, capture: {}, within: {within}, left: Bound::{}, right: Bound::{} }}",
            facts.solid,
            facts.digits,
            facts.inner,
            facts.before_inner,
            facts.signs,
            facts.longest,
            facts.head,
            rule.ignore_case,
            rule.capture.as_ref().map_or(0, |n| n.value),
            bound(&rule.left),
            bound(&rule.right),
        )
    } else {
        format!("Find::Pair {{ keys: {}, pattern: {pattern} }}", list(&rule.keys))
    };
    let option = |value: &Option<Written<String>>, f: &dyn Fn(&str) -> String| match value {
        Some(v) => format!("Some({})", f(&v.value)),
        None => "None".to_owned(),
    };
    writeln!(
        out,
        "Rule {{ id: {}, class: {}, summary: {}, source: {}, confidence: Confidence::{}, with_context: {}, context: {}, against: {}, check: {}, entropy: {:?}, find: {find} }},",
        text(&rule.id.value),
        text(&rule.class.value),
        text(&rule.summary.value),
        text(&source.value),
        variant(&rule.confidence.value),
        option(&rule.with_context, &|c| format!("Confidence::{}", variant(c))),
        list(&rule.context),
        list(&rule.against),
        option(&rule.check, &text),
        rule.entropy.as_ref().map(|bits| bits.value),
    )
    .expect("writing to a string");
}

fn text(value: &str) -> String {
    format!("Cow::Borrowed({value:?})")
}

fn list(values: &[Written<String>]) -> String {
    let items: Vec<String> = values.iter().map(|v| text(&v.value)).collect();
    format!("Cow::Borrowed(&[{}])", items.join(", "))
}

fn strings(values: &[Written<String>]) -> String {
    format!("&{:?}", values.iter().map(|v| &v.value).collect::<Vec<_>>())
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
