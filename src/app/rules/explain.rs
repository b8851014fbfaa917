//! `blackbar rules explain`.

use super::args::{ExplainOptions, Format};
use super::view::{all, no_rule};
use super::{print, print_json, table};
use crate::app::EXIT_OK;
use crate::codec::{Caps, RecordKind, Separator, Splitter};
use crate::detect::{Attempt, Outcome, Question, Scanner};
use crate::policy::Policy;
use crate::rules::{Confidence, Find, Rule, Start};
use crate::text::{Limits, Segment, Withhold};
use serde::Serialize;
use std::borrow::Cow;
use std::io::Read;

/// What is shown of one attempt.
#[derive(Serialize)]
struct Row<'r> {
    rule: &'r str,
    class: &'r str,
    /// `found`, or the stage at which it ended.
    stage: &'static str,
    found: bool,
    reason: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    start: Option<usize>,
    #[serde(skip_serializing_if = "Option::is_none")]
    end: Option<usize>,
    #[serde(skip_serializing_if = "Option::is_none")]
    confidence: Option<&'static str>,
    #[serde(skip)]
    text: String,
}

pub(super) fn explain(options: &ExplainOptions) -> Result<u8, String> {
    let (user, force) = options.settings.read()?;
    let mut policy = force.policy;
    if let Some(minimum) = options.min_confidence {
        policy.minimum = minimum.into();
    }
    let text = read(&options.text)?;
    let scanner = user.builder().minimum(Confidence::Low).build().map_err(|e| e.to_string())?;
    let allowance = |rule: &Rule, value: &[u8], segment: &Segment<'_>| {
        policy.allow.admits(rule, value, segment).map(|entry| entry.reason().to_owned())
    };
    let question = Question::new(policy.minimum, &allowance);
    let ask = |question: &Question<'_>| ask(&scanner, &text, &policy.limits, question);
    let mut rows = Vec::new();
    if options.rule.is_empty() {
        let attempts = ask(&question)?;
        rows.extend(
            attempts.iter().filter(|a| is_near(&scanner, a)).filter_map(|a| row(&scanner, a, &text, &policy)),
        );
    }
    for id in &options.rule {
        let Some((index, rule)) = scanner.rules().find(|(_, rule)| *rule.id == **id) else {
            return Err(no_rule(id, &all(&user)));
        };
        let one = Question::new(policy.minimum, &allowance).of(index);
        let attempts = ask(&one)?;
        if attempts.is_empty() {
            rows.push(Row {
                rule: &rule.id,
                class: &rule.class,
                stage: "start",
                found: false,
                reason: reason(rule, None, policy.minimum),
                start: None,
                end: None,
                confidence: None,
                text: String::new(),
            });
        }
        rows.extend(attempts.iter().filter_map(|a| row(&scanner, a, &text, &policy)));
    }
    rows.sort_by_key(|r| (!r.found, r.start, r.end));
    match options.format {
        Format::Json => print_json(&rows)?,
        Format::Table if rows.is_empty() => {
            print("no literal, shape or key of a rule occurs in the text; --rule ID explains one rule\n")?;
        }
        Format::Table => {
            let cells: Vec<[String; 5]> = rows
                .iter()
                .map(|r| {
                    let bytes = r.start.zip(r.end).map_or_else(String::new, |(s, e)| format!("{s}-{e}"));
                    let result = if r.found { "found" } else { "no" };
                    [result.to_owned(), r.rule.to_owned(), bytes, r.text.clone(), r.reason.clone()]
                })
                .collect();
            print(&table(["RESULT", "RULE", "BYTES", "TEXT (masked)", "WHY"], &cells))?;
        }
    }
    Ok(EXIT_OK)
}

/// The text to explain.
fn read(text: &str) -> Result<Vec<u8>, String> {
    if text != "-" {
        return Ok(text.as_bytes().to_vec());
    }
    let mut bytes = Vec::new();
    std::io::stdin().lock().read_to_end(&mut bytes).map_err(|e| format!("standard input: {e}"))?;
    Ok(bytes)
}

/// Explains each record of a text, as the search takes them: lines, JSON texts over several lines, keys. Places are of
/// the whole text.
fn ask(
    scanner: &Scanner,
    text: &[u8],
    limits: &Limits,
    question: &Question<'_>,
) -> Result<Vec<Attempt>, String> {
    let caps = Caps { line_bytes: limits.event_bytes, json_depth: limits.json_depth, ..Caps::default() };
    let mut splitter = Splitter::new(Separator::Line, &caps);
    splitter.buffer().extend_from_slice(text);
    let (mut all, mut base) = (Vec::new(), 0);
    while let Some(block) = splitter.next_block(true) {
        for record in &block.records {
            let withheld = |reason: &str| format!("the text would be withheld: {reason}");
            if record.kind != RecordKind::Text {
                return Err(withheld(Withhold::EventTooLarge.name()));
            }
            let event = record.span.of(&block.bytes);
            let attempts = scanner.explain(event, limits, question).map_err(|e| withheld(e.name()))?;
            all.extend(attempts.into_iter().map(|mut attempt| {
                attempt.span = attempt.span.shifted(base + record.span.start);
                attempt
            }));
        }
        base += block.bytes.len();
    }
    Ok(all)
}

