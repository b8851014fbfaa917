//! Dropped members: each goes with exactly one comma.

use super::cover::Wish;
use crate::span::{Patch, Span};
use crate::text::Walk;
use std::collections::{BTreeMap, BTreeSet};

/// A member or element to drop.
#[derive(Clone, Copy, Debug)]
pub(super) struct DropHit {
    /// Steps from the document to the unit that holds the member.
    pub(super) level: usize,
    /// Its index in the elements of the table of that unit.
    pub(super) element: usize,
}

/// Turns the dropped elements of one table into wishes, in offsets of the unit. An element takes the comma behind it;
/// the last one takes the comma before it.
pub(super) fn resolve(table: &Walk, hits: &[DropHit], mut wish: impl FnMut(Wish)) {
    if hits.is_empty() {
        return;
    }
    let dropped: BTreeSet<usize> = hits.iter().map(|h| h.element).collect();
    let containers: BTreeSet<usize> =
        dropped.iter().filter_map(|e| table.elements.get(*e)).map(|e| e.container).collect();
    let mut members: BTreeMap<usize, Vec<(usize, Span)>> = BTreeMap::new();
    for (index, element) in table.elements.iter().enumerate() {
        if containers.contains(&element.container) {
            members.entry(element.container).or_default().push((index, element.span));
        }
    }
    for list in members.values() {
        let mut kept_end = None;
        for (i, (index, span)) in list.iter().enumerate() {
            if !dropped.contains(index) {
                kept_end = Some(span.end);
                continue;
            }
            let span = match (list.get(i + 1), kept_end) {
                (Some((_, next)), _) => Span::new(span.start, next.start),
                (None, Some(kept)) => Span::new(kept, span.end),
                (None, None) => *span,
            };
            wish(Wish { span, patch: Patch::empty(), structural: true, drop: true, strictness: 0 });
        }
    }
}
