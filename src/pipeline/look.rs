//! The events of a block, for those that look and change nothing.

use super::engine::{Engine, source_of};
use crate::codec::{
    Batch, Block, Damage, RecordKind, Separator, Splitter, TransformEvent, gunzip, is_gzip,
    may_hold_envelope, walk_batch,
};
use crate::policy::Source;
use crate::span::Span;
use crate::text::{Framing, LeafKind, OffsetMap, Walk, Withhold, unescape};

/// A text of an event, or of what stands around the events of a batch.
#[derive(Clone)]
#[non_exhaustive]
pub struct Part<'a> {
    /// Index of the record among those of the block; the events of a batch are counted on.
    pub record: u64,
    /// The text; in a batch, the field unescaped once.
    pub text: &'a [u8],
    /// The field of a batch that it is of, if not the message of an event.
    pub field: Option<String>,
    /// Where it comes from.
    pub source: &'a Source,
    /// The block of which it is a record, and where it stands there, if it is all of one.
    pub(super) place: Option<(&'a Block, Span)>,
}

/// Nothing of the text is printed.
impl std::fmt::Debug for Part<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Part").field("record", &self.record).finish_non_exhaustive()
    }
}

/// Who looks at events.
pub trait Look {
    /// Takes a text.
    fn text(&mut self, part: &Part<'_>);
    /// Takes note of a record that cannot be read.
    fn unreadable(&mut self, record: u64, reason: &'static str);
}

impl Engine {
    /// Shows all events of a block, in order. Returns the number of records; the events of batches count as records.
    pub fn look(&self, block: &Block, look: &mut dyn Look) -> u64 {
        let mut walker = Walker { engine: self, known: &self.source, records: 0, look };
        for record in &block.records {
            match record.kind {
                RecordKind::Text => {
                    walker.record(record.span.of(&block.bytes), Some((block, record.span)), true);
                }
                RecordKind::Oversize { .. } => walker.unreadable(Withhold::EventTooLarge.name()),
            }
        }
        walker.records
    }
}

struct Walker<'e> {
    engine: &'e Engine,
    /// Where events come from that do not say it.
    known: &'e Source,
    records: u64,
    look: &'e mut dyn Look,
}

impl Walker<'_> {
    fn unreadable(&mut self, reason: &'static str) {
        self.look.unreadable(self.records, reason);
        self.records += 1;
    }

    /// One event that is a text of its own.
    fn event(&mut self, text: &[u8], place: Option<(&Block, Span)>) {
        self.look.text(&Part { record: self.records, text, field: None, source: self.known, place });
        self.records += 1;
    }

    fn record(&mut self, text: &[u8], place: Option<(&Block, Span)>, transform: bool) {
        let json = text.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(text).trim_ascii_start();
        if !(json.starts_with(b"{") && may_hold_envelope(json) && self.sequence(json, transform)) {
            self.event(text, place);
        }
    }

    /// Shows a text of nothing but batches and Firehose events; `false` if it is something else.
    fn sequence(&mut self, text: &[u8], transform: bool) -> bool {
        let mut table = Walk::default();
        let mut rest = text;
        while !rest.trim_ascii_start().is_empty() {
            let Framing::Complete(end) = walk_batch(rest, self.engine.caps.json_depth, &mut table) else {
                return false;
            };
            let document = rest.get(..end).unwrap_or_default();
            if let Some(batch) = Batch::read(document, &table) {
                self.batch(document, &table, &batch);
            } else if let Some(event) = transform.then(|| TransformEvent::read(document)).flatten() {
                for record in event.records {
                    self.data(record.data);
                }
            } else {
                self.event(document, None);
            }
            rest = rest.get(end..).unwrap_or_default();
        }
        true
    }

    fn data(&mut self, data: Result<Vec<u8>, usize>) {
        let Ok(data) = data else { return self.unreadable("invalid_base64") };
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
                    RecordKind::Text => self.record(record.span.of(&block.bytes), None, false),
                    RecordKind::Oversize { .. } => self.unreadable(Withhold::EventTooLarge.name()),
                }
            }
        }
        if let Some(damage) = damage {
            self.unreadable(damage.name());
        }
    }

    /// Every event is a record; what stands outside of the events counts to the first one.
    fn batch(&mut self, document: &[u8], table: &Walk, batch: &Batch) {
        let source = source_of(document, table, self.known);
        let first = self.records;
        for event in &batch.events {
            for leaf in batch.leaves(event) {
                self.leaf(document, table, *leaf, event.message, &source);
            }
            self.records += 1;
        }
        let next = std::mem::replace(&mut self.records, first);
        for leaf in batch.names.iter().chain(&batch.envelope) {
            self.leaf(document, table, *leaf, None, &source);
        }
        self.records = next;
    }

    fn leaf(&mut self, document: &[u8], table: &Walk, index: usize, message: Option<usize>, source: &Source) {
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
        self.look.text(&Part { record: self.records, text: &bytes, field, source, place: None });
    }
}

/// Fields whose names may be printed.
const KNOWN: [&[u8]; 3] = [b"logGroup", b"logStream", b"subscriptionFilters"];
