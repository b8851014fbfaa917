//! `blackbar policy diff`.

use super::sample::{look_at, name};
use super::{sarif, say};
use crate::app::args::{RuleOptions, SourceOptions};
use crate::app::{EXIT_ERROR, EXIT_FOUND, EXIT_OK, clock, console, keys};
use crate::codec::Caps;
use crate::pipeline::{Engine, Look, Part};
use crate::policy::{Mode, Operator, Policy};
use crate::redact::{FieldReason, Redactor, Router, Scratch, Verdict};
use crate::rules::Rule;
use crate::settings::{InForce, PolicyFile, UserRules, read_in_force};
use crate::span::{Edits, Span};
use crate::token::{KeySet, RootKey, SealSeed};
use clap::{Args, ValueEnum};
use serde::Serialize;
use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};

pub(super) const HELP: &str = "\
Both policies are tried on every event of the files. Operators that need keys get keys that are made for this and thrown \
away. Records are counted from 0; in a batch each log event is a record.

Exit codes: 0 no difference; 1 a difference; 2 an error. With --only-less, 1 is for what would go on that is held back \
now: no longer redacted, no longer withheld.";

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum DiffFormat {
    /// Lines for people
    Text,
    /// One JSON object a line
    Jsonl,
    /// SARIF 2.1.0, as code scanning reads it
    Sarif,
}

#[derive(Debug, Args)]
pub(in crate::app) struct DiffOptions {
    /// The policy file that is in force
    #[arg(value_name = "OLD")]
    old: PathBuf,
    /// The policy file that is to take its place
    #[arg(value_name = "NEW")]
    new: PathBuf,
    /// Logs in any form that `redact` reads; none or `-` is standard input
    #[arg(value_name = "FILE")]
    files: Vec<PathBuf>,
    /// Only what would go on that is held back now makes the exit code 1
    #[arg(long)]
    only_less: bool,
    /// The form of the answer
    #[arg(long, value_name = "FORMAT", value_enum, default_value = "text")]
    format: DiffFormat,
    #[command(flatten)]
    rules: RuleOptions,
    #[command(flatten)]
    source: SourceOptions,
}

/// A kind of difference.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Kind {
    NoLongerRedacted,
    NoLongerWithheld,
    NewlyRedacted,
    NewlyWithheld,
    Otherwise,
}

impl Kind {
    const ALL: [Self; 5] = [
        Self::NoLongerRedacted,
        Self::NoLongerWithheld,
        Self::NewlyRedacted,
        Self::NewlyWithheld,
        Self::Otherwise,
    ];

    /// The name, what it is about, and the level in a SARIF log.
    const fn facts(self) -> (&'static str, &'static str, &'static str) {
        match self {
            Self::NoLongerRedacted => ("no-longer-redacted", "goes on and is replaced now", "error"),
            Self::NoLongerWithheld => {
                ("no-longer-withheld", "events that go on and are withheld now", "error")
            }
            Self::NewlyRedacted => ("newly-redacted", "is replaced and goes on now", "note"),
            Self::NewlyWithheld => ("newly-withheld", "events that are withheld and go on now", "warning"),
            Self::Otherwise => ("redacted-otherwise", "is replaced by something else than now", "note"),
        }
    }

    const fn is_less(self) -> bool {
        matches!(self, Self::NoLongerRedacted | Self::NoLongerWithheld)
    }
}

/// All differences of a kind that have the same cause.
#[derive(Debug, Serialize)]
struct Group {
    difference: &'static str,
    what: String,
    #[serde(skip_serializing_if = "String::is_empty")]
    old: String,
    #[serde(skip_serializing_if = "String::is_empty")]
    new: String,
    count: u64,
    /// Where the first one is.
    file: String,
    record: u64,
    start: usize,
    end: usize,
}

pub(super) fn diff(options: &DiffOptions) -> Result<u8, String> {
    let user = options.rules.read()?;
    let (old, new) = (Side::new(&options.old, &user, options)?, Side::new(&options.new, &user, options)?);
    let mut compare = Compare::new(&old, &new);
    let whole = look_at(&new.engine, &options.files, &mut compare, Compare::begin);
    let groups: Vec<(Kind, Group)> = compare.groups.into_iter().map(|((kind, ..), g)| (kind, g)).collect();
    match options.format {
        DiffFormat::Text => say(&text(&groups, compare.events))?,
        DiffFormat::Jsonl => {
            let lines = groups.iter().map(|(_, g)| serde_json::to_string(g).unwrap_or_default() + "\n");
            say(&lines.collect::<String>())?;
        }
        DiffFormat::Sarif => say(&format!("{:#}\n", to_sarif(&groups)))?,
    }
    let counts = |(kind, _): &(Kind, Group)| kind.is_less() || !options.only_less;
    Ok(if !whole || compare.unreadable > 0 {
        EXIT_ERROR
    } else if groups.iter().any(counts) {
        EXIT_FOUND
    } else {
        EXIT_OK
    })
}

