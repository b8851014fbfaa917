//! Findings of a block, for people and programs that look and do not change.

use super::engine::Engine;
use crate::codec::{
    Batch, Block, Damage, RecordKind, Separator, Splitter, TransformEvent, gunzip, is_gzip, may_hold_envelope,
};
use crate::detect::{Match, RuleIndex};
use crate::redact::{Scratch, Verdict};
use crate::rules::Confidence;
use crate::span::Span;
use crate::text::{Framing, LeafKind, OffsetMap, Walk, WalkEnd, Withhold, frame, unescape, walk};
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
        let done = catch_unwind(AssertUnwindSafe(|| {
            for record in &block.records {
                match record.kind {
                    RecordKind::Text => scan.record(record.span.of(&block.bytes), true),
                    RecordKind::Oversize { .. } => scan.unsearchable(Withhold::EventTooLarge.name()),
                }
            }
        }));
        if done.is_err() {
            scan.unsearchable(Withhold::Internal.name());
        } else {
            worker.scratch = scan.scratch;
            self.rest(worker);
        }
        scan.out
    }
}

struct Scan<'e> {
    engine: &'e Engine,
    scratch: Scratch,
    out: Scanned,
}

impl Scan<'_> {
    fn unsearchable(&mut self, reason: &'static str) {
        self.out.unsearchable.push((self.out.records, reason));
        self.out.records += 1;
    }

    fn record(&mut self, text: &[u8], transform: bool) {
        let json = text.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(text).trim_ascii_start();
        if !(json.starts_with(b"{") && may_hold_envelope(json) && self.sequence(json, transform)) {
            self.text(text, None);
            self.out.records += 1;
        }
    }

    /// Scans a text of nothing but batches and Firehose events; `false` if it is something else.
    fn sequence(&mut self, text: &[u8], transform: bool) -> bool {
        let mut table = Walk::default();
        let mut rest = text;
        while !rest.trim_ascii_start().is_empty() {
            let Framing::Complete(end) = frame(rest, self.engine.caps.json_depth) else { return false };
            let document = rest.get(..end).unwrap_or_default();
            if walk(document, self.engine.caps.json_depth, &mut table) != WalkEnd::Json {
                return false;
            }
            if let Some(batch) = Batch::read(document, &table) {
                self.batch(document, &table, &batch);
            } else if let Some(event) = transform.then(|| TransformEvent::read(document)).flatten() {
                for record in event.records {
                    self.data(record.data);
                }
            } else {
                self.text(document, None);
                self.out.records += 1;
            }
            rest = rest.get(end..).unwrap_or_default();
        }
        true
    }

    fn data(&mut self, data: Result<Vec<u8>, usize>) {
        let Ok(data) = data else { return self.unsearchable("invalid_base64") };
        let (data, damage): (Vec<u8>, Option<Damage>) =
            match is_gzip(&data).then(|| gunzip(&data, &self.engine.caps)) {
                None => (data, None),
                Some(Ok(inflated)) => (inflated, None),
                Some(Err((damage, partial))) => (partial, Some(damage)),
            };
        let mut splitter = Splitter::new(Separator::Line, &self.engine.caps);
        *splitter.buffer() = data;
        while let Some(block) = splitter.next_block(true) {
            for record in &block.records {
                match record.kind {
                    RecordKind::Text => self.record(record.span.of(&block.bytes), false),
                    RecordKind::Oversize { .. } => self.unsearchable(Withhold::EventTooLarge.name()),
                }
            }
        }
        if let Some(damage) = damage {
            self.unsearchable(damage.name());
        }
    }

    /// Every event is a record; what stands outside of the events counts to the first one.
    fn batch(&mut self, document: &[u8], table: &Walk, batch: &Batch) {
        let first = self.out.records;
        for event in &batch.events {
            for leaf in &event.leaves {
                self.leaf(document, table, *leaf, event.message);
            }
            self.out.records += 1;
        }
        let next = std::mem::replace(&mut self.out.records, first);
        for leaf in batch.names.iter().chain(&batch.envelope) {
            self.leaf(document, table, *leaf, None);
        }
        self.out.records = next;
    }

    fn leaf(&mut self, document: &[u8], table: &Walk, index: usize, message: Option<usize>) {
        let Some(leaf) = table.leaves.get(index) else { return };
        let (mut bytes, mut map) = (Vec::new(), OffsetMap::new());
        unescape(leaf.span.of(document), &mut bytes, &mut map);
        let field = if message == Some(index) {
            None
        } else {
            let name = match leaf.kind {
                LeafKind::Key => None,
                LeafKind::String | LeafKind::Number => leaf.key.and_then(|k| table.leaves.get(k)),
            };
            // A key could itself be secret; its value is not printed, a known name is.
            let name = name.map(|l| l.span.of(document)).filter(|n| KNOWN.contains(n));
            Some(name.map_or_else(|| "other".to_owned(), |n| String::from_utf8_lossy(n).into_owned()))
        };
        self.text(&bytes, field);
    }

    fn text(&mut self, text: &[u8], field: Option<String>) {
        self.out.bytes += text.len() as u64;
        match self.engine.looker.text(text, &mut self.scratch) {
            Verdict::Withheld(reason) => self.out.unsearchable.push((self.out.records, reason.name())),
            Verdict::Clean | Verdict::Redacted => {
                self.out.allowed += self.scratch.allowed().len() as u64;
                let found = self.scratch.findings();
                // What is allowed is a value all the same.
                let masked: Vec<Match> = found.iter().chain(self.scratch.allowed()).copied().collect();
                for m in found {
                    self.out.found.push(Found {
                        record: self.out.records,
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

/// Fields whose names may be printed.
const KNOWN: [&[u8]; 3] = [b"logGroup", b"logStream", b"subscriptionFilters"];

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
