//! Why a rule finds something or does not: the stages of a search, one rule after the other at every place where its
//! match could begin. Slow and for people; it agrees with the search, which a test holds it to.

use super::compiled::Compiled;
use super::confirm::{LAZY_LENGTH, is_short_name, names_value};
use super::context::{Around, Near, spellings};
use super::entropy::entropy;
use super::scanner::{RuleIndex, Scanner};
use super::shapes;
use super::trigger::is_glued;
use crate::rules::{Bound, Confidence, Find, Rule, Start};
use crate::span::Span;
use crate::text::{
    Buffers, Frames, Kind, Limits, Segment, Visitor, Walk, Withhold, traverse, value_after, word_at,
};
use regex_automata::{Anchored, Input};
use std::collections::BTreeSet;
use std::fmt;

/// A place where a match of a rule could begin, and what came of it. It holds no text.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[non_exhaustive]
pub struct Attempt {
    /// The rule.
    pub rule: RuleIndex,
    /// The finding, or what has been recognised of it; bytes of the event.
    pub span: Span,
    /// What came of it.
    pub outcome: Outcome,
}

/// How far an attempt went, from the first stage to the last.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[non_exhaustive]
pub enum Outcome {
    /// The key word is a part of another word.
    NoKey,
    /// No value follows the key word.
    NoValue,
    /// The pattern does not match here.
    Pattern,
    /// Something stands beside the match that makes it a piece of something longer.
    Border {
        /// On the left; else on the right.
        left: bool,
        /// What may not stand there.
        bound: Bound,
    },
    /// A match of a rule with a lazy shape is longer than such matches may be.
    TooLong,
    /// The value does not pass the rule's check.
    Check,
    /// The value is not random enough: it has so many hundredths of a bit for each byte.
    Entropy {
        /// Hundredths of a bit.
        hundredths: u64,
    },
    /// It is a label or a stub of ours.
    Label,
    /// It would count near one of the rule's context words only, and none is there.
    Context,
    /// It is less sure than what is asked for.
    Confidence {
        /// How sure it is.
        confidence: Confidence,
    },
    /// A word near by speaks against it.
    Against {
        /// The word, as the rule has it.
        word: String,
    },
    /// The allow-list lets it through.
    Allowed {
        /// The reason in the list.
        reason: String,
    },
    /// It is a finding.
    Found {
        /// How sure it is.
        confidence: Confidence,
        /// The context word that was near, if it matters.
        word: Option<String>,
    },
}

impl Outcome {
    /// The name of the stage, in output for programs.
    #[must_use]
    pub const fn name(&self) -> &'static str {
        match self {
            Self::NoKey => "no_key",
            Self::NoValue => "no_value",
            Self::Pattern => "pattern",
            Self::Border { .. } => "border",
            Self::TooLong => "too_long",
            Self::Check => "check",
            Self::Entropy { .. } => "entropy",
            Self::Label => "label",
            Self::Context => "context",
            Self::Confidence { .. } => "confidence",
            Self::Against { .. } => "against",
            Self::Allowed { .. } => "allowed",
            Self::Found { .. } => "found",
        }
    }
}

/// Says why a finding may stay, if it may: given the rule, the value and where it stands.
pub type Allowance<'a> = dyn Fn(&Rule, &[u8], &Segment<'_>) -> Option<String> + 'a;

/// What is asked.
#[non_exhaustive]
pub struct Question<'a> {
    /// One rule; all if `None`.
    pub rule: Option<RuleIndex>,
    /// What is less sure is no finding.
    pub minimum: Confidence,
    /// The allow-list.
    pub allowance: &'a Allowance<'a>,
}

impl fmt::Debug for Question<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Question")
            .field("rule", &self.rule)
            .field("minimum", &self.minimum)
            .finish_non_exhaustive()
    }
}