/// One of the two policies, at work.
struct Side {
    engine: Engine,
    policy: Policy,
}

impl Side {
    fn new(path: &Path, user: &UserRules, options: &DiffOptions) -> Result<Self, String> {
        let rules: Vec<&Rule> = user.all().collect();
        let force = read_in_force(Some(PolicyFile::Local(path)), &[], &rules, clock::today())
            .map_err(|e| e.to_string())?;
        for warning in &force.warnings {
            console::warn(&warning.to_string());
        }
        let InForce { mut policy, .. } = force;
        if policy.mode == Mode::Pause {
            return Err(format!(
                "{}: `mode = \"pause\"` reads nothing, so there is nothing to try",
                path.display()
            ));
        }
        let router = if policy.scope.is_some() {
            policy = policy.with_keys().into_owned();
            let key = RootKey::new(&*keys::random()?).map_err(|e| e.to_string())?;
            let seed = SealSeed::new(&keys::random()?);
            Router::with_keys_and_seed(user.builder(), &policy, &KeySet::generate(key), &seed)
        } else {
            Router::new(user.builder(), &policy)
        };
        let router = router.map_err(|e| format!("{}: {e}", path.display()))?;
        let engine = Engine::routed(router, options.source.source(), Caps::default());
        Ok(Self { engine, policy })
    }
}

/// What became of a text under one policy.
struct Done {
    withheld: Option<&'static str>,
    edits: Edits,
    /// What was replaced: where, what it is, and the operator.
    hits: Vec<(Span, String, String)>,
}

impl Done {
    fn covers(&self, span: Span) -> bool {
        self.edits.iter().any(|edit| edit.span().contains(span))
    }
}

struct Compare<'s> {
    old: &'s Side,
    new: &'s Side,
    scratch: Scratch,
    file: String,
    base: u64,
    events: u64,
    unreadable: u64,
    groups: BTreeMap<(Kind, String, String, String), Group>,
}

impl<'s> Compare<'s> {
    fn new(old: &'s Side, new: &'s Side) -> Self {
        Self {
            old,
            new,
            scratch: Scratch::default(),
            file: String::new(),
            base: 0,
            events: 0,
            unreadable: 0,
            groups: BTreeMap::new(),
        }
    }

    fn begin(&mut self, path: &Path, base: u64) {
        self.file = name(path);
        self.base = base;
    }

    fn done(&mut self, side: &Side, part: &Part<'_>) -> Done {
        let redactor = side.engine.redactor_for(part.source);
        // What stands around the events of a batch is under no contract, and goes where the events go.
        let around =
            (part.field.is_some() && redactor.withholds_all().is_none()).then(|| redactor.rules_only());
        let redactor: &Redactor = around.as_ref().unwrap_or(&redactor);
        let scratch = &mut self.scratch;
        let verdict = redactor.text(part.text, scratch);
        if let Verdict::Withheld(reason) = verdict {
            return Done { withheld: Some(reason.name()), edits: Edits::new(), hits: Vec::new() };
        }
        let edits = scratch.edits().clone();
        let mut hits = Vec::new();
        for found in scratch.findings() {
            // What lies in a field that is replaced as a whole goes with it.
            let in_field = scratch.fields().iter().any(|hit| hit.span.contains(found.span));
            if let Some(rule) = redactor.scanner().rule(found.rule).filter(|_| !in_field) {
                let what = format!("{} by the rule `{}`", rule.class, rule.id);
                hits.push((found.span, what, described(&side.policy.operator(rule))));
            }
        }
        for hit in scratch.fields() {
            let contract = scratch.clauses().and_then(|(place, _)| side.policy.contracts.get(place));
            let path = match hit.reason {
                FieldReason::Path(place) => side.policy.by_path.get(place).map(|p| p.path.as_str()),
                FieldReason::Field(place) | FieldReason::Forbidden(place) | FieldReason::Changed(place) => {
                    contract.and_then(|c| c.fields.get(place)).map(|f| f.path.as_str())
                }
                FieldReason::Unknown | FieldReason::Incident => None,
            };
            let what = path.map_or_else(|| "other fields".to_owned(), |path| format!("the field `{path}`"));
            // The redactor of a tenant that the event names has operators of the same names.
            let operator = redactor.operator_at(hit).map_or_else(|| "replaced".to_owned(), described);
            hits.push((hit.span, what, operator));
        }
        let mut done = Done { withheld: None, edits, hits };
        // What the policy keeps is found and goes on.
        let kept: Vec<bool> = done.hits.iter().map(|(span, ..)| done.covers(*span)).collect();
        let mut covered = kept.into_iter();
        done.hits.retain(|_| covered.next().unwrap_or(false));
        done
    }

