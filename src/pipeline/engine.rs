//! One block of records: what each record is, and what becomes of it.

use super::gate::Gate;
use super::gathered::Gathered;
use super::splice::Splice;
use crate::codec::{
    Batch, Block, Caps, DEFAULT_LEVEL, Damage, Packer, Record, RecordKind, Separator, Splitter,
    TransformEvent, may_hold_envelope, starts_envelope, stub_batch, walk_batch,
};
use crate::coverage::Coverage;
use crate::policy::Source;
use crate::redact::{Redactor, Router, Scratch, Verdict};
use crate::span::{Patch, Span};
use crate::text::{Framing, Leaf, LeafKind, OffsetMap, Walk, Withhold, unescape};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::{Arc, Mutex, PoisonError};

/// In which form records go out.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[expect(clippy::exhaustive_enums, reason = "callers choose one")]
pub enum Form {
    /// In the form in which they came.
    #[default]
    Same,
    /// One event a line: the messages of batches, unescaped once, with `\n` and `\r` written as such.
    Lines,
    /// One document a line: batches that came without a separator are parted.
    Documents,
}

/// Redacts blocks. Shared between threads; configuration only, and the scratch memory of workers at rest.
#[derive(Debug)]
pub struct Engine {
    /// For events that do not say where they come from.
    pub(super) redactor: Arc<Redactor>,
    /// For those that look and change nothing.
    pub(super) looker: Redactor,
    /// What finds the redactor of events that say where they come from, if that matters.
    pub(super) router: Option<Router>,
    /// What is known of events that do not say where they come from.
    pub(super) source: Source,
    /// Bytes of an event at most, if the policy's bound does not serve.
    bound: Option<usize>,
    pub(super) caps: Caps,
    pub(super) form: Form,
    pub(super) drop_control: bool,
    level: u32,
    idle: Mutex<Vec<Worker>>,
}

/// Memory of one worker.
#[derive(Debug, Default)]
pub(super) struct Worker {
    pub(super) scratch: Scratch,
    pub(super) table: Walk,
    /// Messages of the events of a batch.
    pub(super) gathered: Gathered,
    /// Memory for the output of the next block.
    spare: Vec<u8>,
    /// Packs the output.
    packer: Option<Packer>,
}

/// What there is to do.
#[derive(Debug)]
#[expect(clippy::exhaustive_enums, reason = "sources make them")]
pub enum Work {
    /// Redact a block; with `pack`, the output becomes a gzip member.
    Block {
        /// The records.
        block: Block,
        /// Whether the input was packed.
        pack: bool,
    },
    /// Something that could not be read: a stub goes on.
    Damaged {
        /// The name of the reason.
        reason: &'static str,
        /// Whether it was in batch form, so that the stub must be one too.
        batch: bool,
        /// Inflated bytes that are not passed on.
        bytes: u64,
        /// Whether the input was packed.
        pack: bool,
    },
}

impl Work {
    /// Bytes of memory that it holds.
    #[must_use]
    pub const fn len(&self) -> usize {
        match self {
            Self::Block { block, .. } => block.bytes.len(),
            Self::Damaged { .. } => 0,
        }
    }

    /// Whether it holds no bytes.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.len() == 0
    }
}

/// What came of it.
#[derive(Default)]
#[non_exhaustive]
pub struct Outcome {
    /// The bytes that go on.
    pub bytes: Vec<u8>,
    /// What was done.
    pub coverage: Coverage,
    /// Bytes of each event as it came in, in order; only of Firehose data and the like.
    pub sizes: Vec<usize>,
    /// Whether the data came packed and can go on as it came: nothing in its document was changed, and there is nothing else
    /// in it. Told by [`Engine::record`] alone.
    pub as_it_came: bool,
}

impl std::fmt::Debug for Outcome {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Outcome").field("bytes", &self.bytes.len()).finish_non_exhaustive()
    }
}

impl Engine {
    /// An engine that gives records back in the form in which they came.
    #[must_use]
    pub fn new(redactor: Redactor, caps: Caps) -> Self {
        Self {
            looker: redactor.looking(),
            redactor: Arc::new(redactor),
            router: None,
            source: Source::default(),
            bound: None,
            caps,
            form: Form::Same,
            drop_control: false,
            level: DEFAULT_LEVEL,
            idle: Mutex::new(Vec::new()),
        }
    }

