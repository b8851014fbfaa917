//! The laws: what must hold for every input.

use crate::examples::{self, next};
use blackbar::codec::{Caps, Separator, Splitter};
use blackbar::detect::{Method, Outcome, Question, RuleIndex};
use blackbar::pipeline::{Engine, Work};
use blackbar::policy::{Operator, Policy};
use blackbar::rules::{Bound, Find, Head, Inner, Start, Within};
use blackbar::{Builder, Confidence, Redactor, Scratch, Span};
use proptest::prelude::*;
use std::collections::BTreeMap;
use std::sync::{LazyLock, Mutex, PoisonError};

static REDACTOR: LazyLock<Redactor> = LazyLock::new(|| Redactor::builtin().unwrap());
static ENGINE: LazyLock<Engine> =
    LazyLock::new(|| Engine::new(Redactor::builtin().unwrap(), Caps::default()));
static RULES: LazyLock<Vec<examples::Rule>> = LazyLock::new(examples::all);

/// Half of the rules, so that the others have other places among all.
static OTHER_RULES: LazyLock<Redactor> = LazyLock::new(|| {
    let mut half = [true, false].into_iter().cycle();
    let rules = Builder::default().retain(|_| half.next() == Some(true));
    Redactor::with_rules(rules, &Policy::default()).unwrap()
});

fn redacted(text: &[u8]) -> Vec<u8> {
    REDACTOR.redact(text, &mut Scratch::default()).into_owned()
}

fn json_string(text: &str) -> String {
    serde_json::to_string(text).unwrap()
}

/// The wrappings in which an example must be found: where it stands in text, in JSON, in JSON in JSON.
fn wrappings(text: &str) -> Vec<(&'static str, String)> {
    let quoted = json_string(text);
    let inner = format!("{{\"deep\":{quoted}}}");
    let ascii: String = quoted
        .chars()
        .map(|c| if c.is_ascii() { c.to_string() } else { format!("\\u{:04x}", u32::from(c)) })
        .collect();
    // Every letter and digit as an escape.
    let escaped: String = text.encode_utf16().map(|u| format!("\\u{u:04x}")).collect();
    vec![
        ("plain", text.to_owned()),
        ("at the end of a line", format!("2026-01-15T10:00:00Z INFO {text}")),
        ("in brackets", format!("[{text}]")),
        ("before a line's end", format!("{text}\nnext line")),
        ("in JSON", format!("{{\"a\":1,\"message\":{quoted},\"z\":[true,null]}}")),
        ("in an array", format!("[1,{quoted}]")),
        ("in JSON in JSON", format!("{{\"outer\":{}}}", json_string(&inner))),
        (
            "in JSON three deep",
            format!("{{\"x\":{}}}", json_string(&format!("{{\"outer\":{}}}", json_string(&inner)))),
        ),
        ("in JSON in text", format!("got {{\"message\":{quoted}}} from peer")),
        ("in JSON that is cut off", format!("{{\"message\":{quoted},\"rest\":\"abc")),
        ("with escapes of Unicode", format!("{{\"message\":{ascii}}}")),
        ("all escaped", format!("{{\"message\":\"{escaped}\"}}")),
    ]
}

/// Whether the value stands in the text, as written or behind escapes.
fn survives(output: &[u8], value: &str) -> bool {
    let mut text = output.to_vec();
    for _ in 0..6 {
        if memchr::memmem::find(&text, value.as_bytes()).is_some() {
            return true;
        }
        let mut decoded = Vec::new();
        if !blackbar::text::unescape(&text, &mut decoded, &mut blackbar::text::OffsetMap::new()) {
            return false;
        }
        text = decoded;
    }
    false
}

