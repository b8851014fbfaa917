//! Findings of a block, for people and programs that look and do not change.

use super::engine::{Engine, stretch};
use super::look::{Look, Part};
use crate::codec::Block;
use crate::detect::RuleIndex;
use crate::redact::{Redactor, Scratch, Verdict};
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
                Redactor::end_survey(&mut scan.scratch);
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

impl Scan<'_> {
    fn find(&mut self, part: &Part<'_>) -> Verdict {
        let looker = &self.engine.looker;
        let Some((block, span)) = part.place else { return looker.text(part.text, &mut self.scratch) };
        if !Redactor::is_surveyed(span, &self.scratch) {
            looker.survey(&block.bytes, stretch(&block.records, span), &mut self.scratch);
        }
        looker.event(&block.bytes, span, &mut self.scratch)
    }
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
        match self.find(part) {
            Verdict::Withheld(reason) => self.out.unsearchable.push((part.record, reason.name())),
            Verdict::Clean | Verdict::Redacted => {
                self.out.allowed += self.scratch.allowed().len() as u64;
                let found = self.scratch.findings();
                // What is allowed is a value all the same.
                let masked = found.iter().chain(self.scratch.allowed()).map(|m| m.span);
                for m in found {
                    self.out.found.push(Found {
                        record: part.record,
                        span: m.span,
                        rule: m.rule,
                        confidence: m.confidence,
                        field: field.clone(),
                        excerpt: excerpt(text, masked.clone(), m.span),
                    });
                }
            }
        }
    }
}

/// The text around `at` with all findings masked.
fn excerpt(text: &[u8], found: impl Iterator<Item = Span> + Clone, at: Span) -> String {
    const BEFORE: usize = 30;
    const AFTER: usize = 15;
    let window = Span::new(at.start.saturating_sub(BEFORE), at.end.saturating_add(AFTER).min(text.len()));
    let mut out = Vec::with_capacity(BEFORE + AFTER + 4);
    let mut i = window.start;
    while i < window.end {
        // Where the findings end in which this byte lies, and where the next one begins.
        let (mut end, mut next) = (i, window.end);
        for span in found.clone() {
            if i < span.start {
                next = next.min(span.start);
            } else {
                end = end.max(span.end);
            }
        }
        if end > i {
            // The finding in question and its neighbours, each of one width.
            out.extend_from_slice(b"****");
            i = end;
        } else {
            out.extend_from_slice(Span::new(i, next).of(text));
            i = next;
        }
    }
    for b in &mut out {
        *b = if b.is_ascii_control() { b' ' } else { *b };
    }
    String::from_utf8(out).unwrap_or_else(|e| String::from_utf8_lossy(e.as_bytes()).into_owned())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::codec::{Caps, Separator, Splitter};

    fn excerpts(text: &str) -> Vec<String> {
        let engine = Engine::new(Redactor::builtin().unwrap(), Caps::default());
        let mut splitter = Splitter::new(Separator::Line, &Caps::default());
        *splitter.buffer() = text.as_bytes().to_vec();
        let blocks = std::iter::from_fn(|| splitter.next_block(true));
        blocks.flat_map(|block| engine.scan(&block).found).map(|found| found.excerpt).collect()
    }

    #[test]
    fn excerpts_mask_every_finding() {
        // Addresses of documentation (RFC 5737) and a number for tests that a card network publishes.
        assert_eq!(
            excerpts("from 192.0.2.1\tto\ta@example.com now"),
            ["from **** to ****", "from **** to **** now"]
        );
        assert_eq!(excerpts("4111111111111111,ada@example.com"), ["****,****"; 2]);
        assert_eq!(excerpts("password=ada@example.com;"), ["password=****;"; 2]);
        assert_eq!(
            excerpts(&format!("{}ada@example.com{}", "é".repeat(40), "ü".repeat(20))),
            [format!("{}****{}\u{FFFD}", "é".repeat(15), "ü".repeat(7))]
        );
    }

    #[test]
    fn events_of_a_block_have_findings_as_if_each_were_alone() {
        let lines =
            ["to ada@example.com", "nothing", "from 8.8.8.8 and 8.8.4.4", "", "{\"password\":\"Xk3#vR9q\"}"];
        let alone: Vec<_> = lines.iter().map(|line| excerpts(line)).collect();
        assert_eq!(excerpts(&lines.join("\n")), alone.concat());
        assert_eq!(alone.iter().map(Vec::len).collect::<Vec<_>>(), [1, 0, 2, 0, 1]);
    }
}
