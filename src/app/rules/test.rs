//! `blackbar rules test`.

use super::args::TestOptions;
use super::explain::reason;
use super::print;
use super::view::{Known, all};
use crate::app::{EXIT_FOUND, EXIT_OK};
use crate::detect::{Outcome, Question, RuleIndex, Scanner};
use crate::policy::Policy;
use crate::redact::{Redactor, Scratch};
use crate::rules::examples::{Example, fill};
use crate::rules::{Confidence, Rule};
use crate::settings::{UserRules, read_rules_as};
use crate::span::Span;
use crate::text::Limits;
use std::collections::BTreeSet;

pub(super) fn test(options: &TestOptions) -> Result<u8, String> {
    let mut user = options.rules.read()?;
    let mut asked: Option<BTreeSet<String>> = None;
    if !options.files.is_empty() {
        let files = read_rules_as(&options.files, options.builtin)
            .map_err(|errors| errors.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n"))?;
        asked = Some(files.rules.iter().map(|f| f.rule.id.to_string()).collect());
        // A file may be one of --rules too.
        user.rules.retain(|own| !files.rules.iter().any(|f| f.rule.id == own.rule.id));
        user.rules.extend(files.rules);
    }
    let bench = Bench::new(&user)?;
    let mut lines = Vec::new();
    let (mut rules, mut texts, mut untested) = (0, 0, 0);
    for known in all(&user) {
        if asked.as_ref().is_some_and(|ids| !ids.contains(known.rule.id.as_ref())) {
            continue;
        }
        rules += 1;
        texts += known.examples.len() + known.lookalikes.len();
        untested += usize::from(known.examples.is_empty());
        let place = known.place();
        lines.extend(bench.rule(&known).iter().map(|p| format!("{place}: rule {}: {p}", known.rule.id)));
    }
    let wrong = lines.len();
    let verdict = if wrong == 0 { "all hold".to_owned() } else { format!("{wrong} do not hold") };
    let none = if untested == 0 { String::new() } else { format!(" (rules without examples: {untested})") };
    lines.push(format!("{rules} rules, {texts} examples and look-alikes{none}: {verdict}\n"));
    print(&lines.join("\n"))?;
    Ok(if wrong == 0 { EXIT_OK } else { EXIT_FOUND })
}

/// All rules, ready to be tried.
pub(super) struct Bench {
    redactor: Redactor,
    /// All rules, also those that the default confidence leaves out.
    explainer: Scanner,
}

impl Bench {
    pub(super) fn new(user: &UserRules) -> Result<Self, String> {
        let redactor = Redactor::with_rules(user.builder(), &Policy::default()).map_err(|e| e.to_string())?;
        let explainer = user.builder().minimum(Confidence::Low).build().map_err(|e| e.to_string())?;
        Ok(Self { redactor, explainer })
    }

    /// What a rule does not do that its file says.
    fn rule(&self, known: &Known<'_>) -> Vec<String> {
        let examples = known.examples.iter().copied();
        let (examples, lookalikes) = match fill(&known.rule.id, examples, known.lookalikes.iter().copied()) {
            Ok(texts) => texts,
            Err(text) => {
                let number = known.examples.iter().position(|e| *e == text).map_or(0, |i| i + 1);
                return vec![format!("example {number}: what must be found is not between « and »")];
            }
        };
        let mut wrong = Vec::new();
        for (i, example) in examples.iter().enumerate() {
            let spans = self.found(known.rule, &example.text);
            if !spans.contains(&Span::new(example.start, example.end)) {
                wrong.push(format!(
                    "{}: {}",
                    numbered("example", i, &examples, known),
                    self.why(known.rule, example, &spans)
                ));
            }
        }
        for (i, text) in lookalikes.iter().enumerate() {
            for span in self.found(known.rule, text) {
                wrong.push(format!("look-alike {}: finds bytes {}-{}", i + 1, span.start, span.end));
            }
        }
        wrong
    }

    /// What the rule finds in a text among all others.
    pub(super) fn found(&self, rule: &Rule, text: &str) -> Vec<Span> {
        let mut scratch = Scratch::default();
        self.redactor.text(text.as_bytes(), &mut scratch);
        let scanner = self.redactor.scanner();
        let of_rule = |index: RuleIndex| scanner.rule(index).is_some_and(|r| r.id == rule.id);
        scratch.findings().iter().filter(|m| of_rule(m.rule)).map(|m| m.span).collect()
    }

    /// Why an example is not found as it should be.
    fn why(&self, rule: &Rule, example: &Example, spans: &[Span]) -> String {
        if let Some(span) = spans.first() {
            let Example { start, end, .. } = example;
            return format!("finds bytes {}-{}, not {start}-{end}", span.start, span.end);
        }
        let Some(index) = self.explainer.rules().find(|(_, r)| r.id == rule.id).map(|(index, _)| index)
        else {
            return "not found".to_owned();
        };
        let question = Question::new(Confidence::Medium, &|_, _, _| None).of(index);
        let attempts = self
            .explainer
            .explain(example.text.as_bytes(), &Limits::default(), &question)
            .unwrap_or_default();
        let furthest =
            attempts.iter().map(|a| &a.outcome).max().filter(|o| !matches!(o, Outcome::Found { .. }));
        format!("not found: {}", reason(rule, furthest, Confidence::Medium))
    }
}

/// The number of an example in its file: one with several marks gives several.
fn numbered(what: &str, index: usize, all: &[Example], known: &Known<'_>) -> String {
    if all.len() == known.examples.len() {
        return format!("{what} {}", index + 1);
    }
    let mut marks = 0;
    for (i, text) in known.examples.iter().enumerate() {
        marks += text.matches('«').count();
        if index < marks {
            return format!("{what} {}", i + 1);
        }
    }
    format!("{what} {}", index + 1)
}
