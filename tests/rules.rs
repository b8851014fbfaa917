//! Every rule does what its file says.

use crate::examples;
use blackbar::policy::Policy;
use blackbar::rules::{Bound, Find, Head, Inner, Start, Within};
use blackbar::{Redactor, Scratch, Span};
use std::collections::BTreeSet;

#[test]
fn every_rule_finds_its_examples_and_nothing_else() {
    let redactor = Redactor::builtin().unwrap();
    let mut scratch = Scratch::default();
    let mut wrong = Vec::new();
    for rule in examples::all() {
        let found = |text: &str, scratch: &mut Scratch| -> Vec<Span> {
            redactor.text(text.as_bytes(), scratch);
            let of_rule =
                |m: &&blackbar::Match| redactor.scanner().rule(m.rule).unwrap().id == rule.id.as_str();
            scratch.findings().iter().filter(of_rule).map(|m| m.span).collect()
        };
        for example in &rule.examples {
            let spans = found(&example.text, &mut scratch);
            if !spans.contains(&Span::new(example.start, example.end)) {
                wrong.push(format!("{}: {}: finds {spans:?} in {example:?}", rule.file, rule.id));
            }
        }
        for text in &rule.lookalikes {
            let spans = found(text, &mut scratch);
            if !spans.is_empty() {
                wrong.push(format!("{}: {}: finds {spans:?} in the look-alike {text:?}", rule.file, rule.id));
            }
        }
    }
    assert!(wrong.is_empty(), "{} wrong:\n{}", wrong.len(), wrong.join("\n"));
}

#[test]
fn names_are_unique_and_well_formed() {
    let mut ids = BTreeSet::new();
    for rule in blackbar::rules::builtin() {
        let kebab = |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-';
        assert!(rule.id.bytes().all(kebab), "{}", rule.id);
        let snake = |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'_' || b == b':';
        assert!(rule.class.bytes().all(snake), "{}: class {}", rule.id, rule.class);
        assert!(ids.insert(rule.id.clone()), "{} stands twice", rule.id);
        assert!(rule.source.starts_with("https://"), "{}: source {}", rule.id, rule.source);
        for word in rule.context.iter().chain(rule.against.iter()) {
            assert!(
                word.len() >= 3 && !word.bytes().any(|b| b.is_ascii_uppercase()),
                "{}: word {word}",
                rule.id
            );
        }
    }
    assert!(ids.len() >= 60, "{} rules", ids.len());
}

/// Built-in patterns are compiled when first needed, so a broken one must not get that far.
#[test]
fn every_rule_is_sound() {
    let mut builder = blackbar::Builder::empty();
    for rule in blackbar::rules::builtin() {
        builder = builder.rule(rule.clone());
    }
    builder.build().unwrap();
}

/// A sign that every match holds may stand on either side of the literal.
#[test]
fn a_sign_counts_before_the_literal_too() {
    let pattern = |offset: usize, pattern: &'static str, longest: usize| Find::Pattern {
        start: Start::Literals { words: vec!["acme".into()].into(), offset },
        solid: 0,
        digits: 0,
        inner: Inner::default(),
        signs: vec![b'#'].into(),
        longest,
        head: Head::UNKNOWN,
        pattern: pattern.into(),
        ignore_case: false,
        capture: 0,
        within: Within::UNKNOWN,
        left: Bound::None,
        right: Bound::None,
    };
    for (find, text, found) in [
        (pattern(1, "#acme[0-9]{4}", 9), "x #acme1234 y", Some(Span::new(2, 11))),
        (pattern(0, "acme[0-9]{4}#", 9), "x acme1234# y", Some(Span::new(2, 11))),
        (pattern(0, "acme[0-9]{4}#", 9), "x acme1234 y #", None),
    ] {
        let mut rule = blackbar::rules::builtin().iter().find(|r| r.check.is_none()).unwrap().clone();
        (rule.find, rule.confidence, rule.with_context) = (find, blackbar::Confidence::High, None);
        (rule.entropy, rule.context, rule.against) = (None, Vec::new().into(), Vec::new().into());
        let builder = blackbar::Builder::empty().rule(rule);
        let redactor = Redactor::with_rules(builder, &Policy::default()).unwrap();
        let mut scratch = Scratch::default();
        redactor.text(text.as_bytes(), &mut scratch);
        assert_eq!(scratch.findings().first().map(|m| m.span), found, "{text}");
    }
}

/// The label of a class is text that no rule finds anything in, not even beside words that arm rules.
#[test]
fn labels_are_inert() {
    let mut policy = Policy::default();
    policy.minimum = blackbar::Confidence::Low;
    let redactor = Redactor::new(&policy).unwrap();
    let mut scratch = Scratch::default();
    let classes = blackbar::rules::builtin().iter().map(|r| r.class.as_ref());
    for class in classes.chain([blackbar::span::UNION_CLASS]) {
        let label = blackbar::Patch::label(class);
        let text = format!("password={} x {} token: {}", label.as_str(), label.as_str(), label.as_str());
        redactor.text(text.as_bytes(), &mut scratch);
        assert_eq!(scratch.findings(), [], "{text}");
    }
}

/// Each check agrees with an independent implementation, whose verdicts lie in `tests/data/oracle`.
#[test]
fn checks_agree_with_an_independent_oracle() {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/oracle");
    let mut files = 0;
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_stem().unwrap().to_string_lossy().into_owned();
        let (_, check) = blackbar::detect::CHECKS.iter().find(|(known, _)| *known == name).expect(&name);
        let text = std::fs::read_to_string(&path).unwrap();
        let rows = text.lines().filter(|l| !l.starts_with('#') && *l != "value,valid");
        let mut seen = 0;
        for (value, verdict) in rows.map(|row| row.rsplit_once(',').unwrap()) {
            let value = value.trim_matches('"');
            let valid = match verdict.trim().to_ascii_lowercase().as_str() {
                "true" | "1" | "yes" => true,
                "false" | "0" | "no" => false,
                other => panic!("{name}: verdict {other}"),
            };
            assert_eq!(check(value.as_bytes()), valid, "{name}: {value}");
            seen += 1;
        }
        assert!(seen >= 50, "{name}: {seen} rows");
        files += 1;
    }
    assert!(files >= 50, "{files} files");
}
