//! From parcels to records of Firehose.

use super::shipment::{Entry, RECORD_BYTES};
use crate::codec::{gzip, halve};
use crate::sinks::Parcel;
use crate::span::Patch;
use memchr::memmem;
use std::hash::{DefaultHasher, Hash, Hasher};

/// The name of the reason when one event is too large for a record.
const TOO_LARGE: &str = "record_too_large";
/// Levels of objects and arrays that a batch is taken apart in.
const DEPTH: usize = 512;
/// The level of packed records.
const LEVEL: u32 = crate::codec::DEFAULT_LEVEL;
/// Bytes of lines that become a packed record at most, before they are packed: what is taken together is packed twice if
/// it turns out too long.
const PACKED_TOGETHER: usize = 4 * RECORD_BYTES;

/// Records, and of each the parcels that are in it.
pub(super) struct Packed {
    pub(super) entries: Vec<Entry>,
    /// Of each parcel, the records that its bytes are in.
    pub(super) parcels: Vec<Vec<usize>>,
    /// Events that are too large for a record; a stub stands for each.
    pub(super) stubs: u64,
}

/// A record that is being filled.
struct Open {
    order: u64,
    packed: bool,
    data: Vec<u8>,
    parcels: Vec<usize>,
}

/// Packs the lines of parcels into records: lines of one log stream that follow each other share one. Each record is
/// whole lines, and packed on its own if its parcel is to be.
pub(super) fn pack(parcels: &[Parcel]) -> Packed {
    let mut packed = Packed { entries: Vec::new(), parcels: vec![Vec::new(); parcels.len()], stubs: 0 };
    let mut open: Option<Open> = None;
    for (number, parcel) in parcels.iter().enumerate() {
        for line in parcel.bytes.split_inclusive(|b| *b == b'\n') {
            if line.iter().all(u8::is_ascii_whitespace) {
                continue;
            }
            let order = order_of(line);
            let most = if parcel.packed { PACKED_TOGETHER } else { RECORD_BYTES };
            let fits =
                |o: &Open| o.order == order && o.packed == parcel.packed && o.data.len() + line.len() < most;
            if let Some(full) = open.take_if(|o| !fits(o)) {
                packed.close(full);
            }
            let into = open.get_or_insert_with(|| Open {
                order,
                packed: parcel.packed,
                data: Vec::new(),
                parcels: Vec::new(),
            });
            into.data.extend_from_slice(line);
            if !line.ends_with(b"\n") {
                into.data.push(b'\n');
            }
            if into.parcels.last() != Some(&number) {
                into.parcels.push(number);
            }
        }
    }
    if let Some(last) = open {
        packed.close(last);
    }
    packed
}

impl Packed {
    /// Ends a record; it becomes several if it is too long. A stub stands for an event that is too large by itself.
    fn close(&mut self, open: Open) {
        for part in parted(open.data, open.packed, RECORD_BYTES) {
            let data = if part.fits { part.data } else { self.stub(open.packed) };
            for parcel in &open.parcels {
                if let Some(records) = self.parcels.get_mut(*parcel) {
                    records.push(self.entries.len());
                }
            }
            self.entries.push(Entry { order: open.order, data });
        }
    }

    fn stub(&mut self, packed: bool) -> Vec<u8> {
        self.stubs += 1;
        let stub = format!("{{\"message\":\"{}\"}}\n", Patch::stub(TOO_LARGE).as_str()).into_bytes();
        if packed { gzip(&stub, LEVEL) } else { stub }
    }
}

/// A part of some records.
#[non_exhaustive]
pub struct Part {
    /// Its bytes, packed if it is to be.
    pub data: Vec<u8>,
    /// Whether it is short enough. If not, it is one event.
    pub fits: bool,
}

/// Parts records until each part has at most `most` bytes, packed if it is to be, or is one event.
#[must_use]
pub fn parted(data: Vec<u8>, packed: bool, most: usize) -> Vec<Part> {
    let mut parts = Vec::new();
    let mut open = vec![data];
    while let Some(data) = open.pop() {
        let out = if packed { gzip(&data, LEVEL) } else { data.clone() };
        let fits = out.len() <= most;
        match if fits { None } else { halve(&data, DEPTH) } {
            None => parts.push(Part { data: out, fits }),
            // A batch that is parted needs an end of its line on both sides.
            Some((left, right)) => open.extend([right, left].map(ended)),
        }
    }
    parts
}

/// Some lines, the last one ended.
fn ended(mut data: Vec<u8>) -> Vec<u8> {
    if !data.ends_with(b"\n") {
        data.push(b'\n');
    }
    data
}

/// What tells log streams apart, told by the beginning of a line: all that stands before the events of a batch. Other lines
/// are one stream.
#[must_use]
pub fn order_of(line: &[u8]) -> u64 {
    /// Where the head ends at the latest: the names of groups and streams have at most 512 characters each
    /// (<https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_LogStream.html>).
    const HEAD: usize = 16 << 10;
    let head = line.get(..HEAD).unwrap_or(line);
    let Some(end) = memmem::find(head, br#""logEvents""#) else { return 0 };
    let mut hasher = DefaultHasher::new();
    head.get(..end).unwrap_or_default().hash(&mut hasher);
    hasher.finish().max(1)
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn batch(stream: &str, events: usize, size: usize) -> String {
        let event = json!({"id": "1", "timestamp": 1, "message": "x".repeat(size)});
        let (head, tail) =
            (format!(r#"{{"messageType":"DATA_MESSAGE","logStream":"{stream}","logEvents":["#), "]}");
        format!("{head}{}{tail}\n", vec![event.to_string(); events].join(","))
    }

    fn plain(text: &str) -> Parcel {
        Parcel::new(text.as_bytes().to_vec())
    }

    #[test]
    fn lines_of_a_stream_share_records() {
        let parcels =
            [plain(&batch("a", 1, 10)), plain(&batch("a", 2, 10)), plain(&batch("b", 1, 10)), plain("x\ny")];
        let packed = pack(&parcels);
        assert_eq!(packed.parcels, [vec![0], vec![0], vec![1], vec![2]]);
        let data: Vec<&[u8]> = packed.entries.iter().map(|e| e.data.as_slice()).collect();
        assert_eq!(data[0], [batch("a", 1, 10), batch("a", 2, 10)].concat().as_bytes());
        assert_eq!(data[2], b"x\ny\n");
        assert_eq!(packed.entries[2].order, 0);
        assert_ne!(packed.entries[0].order, packed.entries[1].order);
        assert!(pack(&[plain("\n \n")]).entries.is_empty());
    }

    #[test]
    fn what_is_too_long_is_parted_and_what_cannot_be_is_a_stub() {
        let long = pack(&[plain(&batch("a", 30, 100_000))]);
        assert_eq!((long.entries.len(), long.stubs), (4, 0));
        assert!(
            long.entries.iter().all(|e| e.data.len() <= RECORD_BYTES && e.order == long.entries[0].order)
        );
        assert_eq!(long.parcels, [vec![0, 1, 2, 3]]);
        let stub = pack(&[plain(&"x".repeat(RECORD_BYTES)), plain("after\n")]);
        assert_eq!(stub.stubs, 1);
        assert_eq!(stub.entries[0].data, b"{\"message\":\"WITHHELD-record_too_large\"}\n");
        assert_eq!(stub.entries[1].data, b"after\n");
        // Packed, it fits.
        let small = pack(&[Parcel::new("x".repeat(RECORD_BYTES).into_bytes()).packed(true)]);
        assert_eq!((small.entries.len(), small.stubs), (1, 0));
        assert!(small.entries[0].data.len() < 10_000);
    }
}
