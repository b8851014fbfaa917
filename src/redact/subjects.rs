//! Subjects: the members of an object that say whom its other members are about.

use crate::policy::Subject;
use crate::span::Secret;
use crate::text::{Frames, Leaf, LeafKind, OffsetMap, Segment, Walk, unescape};
use std::collections::BTreeMap;

/// Where the subjects of the documents that are open stand: looked up once for a document and a path, since a document
/// may hold as many dates as members.
#[derive(Debug, Default)]
pub(super) struct Subjects {
    known: Vec<Known>,
}

#[derive(Debug)]
struct Known {
    level: usize,
    subject: Subject,
    /// By the object that it is the subject of: the leaf.
    leaves: BTreeMap<usize, usize>,
}

impl Subjects {
    pub(super) fn clear(&mut self) {
        self.known.clear();
    }

    /// A document ends, and with it all that are in it.
    pub(super) fn leave(&mut self, level: usize) {
        self.known.retain(|known| known.level < level);
    }

    /// The subject of what stands at a segment: of the object that holds it, or of the nearest one around that has one.
    /// `None` where there is none, or where the segment is no value of the document that is open, but was decoded from
    /// one.
    pub(super) fn find<'s>(
        &mut self,
        segment: &Segment<'s>,
        frames: &Frames,
        subject: &Subject,
        decoded: &'s mut Vec<u8>,
    ) -> Option<Secret<'s>> {
        let site = segment.site.filter(|site| site.level == frames.level())?;
        let at = self.known.iter().position(|k| k.level == site.level && k.subject == *subject);
        let at = at.unwrap_or_else(|| {
            let leaves = look_up(segment.unit, site.table, subject);
            self.known.push(Known { level: site.level, subject: subject.clone(), leaves });
            self.known.len() - 1
        });
        let leaves = &self.known.get(at)?.leaves;
        let mut object = site.table.leaves.get(site.leaf)?.container;
        let leaf = loop {
            match leaves.get(&object?) {
                Some(leaf) => break site.table.leaves.get(*leaf)?,
                None => object = site.table.containers.get(object?)?.parent,
            }
        };
        Some(Secret::new(plain(segment.unit, leaf, decoded)))
    }
}

/// By object: the leaf of its subject. Of several members of one name the last one counts, as for most readers of JSON.
fn look_up(unit: &[u8], table: &Walk, subject: &Subject) -> BTreeMap<usize, usize> {
    let mut decoded = Vec::new();
    let mut is_named = |leaf: Option<usize>, name: &str| {
        let key = leaf.and_then(|leaf| table.leaves.get(leaf));
        key.is_some_and(|key| plain(unit, key, &mut decoded) == name.as_bytes())
    };
    let mut found = BTreeMap::new();
    for (index, leaf) in table.leaves.iter().enumerate() {
        if leaf.kind == LeafKind::Key || !is_named(leaf.key, subject.key()) {
            continue;
        }
        let container = leaf.container.and_then(|c| Some((c, table.containers.get(c)?)));
        let Some((holder, container)) = container.filter(|(_, container)| container.object) else { continue };
        let object = match subject.outer() {
            None => Some(holder),
            Some(outer) if is_named(container.key, outer) => container.parent,
            Some(_) => None,
        };
        if let Some(object) = object {
            found.insert(object, index);
        }
    }
    found
}

/// The text of a leaf without its escapes.
fn plain<'s>(unit: &'s [u8], leaf: &Leaf, decoded: &'s mut Vec<u8>) -> &'s [u8] {
    let text = leaf.span.of(unit);
    if leaf.escaped {
        unescape(text, decoded, &mut OffsetMap::new());
        decoded
    } else {
        text
    }
}