#[test]
fn no_example_survives_in_any_wrapping() {
    let mut policy = Policy::default();
    policy.by_rule.clear();
    let redactor = Redactor::new(&policy).unwrap();
    let mut scratch = Scratch::default();
    let mut wrong = Vec::new();
    for rule in RULES.iter() {
        for example in &rule.examples {
            for (name, wrapped) in wrappings(&example.text) {
                let output = redactor.redact(wrapped.as_bytes(), &mut scratch);
                // A value that also stands elsewhere in its own example says nothing.
                let once = example.text.matches(example.value()).count() == 1 && example.value().len() > 5;
                if once && survives(&output, example.value()) {
                    wrong.push(format!("{} {}: {name}: {wrapped}", rule.file, rule.id));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{} survive:\n{}", wrong.len(), wrong.join("\n"));
}

/// A finding: where, and the id of its rule.
type Finding = (usize, usize, String);

/// What a redactor finds, in order.
fn findings(redactor: &Redactor, text: &[u8]) -> Vec<Finding> {
    findings_with(redactor, text, &mut Scratch::default())
}

fn findings_with(redactor: &Redactor, text: &[u8], scratch: &mut Scratch) -> Vec<Finding> {
    redactor.text(text, scratch);
    let id = |m: &blackbar::Match| redactor.scanner().rule(m.rule).unwrap().id.to_string();
    scratch.findings().iter().map(|m| (m.span.start, m.span.end, id(m))).collect()
}

/// A redactor with the memory that it has of all texts so far.
struct Used {
    redactor: Redactor,
    scratch: Mutex<Scratch>,
}

impl Used {
    fn findings(&self, text: &[u8]) -> Vec<Finding> {
        let mut scratch = self.scratch.lock().unwrap_or_else(PoisonError::into_inner);
        findings_with(&self.redactor, text, &mut scratch)
    }
}

/// The fast method on each path that a processor may take, and the naive one.
struct Methods {
    fast: [Used; 3],
    naive: Redactor,
}

fn methods(minimum: Confidence) -> Methods {
    let mut policy = Policy::default();
    policy.minimum = minimum;
    let redactor = |m| Redactor::with_rules(Builder::default().method(m), &policy).unwrap();
    let used = |m| Used { redactor: redactor(m), scratch: Mutex::default() };
    Methods {
        fast: [Method::Triggered, Method::Narrow, Method::Portable].map(used),
        naive: redactor(Method::Naive),
    }
}

/// On every example and look-alike: the fast path with all rules finds of each rule what that rule alone finds naively.
#[test]
fn the_trigger_loses_nothing_on_any_example() {
    for minimum in [Confidence::Medium, Confidence::Low] {
        let Methods { fast, .. } = methods(minimum);
        let mut policy = Policy::default();
        policy.minimum = minimum;
        for rule in RULES.iter() {
            let alone = Builder::default().retain(|r| r.id == rule.id.as_str()).method(Method::Naive);
            let naive = Redactor::with_rules(alone, &policy).unwrap();
            let texts = rule.examples.iter().map(|e| &e.text).chain(&rule.lookalikes);
            for text in texts {
                let json = format!("{{\"k\":{},\"n\":1}}", json_string(text));
                for text in [text.as_str(), &json] {
                    let slow = findings(&naive, text.as_bytes());
                    for fast in &fast {
                        let mut found = fast.findings(text.as_bytes());
                        found.retain(|(_, _, id)| *id == rule.id);
                        assert_eq!(found, slow, "{}: {text}", rule.id);
                    }
                }
            }
        }
    }
}

/// What stands in a document in a string goes by the name of the string too.
#[test]
fn a_name_counts_for_what_is_in_its_document() {
    let methods = methods(Confidence::Medium);
    let mut found = Vec::new();
    for name in ["password", "pw", "phone", "ssn", "message", "logEvents", "a"] {
        for inner in [
            r#"["q7Zp91xK22w"]"#,
            r#"[["q7Zp91xK22w"]]"#,
            r#"{"a":"q7Zp91xK22w"}"#,
            r#"{"a":"078-05-1120"}"#,
            r#"[2025550147]"#,
            r#"text [2025550147] ["q7Zp91xK22w"]"#,
        ] {
            let document = format!("{{\"{name}\":{}}}", json_string(inner));
            let slow = findings(&methods.naive, document.as_bytes());
            for fast in &methods.fast {
                assert_eq!(fast.findings(document.as_bytes()), slow, "{document}");
            }
            found.extend((!slow.is_empty()).then_some((name, inner)));
        }
    }
    assert!(found.contains(&("password", r#"["q7Zp91xK22w"]"#)), "{found:?}");
    assert!(!found.iter().any(|(name, inner)| *name == "message" && inner.contains("q7Z")), "{found:?}");
}

/// Text that is likely to matter: pieces of examples, cut and glued, between punctuation.
pub(crate) fn mixed_text() -> impl Strategy<Value = String> {
    let piece = (any::<u64>(), 0_usize..40, 0_usize..60).prop_map(|(mut seed, skip, take)| {
        let rule = &RULES[next(&mut seed) % RULES.len()];
        let all: Vec<&str> = rule
            .examples
            .iter()
            .map(|e| e.text.as_str())
            .chain(rule.lookalikes.iter().map(String::as_str))
            .collect();
        let text = all[next(&mut seed) % all.len()];
        if seed.is_multiple_of(2) { text.to_owned() } else { text.chars().skip(skip).take(take).collect() }
    });
    let glue = prop_oneof![
        Just(" ".to_owned()),
        Just("=".to_owned()),
        Just("\"".to_owned()),
        Just("\\\"".to_owned()),
        Just(String::new()),
        Just(": ".to_owned()),
        Just("\n".to_owned()),
        Just(",".to_owned()),
        Just("{\"a\":".to_owned()),
        Just("}".to_owned()),
        Just("-".to_owned()),
        Just("REDACTED-email".to_owned()),
        Just("\\u0041".to_owned()),
        "[0-9 :.@+-]{0,24}".boxed(),
        r"\[[0-9]{0,17}\]?:? ?".boxed(),
        "[a-zA-Z0-9_]{0,12}".boxed(),
        "(key|token|password|ssn|card|phone|Bearer )".boxed(),
    ];
    proptest::collection::vec(prop_oneof![piece.boxed(), glue.boxed()], 0..8).prop_map(|parts| parts.concat())
}

/// A JSON document with examples as values and as keys.
pub(crate) fn json_document() -> impl Strategy<Value = String> {
    let leaf = prop_oneof![
        mixed_text().prop_map(|t| json_string(&t)),
        Just("4111111111111111".to_owned()),
        Just("4.111111111111111E15".to_owned()),
        any::<i64>().prop_map(|n| n.to_string()),
        Just("null".to_owned()),
    ];
    leaf.prop_recursive(4, 24, 5, |inner| {
        prop_oneof![
            proptest::collection::vec(inner.clone(), 0..4).prop_map(|v| format!("[{}]", v.join(", "))),
            proptest::collection::vec((mixed_text(), inner.clone()), 0..4).prop_map(|v| {
                let members: Vec<String> = v.iter().map(|(k, v)| format!("{}:{v}", json_string(k))).collect();
                format!("{{{}}}", members.join(","))
            }),
            inner.prop_map(|v| json_string(&v)),
        ]
    })
    .prop_map(|v| format!("{{\"root\":{v}}}"))
}

/// Structure of a document: its shape without the text of its leaves.
pub(crate) fn shape(value: &serde_json::Value) -> String {
    use serde_json::Value;
    match value {
        Value::Null | Value::Number(_) => "n".to_owned(),
        Value::Bool(_) => "b".to_owned(),
        Value::String(_) => "s".to_owned(),
        Value::Array(v) => format!("[{}]", v.iter().map(shape).collect::<Vec<_>>().join(",")),
        Value::Object(m) => format!("{{{}}}", m.len()),
    }
}

/// The same cases in each run, so that a change is what makes a test fail. The fuzz targets look for new ones.
pub(crate) static CONFIG: LazyLock<ProptestConfig> = LazyLock::new(|| ProptestConfig {
    cases: 300,
    failure_persistence: None,
    rng_seed: proptest::test_runner::RngSeed::Fixed(1),
    ..ProptestConfig::default()
});

proptest! {
    #![proptest_config(CONFIG.clone())]

    #[test]
    fn the_trigger_is_sound_on_mixed_text(text in mixed_text()) {
        static METHODS: LazyLock<Methods> = LazyLock::new(|| methods(Confidence::Medium));
        let slow = findings(&METHODS.naive, text.as_bytes());
        for fast in &METHODS.fast {
            prop_assert_eq!(&fast.findings(text.as_bytes()), &slow);
        }
    }

    #[test]
    fn the_trigger_is_sound_on_documents(text in json_document()) {
        static METHODS: LazyLock<Methods> = LazyLock::new(|| methods(Confidence::Low));
        let slow = findings(&METHODS.naive, text.as_bytes());
        for fast in &METHODS.fast {
            prop_assert_eq!(&fast.findings(text.as_bytes()), &slow);
        }
    }

    #[test]
    fn explanations_agree_with_the_search(text in prop_oneof![mixed_text(), json_document()]) {
        static EXPLAINER: LazyLock<blackbar::Scanner> =
            LazyLock::new(|| Builder::default().minimum(Confidence::Low).build().unwrap());
        let question = Question::new(Confidence::Medium, &|_, _, _| None);
        let attempts = EXPLAINER.explain(text.as_bytes(), REDACTOR.limits(), &question).unwrap();
        let mut explained: Vec<_> = attempts.iter().filter_map(|a| match a.outcome {
            Outcome::Found { confidence, .. } => {
                Some((a.span, EXPLAINER.rule(a.rule).unwrap().id.as_ref(), confidence))
            }
            _ => None,
        }).collect();
        let mut scratch = Scratch::default();
        REDACTOR.text(text.as_bytes(), &mut scratch);
        let mut found: Vec<_> = scratch.findings().iter().map(|m| {
            (m.span, REDACTOR.scanner().rule(m.rule).unwrap().id.as_ref(), m.confidence)
        }).collect();
        explained.sort();
        explained.dedup_by_key(|(span, id, _)| (*span, id.to_owned()));
        found.sort();
        found.dedup_by_key(|(span, id, _)| (*span, id.to_owned()));
        prop_assert_eq!(explained, found, "{}", text);
    }

    #[test]
    fn redacting_twice_changes_nothing_more(text in prop_oneof![mixed_text(), json_document()]) {
        let once = redacted(text.as_bytes());
        let twice = redacted(&once);
        prop_assert_eq!(String::from_utf8_lossy(&twice), String::from_utf8_lossy(&once), "{}", text);
    }

    #[test]
    fn bytes_outside_of_edits_stay_and_findings_are_covered(text in prop_oneof![mixed_text(), json_document()]) {
        let mut scratch = Scratch::default();
        let output = REDACTOR.redact(text.as_bytes(), &mut scratch).into_owned();
        let edits: Vec<_> = scratch.edits().iter().cloned().collect();
        let (mut at, mut out) = (0, 0);
        for edit in &edits {
            let kept = &text.as_bytes()[at..edit.span().start];
            prop_assert_eq!(kept, &output[out..out + kept.len()]);
            out += kept.len() + edit.patch().as_bytes().len();
            at = edit.span().end;
        }
        prop_assert_eq!(&text.as_bytes()[at..], &output[out..]);
        for found in scratch.findings() {
            let rule = REDACTOR.scanner().rule(found.rule).unwrap();
            if Policy::default().operator(rule) != Operator::Keep {
                let covered: usize = edits.iter().map(|e| {
                    let Span { start, end } = e.span();
                    end.min(found.span.end).saturating_sub(start.max(found.span.start))
                }).sum();
                prop_assert_eq!(covered, found.span.len(), "{:?}", found);
            }
        }
    }

    #[test]
    fn json_stays_json(text in json_document()) {
        let before: serde_json::Value = serde_json::from_str(&text).unwrap();
        let output = redacted(text.as_bytes());
        let after: serde_json::Value = serde_json::from_slice(&output)
            .map_err(|e| TestCaseError::fail(format!("{e}: {}", String::from_utf8_lossy(&output))))?;
        prop_assert_eq!(shape(&before), shape(&after), "{} became {}", text, String::from_utf8_lossy(&output));
    }

    #[test]
    fn dropping_members_leaves_json(text in json_document()) {
        static DROP: LazyLock<Redactor> = LazyLock::new(|| {
            let mut policy = Policy::default();
            policy.otherwise = Operator::Drop;
            Redactor::new(&policy).unwrap()
        });
        let output = DROP.redact(text.as_bytes(), &mut Scratch::default());
        let parsed = serde_json::from_slice::<serde_json::Value>(&output);
        prop_assert!(parsed.is_ok(), "{} became {}", text, String::from_utf8_lossy(&output));
    }

    #[test]
    fn any_bytes_are_redacted(bytes in proptest::collection::vec(any::<u8>(), 0..400)) {
        let once = redacted(&bytes);
        prop_assert_eq!(redacted(&once), once);
    }

    /// Lines of a block are searched by one survey; each must get what it gets alone.
    #[test]
    fn a_block_is_its_lines(lines in proptest::collection::vec(
        prop_oneof![mixed_text(), json_document(), Just(String::new())], 1..12,
    )) {
        // Line ends part records, but not those within a JSON text or a key.
        let lines: Vec<String> = lines.iter().map(|l| l.replace(['\n', '\r'], " ").replace("-----BEGIN", "")).collect();
        let block = lines.iter().map(|l| format!("{l}\n")).collect::<String>();
        let mut splitter = Splitter::new(Separator::Line, &Caps::default());
        splitter.buffer().extend_from_slice(block.as_bytes());
        let (mut whole, mut alone) = (Vec::new(), Vec::new());
        let (mut found, mut found_alone) = (BTreeMap::new(), BTreeMap::new());
        let mut scratch = Scratch::default();
        while let Some(block) = splitter.next_block(true) {
            for record in &block.records {
                alone.extend_from_slice(&REDACTOR.redact(record.span.of(&block.bytes), &mut scratch));
                alone.extend_from_slice(Span::new(record.span.end, record.end).of(&block.bytes));
                count(&scratch, &mut found_alone);
            }
            let outcome = ENGINE.run(Work::Block { block, pack: false });
            whole.extend_from_slice(&outcome.bytes);
            outcome.coverage.findings.iter().for_each(|(rule, n)| *found.entry(*rule).or_default() += n);
        }
        prop_assert_eq!(String::from_utf8_lossy(&whole), String::from_utf8_lossy(&alone));
        prop_assert_eq!(found, found_alone);
    }

    /// Messages of a batch are searched side by side where they can be; each must get what it gets alone.
    #[test]
    fn a_batch_is_its_messages(messages in proptest::collection::vec(
        prop_oneof![mixed_text(), mixed_text().prop_map(|t| t.replace(['"', '\\', '\n', '\r'], " ")), json_document()], 1..100,
    )) {
        let events: Vec<String> = messages.iter().enumerate()
            .map(|(i, m)| format!(r#"{{"id":"{i:056}","timestamp":1768471200000,"message":{}}}"#, json_string(m)))
            .collect();
        let batch = format!(r#"{{"messageType":"DATA_MESSAGE","logEvents":[{}]}}"#, events.join(","));
        let mut splitter = Splitter::new(Separator::Line, &Caps::default());
        splitter.buffer().extend_from_slice(batch.as_bytes());
        let block = splitter.next_block(true).unwrap();
        let outcome = ENGINE.run(Work::Block { block, pack: false });
        let out: serde_json::Value = serde_json::from_slice(&outcome.bytes).unwrap();
        let mut found = BTreeMap::new();
        let mut scratch = Scratch::default();
        for (message, event) in messages.iter().zip(out["logEvents"].as_array().unwrap()) {
            let alone = REDACTOR.redact(message.as_bytes(), &mut scratch).into_owned();
            count(&scratch, &mut found);
            prop_assert_eq!(event["message"].as_str().unwrap(), String::from_utf8(alone).unwrap());
        }
        prop_assert_eq!(outcome.coverage.findings, found);
    }

    #[test]
    fn reused_memory_does_not_matter(texts in proptest::collection::vec(mixed_text(), 1..6)) {
        let mut scratch = Scratch::default();
        for text in &texts {
            prop_assert_eq!(REDACTOR.redact(text.as_bytes(), &mut scratch).into_owned(), redacted(text.as_bytes()));
        }
    }

    #[test]
    fn memory_of_other_rules_does_not_matter(texts in proptest::collection::vec(mixed_text(), 1..6)) {
        let mut scratch = Scratch::default();
        for text in &texts {
            OTHER_RULES.redact(text.as_bytes(), &mut scratch);
            prop_assert_eq!(REDACTOR.redact(text.as_bytes(), &mut scratch).into_owned(), redacted(text.as_bytes()));
        }
    }

    #[test]
    fn spans_of_findings_decode_to_what_was_found(text in mixed_text()) {
        // The same text, plain and as a string: the findings of the string, unescaped, are those of the text.
        let quoted = format!("{{\"k\":{}}}", json_string(&text));
        let mut scratch = Scratch::default();
        REDACTOR.text(quoted.as_bytes(), &mut scratch);
        for found in scratch.findings() {
            let mut decoded = Vec::new();
            blackbar::text::unescape(found.span.of(quoted.as_bytes()), &mut decoded, &mut blackbar::text::OffsetMap::new());
            let mut whole = Vec::new();
            blackbar::text::unescape(text.as_bytes(), &mut whole, &mut blackbar::text::OffsetMap::new());
            let stands = |t: &[u8]| memchr::memmem::find(t, &decoded).is_some();
            prop_assert!(stands(text.as_bytes()) || stands(&whole) || found.span.start < 3, "{:?} in {}", found, text);
        }
    }
}

/// Were each bracket of a line held to all of its findings, this would take more than a minute in place of a second.
#[test]
fn a_line_of_many_findings_is_gone_through_once() {
    for (piece, clean) in [("[1]8.8.8.8 ", "[1]REDACTED-ipv4 "), ("8.8.8.8 ", "REDACTED-ipv4 ")] {
        const PIECES: usize = 350_000;
        let mut splitter = Splitter::new(Separator::Line, &Caps::default());
        splitter.buffer().extend_from_slice(piece.repeat(PIECES).as_bytes());
        let block = splitter.next_block(true).unwrap();
        assert!(ENGINE.run(Work::Block { block, pack: false }).bytes == clean.repeat(PIECES).into_bytes());
    }
}

/// Adds the findings of an event to those of others.
fn count(scratch: &Scratch, found: &mut BTreeMap<RuleIndex, u64>) {
    scratch.findings().iter().for_each(|f| *found.entry(f.rule).or_default() += 1);
}

/// Nothing that people see holds a planted value.
#[test]
fn nothing_printable_holds_a_value() {
    let mut scratch = Scratch::default();
    for rule in RULES.iter() {
        for example in &rule.examples {
            REDACTOR.text(example.text.as_bytes(), &mut scratch);
            let secret = blackbar::span::Secret::new(example.value().as_bytes());
            let printed = format!("{scratch:?} {:?} {:?} {secret:?}", scratch.findings(), scratch.edits());
            assert!(
                !printed.contains(example.value()) || example.value().len() < 6,
                "{}: {printed}",
                rule.id
            );
        }
    }
}

/// A redactor of addresses whose check panics at some.
fn faulty() -> Redactor {
    let mut rule = blackbar::rules::builtin().iter().find(|r| r.id == "email-address").unwrap().clone();
    rule.check = Some("faulty".into());
    let builder = Builder::empty().rule(rule).check("faulty", |value| {
        assert!(!value.starts_with(b"boom"), "the value is {value:?}");
        true
    });
    Redactor::with_rules(builder, &Policy::default()).unwrap()
}

/// What comes of `work`, of whose panics nothing is printed.
fn quietly<T>(work: impl FnOnce() -> T) -> T {
    let hook = std::panic::take_hook();
    std::panic::set_hook(Box::new(|_| {}));
    let done = work();
    std::panic::set_hook(hook);
    done
}

/// A check that panics withholds its event and no other.
#[test]
fn a_fault_withholds_one_event() {
    let (redactor, mut scratch) = (faulty(), Scratch::default());
    let lines = ["mail ada@example.com", "mail boom@example.com ada@example.com", "mail ada@example.com"];
    let outputs: Vec<_> =
        quietly(|| lines.iter().map(|l| redactor.redact(l.as_bytes(), &mut scratch).into_owned()).collect());
    assert_eq!(outputs[0], b"mail REDACTED-email");
    assert_eq!(outputs[1], b"WITHHELD-internal_error");
    assert_eq!(outputs[2], b"mail REDACTED-email");
}

/// The line behind it in a block keeps its bytes.
#[test]
fn a_fault_in_a_block_withholds_one_line() {
    let engine = Engine::new(faulty(), Caps::default());
    let mut splitter = Splitter::new(Separator::Line, &Caps::default());
    splitter.buffer().extend_from_slice(
        b"a quiet line\nmail boom@example.com\nanother quiet line\nmail ada@example.com\nquiet\n",
    );
    let block = splitter.next_block(true).unwrap();
    let out = quietly(|| engine.run(Work::Block { block, pack: false }).bytes);
    assert_eq!(
        String::from_utf8(out).unwrap(),
        "a quiet line\nWITHHELD-internal_error\nanother quiet line\nmail REDACTED-email\nquiet\n"
    );
}

/// The same for one that panics at what only the text with labels holds.
#[test]
fn a_fault_in_another_look_withholds_one_event() {
    let email = blackbar::rules::builtin().iter().find(|r| r.id == "email-address").unwrap().clone();
    let mut rule = blackbar::rules::builtin().iter().find(|r| r.check.is_none()).unwrap().clone();
    (rule.id, rule.check, rule.entropy) = ("acme".into(), Some("faulty".into()), None);
    (rule.confidence, rule.with_context) = (Confidence::High, None);
    (rule.context, rule.against) = (Vec::new().into(), Vec::new().into());
    rule.find = Find::Pattern {
        start: Start::Literals { words: vec!["acme ".into()].into(), offset: 0 },
        solid: 0,
        digits: 0,
        inner: Inner::default(),
        signs: Vec::new().into(),
        longest: 0,
        head: Head::UNKNOWN,
        pattern: "acme .{1,60}".into(),
        ignore_case: false,
        capture: 0,
        within: Within::UNKNOWN,
        left: Bound::None,
        right: Bound::None,
    };
    let builder = Builder::empty().rule(email).rule(rule).check("faulty", |value| {
        assert!(!value.ends_with(b"REDACTED-email"), "the value is {value:?}");
        false
    });
    let redactor = Redactor::with_rules(builder, &Policy::default()).unwrap();
    let mut scratch = Scratch::default();
    let lines = ["acme from ada@example.com", "from ada@example.com"];
    let outputs = quietly(|| lines.map(|l| redactor.redact(l.as_bytes(), &mut scratch).into_owned()));
    assert_eq!(outputs[0], b"WITHHELD-internal_error");
    assert_eq!(outputs[1], b"from REDACTED-email");
}

/// Two keys of one object never become equal, and the work is linear in their number.
#[test]
fn keys_stay_apart() {
    let check =
        |text: &str, want: &str| assert_eq!(String::from_utf8(redacted(text.as_bytes())).unwrap(), want);
    check(r#"{"a@example.com":1,"b@example.com":2}"#, r#"{"REDACTED-email":1,"REDACTED-email-2":2}"#);
    check(r#"{"REDACTED-email":0,"a@example.com":1}"#, r#"{"REDACTED-email":0,"REDACTED-email-2":1}"#);
    check(
        r#"{"a@example.com":1,"x":{"b@example.com":2}}"#,
        r#"{"REDACTED-email":1,"x":{"REDACTED-email":2}}"#,
    );
    check(r#"{"a@example.com":1,"a@example.com":2}"#, r#"{"REDACTED-email":1,"REDACTED-email":2}"#);
    check(r#"{"a\u0040example.com":1,"a@example.com":2}"#, r#"{"REDACTED-email":1,"REDACTED-email":2}"#);
    let many: Vec<String> = (0..20_000).map(|i| format!("\"u{i}@example.com\":1")).collect();
    let output = redacted(format!("{{{}}}", many.join(",")).as_bytes());
    let parsed: serde_json::Value = serde_json::from_slice(&output).unwrap();
    assert_eq!(parsed.as_object().unwrap().len(), 20_000);
}

#[test]
fn numbers_become_null() {
    let check =
        |text: &str, want: &str| assert_eq!(String::from_utf8(redacted(text.as_bytes())).unwrap(), want);
    check(r#"{"card":4111111111111111}"#, r#"{"card":null}"#);
    check(r#"{"card":4.111111111111111E15}"#, r#"{"card":null}"#);
    check(r#"{"card":[4111111111111111.0,1]}"#, r#"{"card":[null,1]}"#);
    check(r#"{"a":"{\"card\":4111111111111111}"}"#, r#"{"a":"{\"card\":null}"}"#);
    check(r#"card is {"n":4111111111111111} ok"#, r#"card is {"n":null} ok"#);
}

#[test]
fn members_are_dropped_with_one_comma() {
    let mut policy = Policy::default();
    policy.otherwise = Operator::Drop;
    let redactor = Redactor::new(&policy).unwrap();
    let check = |text: &str, want: &str| {
        let output = redactor.redact(text.as_bytes(), &mut Scratch::default()).into_owned();
        assert_eq!(String::from_utf8(output).unwrap(), want, "{text}");
    };
    check(r#"{"a":"x@example.com","b":1}"#, r#"{"b":1}"#);
    check(r#"{"a":1, "b":"x@example.com"}"#, r#"{"a":1}"#);
    check(r#"{"a":1, "b":"x@example.com", "c":2}"#, r#"{"a":1, "c":2}"#);
    check(r#"{"a":"x@example.com","b":"y@example.com"}"#, "{}");
    check(r#"{"z":1,"a":"x@example.com","b":"y@example.com"}"#, r#"{"z":1}"#);
    check(r#"["x@example.com",1,4111111111111111]"#, "[1]");
    check(r#"{"a":"{\"b\":\"x@example.com\",\"c\":1}"}"#, r#"{"a":"{\"c\":1}"}"#);
    check("mail x@example.com now", "mail REDACTED-email now");
}

/// What operators need is left alone.
#[test]
fn operational_data_is_left_alone() {
    let lines = [
        "REPORT RequestId: 8f5a3c1e-4b7d-4e2a-9c6f-1a2b3c4d5e6f Duration: 102.25 ms Billed Duration: 103 ms",
        "commit 9fceb02d0ae598e95dc970b74767f19372d61af8 merged",
        "sha256:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
        "081109 203518 143 INFO dfs.DataNode$DataXceiver: Receiving block blk_-1608999687919862906 src: /10.250.19.102:54106",
        "at com.example.app.UserService.findToken(UserService.java:142)",
        "2026-01-15T10:00:00.123Z [main] INFO c.e.Boot - Started in 3.142 seconds (JVM running for 4.1)",
        "nginx/1.25.3 openssl-3.0.13-1ubuntu0.4 libc6_2.36-9+deb12u9_amd64.deb Chrome/120.0.0.0",
        "span_id=49d554c0ae7e7cd5 trace_id=1e3f60b530953b17d2ccc58085e43020 epoch=1760000000123",
        r#"{"request_id":"c55231a5-afe5-49a4-89fa-929b9fbe248f","status":200,"duration_ms":13.86,"bytes":85500}"#,
    ];
    for line in lines {
        assert_eq!(String::from_utf8(redacted(line.as_bytes())).unwrap(), line);
    }
}

/// What looks like a label and is none of ours hides nothing.
#[test]
fn planted_labels_hide_nothing() {
    let check = |text: &str, hidden: &str| {
        let output = String::from_utf8(redacted(text.as_bytes())).unwrap();
        assert!(!output.contains(hidden), "{text} became {output}");
    };
    check("password=REDACTED-hunter2secret", "hunter2secret");
    check("password=REDACTED-emailhunter2", "emailhunter2");
    check("password=REDACTED-email-hunter2secret", "hunter2secret");
    check(r#"{"password":"REDACTED-hunter2secret"}"#, "hunter2secret");
    check("REDACTED-mine password=hunter2secret", "hunter2secret");
    check("REDACTED-password=hunter2secret", "hunter2secret");
    check("REDACTED-email.4111111111111111 4111111111111111", " 4111111111111111");
    check("REDACTED-ada@example.com", "ada@example.com");
    check("WITHHELD-ada@example.com", "ada@example.com");
}
