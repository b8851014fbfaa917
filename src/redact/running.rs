//! The short way through an event that is running text and nothing else: one segment, no walk, and no lists but of what is
//! found. It finds and edits what the walk would.

use super::cover::cover;
use super::guard::guarded;
use super::plan::Planner;
use super::redactor::{Redactor, Scratch, Verdict, in_order};
use crate::rules::Confidence;
use crate::span::Span;
use crate::text::{Kind, LeafKind, Segment, Walk, Withhold, names_around};

impl Redactor {
    /// Searches an event that is a document of its own, if it is such a text and was surveyed.
    pub(super) fn running_text(
        &self,
        event: &[u8],
        scratch: &mut Scratch,
    ) -> Option<Result<Verdict, Withhold>> {
        self.running(&Segment::alone(event, Kind::Text, b"", b""), 0, scratch)
    }

    /// Searches an event whose one leaf is `leaf`, if that is such a text and was surveyed.
    pub(super) fn running_leaf(
        &self,
        document: &[u8],
        table: &Walk,
        leaf: usize,
        scratch: &mut Scratch,
    ) -> Option<Result<Verdict, Withhold>> {
        let [key, outer] = names_around(document, table, leaf)?;
        let leaf = table.leaves.get(leaf).filter(|leaf| leaf.kind == LeafKind::String && !leaf.escaped)?;
        let segment = Segment::alone(leaf.span.of(document), Kind::String, key, outer);
        self.running(&segment, leaf.span.start, scratch)
    }

    /// Searches a unit that stands at `base` of its document.
    fn running(
        &self,
        segment: &Segment<'_>,
        base: usize,
        scratch: &mut Scratch,
    ) -> Option<Result<Verdict, Withhold>> {
        // Where no object or array may stand, it takes a walk to tell whether one begins.
        if self.fields.is_some() || self.limits.json_depth == 0 {
            return None;
        }
        let mut verdict = None;
        let done = guarded(|| {
            verdict = self.find(segment, base, scratch);
            Ok(())
        });
        if let Err(reason) = done {
            // Whatever the search was doing, its state is not to be trusted.
            *scratch = Scratch::default();
            return Some(Err(reason));
        }
        verdict.map(Ok)
    }

    fn find(&self, segment: &Segment<'_>, base: usize, scratch: &mut Scratch) -> Option<Verdict> {
        let mut matches = std::mem::take(&mut scratch.plan.matches);
        matches.clear();
        let own = self.scanner.running(&mut scratch.cache, segment, &mut matches);
        if own.is_none() || matches.is_empty() {
            scratch.plan.matches = matches;
            return own.map(|_| {
                scratch.rest();
                Verdict::Clean
            });
        }
        scratch.begin(None);
        scratch.plan.clear();
        scratch.edits.clear();
        let Self { scanner, treatments, allow, .. } = self;
        let Scratch { cache, buffers, plan, edits, fields: scan, .. } = scratch;
        let (minimum, fields, by_path, is_first) = (Confidence::Low, None, true, true);
        let mut planner =
            Planner { scanner, treatments, minimum, allow, cache, plan, fields, by_path, is_first, scan };
        let frames = buffers.frames_at(base);
        for found in matches.drain(..) {
            planner.finding(segment, frames, found);
        }
        plan.matches = matches;
        in_order(&mut plan.found);
        in_order(&mut plan.allowed);
        cover(&mut plan.wishes, edits);
        if edits.is_empty() {
            return Some(Verdict::Clean);
        }
        let hits = own.into_iter().flat_map(|own| scanner.hits_of(cache, own));
        let hits = hits.map(|(at, hit)| (base + at, hit));
        let span = Span::new(base, base + segment.unit.len());
        plan.looks.add(span, segment.kind, [segment.key, segment.outer], false, hits);
        Some(Verdict::Redacted)
    }
}
