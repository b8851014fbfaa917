//! Names of members: two keys of one object never become equal.

use super::cover::Wish;
use crate::span::{Patch, Span, UNION_CLASS};
use crate::text::{LeafKind, OffsetMap, Walk, unescape};
use std::collections::{BTreeMap, BTreeSet};

/// A finding in a key.
#[derive(Clone, Debug)]
pub(super) struct KeyHit {
    /// Steps from the document to the unit that holds the key.
    pub(super) level: usize,
    /// The leaf of the key in the table of that unit.
    pub(super) leaf: usize,
    /// The finding in offsets of the unit.
    pub(super) span: Span,
    pub(super) patch: Patch,
    pub(super) strictness: u8,
}

/// Turns the hits in the keys of one table into wishes, in offsets of the unit. Where two different keys of an object
/// would become equal, or one would become equal to a key that stays, the patch gets a number. Keys that were equal
/// before stay equal.
pub(super) fn resolve(unit: &[u8], table: &Walk, hits: &mut [KeyHit], mut wish: impl FnMut(Wish)) {
    if hits.is_empty() {
        return;
    }
    hits.sort_by_key(|h| (h.leaf, h.span.start, std::cmp::Reverse(h.span.end), h.strictness));
    let container = |leaf: usize| table.leaves.get(leaf).and_then(|l| l.container);
    let edited: BTreeSet<usize> = hits.iter().map(|h| h.leaf).collect();
    let objects: BTreeSet<Option<usize>> = edited.iter().map(|l| container(*l)).collect();
    // The names that are taken in each object, decoded.
    let mut taken: BTreeSet<(Option<usize>, Vec<u8>)> = BTreeSet::new();
    for (index, leaf) in table.leaves.iter().enumerate() {
        if leaf.kind == LeafKind::Key && objects.contains(&leaf.container) && !edited.contains(&index) {
            taken.insert((leaf.container, decoded(leaf.span.of(unit))));
        }
    }
    let mut given: BTreeMap<(Option<usize>, Vec<u8>), usize> = BTreeMap::new();
    let mut last_number: BTreeMap<(Option<usize>, Vec<u8>), usize> = BTreeMap::new();
    for group in hits.chunk_by(|a, b| a.leaf == b.leaf) {
        let Some(leaf) = group.first().and_then(|h| table.leaves.get(h.leaf)) else { continue };
        let original = (leaf.container, decoded(leaf.span.of(unit)));
        let parts = merge(group);
        let plain = (leaf.container, renamed(unit, leaf.span, &parts, None));
        let number = *given.entry(original).or_insert_with(|| {
            let number = last_number.entry(plain.clone()).or_insert(0);
            loop {
                *number += 1;
                let name = if *number == 1 {
                    plain.1.clone()
                } else {
                    renamed(unit, leaf.span, &parts, Some(*number))
                };
                if taken.insert((leaf.container, name)) {
                    return *number;
                }
            }
        });
        let last = parts.len() - 1;
        for (i, part) in parts.into_iter().enumerate() {
            let patch = if i == last && number > 1 { part.patch.numbered(number) } else { part.patch };
            wish(Wish { span: part.span, patch, structural: true, drop: false, strictness: part.strictness });
        }
    }
}

/// Overlapping hits of one key, merged; they are sorted. What is no label stands for one value, so it does not stand for
/// a union.
fn merge(group: &[KeyHit]) -> Vec<KeyHit> {
    let mut parts: Vec<KeyHit> = Vec::new();
    for hit in group {
        match parts.last_mut().filter(|p| hit.span.start < p.span.end) {
            Some(part) => {
                if hit.span.end > part.span.end && !part.patch.is_label() {
                    part.patch = Patch::label(UNION_CLASS);
                }
                part.span.end = part.span.end.max(hit.span.end);
                part.strictness = part.strictness.min(hit.strictness);
            }
            None => parts.push(hit.clone()),
        }
    }
    parts
}

/// The decoded name that the edits make of a key.
fn renamed(unit: &[u8], key: Span, parts: &[KeyHit], number: Option<usize>) -> Vec<u8> {
    let mut out = Vec::new();
    let mut at = key.start;
    for (i, part) in parts.iter().enumerate() {
        out.extend_from_slice(Span::new(at, part.span.start).of(unit));
        match number.filter(|_| i + 1 == parts.len()) {
            Some(n) => out.extend_from_slice(part.patch.numbered(n).as_bytes()),
            None => out.extend_from_slice(part.patch.as_bytes()),
        }
        at = part.span.end;
    }
    out.extend_from_slice(Span::new(at, key.end).of(unit));
    decoded(&out)
}

fn decoded(text: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(text.len());
    unescape(text, &mut out, &mut OffsetMap::new());
    out
}
