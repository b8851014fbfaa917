//! The elements of a table: what each one is, its name and its value.

use crate::policy::FieldType;
use crate::span::Span;
use crate::text::{LeafKind, Walk};

/// What a value is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::redact) enum ValueKind {
    /// The leaf that it is.
    String(usize),
    Number(usize),
    Boolean,
    Null,
    /// The container that it is.
    Object(usize),
    Array(usize),
}

impl ValueKind {
    /// Whether it is of a type.
    pub(super) fn is(self, wanted: FieldType, text: &[u8]) -> bool {
        match (self, wanted) {
            (Self::Null, _)
            | (Self::String(_), FieldType::String)
            | (Self::Number(_), FieldType::Number)
            | (Self::Boolean, FieldType::Boolean)
            | (Self::Object(_), FieldType::Object)
            | (Self::Array(_), FieldType::Array) => true,
            (Self::Number(_), FieldType::Integer) => !text.iter().any(|b| matches!(b, b'.' | b'e' | b'E')),
            _ => false,
        }
    }

    /// The container, if it is one.
    pub(super) const fn container(self) -> Option<usize> {
        match self {
            Self::Object(index) | Self::Array(index) => Some(index),
            _ => None,
        }
    }

    /// The leaf, if it is one.
    pub(in crate::redact) const fn leaf(self) -> Option<usize> {
        match self {
            Self::String(index) | Self::Number(index) => Some(index),
            _ => None,
        }
    }
}

/// What belongs to an element.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Slot {
    /// The leaf of its name.
    pub(super) name: Option<usize>,
    leaf: Option<usize>,
    container: Option<usize>,
}

/// Fills the slots of all elements.
pub(super) fn slots(table: &Walk, slots: &mut Vec<Slot>) {
    slots.clear();
    slots.resize(table.elements.len(), Slot::default());
    for (index, leaf) in table.leaves.iter().enumerate() {
        if let Some(slot) = leaf.element.and_then(|e| slots.get_mut(e)) {
            match leaf.kind {
                LeafKind::Key => slot.name = Some(index),
                LeafKind::String | LeafKind::Number => slot.leaf = Some(index),
            }
        }
    }
    for (index, container) in table.containers.iter().enumerate() {
        if let Some(slot) = container.element.and_then(|e| slots.get_mut(e)) {
            slot.container = Some(index);
        }
    }
}

/// The value of an element and what it is: a string with its quotes, a container with its brackets.
pub(super) fn value(unit: &[u8], table: &Walk, element: usize, slot: Slot) -> Option<(Span, ValueKind)> {
    let whole = table.elements.get(element)?.span;
    let start = match slot.name.and_then(|n| table.leaves.get(n)) {
        // Behind the quote of the name come blanks, a colon and blanks.
        Some(name) => {
            let behind = Span::new(name.span.end + 1, whole.end).of(unit);
            let gap = behind.iter().take_while(|b| matches!(b, b' ' | b'\t' | b'\n' | b'\r' | b':')).count();
            name.span.end + 1 + gap
        }
        None => whole.start,
    };
    let span = Span::new(start, whole.end);
    let kind = match (slot.leaf, slot.container) {
        (Some(leaf), _) if table.leaves.get(leaf)?.kind == LeafKind::Number => ValueKind::Number(leaf),
        (Some(leaf), _) => ValueKind::String(leaf),
        (None, Some(index)) if table.containers.get(index)?.object => ValueKind::Object(index),
        (None, Some(index)) => ValueKind::Array(index),
        (None, None) if span.of(unit).first() == Some(&b'n') => ValueKind::Null,
        (None, None) => ValueKind::Boolean,
    };
    Some((span, kind))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::{WalkEnd, walk};

    #[test]
    fn every_kind_of_value_is_known() {
        let text = br#"{"s" : "x","n":[1.5, 2] , "t":true,"o": {"z":null}}"#;
        let mut table = Walk::default();
        assert_eq!(walk(text, 8, &mut table), WalkEnd::Json);
        let mut all = Vec::new();
        slots(&table, &mut all);
        let seen: Vec<String> = all
            .iter()
            .enumerate()
            .map(|(i, slot)| {
                let (span, kind) = value(text, &table, i, *slot).unwrap();
                let kind = FieldType::ALL.into_iter().filter(|t| kind.is(*t, span.of(text)));
                let kinds: Vec<&str> = kind.map(FieldType::name).collect();
                format!("{} {}", String::from_utf8_lossy(span.of(text)), kinds.join("+"))
            })
            .collect();
        assert_eq!(
            seen,
            [
                "\"x\" string",
                "[1.5, 2] array",
                "1.5 number",
                "2 number+integer",
                "true boolean",
                "{\"z\":null} object",
                "null string+number+integer+boolean+object+array",
            ]
        );
    }
}