    /// An engine that asks for the redactor of each batch; `source` is what is known of events that come without one.
    #[must_use]
    pub fn routed(router: Router, source: Source, caps: Caps) -> Self {
        let redactor = router.of(&source);
        let engine = Self::new(Redactor::clone(&redactor), caps);
        let router = router.differs().then_some(router);
        Self { redactor, router, source, ..engine }
    }

    /// The same redactor within the engine's own bound.
    fn bounded(&self, redactor: Arc<Redactor>) -> Arc<Redactor> {
        let Some(bytes) = self.bound else { return redactor };
        let mut bounded = Redactor::clone(&redactor);
        bounded.bound_events(bytes);
        Arc::new(bounded)
    }

    /// The redactor for the events of a source.
    #[must_use]
    pub fn redactor_for(&self, source: &Source) -> Arc<Redactor> {
        let of_router = |router: &Router| self.bounded(router.of(source));
        self.router.as_ref().map_or_else(|| Arc::clone(&self.redactor), of_router)
    }

    /// Says what [`scan`](Self::scan) reads next: entries of the allow-list may be for some inputs only. `None` is what has
    /// no name.
    pub fn look_at(&mut self, input: Option<&str>) {
        self.looker = input.map_or_else(|| self.redactor.looking(), |name| self.redactor.looking_at(name));
    }

    /// Sets the form of the output.
    #[must_use]
    pub const fn form(mut self, form: Form) -> Self {
        self.form = form;
        self
    }

    /// Drops control messages instead of passing them on.
    #[must_use]
    pub const fn drop_control(mut self, drop: bool) -> Self {
        self.drop_control = drop;
        self
    }

    /// Sets the level of packed output, 0 to 9.
    #[must_use]
    pub const fn level(mut self, level: u32) -> Self {
        self.level = level;
        self
    }

    /// Bounds lines and the events of batches by `bytes` as well, as for a carrier that takes no more.
    #[must_use]
    pub fn longest_line(mut self, bytes: usize) -> Self {
        self.caps.line_bytes = self.caps.line_bytes.min(bytes);
        self.bound = Some(bytes);
        self.redactor = self.bounded(Arc::clone(&self.redactor));
        self
    }

    /// The redactor.
    #[must_use]
    pub fn redactor(&self) -> &Redactor {
        &self.redactor
    }

    /// The redactor of a batch, and whether its source is one that the policy does not name.
    pub(super) fn redactor_of(&self, text: &[u8], table: &Walk) -> (Arc<Redactor>, bool) {
        match &self.router {
            None => (Arc::clone(&self.redactor), false),
            Some(router) => {
                let source = source_of(text, table, &self.source);
                (self.bounded(router.of(&source)), !router.admits(&source))
            }
        }
    }

    /// The bounds on documents.
    #[must_use]
    pub const fn caps(&self) -> &Caps {
        &self.caps
    }

    /// Does one piece of work. Does not fail and does not panic: what goes wrong is withheld and counted.
    #[must_use]
    pub fn run(&self, work: Work) -> Outcome {
        let (pack, mut outcome) = match work {
            Work::Block { block, pack } => {
                let records = block.records.len() as u64;
                let bytes = block.bytes.len() as u64;
                let done = catch_unwind(AssertUnwindSafe(|| self.block(block, true, Gate::open(), 0)));
                (pack, done.unwrap_or_else(|_| self.fault(records, bytes)))
            }
            Work::Damaged { reason, batch, bytes, pack } => (pack, self.damaged(reason, batch, bytes)),
        };
        outcome.as_it_came = false;
        if pack && self.form == Form::Same && !outcome.bytes.is_empty() {
            outcome.bytes = self.pack(&outcome.bytes);
        }
        outcome
    }

    /// A fault outside of the guard around each event: the whole block is withheld.
    fn fault(&self, records: u64, bytes: u64) -> Outcome {
        let mut outcome = Outcome::default();
        let reason = Withhold::Internal.name();
        for _ in 0..records {
            outcome.bytes.extend_from_slice(Patch::stub(reason).as_bytes());
            outcome.bytes.push(b'\n');
        }
        outcome.coverage.events_withheld(reason, records);
        outcome.coverage.unsearched("withheld", bytes);
        outcome
    }

