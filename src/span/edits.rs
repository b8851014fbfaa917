//! Edits over original offsets, and the splice that applies them.

use super::{Patch, Span};

/// Replace the bytes of `span` by `patch`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Edit {
    span: Span,
    patch: Patch,
}

impl Edit {
    /// An edit of a document.
    #[must_use]
    pub const fn new(span: Span, patch: Patch) -> Self {
        Self { span, patch }
    }

    /// Where it applies, in offsets of the original document.
    #[must_use]
    pub const fn span(&self) -> Span {
        self.span
    }

    /// What stands there afterwards.
    #[must_use]
    pub const fn patch(&self) -> &Patch {
        &self.patch
    }
}

/// A sorted list of disjoint edits of one document.
///
/// Disjointness is kept on [`push`](Self::push): an edit that begins before the end of the last one is merged
/// into it, so that a byte which any edit covers is always covered.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Edits {
    list: Vec<Edit>,
}

impl Edits {
    /// No edits.
    #[must_use]
    pub const fn new() -> Self {
        Self { list: Vec::new() }
    }

    /// Appends an edit. Edits come in the order of their start.
    pub fn push(&mut self, edit: Edit) {
        if let Some(last) = self.list.last_mut()
            && edit.span.start < last.span.end
        {
            // Callers hand in disjoint edits; if one does not, covering more is the safe answer.
            last.span.start = last.span.start.min(edit.span.start);
            last.span.end = last.span.end.max(edit.span.end);
            return;
        }
        self.list.push(edit);
    }

    /// Appends the edits of a part of the document that begins at `base`.
    pub fn append_shifted(&mut self, part: &Self, base: usize) {
        for edit in &part.list {
            self.push(Edit { span: edit.span.shifted(base), patch: edit.patch.clone() });
        }
    }

    /// The edits within `part` of the document, in offsets of the part.
    #[must_use]
    pub fn within(&self, part: Span) -> Self {
        let inside = self.list.iter().filter(|e| part.contains(e.span));
        let local = |span: Span| Span::new(span.start - part.start, span.end - part.start);
        Self { list: inside.map(|e| Edit { span: local(e.span), patch: e.patch.clone() }).collect() }
    }

    /// Where the patches stand in the edited document, `base` bytes further on.
    #[must_use]
    pub fn places(&self, base: usize) -> Vec<Span> {
        let (mut from, mut to) = (0, base);
        let place = |edit: &Edit| {
            let start = to + (edit.span.start - from);
            (from, to) = (edit.span.end, start + edit.patch.as_bytes().len());
            Span::new(start, to)
        };
        self.list.iter().map(place).collect()
    }

    /// Forgets all edits and keeps the memory.
    pub fn clear(&mut self) {
        self.list.clear();
    }

    /// Whether the document stays as it is.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.list.is_empty()
    }

    /// Number of edits.
    #[must_use]
    pub const fn len(&self) -> usize {
        self.list.len()
    }

    /// The edits in order.
    pub fn iter(&self) -> std::slice::Iter<'_, Edit> {
        self.list.iter()
    }

    /// Writes `doc` with all edits applied to the end of `out`. One pass, one copy; bytes outside the edits are
    /// taken over as they are.
    pub fn splice(&self, doc: &[u8], out: &mut Vec<u8>) {
        splice(self.list.iter(), doc, Span::new(0, doc.len()), out);
    }

    /// The same for `part` of `doc`, with the edits that lie in it. One that lies there in part stands there as a whole: what it
    /// covers stays covered.
    pub(crate) fn splice_part(&self, doc: &[u8], part: Span, out: &mut Vec<u8>) {
        let touches = |edit: &&Edit| {
            part.contains(edit.span) || (edit.span.start < part.end && part.start < edit.span.end)
        };
        splice(self.list.iter().filter(touches), doc, part, out);
    }
}

/// Writes `part` of `doc` with `edits` applied to the end of `out`.
fn splice<'a>(edits: impl Iterator<Item = &'a Edit>, doc: &[u8], part: Span, out: &mut Vec<u8>) {
    let mut at = part.start;
    for edit in edits {
        out.extend_from_slice(Span::new(at, edit.span.start).of(doc));
        out.extend_from_slice(edit.patch.as_bytes());
        at = edit.span.end;
    }
    out.extend_from_slice(Span::new(at, part.end).of(doc));
}

impl<'a> IntoIterator for &'a Edits {
    type Item = &'a Edit;
    type IntoIter = std::slice::Iter<'a, Edit>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn splice_changes_only_the_edits() {
        let mut edits = Edits::new();
        edits.push(Edit::new(Span::new(2, 4), Patch::inert("X").unwrap()));
        edits.push(Edit::new(Span::new(4, 5), Patch::empty()));
        let mut out = Vec::new();
        edits.splice(b"abcdefg", &mut out);
        assert_eq!(out, b"abXfg");
    }

    #[test]
    fn a_part_has_the_edits_that_lie_in_it() {
        let mut edits = Edits::new();
        edits.push(Edit::new(Span::new(0, 1), Patch::inert("X").unwrap()));
        edits.push(Edit::new(Span::new(2, 4), Patch::inert("Y").unwrap()));
        edits.push(Edit::new(Span::new(5, 7), Patch::inert("Z").unwrap()));
        let parts = [(Span::new(1, 5), &b"bYe"[..]), (Span::new(1, 6), b"bYeZ"), (Span::new(3, 5), b"Ye")];
        for (part, want) in parts {
            let mut out = Vec::new();
            edits.splice_part(b"abcdefg", part, &mut out);
            assert_eq!(out, want);
        }
    }

    #[test]
    fn overlapping_edits_cover_their_union() {
        let mut edits = Edits::new();
        edits.push(Edit::new(Span::new(1, 4), Patch::inert("X").unwrap()));
        edits.push(Edit::new(Span::new(3, 6), Patch::inert("Y").unwrap()));
        let mut out = Vec::new();
        edits.splice(b"abcdefg", &mut out);
        assert_eq!(out, b"aXg");
    }

    #[test]
    fn spans_beyond_the_document_are_harmless() {
        let mut edits = Edits::new();
        edits.push(Edit::new(Span::new(5, 9), Patch::inert("X").unwrap()));
        let mut out = Vec::new();
        edits.splice(b"abc", &mut out);
        assert_eq!(out, b"X");
    }
}
