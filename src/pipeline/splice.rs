//! The output of a block: the block itself as long as nothing changes.

use crate::span::{Edits, Span};

/// A buffer of more bytes than this is not kept for the next block.
const SPARE: usize = 2 << 20;

/// Collects changes of `input` in order, and copies only once there is one.
pub(super) struct Splice {
    out: Vec<u8>,
    copied: usize,
    changed: bool,
}

impl Splice {
    /// `spare` is memory that an earlier block left.
    pub(super) const fn new(spare: Vec<u8>) -> Self {
        Self { out: spare, copied: 0, changed: false }
    }

    /// Puts `new` in the place of `span`.
    pub(super) fn replace(&mut self, input: &[u8], span: Span, new: &[u8]) {
        if !self.changed {
            self.changed = true;
            let most = input.len() + input.len() / 8;
            if self.out.capacity() < most {
                // To make it longer would copy what nobody needs.
                self.out = Vec::with_capacity(most);
            }
        }
        self.out.extend_from_slice(Span::new(self.copied, span.start).of(input));
        self.out.extend_from_slice(new);
        self.copied = span.end;
    }

    /// Applies the edits of the part of the input that begins at `base`.
    pub(super) fn edits(&mut self, input: &[u8], base: usize, edits: &Edits) {
        for edit in edits {
            self.replace(input, edit.span().shifted(base), edit.patch().as_bytes());
        }
    }

    /// Whether anything is not as it was.
    pub(super) const fn has_changes(&self) -> bool {
        self.changed
    }

    /// The output, and memory for the next block: fresh pages cost more than the copy.
    pub(super) fn finish(mut self, mut input: Vec<u8>) -> (Vec<u8>, Vec<u8>) {
        if !self.changed {
            return (input, self.out);
        }
        self.out.extend_from_slice(input.get(self.copied..).unwrap_or_default());
        input.clear();
        (self.out, if input.capacity() > SPARE { Vec::new() } else { input })
    }
}
