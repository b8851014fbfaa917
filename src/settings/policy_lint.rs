//! What in a policy file has no effect, or another one than it seems.

use super::allow_file::Known;
use super::policy_file::{Choice, File, Made};
use crate::policy::{Operator, Policy};
use crate::rules::{Confidence, Rule};
use std::collections::BTreeMap;

/// The lints: name, and what each is about.
pub const POLICY_LINTS: [(&str, &str); 6] = [
    ("expired", "an entry of the allow-list has ended and does not count"),
    ("named-twice", "a rule or class has two operators, and the last one counts"),
    ("never-reached", "an operator is for findings that are never made"),
    ("one-shift", "dates are moved by the same days for a whole tenant"),
    ("unused-leave", "the scope allows something that no operator does"),
    ("zero-limit", "a limit of nothing withholds everything"),
];

/// One thing that a policy file should not have.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct PolicyLint {
    /// Its name in [`POLICY_LINTS`].
    pub name: &'static str,
    /// The line, counted from 1.
    pub line: usize,
    /// What is wrong and what to do.
    pub message: String,
}

/// Looks at a file and what it makes.
pub(super) fn lint(
    file: &File,
    (policy, expired): &Made,
    known: Known<'_>,
    line_of: impl Fn(usize) -> usize,
) -> Vec<PolicyLint> {
    let mut lints = Vec::new();
    let mut found = |name, at: usize, message| lints.push(PolicyLint { name, line: line_of(at), message });
    for (at, message) in expired {
        found("expired", *at, message.clone());
    }
    let mut seen: BTreeMap<(bool, &str), usize> = BTreeMap::new();
    for choice in &file.operator {
        let Some((is_rule, name, at)) = subject(choice) else { continue };
        let what = if is_rule { "rule" } else { "class" };
        if let Some(earlier) = seen.insert((is_rule, name), at) {
            let earlier = line_of(earlier);
            found(
                "named-twice",
                at,
                format!("the {what} `{name}` has an operator in line {earlier}; take one away"),
            );
        }
        let rules = || {
            known.rules.iter().copied().filter(move |r| if is_rule { r.id == name } else { r.class == name })
        };
        let why = |rule: &Rule| unreached(rule, policy).or_else(|| covered(rule, is_rule, policy));
        if let Some(reason) = rules().next().and_then(why).filter(|_| rules().all(|rule| why(rule).is_some()))
        {
            found(
                "never-reached",
                at,
                format!("the operator of the {what} `{name}` is never reached: {reason}"),
            );
        }
    }
    for choice in file.operator.iter().filter(|c| c.name.get_ref() == "date-shift" && c.subject.is_none()) {
        let message =
            "all dates of the tenant move by the same days, so who knows one of them knows all; name a \
                       `subject`, the member that says whom a date is about"
                .to_owned();
        found("one-shift", choice.name.span().start, message);
    }
    if let Some(scope) = &file.scope {
        let uses = |wanted: fn(&Operator) -> bool| policy.operators().any(wanted);
        if let Some(leave) = scope.pipeline_can_reverse.as_ref().filter(|leave| *leave.get_ref())
            && !uses(|o| matches!(o, Operator::Encrypt { .. } | Operator::FormatPreserving { .. }))
        {
            let message = "`pipeline_can_reverse` is given and no operator is `encrypt` or `format-preserving`; take it \
                           away"
                .to_owned();
            found("unused-leave", leave.span().start, message);
        }
        if let Some(recipient) = &scope.recipient
            && !uses(|o| matches!(o, Operator::Seal { .. }))
        {
            let message = "`recipient` is given and no operator is `seal`; take it away".to_owned();
            found("unused-leave", recipient.span().start, message);
        }
    }
    if let Some(limits) = &file.limits {
        for (name, limit) in limits.all() {
            if let Some(limit) = limit.filter(|limit| *limit.get_ref() == 0) {
                found(
                    "zero-limit",
                    limit.span().start,
                    format!("`{name} = 0` withholds every event that needs it"),
                );
            }
        }
    }
    lints.sort_by_key(|lint| lint.line);
    lints
}

/// Whether a choice is for a rule, its name, and where that stands.
fn subject(choice: &Choice) -> Option<(bool, &str, usize)> {
    let name = choice.rule.as_ref().map(|n| (true, n)).or_else(|| choice.class.as_ref().map(|n| (false, n)));
    name.map(|(is_rule, name)| (is_rule, name.get_ref().as_str(), name.span().start))
}

/// Why a rule makes no findings under a policy.
fn unreached(rule: &Rule, policy: &Policy) -> Option<String> {
    if policy.disabled_rules.contains(rule.id.as_ref()) {
        return Some(format!("the rule `{}` is disabled", rule.id));
    }
    if policy.disabled_classes.contains(rule.class.as_ref()) {
        return Some(format!("the class `{}` is disabled", rule.class));
    }
    let most = rule.confidence.max(rule.with_context.unwrap_or(Confidence::Low));
    (most < policy.minimum).then(|| format!("the rule `{}` never reaches `minimum_confidence`", rule.id))
}

/// Why an operator for a class is not that of one of its rules.
fn covered(rule: &Rule, is_rule: bool, policy: &Policy) -> Option<String> {
    (!is_rule && policy.by_rule.contains_key(rule.id.as_ref()))
        .then(|| format!("the rule `{}` has an operator of its own", rule.id))
}
