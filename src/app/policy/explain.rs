//! `blackbar policy explain`.

use super::say;
use crate::app::args::CommonOptions;
use crate::app::{EXIT_ERROR, EXIT_OK, console};
use crate::policy::{ChosenBy, Clause, Contract, Operator, Policy};
use crate::redact::{FieldReason, Scratch, Verdict};
use crate::rules::Rule;
use std::fmt::Write as _;
use std::io::Read;

pub(super) fn explain(event: &str, common: &CommonOptions) -> Result<u8, String> {
    let (engine, force) = common.engine(None)?;
    let policy = &force.policy;
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
    for hit in scratch.fields() {
        let Some(operator) = redactor.operator_at(hit) else { continue };
        let contract = scratch.clauses().and_then(|(place, _)| policy.contracts.get(place));
        let _ok = writeln!(
            text,
            "bytes {}-{}: {}: `{}`",
            hit.span.start,
            hit.span.end,
            field(hit.reason, policy, contract),
            operator.name()
        );
    }
    if let Some((place, clauses)) = scratch.clauses() {
        let id = policy.contracts.get(place).map_or("", |c| c.id.as_str());
        let counts: Vec<String> = clauses
            .filter(|(clause, _)| *clause != Clause::Events)
            .map(|(clause, n)| format!("{n} {}", clause.name()))
            .collect();
        let counts = if counts.is_empty() { "kept".to_owned() } else { counts.join(", ") };
        let _ok = writeln!(text, "contract `{id}`: {counts}");
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

/// Why a field is replaced. Paths are those of the policy; no name of the event is in it.
fn field(reason: FieldReason, policy: &Policy, contract: Option<&Contract>) -> String {
    let of_contract = |place: usize| {
        let field = contract.and_then(|c| c.fields.get(place));
        field.map_or_else(String::new, |f| format!("`{}`", f.path.as_str()))
    };
    match reason {
        FieldReason::Path(place) => {
            let path = policy.by_path.get(place).map_or("", |p| p.path.as_str());
            format!("the field `{path}`, chosen for the path")
        }
        FieldReason::Field(place) => format!("the field {}, as its contract says", of_contract(place)),
        FieldReason::Forbidden(place) => {
            format!("the field {}, which its contract forbids", of_contract(place))
        }
        FieldReason::Changed(place) => {
            format!("the field {}, which is of another type than agreed", of_contract(place))
        }
        FieldReason::Unknown => "a field that the contract does not name".to_owned(),
        FieldReason::Incident => "a value, since all are replaced in this mode".to_owned(),
    }
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