    fn damaged(&self, reason: &'static str, batch: bool, bytes: u64) -> Outcome {
        let mut outcome = Outcome::default();
        outcome.coverage.events_withheld(reason, 1);
        outcome.coverage.unsearched("withheld", bytes);
        outcome.bytes = match self.form {
            Form::Same | Form::Documents if batch => stub_batch(reason),
            _ => Patch::stub(reason).as_bytes().to_vec(),
        };
        outcome.bytes.push(b'\n');
        outcome
    }

    /// Redacts the records of a block, whose first event has the number `first` at the gate. Firehose events within
    /// Firehose events are text.
    pub(super) fn block(&self, block: Block, transform: bool, gate: Gate<'_>, first: usize) -> Outcome {
        let mut worker = self.worker();
        let spare = std::mem::take(&mut worker.spare);
        let mut task = Task {
            engine: self,
            worker: &mut worker,
            records: &block.records,
            transform,
            envelopes: None,
            gate,
            first,
            sizes: Vec::new(),
            splice: Splice::new(spare),
            lines: Vec::new(),
            coverage: Coverage::default(),
        };
        for record in &block.records {
            task.record(&block.bytes, *record);
        }
        let separators = block.records.iter().map(|record| (record.end - record.span.end) as u64).sum();
        task.coverage.unsearched("separator", separators);
        let Task { splice, lines, coverage, sizes, .. } = task;
        Redactor::end_survey(&mut worker.scratch);
        let as_it_came = self.form != Form::Lines && !splice.has_changes();
        let (bytes, spare) = splice.finish(block.bytes);
        worker.spare = spare;
        self.rest(worker);
        let bytes = if self.form == Form::Lines { lines } else { bytes };
        Outcome { bytes, coverage, sizes, as_it_came }
    }

    /// Redacts a document that is in memory: the data of a Firehose record.
    pub(super) fn document(&self, data: Vec<u8>, damage: Option<&Damage>, gate: Gate<'_>) -> Outcome {
        let batch = starts_envelope(&data);
        let mut all = Outcome { as_it_came: damage.is_none(), ..Outcome::default() };
        let whole = matches!(damage, None | Some(Damage::TrailingGarbage));
        let mut lost = if whole { 0 } else { data.len() };
        if whole || !batch {
            let mut splitter = Splitter::new(Separator::Line, &self.caps);
            *splitter.buffer() = data;
            if !whole {
                // The last line may be cut.
                lost = splitter.cut(false);
            }
            while let Some(block) = splitter.next_block(true) {
                let part = self.block(block, false, gate, all.sizes.len());
                if all.bytes.is_empty() {
                    all.bytes = part.bytes;
                } else {
                    all.bytes.extend_from_slice(&part.bytes);
                }
                all.coverage.merge(&part.coverage);
                all.sizes.extend(part.sizes);
                all.as_it_came &= part.as_it_came;
            }
        }
        if let Some(damage) = damage {
            if !all.bytes.is_empty() && !all.bytes.ends_with(b"\n") {
                all.bytes.push(b'\n');
            }
            let part = self.damaged(damage.name(), batch, lost as u64);
            all.bytes.extend_from_slice(&part.bytes);
            all.coverage.merge(&part.coverage);
        }
        all
    }

    /// Packs at the level of this engine.
    pub(super) fn pack(&self, data: &[u8]) -> Vec<u8> {
        let mut worker = self.worker();
        let kept = worker.packer.take().filter(|packer| packer.level() == self.level);
        let packed = worker.packer.insert(kept.unwrap_or_else(|| Packer::new(self.level))).pack(data);
        self.rest(worker);
        packed
    }

    pub(super) fn worker(&self) -> Worker {
        self.idle.lock().unwrap_or_else(PoisonError::into_inner).pop().unwrap_or_default()
    }

    pub(super) fn rest(&self, worker: Worker) {
        self.idle.lock().unwrap_or_else(PoisonError::into_inner).push(worker);
    }
}

/// The bytes from an event on to the end of one of the records, a good many if there are: what is surveyed at once.
pub(super) fn stretch(records: &[Record], event: Span) -> Span {
    /// What fits the second cache with room to spare.
    const LENGTH: usize = 64 << 10;
    let ends = records.partition_point(|r| r.span.end <= event.start.saturating_add(LENGTH));
    let end = ends.checked_sub(1).and_then(|i| records.get(i)).map_or(0, |r| r.span.end);
    Span::new(event.start, end.max(event.end))
}

