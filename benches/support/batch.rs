//! CloudWatch Logs batches, as a subscription filter sends them.

use blackbar::codec::{Caps, Separator, Splitter, gunzip, gzip};
use blackbar::pipeline::{Engine, Gate, Work};
use std::borrow::Cow;

/// A packed batch with the length of its document.
pub(crate) struct Packed {
    pub(crate) gzip: Vec<u8>,
    pub(crate) document: usize,
}

/// Events of one batch. A batch of a subscription is 1 MiB of base64 at most; logs of this length make about 200 KiB of
/// text a batch.
const EVENTS: usize = 500;

/// The lines of `text` in batches, packed at gzip's own default level.
pub(crate) fn batches(text: &[u8]) -> Vec<Packed> {
    let packed = |document: &Vec<u8>| Packed { gzip: gzip(document, 6), document: document.len() };
    documents(text).iter().map(packed).collect()
}

/// The documents of those batches.
pub(crate) fn documents(text: &[u8]) -> Vec<Vec<u8>> {
    let lines: Vec<&[u8]> = text.split(|b| *b == b'\n').filter(|l| !l.is_empty()).collect();
    lines.chunks(EVENTS).map(document).collect()
}

fn document(lines: &[&[u8]]) -> Vec<u8> {
    let events: Vec<String> = lines
        .iter()
        .enumerate()
        .map(|(i, line)| {
            let message = serde_json::to_string(&String::from_utf8_lossy(line)).unwrap();
            format!(
                r#"{{"id":"{i:056}","timestamp":{},"message":{message}}}"#,
                1_768_471_200_000_u64 + i as u64
            )
        })
        .collect();
    format!(
        r#"{{"messageType":"DATA_MESSAGE","owner":"123456789012","logGroup":"/aws/lambda/checkout","logStream":"2026/01/15/[$LATEST]0123456789abcdef","subscriptionFilters":["all"],"logEvents":[{}]}}"#,
        events.join(",")
    )
    .into_bytes()
}

/// Inflates, redacts and packs a batch, as the pipeline does it; the bytes that come out.
pub(crate) fn redact(engine: &Engine, packed: &[u8]) -> usize {
    redact_document(engine, gunzip(packed, engine.caps()).unwrap(), true)
}

/// Redacts the document of a batch, and packs what comes out if it is to.
pub(crate) fn redact_document(engine: &Engine, document: Vec<u8>, pack: bool) -> usize {
    let mut splitter = Splitter::new(Separator::Line, engine.caps());
    *splitter.buffer() = document;
    let mut out = 0;
    while let Some(block) = splitter.next_block(true) {
        out += engine.run(Work::Block { block, pack }).bytes.len();
    }
    out
}

/// Redacts a packed batch as the function for AWS Lambda does it; the bytes that go out.
pub(crate) fn answer(engine: &Engine, packed: &[u8], level: u32) -> usize {
    let outcome = engine.record(Cow::Borrowed(packed), Gate::open());
    if outcome.as_it_came { packed.len() } else { gzip(&outcome.bytes, level).len() }
}

/// Inflates and packs with the same codec and does nothing in between.
pub(crate) fn repack(packed: &[u8], level: u32) -> usize {
    gzip(&gunzip(packed, &Caps::default()).unwrap(), level).len()
}

/// What one would write first: flate2 with its default backend, miniz_oxide, a tree of serde_json, level 6. The same
/// backend is called by hand here, since a program links only one of flate2's.
pub(crate) fn others(packed: &[u8]) -> usize {
    // A header without optional fields and a trailer (RFC 1952).
    let document = miniz_oxide::inflate::decompress_to_vec(&packed[10..packed.len() - 8]).unwrap();
    let mut crc = flate2::Crc::new();
    crc.update(&document);
    assert_eq!(crc.sum().to_le_bytes(), packed[packed.len() - 8..packed.len() - 4]);
    let tree: serde_json::Value = serde_json::from_slice(&document).unwrap();
    let written = serde_json::to_vec(&tree).unwrap();
    let mut crc = flate2::Crc::new();
    crc.update(&written);
    miniz_oxide::deflate::compress_to_vec(&written, 6).len() + crc.sum().to_le_bytes().len()
}
