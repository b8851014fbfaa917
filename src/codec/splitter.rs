//! From a stream of bytes to blocks of whole records, the same ones however the stream is cut.

use super::Caps;
use crate::span::Span;
use crate::text::{Framing, frame};
use memchr::{memchr, memchr_iter, memmem, memrchr};

/// Bytes of a block at which it is closed. Large enough to make handing over cheap, small enough to keep many threads
/// busy and to pack each block as a gzip member of its own.
const BLOCK: usize = 256 << 10;

/// What ends a record.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(clippy::exhaustive_enums, reason = "callers must handle each")]
pub enum Separator {
    /// A line feed.
    Line,
    /// A NUL byte.
    Nul,
}

impl Separator {
    const fn byte(self) -> u8 {
        match self {
            Self::Line => b'\n',
            Self::Nul => 0,
        }
    }
}

/// A record of a block.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Record {
    /// Its bytes in the block, without the separator.
    pub span: Span,
    /// One past its separator, where it has one.
    pub end: usize,
    /// What it is.
    pub kind: RecordKind,
}

/// What a record is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(clippy::exhaustive_enums, reason = "callers must handle each")]
pub enum RecordKind {
    /// A line, or the text up to a NUL; or several lines that belong together: a JSON text, or a key between its
    /// `BEGIN` and `END` lines.
    Text,
    /// A record that was longer than allowed and is not kept. Its span is empty.
    Oversize {
        /// How long it was.
        bytes: u64,
        /// Whether it began like a JSON text.
        json: bool,
    },
}

/// Some records in one piece of memory.
#[derive(Default)]
#[non_exhaustive]
pub struct Block {
    /// The bytes.
    pub bytes: Vec<u8>,
    /// The records, which make up all of the bytes.
    pub records: Vec<Record>,
}

impl std::fmt::Debug for Block {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Block")
            .field("bytes", &self.bytes.len())
            .field("records", &self.records.len())
            .finish()
    }
}

/// Takes bytes, gives blocks.
pub struct Splitter {
    separator: Separator,
    caps: Caps,
    buffer: Vec<u8>,
    /// Where in the buffer begins what has not been handed out.
    start: usize,
    /// Records found from there on, in positions of the buffer.
    records: Vec<Record>,
    /// End of the last record.
    at: usize,
    /// The next separator at or after `at`, as far as the buffer was searched for it.
    line_end: Option<usize>,
    searched: usize,
    /// Length from which on it is worth framing the current JSON text again.
    retry: usize,
    /// The current record begins like a JSON text and is none.
    plain: bool,
    /// The next `-----BEGIN ` at or after `at`, as far as the buffer was searched for it.
    begin: Option<usize>,
    begin_scanned: usize,
    /// The current record is too long: bytes of it dropped so far, and whether it is JSON.
    skipping: Option<(u64, bool)>,
}

impl std::fmt::Debug for Splitter {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Splitter").field("buffered", &self.buffer.len()).finish_non_exhaustive()
    }
}

enum Found {
    Record(Record),
    NeedMore,
    Skip { json: bool },
}

enum Document {
    /// It is a JSON text, which makes up this record.
    Ends(Record),
    /// It is one line, like any other.
    Line,
    /// It is no JSON text.
    None,
    NeedMore,
}

impl Splitter {
    /// A splitter at the beginning of a stream.
    #[must_use]
    pub const fn new(separator: Separator, caps: &Caps) -> Self {
        Self {
            separator,
            caps: *caps,
            buffer: Vec::new(),
            start: 0,
            records: Vec::new(),
            at: 0,
            line_end: None,
            searched: 0,
            retry: 0,
            plain: false,
            begin: None,
            begin_scanned: 0,
            skipping: None,
        }
    }

    /// The buffer to append the next bytes of the stream to.
    pub const fn buffer(&mut self) -> &mut Vec<u8> {
        &mut self.buffer
    }

    /// Takes away what comes after the last whole line, or all that is not in a record yet; returns how many bytes. For
    /// a stream that ends in the middle of something.
    pub fn cut(&mut self, all: bool) -> usize {
        let rest = self.buffer.get(self.at..).unwrap_or_default();
        let good = if all { 0 } else { memrchr(b'\n', rest).map_or(0, |i| i + 1) };
        let lost = rest.len() - good;
        self.buffer.truncate(self.at + good);
        self.searched = self.searched.min(self.buffer.len());
        self.line_end = self.line_end.filter(|l| *l < self.buffer.len());
        self.begin_scanned = self.begin_scanned.min(self.buffer.len());
        self.begin = self.begin.filter(|b| *b < self.buffer.len());
        lost
    }