    fn differs(&mut self, kind: Kind, what: &str, (old, new): (&str, &str), part: &Part<'_>, span: Span) {
        let what = match &part.field {
            Some(field) => format!("{what}, in `{field}` of a batch"),
            None => what.to_owned(),
        };
        let key = (kind, what.clone(), old.to_owned(), new.to_owned());
        let (file, record) = (&self.file, self.base + part.record);
        let group = self.groups.entry(key).or_insert_with(|| Group {
            difference: kind.facts().0,
            what,
            old: old.to_owned(),
            new: new.to_owned(),
            count: 0,
            file: file.clone(),
            record,
            start: span.start,
            end: span.end,
        });
        group.count += 1;
    }
}

impl Look for Compare<'_> {
    fn unreadable(&mut self, record: u64, reason: &'static str) {
        self.unreadable += 1;
        console::error(&format!("{}: record {}: not read: {reason}", self.file, self.base + record));
    }

    fn text(&mut self, part: &Part<'_>) {
        self.events += u64::from(part.field.is_none());
        let (old, new) = (self.done(self.old, part), self.done(self.new, part));
        let whole = Span::new(0, part.text.len());
        match (old.withheld, new.withheld) {
            // With its events goes what stands around them.
            (Some(_), _) | (_, Some(_)) if part.field.is_some() => return,
            (Some(a), Some(b)) if a != b => {
                return self.differs(Kind::Otherwise, "events withheld", (a, b), part, whole);
            }
            (Some(_), Some(_)) => return,
            (Some(reason), None) => {
                return self.differs(Kind::NoLongerWithheld, "events", (reason, ""), part, whole);
            }
            (None, Some(reason)) => {
                return self.differs(Kind::NewlyWithheld, "events", ("", reason), part, whole);
            }
            (None, None) => {}
        }
        for (span, what, operator) in &old.hits {
            if !new.covers(*span) {
                self.differs(Kind::NoLongerRedacted, what, (operator, ""), part, *span);
            }
        }
        for (span, what, operator) in &new.hits {
            if !old.covers(*span) {
                self.differs(Kind::NewlyRedacted, what, ("", operator), part, *span);
            } else if let Some((_, _, other)) = old.hits.iter().find(|(at, of, _)| at == span && of == what)
                && other != operator
            {
                self.differs(Kind::Otherwise, what, (other, operator), part, *span);
            }
        }
    }
}

/// An operator with what it is told.
fn described(operator: &Operator) -> String {
    let name = operator.name();
    match operator {
        Operator::Partial { first, last } => format!("{name}, first {first}, last {last}"),
        _ => match operator.purpose().flatten() {
            Some(purpose) => format!("{name}, purpose {purpose}"),
            None => name.to_owned(),
        },
    }
}

/// A group for people.
fn line(g: &Group) -> String {
    let change = match (g.old.as_str(), g.new.as_str()) {
        ("", new) => format!("`{new}`"),
        (old, "") => format!("was `{old}`"),
        (old, new) => format!("`{old}` becomes `{new}`"),
    };
    format!(
        "{}: {} times {}: {change}; first in {}, record {}, bytes {}-{}",
        g.difference, g.count, g.what, g.file, g.record, g.start, g.end
    )
}

fn text(groups: &[(Kind, Group)], events: u64) -> String {
    let mut out = String::new();
    for (_, group) in groups {
        // Writing to a string does not fail.
        let _ok = writeln!(out, "{}", line(group));
    }
    let sum = |kind: Kind| groups.iter().filter(|(k, _)| *k == kind).map(|(_, g)| g.count).sum::<u64>();
    let sums = Kind::ALL.map(|kind| format!("{} {}", sum(kind), kind.facts().0.replace('-', " ")));
    let _ok = writeln!(out, "{events} events: {}", sums.join(", "));
    out
}

fn to_sarif(groups: &[(Kind, Group)]) -> serde_json::Value {
    let rules = Kind::ALL.map(
        |kind| serde_json::json!({ "id": kind.facts().0, "shortDescription": { "text": kind.facts().1 } }),
    );
    let results = groups.iter().map(|(kind, g)| {
        serde_json::json!({
            "ruleId": g.difference,
            "level": kind.facts().2,
            "message": { "text": line(g) },
            "locations": [{ "physicalLocation": { "artifactLocation": { "uri": g.file } } }],
        })
    });
    sarif::document(rules, results, [])
}
