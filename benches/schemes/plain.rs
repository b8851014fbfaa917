//! A rule as a regular expression over a line, with what bounds, check and context ask of a match.

use blackbar::detect::{CHECKS, Check};
use blackbar::rules::{Bound, CONTEXT_AFTER, CONTEXT_BEFORE, Confidence, Find, Rule, Start};
use blackbar::{Redactor, Span};
use regex::bytes::{Regex, RegexBuilder};

/// A rule for engines that know regular expressions only.
///
/// It is blackbar's rule but for this: it takes lines for text, not for JSON, so that the keys of objects are no context
/// and nothing is unescaped, and of a `key=value` it knows the most frequent notations only.
pub(crate) struct Plain {
    /// The pattern of the match; of a pair with the key and what stands between.
    pub(crate) pattern: String,
    pub(crate) ignore_case: bool,
    /// Words of which one stands in every line with a finding, in lower case; empty for a shape.
    pub(crate) words: Vec<String>,
    /// Whether each of the words begins a word of the text.
    pub(crate) at_border: bool,
    /// Whether it counts near a context word only.
    pub(crate) needs_context: bool,
    regex: Regex,
    /// Of a pair: what the value must match as a whole.
    value: Option<Regex>,
    capture: usize,
    left: Bound,
    right: Bound,
    check: Option<Check>,
    context: Vec<String>,
    against: Vec<String>,
}

/// The rules that a redactor runs.
pub(crate) fn rules(redactor: &Redactor) -> Vec<Plain> {
    redactor.scanner().rules().map(|(_, rule)| Plain::new(rule, redactor.scanner().minimum())).collect()
}

/// Builds a regular expression over bytes as the scanner does.
pub(crate) fn compile(pattern: &str, ignore_case: bool) -> Regex {
    RegexBuilder::new(pattern)
        .unicode(false)
        .case_insensitive(ignore_case)
        .size_limit(256 << 20)
        .build()
        .unwrap_or_else(|e| panic!("{pattern}: {e}"))
}

impl Plain {
    fn new(rule: &Rule, minimum: Confidence) -> Self {
        let needs_context = rule.confidence < minimum;
        let context: Vec<String> = rule.context.iter().flat_map(|w| spellings(w)).collect();
        let check = rule.check.as_ref().map(|name| CHECKS.iter().find(|(n, _)| n == name).unwrap().1);
        let against = rule.against.iter().flat_map(|w| spellings(w)).collect();
        match &rule.find {
            Find::Pattern { start, pattern, ignore_case, capture, left, right, .. } => {
                let (words, at_border) = match start {
                    Start::Literals { words, .. } => {
                        (words.iter().map(|w| w.to_ascii_lowercase()).collect(), false)
                    }
                    Start::Shape(_) if needs_context => (context.clone(), true),
                    Start::Shape(_) => (Vec::new(), false),
                };
                Self {
                    regex: compile(pattern, *ignore_case),
                    pattern: pattern.clone().into_owned(),
                    ignore_case: *ignore_case,
                    words,
                    at_border,
                    needs_context,
                    value: None,
                    capture: *capture,
                    left: *left,
                    right: *right,
                    check,
                    context,
                    against,
                }
            }
            Find::Pair { keys, pattern } => {
                let words: Vec<String> = keys.iter().flat_map(|k| spellings(k)).collect();
                let names: Vec<String> = keys.iter().map(|k| escape(k).replace('_', "[_. -]?")).collect();
                let whole = format!(
                    r#"(?:{})["'\\]{{0,2}}[ \t]{{0,2}}(?:[:=]|=>)[ \t]{{0,2}}(?:\\?"([^"\\\r\n]{{1,500}})|'([^'\r\n]{{1,500}})|([^\s"',;&<>\\]{{1,500}}))"#,
                    names.join("|")
                );
                Self {
                    regex: compile(&whole, true),
                    pattern: whole,
                    ignore_case: true,
                    words,
                    at_border: false,
                    needs_context,
                    value: Some(compile(&format!(r"\A(?:{pattern})\z"), false)),
                    capture: 0,
                    left: Bound::Alnum,
                    right: Bound::None,
                    check,
                    context,
                    against,
                }
            }
        }
    }

    /// Whether a finder of a shape must look for it, since no word leads to it.
    pub(crate) fn is_shape(&self) -> bool {
        self.words.is_empty()
    }

    /// The number of findings in a line.
    pub(crate) fn count(&self, line: &[u8]) -> u64 {
        let mut found = 0;
        if self.capture == 0 && self.value.is_none() {
            for m in self.regex.find_iter(line) {
                found += u64::from(self.accepts(
                    line,
                    Span::new(m.start(), m.end()),
                    Span::new(m.start(), m.end()),
                ));
            }
            return found;
        }
        for groups in self.regex.captures_iter(line) {
            let whole = groups.get(0).unwrap();
            let inner = match &self.value {
                None => groups.get(self.capture),
                Some(_) => (1..=3).find_map(|i| groups.get(i)),
            };
            let Some(inner) = inner else { continue };
            if self.value.as_ref().is_none_or(|v| v.is_match(inner.as_bytes())) {
                let whole = Span::new(whole.start(), whole.end());
                found += u64::from(self.accepts(line, whole, Span::new(inner.start(), inner.end())));
            }
        }
        found
    }

    /// The value in the match `whole` of `text`.
    pub(crate) fn value_at(&self, text: &[u8], whole: Span) -> Span {
        if self.capture == 0 {
            return whole;
        }
        let groups = self.regex.captures_at(text, whole.start);
        let value = groups.and_then(|groups| groups.get(self.capture).map(|m| Span::new(m.start(), m.end())));
        value.unwrap_or(whole)
    }

    /// Whether bounds, check and the words near by let a match be a finding.
    pub(crate) fn accepts(&self, line: &[u8], whole: Span, value: Span) -> bool {
        self.left.allows_before(line, whole.start)
            && self.right.allows_after(line, whole.end)
            && self.check.is_none_or(|check| check(&line[value.start..value.end]))
            && (!self.needs_context || near(&self.context, line, value))
            && !near(&self.against, line, value)
    }
}

/// A word and its spellings.
fn spellings(word: &str) -> Vec<String> {
    if !word.contains('_') {
        return vec![word.to_owned()];
    }
    ["_", "-", ".", " ", ""].iter().map(|joint| word.replace('_', joint)).collect()
}

/// A word as a pattern.
pub(crate) fn escape(word: &str) -> String {
    regex::escape(word)
}

fn near(words: &[String], line: &[u8], found: Span) -> bool {
    if words.is_empty() {
        return false;
    }
    let before = found.start.saturating_sub(CONTEXT_BEFORE)..found.start;
    let after = found.end..(found.end + CONTEXT_AFTER).min(line.len());
    [before, after].into_iter().any(|window| {
        let window = &line[window];
        words.iter().any(|word| {
            window.windows(word.len()).enumerate().any(|(at, w)| {
                let beside = |at: Option<usize>| {
                    at.and_then(|at| window.get(at)).is_some_and(u8::is_ascii_alphanumeric)
                };
                w.eq_ignore_ascii_case(word.as_bytes())
                    && !beside(at.checked_sub(1))
                    && !beside(Some(at + word.len()))
            })
        })
    })
}