impl<'a> Question<'a> {
    /// About all rules.
    #[must_use]
    pub const fn new(minimum: Confidence, allowance: &'a Allowance<'a>) -> Self {
        Self { rule: None, minimum, allowance }
    }

    /// About one rule.
    #[must_use]
    pub const fn of(mut self, rule: RuleIndex) -> Self {
        self.rule = Some(rule);
        self
    }
}

impl Scanner {
    /// Explains an event: every place where a match of a rule could begin, in order. A rule that is not there has no
    /// such place: none of its literals or keys occurs, and its shape does not.
    ///
    /// A scanner leaves out rules that could never reach its minimum; one for explanations is built with the lowest.
    ///
    /// # Errors
    /// [`Withhold`] when the event exceeds a limit, so that it would not be searched.
    pub fn explain(
        &self,
        event: &[u8],
        limits: &Limits,
        question: &Question<'_>,
    ) -> Result<Vec<Attempt>, Withhold> {
        let mut explain = Explain { scanner: self, question, attempts: BTreeSet::new() };
        traverse(event, 0, limits, &mut Buffers::default(), &mut explain)?;
        let all: Vec<Attempt> = explain.attempts.into_iter().collect();
        let reached: Vec<(RuleIndex, Span, bool)> = all
            .iter()
            .filter(|a| matches!(a.outcome, Outcome::Found { .. } | Outcome::Allowed { .. }))
            .map(|a| (a.rule, a.span, matches!(a.outcome, Outcome::Found { .. })))
            .collect();
        // Text is looked at more than once, with its escapes and without, and what lies within a finding of the same
        // rule is none of its own.
        let within = |a: &Attempt| {
            let found = matches!(a.outcome, Outcome::Found { .. });
            reached.iter().any(|(rule, span, other)| {
                let touches = span.start < a.span.end && a.span.start < span.end;
                let inside = *span != a.span && span.contains(a.span) && (*other || !found);
                let lesser = !found && !matches!(a.outcome, Outcome::Allowed { .. });
                *rule == a.rule && (inside || lesser && touches)
            })
        };
        Ok(all.iter().filter(|a| !within(a)).cloned().collect())
    }
}

struct Explain<'a> {
    scanner: &'a Scanner,
    question: &'a Question<'a>,
    attempts: BTreeSet<Attempt>,
}

impl Visitor for Explain<'_> {
    fn enter(&mut self, _: &[u8], _: &[u8], _: &[u8]) -> (bool, Option<bool>) {
        (true, None)
    }

    fn next_hit(&self, _: usize) -> Option<usize> {
        Some(0)
    }

    fn segment(&mut self, segment: &Segment<'_>, frames: &Frames) {
        for (index, compiled) in (0..).map(RuleIndex).zip(self.scanner.rules.iter()) {
            if self.question.rule.is_none_or(|rule| rule == index) {
                let mut note = |span: Span, outcome: Outcome| {
                    let span = frames.document(span.shifted(segment.span.start));
                    self.attempts.insert(Attempt { rule: index, span, outcome });
                };
                let stages = Stages { scanner: self.scanner, question: self.question, compiled, segment };
                stages.all(&mut note);
            }
        }
    }

    fn table_end(&mut self, _: &[u8], _: &Walk, _: &Frames) {}

    fn leave(&mut self) {}
}

/// One rule in one segment. Spans are of the segment's text.
struct Stages<'a> {
    scanner: &'a Scanner,
    question: &'a Question<'a>,
    compiled: &'a Compiled,
    segment: &'a Segment<'a>,
}

