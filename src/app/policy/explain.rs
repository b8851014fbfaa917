//! `blackbar policy explain`.

use super::say;
use crate::app::args::CommonOptions;
use crate::app::{EXIT_ERROR, EXIT_OK, console};
use crate::policy::{ChosenBy, Operator};
use crate::redact::{Scratch, Verdict};
use crate::rules::Rule;
use std::fmt::Write as _;
use std::io::Read;

pub(super) fn explain(event: &str, common: &CommonOptions) -> Result<u8, String> {
    let (engine, policy) = common.engine_and_policy(None)?;
    let redactor = engine.redactor();
    let event = if event == "-" {
        let mut event = Vec::new();
        std::io::stdin().read_to_end(&mut event).map_err(|e| format!("standard input: {e}"))?;
        event
    } else {
        event.as_bytes().to_vec()
    };
    let mut scratch = Scratch::default();
    let redacted = redactor.redact(&event, &mut scratch).into_owned();
    let verdict = redactor.text(&event, &mut scratch);
    let mut text = String::new();
    for found in scratch.findings() {
        let Some(rule) = redactor.scanner().rule(found.rule) else { continue };
        let (operator, by) = policy.choice(rule);
        // Writing to a string does not fail.
        let _ok = writeln!(
            text,
            "bytes {}-{}: {} by the rule `{}`, confidence {}: `{}`, {}",
            found.span.start,
            found.span.end,
            rule.class,
            rule.id,
            found.confidence.name(),
            operator.name(),
            because(by, operator, rule)
        );
    }
    for found in scratch.allowed() {
        let Some(rule) = redactor.scanner().rule(found.rule) else { continue };
        let _ok = writeln!(
            text,
            "bytes {}-{}: {} by the rule `{}`, confidence {}: stays, the allow-list lets it through",
            found.span.start,
            found.span.end,
            rule.class,
            rule.id,
            found.confidence.name()
        );
    }
    if text.is_empty() && verdict == Verdict::Clean {
        text.push_str("nothing is found\n");
    }
    say(&text)?;
    if let Verdict::Withheld(reason) = verdict {
        console::error(&format!(
            "the event cannot be searched to its end and is withheld: {}",
            reason.name()
        ));
        return Ok(EXIT_ERROR);
    }
    say(&format!("becomes: {}\n", String::from_utf8_lossy(&redacted).trim_end_matches('\n')))?;
    Ok(EXIT_OK)
}

fn because(by: ChosenBy, operator: &Operator, rule: &Rule) -> String {
    match by {
        ChosenBy::Rule if *operator == Operator::Keep && rule.id == "ipv4-private" => {
            "chosen for the rule, as the default policy does".to_owned()
        }
        ChosenBy::Rule => "chosen for the rule".to_owned(),
        ChosenBy::Class => "chosen for the class".to_owned(),
        ChosenBy::Personal => "the default for personal data where there are keys".to_owned(),
        ChosenBy::Default => "the default".to_owned(),
    }
}