    /// The next block that is complete. With `end`, the stream has ended and everything comes out; `None` then means
    /// that nothing is left.
    pub fn next_block(&mut self, end: bool) -> Option<Block> {
        loop {
            if self.skipping.is_some() {
                if !self.skip(end) {
                    return self.flush(end);
                }
                continue;
            }
            let full = self.at - self.start >= BLOCK;
            if full || (self.at == self.buffer.len() && (end || self.at > self.start)) {
                // Whole records only; without a full block the stream's pieces would decide where blocks end.
                return if full || end { self.flush(true) } else { None };
            }
            if self.take_lines() {
                continue;
            }
            match self.find(end) {
                Found::Record(record) => {
                    self.at = record.end;
                    self.retry = 0;
                    self.plain = false;
                    self.records.push(record);
                }
                Found::NeedMore => return None,
                Found::Skip { json } => {
                    let dropped = self.buffer.len() - self.at;
                    self.buffer.truncate(self.at);
                    self.buffer.shrink_to(BLOCK * 2);
                    self.skipping = Some((dropped as u64, json));
                    self.changed();
                    self.retry = 0;
                }
            }
        }
    }

    /// Hands out the records found so far.
    fn flush(&mut self, now: bool) -> Option<Block> {
        if !now || self.records.is_empty() {
            return None;
        }
        let mut records = std::mem::take(&mut self.records);
        for record in &mut records {
            record.span = Span::new(record.span.start - self.start, record.span.end - self.start);
            record.end -= self.start;
        }
        let rest = self.buffer.len() - self.at;
        let handed = Span::new(self.start, self.at);
        if rest > handed.len() {
            // A large input that is all here: its blocks are copied, and what is done is taken away now and then.
            let bytes = handed.of(&self.buffer).to_vec();
            self.start = self.at;
            if self.start > rest {
                self.buffer.drain(..self.start);
                self.shift();
            }
            return Some(Block { bytes, records });
        }
        let mut behind = Vec::with_capacity(rest.max(BLOCK / 4));
        behind.extend_from_slice(self.buffer.get(self.at..).unwrap_or_default());
        let mut bytes = std::mem::replace(&mut self.buffer, behind);
        bytes.truncate(self.at);
        bytes.drain(..self.start);
        self.start = self.at;
        self.shift();
        Some(Block { bytes, records })
    }

    /// What stood before `start` is gone.
    fn shift(&mut self) {
        let by = std::mem::take(&mut self.start);
        self.at -= by;
        self.line_end = self.line_end.and_then(|l| l.checked_sub(by));
        self.searched = self.searched.saturating_sub(by);
        self.begin = self.begin.and_then(|b| b.checked_sub(by));
        self.begin_scanned = self.begin_scanned.saturating_sub(by);
    }

    /// What stood behind `at` is not there any more.
    const fn changed(&mut self) {
        self.line_end = None;
        self.searched = self.at;
        self.begin = None;
        self.begin_scanned = self.at;
    }

    /// The next separator at or after `at`.
    fn next_separator(&mut self) -> Option<usize> {
        if self.line_end.is_none_or(|l| l < self.at) {
            let from = self.searched.max(self.at);
            let rest = self.buffer.get(from..).unwrap_or_default();
            self.line_end = memchr(self.separator.byte(), rest).map(|i| from + i);
            self.searched = self.line_end.unwrap_or(self.buffer.len());
        }
        self.line_end
    }

    /// Drops bytes of a record that is too long. Returns whether its end was found.
    fn skip(&mut self, end: bool) -> bool {
        let Some((dropped, json)) = self.skipping else { return true };
        let rest = self.buffer.get(self.at..).unwrap_or_default();
        let found = memchr(self.separator.byte(), rest);
        let len = found.unwrap_or(rest.len());
        let bytes = dropped + len as u64;
        self.buffer.drain(self.at..self.at + len);
        self.changed();
        if found.is_none() && !end {
            self.skipping = Some((bytes, json));
            return false;
        }
        self.skipping = None;
        // The separator stays as the one byte of the record.
        let record_end = self.at + usize::from(found.is_some());
        let span = Span::new(self.at, self.at);
        self.records.push(Record { span, end: record_end, kind: RecordKind::Oversize { bytes, json } });
        self.at = record_end;
        self.plain = false;
        true
    }

