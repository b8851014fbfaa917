//! Bounds on what an input may make of itself.

/// Bounds on documents and on inflation. What exceeds one is withheld.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Caps {
    /// Bytes of one document after inflation: a batch, a Firehose event, a JSON text over several lines. Default
    /// 64 MiB; a Firehose record holds at most 1,024,000 bytes before inflation (`PutRecordBatch`). A stream of
    /// lines has no cap in total.
    pub document_bytes: usize,
    /// Inflated bytes for each compressed byte, looked at beyond the first MiB. Default 250: logs reach 10 to 60,
    /// deflate allows 1032.
    pub ratio: u64,
    /// Members of one gzip stream. Default 100,000.
    pub members: u64,
    /// Levels of objects and arrays in a batch. Default 128.
    pub json_depth: usize,
    /// Bytes of a line that is no document. Default 4 MiB, as `Limits::event_bytes`.
    pub line_bytes: usize,
}

impl Default for Caps {
    fn default() -> Self {
        Self { document_bytes: 64 << 20, ratio: 250, members: 100_000, json_depth: 128, line_bytes: 4 << 20 }
    }
}
