//! A CloudWatch Logs batch: its events over the pool, its edits back in order.

use super::engine::{Form, Task, Worker, count_findings};
use crate::codec::{Batch, stub_batch};
use crate::coverage::Coverage;
use crate::redact::{Redactor, Scratch, Verdict};
use crate::span::{Edit, Edits, Patch, Span};
use crate::text::{LeafKind, OffsetMap, Walk, Withhold, unescape};
use rayon::iter::{IndexedParallelIterator, ParallelIterator};
use rayon::slice::ParallelSlice;

/// Events of a piece of work. Small enough that the events of one large batch keep all threads busy.
const CHUNK: usize = 64;

/// What came of some events.
#[derive(Default)]
struct Part {
    edits: Vec<Edit>,
    coverage: Coverage,
}

impl Task<'_> {
    pub(super) fn batch(&mut self, block: &[u8], span: Span, table: &Walk, batch: &Batch) {
        let text = span.of(block);
        let events = batch.events.len() as u64;
        if batch.control && self.engine.drop_control {
            self.coverage.events_dropped("control_message", events);
            self.coverage.unsearched("dropped", text.len() as u64);
            self.splice.replace(block, span, b"");
            return;
        }
        let (redactor, unlisted) = self.engine.redactor_of(text, table);
        let Some(mut part) = envelope(&redactor, self.worker, text, table, batch) else {
            let reason = redactor.withholds_all().map_or("envelope_not_searchable", Withhold::name);
            self.coverage.unsearched("withheld", text.len() as u64);
            if self.engine.form == Form::Lines {
                self.withhold(block, span, reason, false, events.max(1));
            } else {
                self.coverage.events_withheld(reason, events.max(1));
                self.splice.replace(block, span, &stub_batch(reason));
            }
            return;
        };
        let (gate, first) = (self.gate, self.number());
        self.sizes.extend(batch.events.iter().map(|event| bytes(table, batch.leaves(event))));
        let parts: Vec<Part> = batch
            .events
            .par_chunks(CHUNK)
            .with_max_len(1)
            .enumerate()
            .map(|(chunk, events)| {
                let mut worker = self.engine.worker();
                let Worker { scratch, gathered, .. } = &mut worker;
                let mut part = Part::default();
                gathered.fill(text, table, batch, events, &redactor, scratch);
                for (number, event) in events.iter().enumerate() {
                    let leaves = batch.leaves(event);
                    if let Some(reason) = gate.refuses(first + chunk * CHUNK + number) {
                        stub_event(table, leaves, reason, &mut part);
                    } else if gathered.is_quiet(number, &redactor, scratch) {
                        part.coverage.event_clean();
                        part.coverage.searched(bytes(table, leaves));
                    } else {
                        log_event(&redactor, scratch, text, table, leaves, event.message, &mut part);
                    }
                }
                Redactor::end_survey(&mut worker.scratch);
                self.engine.rest(worker);
                part
            })
            .collect();
        for other in parts {
            part.edits.extend(other.edits);
            part.coverage.merge(&other.coverage);
        }
        part.coverage.batches = 1;
        part.coverage.unlisted += if unlisted { events } else { 0 };
        let counted = part.coverage.bytes_in + batch.exempt_bytes as u64;
        part.coverage.unsearched("exempt", batch.exempt_bytes as u64);
        part.coverage.unsearched("syntax", (text.len() as u64).saturating_sub(counted));
        self.coverage.merge(&part.coverage);
        part.edits.sort_unstable_by_key(|e| e.span());
        let mut edits = Edits::new();
        for edit in part.edits {
            edits.push(edit);
        }
        if self.engine.form == Form::Lines {
            self.messages(text, table, batch, &edits);
        } else {
            self.splice.edits(block, span.start, &edits);
        }
    }

    /// Writes the message of each event as a line.
    fn messages(&mut self, text: &[u8], table: &Walk, batch: &Batch, edits: &Edits) {
        let (mut bytes, mut map) = (Vec::new(), OffsetMap::new());
        for event in &batch.events {
            let leaf = event.message.and_then(|m| table.leaves.get(m));
            let span = leaf.map_or(Span::new(0, 0), |l| l.span);
            let mut message = Vec::with_capacity(span.len());
            edits.splice_part(text, span, &mut message);
            unescape(&message, &mut bytes, &mut map);
            self.line(&bytes);
        }
    }
}

/// Searches what is not in an event; `None` if it cannot be searched to its end.
fn envelope(
    redactor: &Redactor,
    worker: &mut Worker,
    text: &[u8],
    table: &Walk,
    batch: &Batch,
) -> Option<Part> {
    let mut part = Part::default();
    let scratch = &mut worker.scratch;
    let size = |leaves: &[usize]| -> usize {
        leaves.iter().filter_map(|l| table.leaves.get(*l)).map(|l| l.span.len()).sum()
    };
    for (leaves, names) in [(&batch.names, true), (&batch.envelope, false)] {
        let verdict = if names {
            redactor.names(text, table, leaves, scratch)
        } else {
            redactor.leaves(text, table, leaves, scratch)
        };
        if matches!(verdict, Verdict::Withheld(_)) {
            return None;
        }
        count_findings(&mut part.coverage, scratch);
        part.coverage.searched(size(leaves));
        part.edits.extend(scratch.edits().iter().cloned());
    }
    Some(part)
}

fn log_event(
    redactor: &Redactor,
    scratch: &mut Scratch,
    text: &[u8],
    table: &Walk,
    leaves: &[usize],
    message: Option<usize>,
    part: &mut Part,
) {
    let verdict = redactor.log_event(text, table, leaves, message, scratch);
    count_findings(&mut part.coverage, scratch);
    match verdict {
        Verdict::Clean => part.coverage.event_clean(),
        Verdict::Redacted => part.coverage.event_redacted(),
        Verdict::Withheld(reason) => return stub_event(table, leaves, reason.name(), part),
    }
    part.coverage.searched(bytes(table, leaves));
    part.edits.extend(scratch.edits().iter().cloned());
}

/// Withholds an event. All of it goes: the message becomes the stub, and so does whatever else it holds.
fn stub_event(table: &Walk, leaves: &[usize], reason: &'static str, part: &mut Part) {
    part.coverage.events_withheld(reason, 1);
    part.coverage.unsearched("withheld", bytes(table, leaves) as u64);
    let stub = Patch::stub(reason);
    for (number, leaf) in leaves.iter().filter_map(|l| table.leaves.get(*l)).enumerate() {
        let patch = match leaf.kind {
            LeafKind::String => stub.clone(),
            LeafKind::Number => Patch::null(),
            LeafKind::Key => stub.numbered(number),
        };
        part.edits.push(Edit::new(leaf.span, patch));
    }
}

/// Bytes of an event that are to be searched.
fn bytes(table: &Walk, leaves: &[usize]) -> usize {
    leaves.iter().filter_map(|l| table.leaves.get(*l)).map(|l| l.span.len()).sum()
}