impl Stages<'_> {
    fn all(&self, note: &mut dyn FnMut(Span, Outcome)) {
        let text = self.segment.text();
        match &self.compiled.rule.find {
            Find::Pattern { start: Start::Literals { words, offset }, ignore_case, .. } => {
                for word in words.iter().map(|w| w.as_bytes()) {
                    for at in occurrences(text, word, *ignore_case) {
                        if let Some(start) = at.checked_sub(*offset) {
                            let (span, outcome) = self.pattern(start, at + word.len());
                            note(span, outcome);
                        }
                    }
                }
            }
            Find::Pattern { start: Start::Shape(shape), .. } => {
                for at in (0..text.len()).filter(|at| shapes::is_start(*shape, text, *at)) {
                    let (span, outcome) = self.pattern(at, at + 1);
                    note(span, outcome);
                }
            }
            Find::Pair { keys, .. } => {
                for key in keys.iter() {
                    let glued = is_glued(key);
                    for word in spellings(key) {
                        self.pair(&word, glued, note);
                    }
                }
            }
        }
    }

    /// The stages of a pattern rule at `at`; `known` is the end of what points there.
    fn pattern(&self, at: usize, known: usize) -> (Span, Outcome) {
        let text = self.segment.text();
        let here = Span::new(at, known.max(at));
        let Find::Pattern { capture, left, right, .. } = &self.compiled.rule.find else {
            return (here, Outcome::Pattern);
        };
        let Some(regex) = self.compiled.regex() else { return (here, Outcome::Pattern) };
        let mut groups = regex.create_captures();
        regex.search_captures(&Input::new(text).range(at..).anchored(Anchored::Yes), &mut groups);
        let span = |group: usize| groups.get_group(group).map(|g| Span::new(g.start, g.end));
        let (Some(whole), Some(found)) = (span(0), span(*capture)) else { return (here, Outcome::Pattern) };
        let outcome = if found.is_empty() {
            Outcome::Pattern
        } else if !left.allows_before(text, at) {
            Outcome::Border { left: true, bound: *left }
        } else if !right.allows_after(text, whole.end) {
            Outcome::Border { left: false, bound: *right }
        } else if self.compiled.lazy_shape().is_some() && whole.len() > LAZY_LENGTH {
            Outcome::TooLong
        } else if self.scanner.in_label(self.segment.unit, self.segment.span.start + at) {
            Outcome::Label
        } else {
            self.value(found)
        };
        (if outcome == Outcome::Pattern { here } else { found }, outcome)
    }

    /// The stages of a pair rule with one spelling of a key word.
    fn pair(&self, word: &[u8], glued: bool, note: &mut dyn FnMut(Span, Outcome)) {
        let text = self.segment.text();
        if matches!(self.segment.kind, Kind::Text | Kind::String) {
            for at in occurrences(text, word, true) {
                let word = Span::new(at, at + word.len());
                let (span, outcome) = if !word_at(text, word, glued) {
                    (word, Outcome::NoKey)
                } else if self.scanner.in_label(text, at) {
                    (word, Outcome::Label)
                } else {
                    match value_after(text, word) {
                        None => (word, Outcome::NoValue),
                        Some(value) => (value, self.whole(value)),
                    }
                };
                note(span, outcome);
            }
        }
        if self.segment.kind != Kind::Key {
            let key = self.segment.key;
            if is_short_name(key, word) {
                let value = Span::new(0, text.len());
                note(value, self.whole(value));
            }
            for at in occurrences(key, word, true) {
                let word = Span::new(at, at + word.len());
                if word_at(key, word, glued) && names_value(self.scanner, key, word) {
                    let value = Span::new(0, text.len());
                    note(value, self.whole(value));
                }
            }
        }
    }

    /// The value of a key, all of which the pattern must match.
    fn whole(&self, value: Span) -> Outcome {
        let bytes = value.of(self.segment.text());
        let matches = self
            .compiled
            .regex()
            .is_some_and(|regex| regex.is_match(Input::new(bytes).anchored(Anchored::Yes)));
        if matches { self.value(value) } else { Outcome::Pattern }
    }

    /// The stages that look at the value and at what stands around it.
    fn value(&self, found: Span) -> Outcome {
        let value = found.of(self.segment.text());
        let span = found.shifted(self.segment.span.start);
        let rule: &Rule = &self.compiled.rule;
        if self.compiled.check.is_some_and(|check| !check(value)) {
            return Outcome::Check;
        }
        if let Some(least) = rule.entropy {
            let bits = entropy(value);
            if bits <= least {
                return Outcome::Entropy { hundredths: hundredths(bits) };
            }
        }
        if self.scanner.is_dealt_with(self.segment.unit, span) {
            return Outcome::Label;
        }
        let in_label = |text: &[u8], at: usize| self.scanner.in_label(text, at);
        let (kernel, around) = (self.scanner.trigger.kernel(), Around::new(self.segment, span));
        let word_of = |words: &Near| {
            let word = words.find(kernel, self.segment, around, in_label)?;
            Some(String::from_utf8_lossy(word).into_owned())
        };
        let word = rule.with_context.and_then(|_| word_of(&self.compiled.context));
        let confidence = match rule.with_context {
            Some(raised) if word.is_some() => raised,
            _ => rule.confidence,
        };
        if confidence < self.question.minimum {
            let reachable = rule.with_context.is_some_and(|raised| raised >= self.question.minimum);
            return if reachable && word.is_none() {
                Outcome::Context
            } else {
                Outcome::Confidence { confidence }
            };
        }
        if let Some(word) = word_of(&self.compiled.against) {
            return Outcome::Against { word };
        }
        match (self.question.allowance)(rule, value, self.segment) {
            Some(reason) => Outcome::Allowed { reason },
            None => Outcome::Found { confidence, word },
        }
    }
}

