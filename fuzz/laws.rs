//! What holds for any bytes. The fuzz targets and the test that replays the corpus share these.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use blackbar::codec::{Batch, Caps, Gunzip, Redriven, Separator, Splitter, gzip, is_gzip, read_redriven};
use blackbar::coverage::Coverage;
use blackbar::pipeline::{Engine, Gate, Work};
use blackbar::text::{LeafKind, Walk, WalkEnd, walk};
use blackbar::token::is_sealed;
use blackbar::{Redactor, Scratch, Span, Verdict};
use serde::de::IgnoredAny;
use std::borrow::Cow;
use std::cell::RefCell;
use std::io::Write;
use std::sync::OnceLock;

/// Levels that the other JSON reader takes too.
const DEPTH: usize = 100;

/// Inflation never panics, never exceeds its caps, and agrees with another decoder.
pub(crate) fn gunzip(data: &[u8]) {
    let mut caps = Caps::default();
    (caps.document_bytes, caps.members) = (4 << 20, 16);
    let ratio = usize::try_from(caps.ratio).unwrap();
    let done = blackbar::codec::gunzip(data, &caps);
    let out = match &done {
        Ok(out) => {
            assert!(out.len() <= caps.document_bytes);
            out
        }
        Err((_, out)) => out,
    };
    assert!(out.len() <= caps.document_bytes + (256 << 10));
    assert!(out.len() <= (data.len() + 1).saturating_mul(ratio).max(1 << 20));
    record(data, done.as_ref().ok());
    let Ok(out) = &done else { return };
    // In small steps it is the same.
    let mut reader = Gunzip::new(data, &caps);
    let mut steps = Vec::new();
    let step = 1 + data.len() * 7;
    loop {
        match reader.read_into(&mut steps, step) {
            Ok(0) => {
                assert!(steps == *out, "steps of {step} give something else");
                break;
            }
            Ok(_) => {}
            // A smaller step looks at the ratio more often.
            Err(damage) => {
                assert_eq!(damage.name(), "gzip_ratio");
                break;
            }
        }
    }
    let mut other = flate2::write::MultiGzDecoder::new(Vec::new());
    if other.write_all(data).is_ok()
        && let Ok(want) = other.finish()
    {
        assert!(*out == want, "another decoder reads something else");
    }
}

/// The walker and another JSON reader accept the same texts, and all positions are in bounds and in order.
pub(crate) fn json_walk(data: &[u8]) {
    let mut table = Walk::default();
    let end = walk(data, DEPTH, &mut table);
    in_bounds(data, &table);
    let Ok(text) = std::str::from_utf8(data) else { return };
    let compound = |t: &str| matches!(t.trim_start_matches(BLANK).as_bytes().first(), Some(b'{' | b'['));
    let single = compound(text) && serde_json::from_str::<IgnoredAny>(text).is_ok();
    if single {
        assert!(end == WalkEnd::Json || (end == WalkEnd::TooDeep), "valid JSON is not read: {end:?}");
    }
    if end == WalkEnd::Json {
        let mut documents = serde_json::Deserializer::from_str(text).into_iter::<IgnoredAny>();
        assert!(documents.all(|d| d.is_ok()), "what is no JSON is read as JSON");
    }
}

/// White space of JSON.
const BLANK: [char; 4] = [' ', '\t', '\n', '\r'];

fn in_bounds(data: &[u8], table: &Walk) {
    let mut last = 0;
    for (index, leaf) in table.leaves.iter().enumerate() {
        assert!(last <= leaf.span.start && leaf.span.start <= leaf.span.end && leaf.span.end <= data.len());
        last = leaf.span.end;
        assert!(leaf.container.is_none_or(|c| c < table.containers.len()));
        assert!(leaf.element.is_none_or(|e| e < table.elements.len()));
        assert!(leaf.key.is_none_or(|k| k < index && table.leaves[k].kind == LeafKind::Key));
        assert_eq!(leaf.escaped, leaf.span.of(data).contains(&b'\\'));
    }
    for (index, container) in table.containers.iter().enumerate() {
        assert!(container.parent.is_none_or(|p| p < index));
        assert!(container.key.is_none_or(|k| k < table.leaves.len()));
        assert!(container.element.is_none_or(|e| e < table.elements.len()));
    }
    for element in &table.elements {
        assert!(element.container < table.containers.len());
        assert!(element.span.start <= element.span.end && element.span.end <= data.len());
    }
}

