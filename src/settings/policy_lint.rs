//! What in a policy file has no effect, or another one than it seems.

use super::allow_file::Known;
use super::policy_file::Made;
use super::policy_form::{Choice, File};
use crate::policy::{Operator, Policy};
use crate::rules::{Confidence, Rule};
use std::collections::BTreeMap;

/// The lints: name, and what each is about.
pub const POLICY_LINTS: [(&str, &str); 8] = [
    ("cross-region-sink", "sinks may be outside of the home region, and nobody says why"),
    ("expired", "an entry of the allow-list, an exception or a contract has ended"),
    ("named-twice", "a rule or class has two operators, and the last one counts"),
    (
        "never-reached",
        "an operator is for findings that are never made, or a contract for groups that another one has",
    ),
    ("one-shift", "dates are moved by the same days for a whole tenant"),
    ("ownerless", "nobody is named whom to ask about a contract"),
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
    let of_fields = file.contract.iter().flat_map(|c| &c.field);
    let shifts = file.operator.iter().map(|c| (Some(&c.name), &c.subject));
    for (name, _) in
        shifts.chain(of_fields.map(|f| (f.name.as_ref(), &f.subject))).filter(|(_, s)| s.is_none())
    {
        let Some(name) = name.filter(|name| name.get_ref() == "date-shift") else { continue };
        let message =
            "all dates of the tenant move by the same days, so who knows one of them knows all; name a \
                       `subject`, the member that says whom a date is about"
                .to_owned();
        found("one-shift", name.span().start, message);
    }
    for (number, contract) in file.contract.iter().enumerate() {
        let id = contract.id.get_ref();
        let owner = contract.owner.as_ref();
        if owner.is_none_or(|owner| owner.get_ref().trim().is_empty()) {
            let place = owner.map_or(contract.id.span().start, |owner| owner.span().start);
            let message =
                format!("the contract `{id}` has no owner; write `owner = \"...\"`, and how to reach them");
            found("ownerless", place, message);
        }
        let group = contract.log_group.get_ref();
        let earlier = file.contract.iter().take(number).find(|c| covers(c.log_group.get_ref(), group));
        if let Some(earlier) = earlier {
            let message = format!(
                "the contract `{id}` is never in force: `{}` comes before it and is for all of its log groups; put it \
                 first",
                earlier.id.get_ref()
            );
            found("never-reached", contract.log_group.span().start, message);
        }
        if let Some(leave) = contract.pipeline_can_reverse.as_ref().filter(|leave| *leave.get_ref())
            && !contract.field.iter().any(|f| {
                f.name
                    .as_ref()
                    .is_some_and(|n| ["encrypt", "format-preserving"].contains(&n.get_ref().as_str()))
            })
        {
            let message = "`pipeline_can_reverse` is given and no field is for `encrypt` or `format-preserving`; take it \
                           away"
                .to_owned();
            found("unused-leave", leave.span().start, message);
        }
    }
    if let Some(regions) =
        file.regions.as_ref().filter(|r| r.reason.as_ref().is_none_or(|r| r.trim().is_empty()))
    {
        let home = regions.home.get_ref();
        for sink in regions.sinks.iter().filter(|sink| sink.get_ref() != home) {
            let message = format!(
                "sinks may be in `{}` while the data lives in `{home}`; take it away, or write `reason = \"...\"` in \
                 `[regions]`",
                sink.get_ref()
            );
            found("cross-region-sink", sink.span().start, message);
        }
    }
    if let Some(scope) = file.scope() {
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

/// Whether one glob is surely for all names that another one is for.
fn covers(glob: &str, other: &str) -> bool {
    glob == other
        || glob.strip_suffix('*').is_some_and(|start| !start.contains('*') && other.starts_with(start))
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
