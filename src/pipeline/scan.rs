//! Findings of a block, for people and programs that look and do not change.

use super::engine::Engine;
use super::look::{Look, Part};
use crate::codec::Block;
use crate::detect::{Match, RuleIndex};
use crate::redact::{Scratch, Verdict};
use crate::rules::Confidence;
use crate::span::Span;
use crate::text::Withhold;
use std::panic::{AssertUnwindSafe, catch_unwind};

/// A finding. It holds no value: the excerpt is of the redacted text.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Found {
    /// Index of the record among those of the block, or of the event in its batch, counted on.
    pub record: u64,
    /// Where, in bytes of the record; in a batch, of the field unescaped once.
    pub span: Span,
    /// The rule.
    pub rule: RuleIndex,
    /// How sure.
    pub confidence: Confidence,
    /// The field of a batch that it is in, if not `message`.
    pub field: Option<String>,
    /// What stands around it, with every finding masked.
    pub excerpt: String,
}

/// The findings of a block.
#[derive(Clone, Debug, Default)]
#[non_exhaustive]
pub struct Scanned {
    /// In order.
    pub found: Vec<Found>,
    /// Records in the block; events of batches count as records.
    pub records: u64,
    /// Records that could not be searched, with the reason.
    pub unsearchable: Vec<(u64, &'static str)>,
    /// Bytes searched.
    pub bytes: u64,
    /// Findings that an allow-list let through.
    pub allowed: u64,
}

impl Engine {
    /// Finds what is in a block.
    #[must_use]
    pub fn scan(&self, block: &Block) -> Scanned {
        let mut worker = self.worker();
        let mut scan =
            Scan { engine: self, scratch: std::mem::take(&mut worker.scratch), out: Scanned::default() };
        let done = catch_unwind(AssertUnwindSafe(|| self.look(block, &mut scan)));
        match done {
            Ok(records) => {
                scan.out.records = records;
                worker.scratch = scan.scratch;
                self.rest(worker);
            }
            Err(_) => scan.unreadable(scan.out.records, Withhold::Internal.name()),
        }
        scan.out
    }
}

struct Scan<'e> {
    engine: &'e Engine,
    scratch: Scratch,
    out: Scanned,
}

impl Look for Scan<'_> {
    fn unreadable(&mut self, record: u64, reason: &'static str) {
        self.out.unsearchable.push((record, reason));
        self.out.records = record + 1;
    }

    fn text(&mut self, part: &Part<'_>) {
        let (text, field) = (part.text, &part.field);
        self.out.records = part.record;
        self.out.bytes += text.len() as u64;
        match self.engine.looker.text(text, &mut self.scratch) {
            Verdict::Withheld(reason) => self.out.unsearchable.push((part.record, reason.name())),
            Verdict::Clean | Verdict::Redacted => {
                self.out.allowed += self.scratch.allowed().len() as u64;
                let found = self.scratch.findings();
                // What is allowed is a value all the same.
                let masked: Vec<Match> = found.iter().chain(self.scratch.allowed()).copied().collect();
                for m in found {
                    self.out.found.push(Found {
                        record: part.record,
                        span: m.span,
                        rule: m.rule,
                        confidence: m.confidence,
                        field: field.clone(),
                        excerpt: excerpt(text, &masked, m.span),
                    });
                }
            }
        }
    }
}

/// The text around `at` with all findings masked.
fn excerpt(text: &[u8], found: &[Match], at: Span) -> String {
    const BEFORE: usize = 30;
    const AFTER: usize = 15;
    let window = Span::new(at.start.saturating_sub(BEFORE), at.end.saturating_add(AFTER).min(text.len()));
    let mut out = Vec::new();
    let mut i = window.start;
    while i < window.end {
        match found.iter().filter(|m| m.span.start <= i && i < m.span.end).map(|m| m.span.end).max() {
            Some(end) => {
                // The finding in question and its neighbours, each of one width.
                out.extend_from_slice(b"****");
                i = end;
            }
            None => {
                let b = text.get(i).copied().unwrap_or(b' ');
                out.push(if b.is_ascii_control() { b' ' } else { b });
                i += 1;
            }
        }
    }
    String::from_utf8_lossy(&out).into_owned()
}