/// Every leaf of a batch has at most one role; the pipeline accounts for every byte and keeps a batch a batch.
pub(crate) fn batch(data: &[u8]) {
    let mut table = Walk::default();
    let end = walk(data, DEPTH, &mut table);
    let batch = Batch::read(data, &table);
    if let Some(batch) = &batch {
        let mut seen = vec![false; table.leaves.len()];
        let leaves = batch.events.iter().flat_map(|e| batch.leaves(e));
        for leaf in batch.names.iter().chain(&batch.envelope).chain(leaves) {
            assert!(!std::mem::replace(&mut seen[*leaf], true), "a leaf has two roles");
        }
        for event in &batch.events {
            assert!(event.message.is_none_or(|m| batch.leaves(event).contains(&m)));
            assert!(event.message_span(&table).is_none_or(|s| s.end <= data.len()));
        }
        let exempt: usize =
            table.leaves.iter().zip(&seen).filter(|(_, seen)| !**seen).map(|(l, _)| l.span.len()).sum();
        assert_eq!(batch.exempt_bytes, exempt, "what is not searched is counted");
    }
    record(&gzip(data, 6), Some(&data.to_vec()));
    let (out, coverage) = through(data);
    coverage.balance().expect("the counts balance");
    // Of a Firehose event, what counts is the data of its records.
    if !data.windows(8).any(|w| w == b"recordId") {
        assert_eq!(coverage.bytes_in, data.len() as u64, "every byte is accounted for");
    }
    if let (Some(batch), WalkEnd::Json) = (&batch, end)
        && table.containers.iter().filter(|c| c.parent.is_none()).count() == 1
        && coverage.events_withheld_total() == 0
    {
        assert_eq!(walk(&out, DEPTH, &mut table), WalkEnd::Json, "a batch stays JSON");
        let after = Batch::read(&out, &table).expect("a batch stays a batch");
        assert_eq!(after.events.len(), batch.events.len());
    }
}

/// What Firehose wrote to an error bucket is read whatever the records hold; sealed copies are taken out in order, and
/// anything else is one record, as it came.
pub(crate) fn redriven(data: &[u8]) {
    let mut caps = Caps::default();
    caps.document_bytes = 4 << 20;
    // What is damaged or beyond the caps says so, and gives nothing.
    if let Ok(found) = read_redriven(data.to_vec(), &caps) {
        let text = blackbar::codec::gunzip(data, &caps).unwrap_or_else(|_| data.to_vec());
        let mut rest = text.as_slice();
        assert!(!found.is_empty(), "nothing is lost");
        for record in &found {
            match record {
                Redriven::Sealed(sealed) if found.len() == 1 && sealed == data => {}
                Redriven::Sealed(sealed) => {
                    assert!(is_sealed(sealed), "what is sealed begins so");
                    let at = memchr::memmem::find(rest, sealed)
                        .expect("it stands in the text, behind the one before");
                    rest = &rest[at + sealed.len()..];
                }
                Redriven::Raw(raw) if raw == data => assert_eq!(found.len(), 1, "all of it is one record"),
                // Of what failed: in base64, so the text is longer.
                Redriven::Raw(raw) => assert!(raw.len() < text.len()),
            }
        }
    }
    // As the record of a failure it comes back, alone and behind another one, packed or not.
    let cut = data.len() / 2;
    let objects = [failed(data), [failed(&data[..cut]), b"\n".to_vec(), failed(&data[cut..])].concat()];
    for (object, records) in objects.iter().zip([vec![data], vec![&data[..cut], &data[cut..]]]) {
        for object in [object.clone(), gzip(object, 1)] {
            let found = read_redriven(object, &Caps::default()).expect("it is whole");
            let raw = |record: &Redriven| matches!(record, Redriven::Raw(_));
            assert!(found.iter().all(raw), "a record of a failure is as it came");
            let found: Vec<&[u8]> =
                found.iter().map(|(Redriven::Raw(data) | Redriven::Sealed(data))| data.as_slice()).collect();
            assert!(found == records, "{} records of {}", found.len(), records.len());
        }
    }
}

/// An object of an error bucket, as
/// <https://docs.aws.amazon.com/firehose/latest/dev/data-transformation-failure-handling.html> has it.
fn failed(record: &[u8]) -> Vec<u8> {
    let members = serde_json::json!({
        "attemptsMade": 4,
        "arrivalTimestamp": 1,
        "errorCode": "Lambda.FunctionError",
        "errorMessage": "BBSEALED1 is no copy here",
        "attemptEndingTimestamp": 2,
        "rawData": STANDARD.encode(record),
        "lambdaArn": "arn:aws:lambda:eu-central-1:123456789012:function:redact:$LATEST",
    });
    members.to_string().into_bytes()
}

