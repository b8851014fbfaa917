//! `blackbar policy init`.

use super::draft::{Draft, Shape};
use super::sample::{look_at, name};
use super::say;
use crate::app::args::{RuleOptions, SourceOptions};
use crate::app::{EXIT_ERROR, EXIT_OK, console};
use crate::codec::Caps;
use crate::pipeline::{Engine, Look, Part};
use crate::policy::Policy;
use crate::redact::{Redactor, Router, Scratch, Verdict};
use clap::Args;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

pub(super) const HELP: &str = "\
The draft has a contract for each log group: the fields that were seen and their types, those that were in every event as \
required, and an operator for those whose values rules found to be personal or secret. Names of fields in which a rule \
finds something, or that look like identifiers, become `*`. Whoever owns the logs reads it, fills in the owner, and \
decides.

Exit codes: 0 done; 2 an error, or a record that could not be read.";

#[derive(Debug, Args)]
pub(in crate::app) struct InitOptions {
    /// Logs in any form that `redact` reads; none or `-` is standard input
    #[arg(value_name = "FILE")]
    files: Vec<PathBuf>,
    #[command(flatten)]
    rules: RuleOptions,
    #[command(flatten)]
    source: SourceOptions,
}

pub(super) fn init(options: &InitOptions) -> Result<u8, String> {
    let user = options.rules.read()?;
    let router = Router::new(user.builder(), &Policy::default()).map_err(|e| e.to_string())?;
    let engine = Engine::routed(router, options.source.source(), Caps::default());
    let mut learn = Learn {
        redactor: engine.redactor(),
        scratch: Scratch::default(),
        file: String::new(),
        base: 0,
        unreadable: 0,
        groups: BTreeMap::new(),
    };
    let whole = look_at(&engine, &options.files, &mut learn, Learn::begin);
    if learn.groups.is_empty() {
        return Err("there is no event in these logs; name some that hold what the contract is to be about"
            .to_owned());
    }
    let unreadable = learn.unreadable;
    say(&Draft::new(learn.groups).to_string())?;
    Ok(if whole && unreadable == 0 { EXIT_OK } else { EXIT_ERROR })
}

/// What was seen so far.
struct Learn<'e> {
    redactor: &'e Redactor,
    scratch: Scratch,
    file: String,
    base: u64,
    unreadable: u64,
    /// By log group.
    groups: BTreeMap<String, Shape>,
}

impl Learn<'_> {
    fn begin(&mut self, path: &Path, base: u64) {
        self.file = name(path);
        self.base = base;
    }
}

impl Look for Learn<'_> {
    fn unreadable(&mut self, record: u64, reason: &'static str) {
        self.unreadable += 1;
        console::error(&format!("{}: record {}: not read: {reason}", self.file, self.base + record));
    }

    fn text(&mut self, part: &Part<'_>) {
        if part.field.is_some() || part.text.trim_ascii().is_empty() {
            return;
        }
        let (redactor, scratch) = (self.redactor, &mut self.scratch);
        let mut class_of = |text: &[u8], whole: usize| {
            if redactor.text(text, scratch) != Verdict::Redacted {
                return None;
            }
            let found = scratch.findings().iter().max_by_key(|m| m.span.len())?;
            let class = redactor.scanner().rule(found.rule)?.class.to_string();
            Some((class, found.span.len() * 5 >= whole * 4))
        };
        let group = self.groups.entry(part.source.log_group.clone()).or_default();
        group.event(part.text, &mut class_of);
    }
}