/// One block under way.
pub(super) struct Task<'e> {
    pub(super) engine: &'e Engine,
    pub(super) worker: &'e mut Worker,
    /// All records of the block.
    records: &'e [Record],
    pub(super) transform: bool,
    /// Whether any record could be a batch or a Firehose event; `None` while no record asked.
    envelopes: Option<bool>,
    pub(super) gate: Gate<'e>,
    /// The number of the block's first event at the gate.
    first: usize,
    /// Bytes of the events so far.
    pub(super) sizes: Vec<usize>,
    pub(super) splice: Splice,
    pub(super) lines: Vec<u8>,
    pub(super) coverage: Coverage,
}

impl Task<'_> {
    /// The number of the next event at the gate.
    pub(super) fn number(&self) -> usize {
        self.first + self.sizes.len()
    }

    fn record(&mut self, block: &[u8], record: Record) {
        match record.kind {
            RecordKind::Text => {
                let text = record.span.of(block);
                let json = text.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(text).trim_ascii_start().first();
                if json == Some(&b'{') && self.may_hold_envelopes(block) && may_hold_envelope(text) {
                    self.sequence(block, record.span);
                } else {
                    self.event(block, record.span);
                }
            }
            RecordKind::Oversize { bytes, json } => {
                let reason = if json { "document_too_large" } else { Withhold::EventTooLarge.name() };
                self.withhold(block, record.span, reason, json, 1);
                self.coverage.unsearched("withheld", bytes);
            }
        }
    }

    /// Whether there could be batches or Firehose events in any record: one look at the block in the place of one for each.
    fn may_hold_envelopes(&mut self, block: &[u8]) -> bool {
        *self.envelopes.get_or_insert_with(|| may_hold_envelope(block))
    }

    /// A record with batches or Firehose events in it, with nothing but white space between the documents.
    fn sequence(&mut self, block: &[u8], span: Span) {
        let mut at = span.start;
        loop {
            let rest = Span::new(at, span.end).of(block);
            let blank = rest.iter().take_while(|b| b.is_ascii_whitespace()).count();
            let bom = if rest.starts_with(b"\xEF\xBB\xBF") { 3 } else { 0 };
            self.coverage.unsearched("separator", (blank + bom) as u64);
            at += blank + bom;
            let rest = Span::new(at, span.end).of(block);
            if rest.is_empty() {
                return;
            }
            let mut table = std::mem::take(&mut self.worker.table);
            let framing = walk_batch(rest, self.engine.caps.json_depth, &mut table);
            if let Framing::Complete(len) = framing {
                self.document(block, Span::new(at, at + len), &table);
            }
            self.worker.table = table;
            match framing {
                Framing::Complete(len) => {
                    let document = Span::new(at, at + len);
                    at = document.end;
                    let more = Span::new(at, span.end).of(block).iter().any(|b| !b.is_ascii_whitespace());
                    if more && self.engine.form == Form::Documents {
                        self.splice.replace(block, Span::new(at, at), b"\n");
                    }
                }
                Framing::TooDeep => {
                    let rest = Span::new(at, span.end);
                    self.withhold(block, rest, Withhold::TooDeep.name(), true, 1);
                    self.coverage.unsearched("withheld", rest.len() as u64);
                    return;
                }
                Framing::Partial | Framing::Invalid => {
                    self.event(block, Span::new(at, span.end));
                    return;
                }
            }
        }
    }

    /// One JSON document with its table.
    fn document(&mut self, block: &[u8], span: Span, table: &Walk) {
        let text = span.of(block);
        if let Some(batch) = Batch::read(text, table) {
            self.batch(block, span, table, &batch);
        } else if let Some(event) = self.transform.then(|| TransformEvent::read(text)).flatten() {
            self.transform(block, span, event);
        } else {
            self.event(block, span);
        }
    }

    /// One event that is a document of its own.
    fn event(&mut self, block: &[u8], span: Span) {
        let text = span.of(block);
        let refused = self.gate.refuses(self.number());
        self.sizes.push(text.len());
        if let Some(reason) = refused {
            let json = matches!(text.trim_ascii_start().first(), Some(b'{' | b'['));
            self.withhold(block, span, reason, json, 1);
            self.coverage.unsearched("withheld", text.len() as u64);
            return;
        }
        if !Redactor::is_surveyed(span, &self.worker.scratch) {
            let stretch = stretch(self.records, span);
            self.engine.redactor.survey(block, stretch, &mut self.worker.scratch);
        }
        if let Some(router) = &self.engine.router {
            self.coverage.unlisted += u64::from(!router.admits(&self.engine.source));
        }
        // Most lines are done with here.
        if self.engine.redactor.is_quiet(block, span, &mut self.worker.scratch) {
            self.coverage.event_clean();
            self.coverage.searched(text.len());
            if self.engine.form == Form::Lines {
                self.line(text);
            }
            return;
        }
        let verdict = self.engine.redactor.text(text, &mut self.worker.scratch);
        count_findings(&mut self.coverage, &self.worker.scratch);
        match verdict {
            Verdict::Clean | Verdict::Redacted => {
                if verdict == Verdict::Clean {
                    self.coverage.event_clean();
                } else {
                    self.coverage.event_redacted();
                }
                self.coverage.searched(text.len());
                if self.engine.form == Form::Lines {
                    let mut out = Vec::with_capacity(text.len());
                    self.worker.scratch.edits().splice(text, &mut out);
                    self.line(&out);
                } else {
                    self.splice.edits(block, span.start, self.worker.scratch.edits());
                }
            }
            Verdict::Withheld(reason) => {
                let json = matches!(text.trim_ascii_start().first(), Some(b'{' | b'['));
                self.withhold(block, span, reason.name(), json, 1);
                self.coverage.unsearched("withheld", text.len() as u64);
            }
        }
    }

    /// Puts stubs in the place of `events` events that stand in `span`. The bytes are counted by the caller.
    pub(super) fn withhold(
        &mut self,
        block: &[u8],
        span: Span,
        reason: &'static str,
        json: bool,
        events: u64,
    ) {
        self.coverage.events_withheld(reason, events);
        let stub = Patch::stub(reason);
        if self.engine.form == Form::Lines {
            for _ in 0..events {
                self.line(stub.as_bytes());
            }
        } else if json {
            // Lines of JSON stay lines of JSON.
            self.splice.replace(block, span, format!(r#"{{"message":"{}"}}"#, stub.as_str()).as_bytes());
        } else {
            self.splice.replace(block, span, stub.as_bytes());
        }
    }

    /// Writes one event as one line.
    pub(super) fn line(&mut self, text: &[u8]) {
        for &b in text {
            match b {
                b'\n' => self.lines.extend_from_slice(b"\\n"),
                b'\r' => self.lines.extend_from_slice(b"\\r"),
                b => self.lines.push(b),
            }
        }
        self.lines.push(b'\n');
    }
}

/// Adds the findings and edits of the last event.
pub(super) fn count_findings(coverage: &mut Coverage, scratch: &Scratch) {
    coverage.edits += scratch.edits().len() as u64;
    for found in scratch.findings() {
        *coverage.findings.entry(found.rule).or_default() += 1;
    }
    for found in scratch.allowed() {
        *coverage.allowed.entry(found.rule).or_default() += 1;
    }
    if let Some((contract, clauses)) = scratch.clauses() {
        for (clause, count) in clauses {
            *coverage.contracts.entry((contract, clause)).or_default() += u64::from(count);
        }
    }
}

/// Where a batch comes from. Names that stand twice and differ are no names: nobody can tell which one counts.
pub(super) fn source_of(text: &[u8], table: &Walk, known: &Source) -> Source {
    let mut source =
        Source { account: String::new(), region: known.region.clone(), log_group: String::new() };
    let (mut bytes, mut map) = (Vec::new(), OffsetMap::new());
    for (name, place) in [(&b"owner"[..], &mut source.account), (b"logGroup", &mut source.log_group)] {
        let is_it = |l: &&Leaf| {
            let key = l.key.and_then(|k| table.leaves.get(k));
            l.container == Some(0)
                && l.kind == LeafKind::String
                && key.is_some_and(|k| k.span.of(text) == name)
        };
        let mut values = table.leaves.iter().filter(is_it).map(|l| l.span.of(text));
        let first = values.next().unwrap_or_default();
        if values.all(|other| other == first) {
            unescape(first, &mut bytes, &mut map);
            *place = String::from_utf8_lossy(&bytes).into_owned();
        }
    }
    source
}
