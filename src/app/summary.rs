//! The coverage summary.

use super::args::StatsFormat;
use crate::coverage::Coverage;
use crate::detect::{RuleIndex, Scanner};
use crate::settings::InForce;
use serde::Serialize;
use std::collections::BTreeMap;
use std::fmt::Write;

/// Characters of a digest for people.
const SHORT: usize = 16;

/// The counts in the JSON form. The names are the same on every surface.
#[derive(Serialize)]
struct Counts<'a> {
    #[serde(rename = "in")]
    events_in: u64,
    clean: u64,
    redacted: u64,
    withheld: u64,
    dropped: u64,
    out: u64,
    stubs: u64,
    sealed: u64,
    unsealed: u64,
    balanced: bool,
    coverage: f64,
    bytes_in: u64,
    bytes_searched: u64,
    bytes_unsearched: &'a BTreeMap<&'static str, u64>,
    withheld_by_reason: &'a BTreeMap<&'static str, u64>,
    dropped_by_reason: &'a BTreeMap<&'static str, u64>,
    batches: u64,
    edits: u64,
    findings: BTreeMap<&'a str, u64>,
    allowed: BTreeMap<&'a str, u64>,
    contracts: BTreeMap<&'a str, BTreeMap<&'static str, u64>>,
    violations: u64,
    unlisted: u64,
    policy_sha256: &'a str,
    rules_sha256: &'a str,
}

/// The summary, with a line feed at its end.
pub(super) fn summary(
    coverage: &Coverage,
    scanner: &Scanner,
    force: &InForce,
    format: StatsFormat,
) -> String {
    match format {
        StatsFormat::Json => json(coverage, scanner, force),
        // Writing to a string does not fail.
        StatsFormat::Text => text(coverage, scanner, force).unwrap_or_default(),
    }
}

/// What was counted under each contract.
fn by_contract<'f>(
    coverage: &Coverage,
    force: &'f InForce,
) -> BTreeMap<&'f str, BTreeMap<&'static str, u64>> {
    let mut contracts: BTreeMap<&str, BTreeMap<&'static str, u64>> = BTreeMap::new();
    for ((place, clause), count) in &coverage.contracts {
        if let Some(contract) = force.policy.contracts.get(*place) {
            contracts.entry(&contract.id).or_default().insert(clause.name(), *count);
        }
    }
    contracts
}

fn json(coverage: &Coverage, scanner: &Scanner, force: &InForce) -> String {
    let by_rule = |counts: &BTreeMap<RuleIndex, u64>| {
        counts.iter().filter_map(|(rule, n)| Some((scanner.rule(*rule)?.id.as_ref(), *n))).collect()
    };
    let counts = Counts {
        events_in: coverage.events_in,
        clean: coverage.clean,
        redacted: coverage.redacted,
        withheld: coverage.events_withheld_total(),
        dropped: coverage.events_dropped_total(),
        out: coverage.events_out(),
        stubs: coverage.stubs,
        sealed: coverage.sealed,
        unsealed: coverage.unsealed(),
        balanced: coverage.balance().is_ok(),
        coverage: coverage.share_searched(),
        bytes_in: coverage.bytes_in,
        bytes_searched: coverage.bytes_searched,
        bytes_unsearched: &coverage.bytes_unsearched,
        withheld_by_reason: &coverage.withheld,
        dropped_by_reason: &coverage.dropped,
        batches: coverage.batches,
        edits: coverage.edits,
        findings: by_rule(&coverage.findings),
        allowed: by_rule(&coverage.allowed),
        contracts: by_contract(coverage, force),
        violations: coverage.violations(),
        unlisted: coverage.unlisted,
        policy_sha256: &force.policy_sha256,
        rules_sha256: &force.rules_sha256,
    };
    serde_json::to_string(&counts).unwrap_or_default() + "\n"
}

fn text(coverage: &Coverage, scanner: &Scanner, force: &InForce) -> Result<String, std::fmt::Error> {
    let mut out = String::new();
    let c = coverage;
    let balanced = if c.balance().is_ok() { "balanced" } else { "NOT BALANCED" };
    writeln!(
        out,
        "events    {} in = {} clean + {} redacted + {} withheld + {} dropped ({balanced})",
        c.events_in,
        c.clean,
        c.redacted,
        c.events_withheld_total(),
        c.events_dropped_total()
    )?;
    writeln!(
        out,
        "          {} out = {} clean + {} redacted + {} stubs",
        c.events_out(),
        c.clean,
        c.redacted,
        c.stubs
    )?;
    if !c.withheld.is_empty() {
        writeln!(out, "withheld  {} ({} sealed, {} unsealed)", list(&c.withheld), c.sealed, c.unsealed())?;
    }
    if !c.dropped.is_empty() {
        writeln!(out, "dropped   {}", list(&c.dropped))?;
    }
    let percent = c.share_searched() * 100.0;
    write!(out, "coverage  {percent:.1} % of {} bytes searched", c.bytes_in)?;
    if c.bytes_unsearched.is_empty() {
        writeln!(out)?;
    } else {
        writeln!(out, "; the rest: {}", list(&c.bytes_unsearched))?;
    }
    let classes = by_class(&c.findings, scanner);
    if classes.is_empty() {
        writeln!(out, "findings  none")?;
    } else {
        writeln!(out, "findings  {}; {} edits", list(&classes), c.edits)?;
    }
    if !c.allowed.is_empty() {
        writeln!(out, "allowed   {}", list(&by_class(&c.allowed, scanner)))?;
    }
    for (id, counts) in by_contract(c, force) {
        writeln!(out, "contract  {id}: {}", list(&counts))?;
    }
    if c.unlisted > 0 {
        writeln!(out, "sources   {} events of sources that the policy does not name", c.unlisted)?;
    }
    let short = |digest: &str| digest.chars().take(SHORT).collect::<String>();
    writeln!(out, "in force  policy {}, rules {}", short(&force.policy_sha256), short(&force.rules_sha256))?;
    Ok(out)
}

/// What was withheld and why, for those who asked for no summary; `None` if nothing was.
pub(super) fn withheld(coverage: &Coverage) -> Option<String> {
    let any = coverage.events_withheld_total() > 0;
    any.then(|| format!("withheld: {}; a stub stands in the place of each", list(&coverage.withheld)))
}

fn by_class<'s>(counts: &BTreeMap<RuleIndex, u64>, scanner: &'s Scanner) -> BTreeMap<&'s str, u64> {
    let mut classes: BTreeMap<&str, u64> = BTreeMap::new();
    for (rule, n) in counts {
        if let Some(rule) = scanner.rule(*rule) {
            *classes.entry(&rule.class).or_default() += n;
        }
    }
    classes
}

fn list(counts: &BTreeMap<&str, u64>) -> String {
    counts.iter().map(|(name, n)| format!("{n} {name}")).collect::<Vec<_>>().join(", ")
}
