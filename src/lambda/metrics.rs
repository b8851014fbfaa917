//! What is counted of one invocation, and the one document that says it on standard output.

use super::clock::Clock;
use super::console;
use super::record::Finished;
use crate::codec::Invocation;
use crate::coverage::{Coverage, Emf, Unit};
use crate::settings::InForce;
use std::collections::BTreeMap;
use std::io::{self, Write};

/// What is known of an invocation.
#[derive(Debug)]
pub(super) struct Report {
    id: String,
    since_ms: u64,
    kind: Invocation,
    records: usize,
    reply: usize,
    refused: usize,
    /// Records of a stream that were sent to it instead of into the reply.
    forwarded: usize,
    /// Records that had been forwarded before.
    returned: usize,
    resent: u64,
    failed: bool,
    coverage: Coverage,
}

/// What is known of the process.
#[derive(Clone, Copy, Debug)]
pub(super) struct Process<'a> {
    pub(super) namespace: Option<&'a str>,
    /// Milliseconds from the start of the process until it could take events, for its first invocation.
    pub(super) cold_ms: Option<u64>,
    /// Whether it could not be configured.
    pub(super) start_failed: bool,
    /// What is in force.
    pub(super) force: Option<&'a InForce>,
}

impl Report {
    pub(super) fn new(id: &str, clock: &Clock) -> Self {
        Self {
            id: id.to_owned(),
            since_ms: clock.elapsed_ms(),
            kind: Invocation::Unknown,
            records: 0,
            reply: 0,
            refused: 0,
            forwarded: 0,
            returned: 0,
            resent: 0,
            failed: false,
            coverage: Coverage::default(),
        }
    }

    /// What it is, and how many records it has.
    pub(super) const fn event(&mut self, kind: Invocation, records: usize) {
        self.kind = kind;
        self.records = records;
    }

    /// Counts a record that is answered.
    pub(super) fn count(&mut self, record: &Finished) {
        self.coverage.merge(&record.coverage);
        self.forwarded += record.forwarded;
        self.returned += usize::from(record.returned);
    }

    /// Records that a sink refused.
    pub(super) const fn refused(&mut self, records: usize) {
        self.refused = records;
    }

    /// Records that were sent again.
    pub(super) const fn resent(&mut self, records: u64) {
        self.resent += records;
    }

    /// Bytes of the reply.
    pub(super) const fn reply(&mut self, bytes: usize) {
        self.reply = bytes;
    }

    /// It ended in an error.
    pub(super) const fn failed(&mut self) {
        self.failed = true;
    }

    pub(super) const fn coverage(&self) -> &Coverage {
        &self.coverage
    }

    /// Writes the document.
    pub(super) fn publish(self, clock: &Clock, process: Process<'_>, classes: &BTreeMap<&str, u64>) {
        if let Err(e) = self.coverage.balance() {
            console::error(&e.to_string());
        }
        let Some(namespace) = process.namespace else { return };
        let mut emf = Emf::default();
        emf.dimension("Event", self.kind.name());
        emf.property("RequestId", &self.id);
        emf.property("Version", env!("CARGO_PKG_VERSION"));
        for (name, count) in [
            ("Invocations", 1),
            ("ColdStarts", u64::from(process.cold_ms.is_some())),
            ("StartFailed", u64::from(process.start_failed)),
            ("Errors", u64::from(self.failed)),
            ("Records", self.records as u64),
            ("Refused", self.refused as u64),
            ("Resent", self.resent),
            ("Forwarded", self.forwarded as u64),
            ("Returned", self.returned as u64),
        ] {
            emf.metric(name, Unit::Count, count);
        }
        emf.metric("ReplyBytes", Unit::Bytes, self.reply as u64);
        emf.metric("Duration", Unit::Milliseconds, clock.elapsed_ms().saturating_sub(self.since_ms));
        if let Some(ms) = process.cold_ms {
            emf.metric("InitDuration", Unit::Milliseconds, ms);
        }
        emf.coverage(&self.coverage, classes);
        if let Some(force) = process.force {
            emf.property("PolicySha256", &force.policy_sha256);
            emf.property("RulesSha256", &force.rules_sha256);
            let ids: Vec<&str> = force.policy.contracts.iter().map(|c| c.id.as_str()).collect();
            emf.contracts(&self.coverage, &ids);
        }
        let line = emf.finish(namespace, Clock::now_ms());
        let mut out = io::stdout().lock();
        if let Err(e) = out.write_all(&line).and_then(|()| out.flush()) {
            console::error(&format!("metrics: standard output: {}", e.kind()));
        }
    }
}