    /// Takes lines from `at` on that can be nothing but records of their own; returns whether there were any. What else could
    /// be is asked once for all of them.
    fn take_lines(&mut self) -> bool {
        let first = self.at;
        if self.separator != Separator::Line || self.may_be_json(first) {
            return false;
        }
        // No key begins before.
        let end = self.next_begin().unwrap_or(self.begin_scanned);
        let from = self.line_end.filter(|l| *l >= first).unwrap_or(first.max(self.searched));
        let within = self.buffer.get(from..end).unwrap_or_default();
        for line_end in memchr_iter(b'\n', within).map(|i| from + i) {
            if line_end - self.at > self.caps.line_bytes {
                break;
            }
            self.records.push(text(self.at, line_end, line_end + 1));
            self.at = line_end + 1;
            if self.may_be_json(self.at) || self.at - self.start >= BLOCK {
                break;
            }
        }
        self.at > first
    }

    /// Finds the record that begins at `at`.
    fn find(&mut self, end: bool) -> Found {
        let separator = self.next_separator();
        let json = self.starts_json();
        // A JSON text may go on over lines, and several may follow each other on one.
        if json && self.separator == Separator::Line && !self.plain {
            match self.document_end(separator, end) {
                Document::Ends(record) => return Found::Record(record),
                Document::NeedMore => return Found::NeedMore,
                Document::None => self.plain = true,
                Document::Line => {}
            }
        }
        let cap = if json { self.caps.document_bytes } else { self.caps.line_bytes };
        let len = separator.unwrap_or(self.buffer.len()) - self.at;
        if len > cap {
            return match separator {
                Some(_) => {
                    // The whole of it is here; drop it by the same way as one that is not.
                    let at = self.at;
                    self.buffer.drain(at..at + len);
                    self.changed();
                    let kind = RecordKind::Oversize { bytes: len as u64, json };
                    Found::Record(Record { span: Span::new(at, at), end: at + 1, kind })
                }
                None => Found::Skip { json },
            };
        }
        match separator {
            Some(line_end) => match self.key_end(line_end, end) {
                Some(last) => {
                    Found::Record(text(self.at, last, last + usize::from(last < self.buffer.len())))
                }
                None => Found::NeedMore,
            },
            None if end => {
                let last = self.buffer.len();
                Found::Record(text(self.at, last, last))
            }
            None => Found::NeedMore,
        }
    }

    /// Whether the record is a JSON text that ends elsewhere than at the line's end. The answer depends on what is in
    /// the stream and not on how much of it has come.
    fn document_end(&mut self, separator: Option<usize>, end: bool) -> Document {
        let rest = self.buffer.get(self.at..).unwrap_or_default();
        let line = separator.map(|s| s - self.at).or_else(|| end.then_some(rest.len()));
        match line {
            // A line that closes like a JSON text is taken as one record.
            Some(len) if len <= self.caps.line_bytes => {
                let line = rest.get(..len).unwrap_or_default();
                if matches!(line.trim_ascii_end().last(), Some(b'}' | b']')) {
                    return Document::Line;
                }
            }
            None if rest.len() <= self.caps.line_bytes => return Document::NeedMore,
            _ => {}
        }
        let window = rest.get(..self.caps.document_bytes.min(rest.len())).unwrap_or_default();
        let whole = end || window.len() < rest.len();
        if !whole && rest.len() < self.retry {
            return Document::NeedMore;
        }
        let text = without_bom(window);
        match frame(text, self.caps.json_depth) {
            Framing::Complete(len) => {
                let json_end = window.len() - text.len() + len;
                match rest.get(json_end..).unwrap_or_default() {
                    // What follows decides whether the line's end belongs to the record.
                    [] | [b'\r'] if !end => Document::NeedMore,
                    [b'\r', b'\n', ..] => Document::Ends(self.text(json_end, 2)),
                    [b'\n', ..] => Document::Ends(self.text(json_end, 1)),
                    _ => Document::Ends(self.text(json_end, 0)),
                }
            }
            Framing::Partial if !whole => {
                // Twice as much before the next try keeps the work linear.
                self.retry = rest.len() * 2;
                Document::NeedMore
            }
            Framing::Partial | Framing::Invalid | Framing::TooDeep => Document::None,
        }
    }