fn row<'s>(scanner: &'s Scanner, attempt: &Attempt, text: &[u8], policy: &Policy) -> Option<Row<'s>> {
    let rule = scanner.rule(attempt.rule)?;
    let off = !policy.runs(rule);
    let found = matches!(attempt.outcome, Outcome::Found { .. }) && !off;
    let confidence = match attempt.outcome {
        Outcome::Found { confidence, .. } | Outcome::Confidence { confidence } => Some(confidence.name()),
        _ => None,
    };
    Some(Row {
        rule: &rule.id,
        class: &rule.class,
        stage: if off { "policy" } else { attempt.outcome.name() },
        found,
        reason: if off {
            "the policy does not run this rule".to_owned()
        } else {
            reason(rule, Some(&attempt.outcome), policy.minimum)
        },
        start: Some(attempt.span.start),
        end: Some(attempt.span.end),
        confidence,
        text: masked(rule, attempt.span.of(text)),
    })
}

/// Whether an attempt says something to people who did not ask for its rule.
fn is_near(scanner: &Scanner, attempt: &Attempt) -> bool {
    let lazy = scanner.rule(attempt.rule).is_some_and(|rule| match &rule.find {
        Find::Pattern { start: Start::Shape(shape), .. } => shape.is_lazy(),
        _ => false,
    });
    match attempt.outcome {
        Outcome::NoKey => false,
        Outcome::Pattern
        | Outcome::Border { .. }
        | Outcome::TooLong
        | Outcome::Check
        | Outcome::Entropy { .. } => {
            // A lazy shape stands in all text.
            !lazy
        }
        _ => true,
    }
}

/// What of the text is the rule's own, and asterisks for the rest.
fn masked(rule: &Rule, text: &[u8]) -> String {
    let own = match &rule.find {
        Find::Pattern { start: Start::Literals { words, offset: 0 }, .. } => words
            .iter()
            .filter(|w| text.get(..w.len()).is_some_and(|t| t.eq_ignore_ascii_case(w.as_bytes())))
            .max_by_key(|w| w.len())
            .map_or("", |w| w.as_ref()),
        _ => "",
    };
    if own.len() == text.len() { own.to_owned() } else { format!("{own}****") }
}

/// The outcome in words; `None` if the rule had no place to begin.
pub(super) fn reason(rule: &Rule, outcome: Option<&Outcome>, minimum: Confidence) -> String {
    let Some(outcome) = outcome else {
        return match &rule.find {
            Find::Pattern { start: Start::Literals { words, .. }, .. } => {
                format!("none of its literals occurs: {}", some(words))
            }
            Find::Pattern { start: Start::Shape(shape), .. } => {
                format!("its shape `{}` does not occur", shape.name())
            }
            Find::Pair { keys, .. } => format!("none of its keys occurs: {}", some(keys)),
        };
    };
    match outcome {
        Outcome::NoKey => "the key word is a part of another word".to_owned(),
        Outcome::NoValue => "no value follows the key".to_owned(),
        Outcome::Pattern => match &rule.find {
            Find::Pair { .. } => format!("the value does not match the pattern {}", rule_pattern(rule)),
            Find::Pattern { .. } => format!("the pattern does not match here: {}", rule_pattern(rule)),
        },
        Outcome::Border { left, bound } => {
            let side = if *left { "left" } else { "right" };
            format!("what stands on its {side} belongs to it (bound `{}`)", bound.name())
        }
        Outcome::TooLong => "the match is longer than those of lazy shapes may be".to_owned(),
        Outcome::Check => {
            format!("the check `{}` refuses the value", rule.check.as_deref().unwrap_or_default())
        }
        Outcome::Entropy { hundredths } => format!(
            "{}.{:02} bits of entropy for each byte, and it takes more than {}",
            hundredths / 100,
            hundredths % 100,
            rule.entropy.unwrap_or_default()
        ),
        Outcome::Label => "it is a label of this program".to_owned(),
        Outcome::Context => format!(
            "confidence {} is below {minimum}; near one of these words it would be {}: {}",
            rule.confidence,
            rule.with_context.unwrap_or(rule.confidence),
            some(&rule.context)
        ),
        Outcome::Confidence { confidence } => format!("confidence {confidence} is below {minimum}"),
        Outcome::Against { word } => format!("the word `{word}` near it speaks against it"),
        Outcome::Allowed { reason } => format!("the allow-list lets it through: {reason}"),
        Outcome::Found { confidence, word: Some(word) } => format!("confidence {confidence}, near `{word}`"),
        Outcome::Found { confidence, word: None } => format!("confidence {confidence}"),
    }
}

/// The pattern, the first of it if it is long; `rules show` has all.
fn rule_pattern(rule: &Rule) -> String {
    const MOST: usize = 60;
    let (Find::Pattern { pattern, .. } | Find::Pair { pattern, .. }) = &rule.find;
    let cut: String = pattern.chars().take(MOST).collect();
    if cut.len() == pattern.len() { cut } else { cut + "..." }
}

/// Words, the first of them if they are many.
fn some(words: &[Cow<'static, str>]) -> String {
    const MOST: usize = 8;
    let first = words.iter().take(MOST).map(AsRef::as_ref).collect::<Vec<_>>().join(", ");
    match words.len().checked_sub(MOST).filter(|n| *n > 0) {
        Some(more) => format!("{first} and {more} more"),
        None => first,
    }
}