/// What comes packed in a record is redacted as its document is, and nothing fails on what is damaged.
fn record(packed: &[u8], document: Option<&Vec<u8>>) {
    /// More takes too long.
    const MOST: usize = 1 << 16;
    if !is_gzip(packed) || document.is_some_and(|document| document.len() > MOST || is_gzip(document)) {
        return;
    }
    let record = |data| engine().record(Cow::Borrowed(data), Gate::open());
    let outcome = record(packed);
    assert!(!outcome.coverage.withheld.contains_key("internal_error"), "something panicked");
    if let Some(document) = document {
        assert!(outcome.bytes == record(document).bytes, "packed it is redacted in another way");
    }
}

fn engine() -> &'static Engine {
    static ENGINE: OnceLock<Engine> = OnceLock::new();
    ENGINE.get_or_init(|| {
        let mut caps = Caps::default();
        caps.json_depth = DEPTH;
        Engine::new(Redactor::builtin().expect("the built-in rules"), caps)
    })
}

/// The output of the pipeline and its counts.
fn through(data: &[u8]) -> (Vec<u8>, Coverage) {
    let engine = engine();
    let mut splitter = Splitter::new(Separator::Line, engine.caps());
    splitter.buffer().extend_from_slice(data);
    let (mut out, mut coverage) = (Vec::new(), Coverage::default());
    while let Some(block) = splitter.next_block(true) {
        let outcome = engine.run(Work::Block { block, pack: false });
        out.extend_from_slice(&outcome.bytes);
        coverage.merge(&outcome.coverage);
    }
    (out, coverage)
}

/// Bytes outside of edits stay, every finding is covered, twice is once, and JSON stays JSON.
pub(crate) fn redact(data: &[u8]) {
    static REDACTOR: OnceLock<Redactor> = OnceLock::new();
    thread_local!(static SCRATCH: RefCell<Scratch> = RefCell::default());
    let redactor = REDACTOR.get_or_init(|| Redactor::builtin().expect("the built-in rules"));
    SCRATCH.with_borrow_mut(|scratch| {
        let verdict = redactor.text(data, scratch);
        let out = spliced(data, scratch);
        for found in scratch.findings() {
            assert!(found.span.start < found.span.end && found.span.end <= data.len());
            // Addresses of private networks are kept by the default policy.
            let kept = redactor.scanner().rule(found.rule).is_none_or(|r| r.id == "ipv4-private");
            assert!(kept || covered(scratch, found.span), "a finding is not covered by edits");
        }
        match verdict {
            Verdict::Clean => assert!(out == data),
            Verdict::Redacted => assert!(!scratch.edits().is_empty()),
            Verdict::Withheld(reason) => {
                assert_ne!(reason.name(), "internal_error");
                assert!(out.starts_with(b"WITHHELD-"));
            }
        }
        let withheld = matches!(verdict, Verdict::Withheld(_));
        let compound = matches!(data.trim_ascii_start().first(), Some(b'{' | b'['));
        if !withheld && compound && serde_json::from_slice::<IgnoredAny>(data).is_ok() {
            assert!(serde_json::from_slice::<IgnoredAny>(&out).is_ok(), "valid JSON does not stay valid");
        }
        redactor.text(&out, scratch);
        let twice = spliced(&out, scratch);
        assert!(
            twice == out,
            "redacting twice is not redacting once: {:?} then {:?}",
            String::from_utf8_lossy(&out),
            String::from_utf8_lossy(&twice)
        );
    });
}

/// The output, made here and not by the code under test: what stands between edits is copied as it is.
fn spliced(data: &[u8], scratch: &Scratch) -> Vec<u8> {
    let (mut out, mut at) = (Vec::new(), 0);
    for edit in scratch.edits() {
        assert!(at <= edit.span().start && edit.span().start <= edit.span().end, "edits are in order");
        assert!(edit.span().end <= data.len(), "edits are in bounds");
        out.extend_from_slice(&data[at..edit.span().start]);
        out.extend_from_slice(edit.patch().as_bytes());
        at = edit.span().end;
    }
    out.extend_from_slice(&data[at..]);
    let mut other = Vec::new();
    scratch.edits().splice(data, &mut other);
    assert!(out == other, "the splice changes bytes outside of edits");
    out
}

fn covered(scratch: &Scratch, span: Span) -> bool {
    let mut at = span.start;
    for edit in scratch.edits() {
        if edit.span().start <= at && at < edit.span().end {
            at = edit.span().end;
        }
    }
    at >= span.end
}