    /// The record of `len` bytes that begins here, and the bytes of what ends it.
    const fn text(&self, len: usize, separator: usize) -> Record {
        text(self.at, self.at + len, self.at + len + separator)
    }

    /// Whether what begins at `at` could be a JSON text: it opens one, or white space or a byte order mark comes first.
    fn may_be_json(&self, at: usize) -> bool {
        matches!(self.buffer.get(at), Some(b' ' | b'\t' | b'\r' | 0xEF | b'{' | b'['))
    }

    fn starts_json(&self) -> bool {
        let rest = without_bom(self.buffer.get(self.at..).unwrap_or_default());
        let first = rest.iter().find(|b| !matches!(b, b' ' | b'\t' | b'\r'));
        matches!(first, Some(b'{' | b'['))
    }

    /// The next `-----BEGIN ` at or after `at`.
    fn next_begin(&mut self) -> Option<usize> {
        const BEGIN: &[u8] = b"-----BEGIN ";
        if self.begin.is_none_or(|b| b < self.at) {
            let from = self.begin_scanned.max(self.at);
            let rest = self.buffer.get(from..).unwrap_or_default();
            // Asked for each line; a search costs more than a short line, even of nothing.
            let found = if rest.len() < BEGIN.len() { None } else { memmem::find(rest, BEGIN) };
            self.begin = found.map(|i| from + i);
            let beginning = BEGIN.len() - 1;
            self.begin_scanned =
                self.begin.unwrap_or_else(|| self.buffer.len().saturating_sub(beginning).max(from));
        }
        self.begin
    }

    /// The end of the last line that belongs to the record whose first line ends at `line_end`: a private key goes on
    /// to its END line. `None` if more of the stream is needed to tell.
    fn key_end(&mut self, line_end: usize, end: bool) -> Option<usize> {
        /// Bytes of a key over lines: twice an RSA key of 16,384 bits.
        const LONGEST: usize = 32 << 10;
        if self.separator != Separator::Line {
            return Some(line_end);
        }
        let Some(begin) = self.next_begin().filter(|b| *b < line_end) else { return Some(line_end) };
        let first = self.buffer.get(begin..line_end).unwrap_or_default();
        if memmem::find(first, b"PRIVATE KEY").is_none() || memmem::find(first, b"-----END").is_some() {
            return Some(line_end);
        }
        let mut last = line_end;
        loop {
            let start = last + 1;
            if start > begin + LONGEST {
                return Some(last);
            }
            let rest = self.buffer.get(start..).unwrap_or_default();
            let line = match memchr(b'\n', rest) {
                Some(len) => rest.get(..len).unwrap_or_default(),
                None if end && !rest.is_empty() => rest,
                None if end || rest.len() > LONGEST => return Some(last),
                None => return None,
            };
            if line.len() > LONGEST {
                return Some(last);
            }
            if memmem::find(line, b"-----END").is_some() {
                return Some(start + line.len());
            }
            if !is_key_line(line) {
                return Some(last);
            }
            last = start + line.len();
        }
    }
}

const fn text(start: usize, last: usize, end: usize) -> Record {
    Record { span: Span::new(start, last), end, kind: RecordKind::Text }
}

/// Whether a line can stand within a key: base64, a header of RFC 1421, or nothing.
fn is_key_line(line: &[u8]) -> bool {
    let line = line.trim_ascii();
    let base64 = |b: &u8| b.is_ascii_alphanumeric() || matches!(b, b'+' | b'/' | b'=');
    line.iter().all(base64)
        || line.starts_with(b"Proc-Type:")
        || line.starts_with(b"DEK-Info:")
        || line.starts_with(b"Version:")
        || line.starts_with(b"Comment:")
}

