//! Two rounds of edits as one.

use super::{Edit, Edits, Patch, Span};

impl Edits {
    /// These edits of what came of `first`, without those that lie wholly within a patch of it.
    #[must_use]
    pub fn outside_of(&self, first: &Self) -> Self {
        let mut patches = Walk { edits: first.iter().as_slice(), shift: Shift::default() };
        let mut kept = Self::new();
        for edit in self {
            while patches.peek().is_some_and(|patch| patch.end < edit.span().end) {
                patches.take();
            }
            if !patches.peek().is_some_and(|patch| patch.contains(edit.span())) {
                kept.push(edit.clone());
            }
        }
        kept
    }

    /// The edits of the original document that do the same as these, and then `next` on what comes of them.
    #[must_use]
    pub fn then(&self, next: &Self) -> Self {
        let mut all = Self::new();
        let mut first = Walk { edits: self.iter().as_slice(), shift: Shift::default() };
        let mut second = next.iter().as_slice();
        while let Some(mut region) = Region::begin(&mut first, &mut second) {
            while region.grow(&mut first, &mut second) {}
            all.push(region.finish());
        }
        all
    }
}

/// What the edits before a place have made longer and shorter.
#[derive(Clone, Copy, Default)]
struct Shift {
    longer: usize,
    shorter: usize,
}

impl Shift {
    const fn to_output(self, original: usize) -> usize {
        (original + self.longer).saturating_sub(self.shorter)
    }

    const fn to_original(self, output: usize) -> usize {
        (output + self.shorter).saturating_sub(self.longer)
    }
}

/// The first round's edits that are still to come.
struct Walk<'a> {
    edits: &'a [Edit],
    shift: Shift,
}

impl<'a> Walk<'a> {
    /// Where the next patch stands in the output of the first round.
    fn peek(&self) -> Option<Span> {
        let edit = self.edits.first()?;
        let start = self.shift.to_output(edit.span().start);
        Some(Span::new(start, start + edit.patch().as_bytes().len()))
    }

    fn take(&mut self) -> Option<&'a Edit> {
        let (edit, rest) = self.edits.split_first()?;
        self.edits = rest;
        self.shift.longer += edit.patch().as_bytes().len();
        self.shift.shorter += edit.span().len();
        Some(edit)
    }
}

/// Edits of both rounds that touch the same bytes.
struct Region {
    /// In the output of the first round.
    span: Span,
    /// In the original document.
    original: Span,
    patches: Vec<(usize, Patch)>,
    seconds: Vec<Edit>,
}

impl Region {
    fn begin(first: &mut Walk<'_>, second: &mut &[Edit]) -> Option<Self> {
        let start = match (first.peek(), second.first().map(Edit::span)) {
            (None, None) => return None,
            (Some(a), Some(b)) => a.start.min(b.start),
            (Some(span), None) | (None, Some(span)) => span.start,
        };
        let original = first.shift.to_original(start);
        let (span, original) = (Span::new(start, start), Span::new(original, original));
        let mut region = Self { span, original, patches: Vec::new(), seconds: Vec::new() };
        region.take(first, second);
        Some(region)
    }

    /// Takes the next edit if it touches bytes of the region.
    fn grow(&mut self, first: &mut Walk<'_>, second: &mut &[Edit]) -> bool {
        let end = self.span.end;
        let touches = |span: Option<Span>| span.is_some_and(|s| s.start < end);
        if touches(first.peek()) || touches(second.first().map(Edit::span)) {
            self.take(first, second);
            return true;
        }
        false
    }

    /// Takes whichever edit comes first.
    fn take(&mut self, first: &mut Walk<'_>, second: &mut &[Edit]) {
        let patch = first.peek();
        let edit = second.split_first();
        match (patch, edit) {
            (Some(patch), edit) if edit.is_none_or(|(e, _)| patch.start <= e.span().start) => {
                if let Some(edit) = first.take() {
                    self.patches.push((patch.start, edit.patch().clone()));
                }
                self.span.end = self.span.end.max(patch.end);
            }
            (_, Some((edit, rest))) => {
                *second = rest;
                self.seconds.push(edit.clone());
                self.span.end = self.span.end.max(edit.span().end);
            }
            _ => {}
        }
        // Right once nothing more touches the region.
        self.original.end = first.shift.to_original(self.span.end);
    }

    fn finish(self) -> Edit {
        // Bytes that no patch of the first round gave are all replaced in the second: what stands for them is the same.
        let mut text = vec![b'*'; self.span.len()];
        for (start, patch) in &self.patches {
            let at = start - self.span.start;
            if let Some(place) = text.get_mut(at..at + patch.as_bytes().len()) {
                place.copy_from_slice(patch.as_bytes());
            }
        }
        let mut local = Edits::new();
        for edit in &self.seconds {
            let Span { start, end } = edit.span();
            local.push(Edit::new(
                Span::new(start - self.span.start, end - self.span.start),
                edit.patch().clone(),
            ));
        }
        let mut out = Vec::new();
        local.splice(&text, &mut out);
        let patch = String::from_utf8(out).ok().and_then(|t| Patch::inert(&t));
        Edit::new(self.original, patch.unwrap_or_else(Patch::empty))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// Sorted, disjoint edits of a text of `len` bytes.
    fn edits(cuts: &[(usize, usize, String)], len: usize) -> Edits {
        let mut all = Edits::new();
        let mut at = 0;
        for (gap, width, patch) in cuts {
            let start = at + gap;
            if start >= len {
                break;
            }
            let end = (start + width.max(&1)).min(len);
            all.push(Edit::new(Span::new(start, end), Patch::inert(patch).unwrap()));
            at = end;
        }
        all
    }

    fn cuts() -> impl Strategy<Value = Vec<(usize, usize, String)>> {
        proptest::collection::vec((0_usize..6, 1_usize..6, "[A-F]{0,6}"), 0..6)
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 3000, failure_persistence: None, ..ProptestConfig::default() })]
        #[test]
        fn both_rounds_at_once(doc in "[a-z]{0,40}", a in cuts(), b in cuts()) {
            let spliced = |edits: &Edits, text: &[u8]| {
                let mut out = Vec::new();
                edits.splice(text, &mut out);
                out
            };
            let first = edits(&a, doc.len());
            let once = spliced(&first, doc.as_bytes());
            let second = edits(&b, once.len());
            let twice = spliced(&second, &once);
            let composed = spliced(&first.then(&second), doc.as_bytes());
            prop_assert_eq!(String::from_utf8(composed).unwrap(), String::from_utf8(twice).unwrap());
        }
    }
}
