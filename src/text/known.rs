//! JSON read by one who knows what some of its objects look like.

use super::Framing;
use super::json::{LeafKind, Record, State, Walk, framing, read};
use super::string_end::string_end;
use crate::span::Span;

/// As [`walk_prefix`](super::walk_prefix), with one who may know the objects in an array. `known` is asked for each of them:
/// of the text, where the object begins, the table, and the container that the array is. It records the object and returns
/// its end, or `None` and records nothing.
pub(crate) fn walk_knowing(
    text: &[u8],
    at: usize,
    max_depth: usize,
    table: &mut Walk,
    known: impl FnMut(&[u8], usize, &mut Walk, usize) -> Option<usize>,
) -> Framing {
    table.clear();
    framing(read(text, at, max_depth, &mut Knowing { table, known }))
}

/// Reads the string at `at`; returns its end and whether it holds a backslash. `None` if there is no whole string.
pub(crate) fn string_at(text: &[u8], at: usize) -> Option<(usize, bool)> {
    if text.get(at) == Some(&b'"') { string_end(text, at + 1) } else { None }
}

struct Knowing<'w, F> {
    table: &'w mut Walk,
    known: F,
}

impl<F: FnMut(&[u8], usize, &mut Walk, usize) -> Option<usize>> Record for Knowing<'_, F> {
    fn leaf(&mut self, kind: LeafKind, span: Span, escaped: bool, state: &State) {
        self.table.leaf(kind, span, escaped, state);
    }

    fn open(&mut self, object: bool, state: &State) -> usize {
        self.table.open(object, state)
    }

    fn element_begin(&mut self, container: usize, at: usize) -> usize {
        self.table.element_begin(container, at)
    }

    fn element_end(&mut self, element: usize, at: usize) {
        self.table.element_end(element, at);
    }

    fn last_leaf(&self) -> Option<usize> {
        self.table.last_leaf()
    }

    fn known(&mut self, text: &[u8], at: usize, state: &State) -> Option<usize> {
        let array = state.container.filter(|_| !state.object)?;
        (self.known)(text, at, self.table, array)
    }
}