/// At most 800, since no text has more than 8 bits for each byte.
fn hundredths(bits: f64) -> u64 {
    (0..800).take_while(|n| f64::from(*n) / 100.0 <= bits).count().saturating_sub(1) as u64
}

fn occurrences(text: &[u8], word: &[u8], ignore_case: bool) -> Vec<usize> {
    let same = |w: &[u8]| if ignore_case { w.eq_ignore_ascii_case(word) } else { w == word };
    text.windows(word.len().max(1)).enumerate().filter(|(_, w)| same(w)).map(|(at, _)| at).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::detect::Builder;

    fn outcomes(scanner: &Scanner, rule: &str, text: &str) -> Vec<&'static str> {
        let index = scanner.rules().find(|(_, r)| r.id == rule).unwrap().0;
        let question = Question::new(Confidence::Medium, &|_, value, _| {
            (value == b"ada@example.org").then(|| "a reason".to_owned())
        })
        .of(index);
        let all = scanner.explain(text.as_bytes(), &Limits::default(), &question).unwrap();
        all.iter().map(|a| a.outcome.name()).collect()
    }

    #[test]
    fn each_stage_has_its_name() {
        let scanner = Builder::default().minimum(Confidence::Low).build().unwrap();
        let token = format!("ghp_{}", "aB3xK9mQ2vL7wR5tZ8yN4cJ6hG1dF0sP3bVu");
        for (rule, text, expected) in [
            ("github-pat-classic", format!("x {token} y"), vec!["found"]),
            ("github-pat-classic", "ghp_short".to_owned(), vec!["pattern"]),
            ("github-pat-classic", format!("x{token}"), vec!["border"]),
            ("github-pat-classic", "nothing".to_owned(), vec![]),
            ("github-pat-classic", format!("{{\"a\":\"{token}\"}}"), vec!["found"]),
            ("email-address", "to ada@example.org and bob@example.org".to_owned(), vec!["allowed", "found"]),
            ("email-address", "REDACTED-email".to_owned(), vec![]),
        ] {
            assert_eq!(outcomes(&scanner, rule, &text), expected, "{rule}: {text}");
        }
    }

    #[test]
    fn bits_are_shown_in_hundredths() {
        for (bits, shown) in [(0.0, 0), (2.0, 200), (3.999, 399), (8.0, 799)] {
            assert_eq!(hundredths(bits), shown, "{bits}");
        }
    }
}
