//! Stocks of rules of a given size: built-in ones first, rules of made-up vendors above.

use super::random::Random;
use blackbar::rules::{Bound, Confidence, Find, Head, Inner, Rule, Start, Within, builtin};
use blackbar::{Builder, Policy, Redactor, Scratch};
use std::borrow::Cow;
use std::collections::BTreeSet;

/// Sizes of the curve.
pub(crate) const SIZES: [usize; 6] = [50, 100, 250, 500, 1000, 2000];

/// A redactor with `size` rules. Those that find something in `texts` come first, so that there is the same to find
/// whatever the size; then the other built-in ones, shuffled, so that all kinds come early; then made-up ones.
pub(crate) fn redactor(size: usize, texts: &[&[u8]]) -> Redactor {
    let policy = Policy::default();
    let mut order = builtin_order(texts);
    order.truncate(size);
    let synthetic = size - order.len();
    let wanted: BTreeSet<&str> = order.into_iter().collect();
    let mut builder = Builder::default().retain(|rule| wanted.contains(rule.id.as_ref()));
    for rule in vendors(synthetic) {
        builder = builder.rule(rule);
    }
    let redactor = Redactor::with_rules(builder, &policy).unwrap();
    assert_eq!(redactor.scanner().rules().count(), size, "rules that the policy leaves out do not count");
    redactor
}

/// A redactor with the built-in rules that need no word near by.
pub(crate) fn without_context() -> Redactor {
    let policy = Policy::default();
    let builder = Builder::default().retain(|rule| rule.confidence >= policy.minimum);
    Redactor::with_rules(builder, &policy).unwrap()
}

/// The ids of the built-in rules that run under the default policy, in the order in which they join.
fn builtin_order(texts: &[&[u8]]) -> Vec<&'static str> {
    let redactor = Redactor::builtin().unwrap();
    let runs: BTreeSet<&str> = redactor.scanner().rules().map(|(_, rule)| rule.id.as_ref()).collect();
    let mut finds = BTreeSet::new();
    let mut scratch = Scratch::default();
    for line in texts.iter().flat_map(|text| text.split(|b| *b == b'\n')) {
        redactor.text(line, &mut scratch);
        for found in scratch.findings() {
            finds.insert(redactor.scanner().rule(found.rule).unwrap().id.as_ref());
        }
    }
    let mut r = Random::new(3);
    let mut order: Vec<(bool, u64, &str)> = builtin()
        .iter()
        .map(|rule| rule.id.as_ref())
        .filter(|id| runs.contains(id))
        .map(|id| (!finds.contains(id), r.draw(), id))
        .collect();
    order.sort_unstable();
    order.into_iter().map(|(_, _, id)| id).collect()
}

/// Rules of vendors that do not exist: a prefix of four to eight letters and `_`, then 20 to 40 bytes of a token.
pub(crate) fn vendors(count: usize) -> Vec<Rule> {
    let mut r = Random::new(4);
    let mut prefixes = BTreeSet::new();
    std::iter::repeat_with(|| {
        let len = usize::try_from(r.within(4, 8)).unwrap();
        r.string("abcdefghijklmnopqrstuvwxyz", len) + "_"
    })
    .filter(|prefix| prefixes.insert(prefix.clone()))
    .take(count)
    .enumerate()
    .map(|(i, prefix)| Rule {
        id: format!("made-up-{i}").into(),
        class: "made_up_token".into(),
        summary: "Token of a vendor that does not exist".into(),
        source: "".into(),
        confidence: Confidence::High,
        with_context: None,
        context: Cow::default(),
        against: Cow::default(),
        check: None,
        entropy: None,
        find: Find::Pattern {
            solid: prefix.len() + 20,
            digits: 0,
            inner: Inner::new(Cow::Owned(prefix.as_bytes().to_vec()), Inner::ANY),
            signs: Cow::Borrowed(b""),
            longest: 0,
            head: Head::UNKNOWN,
            pattern: format!("{prefix}[A-Za-z0-9_-]{{20,40}}").into(),
            start: Start::Literals { words: vec![prefix.into()].into(), offset: 0 },
            ignore_case: false,
            capture: 0,
            within: Within::UNKNOWN,
            left: Bound::Alnum,
            right: Bound::Token,
        },
    })
    .collect()
}