fn without_bom(text: &[u8]) -> &[u8] {
    text.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(text)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn records(stream: &[u8], cut: usize, caps: &Caps) -> Vec<String> {
        let mut splitter = Splitter::new(Separator::Line, caps);
        let mut out = Vec::new();
        let mut all = Vec::new();
        let mut take = |splitter: &mut Splitter, end| {
            while let Some(block) = splitter.next_block(end) {
                let mut at = 0;
                for r in &block.records {
                    assert_eq!(r.span.start, at, "records are gapless");
                    at = r.end;
                    out.push(match r.kind {
                        RecordKind::Text => String::from_utf8_lossy(r.span.of(&block.bytes)).into_owned(),
                        RecordKind::Oversize { bytes, .. } => format!("oversize {bytes}"),
                    });
                }
                assert_eq!(at, block.bytes.len());
                all.extend_from_slice(&block.bytes);
            }
        };
        for piece in stream.chunks(cut.max(1)) {
            splitter.buffer().extend_from_slice(piece);
            take(&mut splitter, false);
        }
        take(&mut splitter, true);
        if !out.iter().any(|r| r.starts_with("oversize")) {
            assert_eq!(all, stream, "nothing is lost");
        }
        out
    }

    fn check(stream: &str, want: &[&str]) {
        for cut in [1, 2, 7, 1000] {
            assert_eq!(records(stream.as_bytes(), cut, &Caps::default()), want, "{stream} cut by {cut}");
        }
    }

    #[test]
    fn lines_and_documents() {
        check("", &[]);
        check("a\nb", &["a", "b"]);
        check("a\n\nb\n", &["a", "", "b"]);
        check("{\"a\":1}{\"b\":2}\n", &["{\"a\":1}{\"b\":2}"]);
        check("{\"a\":1}{\"b\":2}x\ny", &["{\"a\":1}", "{\"b\":2}", "x", "y"]);
        check("{\"a\":1}{\"b\":\n2}{\"c\":3}\ny", &["{\"a\":1}", "{\"b\":\n2}", "{\"c\":3}", "y"]);
        check("{\n \"a\": 1\n}\nx\n", &["{\n \"a\": 1\n}", "x"]);
        check("[2026] x\n[\n1]\r\n", &["[2026]", " x", "[\n1]"]);
        check("{oops\n}\n", &["{oops", "}"]);
        check("{\"a\":\n", &["{\"a\":"]);
    }

    #[test]
    fn keys_stay_together() {
        // No key: the words are what matters.
        let begin = ["-----BEGIN RSA PRIVATE", "KEY-----"].join(" ");
        let end = "-----END RSA PRIVATE KEY-----";
        check(
            &format!("x {begin}\nAAAA\n\nBBBB=\n{end} y\nz"),
            &[&format!("x {begin}\nAAAA\n\nBBBB=\n{end} y"), "z"],
        );
        check(&format!("{begin}\nAAAA\n2026 no key\n"), &[&format!("{begin}\nAAAA"), "2026 no key"]);
        check(&format!("{begin}\nAAAA"), &[&format!("{begin}\nAAAA")]);
        check("-----BEGIN CERTIFICATE-----\nAAAA\n", &["-----BEGIN CERTIFICATE-----", "AAAA"]);
    }

    #[test]
    fn long_lines_are_dropped_and_counted() {
        let caps = Caps { line_bytes: 10, document_bytes: 20, ..Caps::default() };
        let stream =
            format!("ok\n{}\nend\n{{\"a\":\"{}\"}}\n{}", "x".repeat(50), "y".repeat(40), "z".repeat(11));
        for cut in [1, 3, 64, 1000] {
            let want = ["ok", "oversize 50", "end", "oversize 48", "oversize 11"];
            assert_eq!(records(stream.as_bytes(), cut, &caps), want, "cut by {cut}");
        }
    }

    proptest! {
        #[test]
        fn cuts_do_not_matter(stream in r#"([{}\[\],:"a1 \n]|\{"a":1\}|-----BEGIN X PRIVATE KEY-----|-----END|AAA\n){0,60}"#, cut in 1_usize..9) {
            let whole = records(stream.as_bytes(), stream.len(), &Caps::default());
            prop_assert_eq!(records(stream.as_bytes(), cut, &Caps::default()), whole);
        }

        #[test]
        fn cuts_do_not_matter_with_small_caps(stream in r#"([{}\[\],:"a1 \n]|\{"a":1\}|AAAAAAAA){0,60}"#, cut in 1_usize..9) {
            let caps = Caps { line_bytes: 12, document_bytes: 24, ..Caps::default() };
            let whole = records(stream.as_bytes(), stream.len(), &caps);
            prop_assert_eq!(records(stream.as_bytes(), cut, &caps), whole);
        }
    }
}
