//! The form in which CloudWatch Logs writes the events of a batch, known at a glance.
//!
//! `{"id":"..","timestamp":..,"message":".."}`, without blanks and in this order. An event in any other form is read as any
//! JSON is.

use super::batch::{TIME_DIGITS, is_exempt_decimal};
use crate::span::Span;
use crate::text::{
    Container, Framing, Known, Leaf, LeafKind, Walk, digits_of_group, string_at, walk_knowing,
};

/// Reads the object or array at the beginning of `text` into `table`. Of an event in the usual form there is only its message
/// in the table, with its key: what is exempt is [left out](Walk::left_out).
pub(crate) fn walk_batch(text: &[u8], max_depth: usize, table: &mut Walk) -> Framing {
    // The array that was asked about last, and whether it holds events.
    let mut last = (usize::MAX, false);
    walk_knowing(text, 0, max_depth, table, |text, at, table, array| {
        if last.0 != array {
            last = (array, holds_events(text, table, array));
        }
        if last.1 { event(text, at, table, array) } else { None }
    })
}

/// Whether an array is the member `logEvents` of the outermost object.
fn holds_events(text: &[u8], table: &Walk, array: usize) -> bool {
    let Some(array) = table.containers.get(array).filter(|a| a.parent == Some(0)) else { return false };
    let name = array.key.and_then(|key| table.leaves.get(key)).map(|key| key.span.of(text));
    name == Some(b"logEvents") && table.containers.first().is_some_and(|root| root.object)
}

/// Records the event at `at`, if it has the usual form; returns its end.
fn event(text: &[u8], at: usize, table: &mut Walk, array: usize) -> Option<usize> {
    let rest = text.get(at..)?.strip_prefix(br#"{"id":""#)?;
    let (id, rest) = rest.split_at_checked(digits_of_group(rest))?;
    let rest = rest.strip_prefix(br#"","timestamp":"#)?;
    let (time, rest) = rest.split_at_checked(digits_of_group(rest))?;
    let rest = rest.strip_prefix(br#","message":"#)?;
    let is_number = !time.is_empty() && (time.len() == 1 || !time.starts_with(b"0"));
    if !(is_number && time.len() <= TIME_DIGITS && is_exempt_decimal(id.len())) {
        return None;
    }
    let value = text.len() - rest.len();
    let (end, escaped) = string_at(text, value)?;
    if text.get(end) != Some(&b'}') {
        return None;
    }
    let (object, name_leaf) = (table.containers.len(), table.leaves.len());
    table.known.push(Known::new(object, name_leaf + 1));
    let element = table.elements.len().checked_sub(1);
    let under = table.containers.get(array).and_then(|array| array.key);
    table.containers.push(Container { object: true, parent: Some(array), key: under, element });
    // The name and its closing quote, and a colon.
    let name = Span::new(value - "message\":".len(), value - "\":".len());
    let leaf =
        |span, kind, escaped, key| Leaf { span, kind, escaped, container: Some(object), key, element: None };
    table.leaves.push(leaf(name, LeafKind::Key, false, None));
    table.leaves.push(leaf(Span::new(value + 1, end - 1), LeafKind::String, escaped, Some(name_leaf)));
    table.left_out += "id".len() + id.len() + "timestamp".len() + time.len();
    Some(end + 1)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::codec::Batch;
    use crate::text::walk_prefix;
    use proptest::prelude::*;

    /// What a reader of a batch sees of a table: spans of messages and of what else is to be searched, with their names.
    fn seen(text: &[u8], table: &Walk) -> Option<(Vec<String>, usize)> {
        let batch = Batch::read(text, table)?;
        let leaf = |l: &usize| {
            let leaf = &table.leaves[*l];
            let name = |key: Option<usize>| key.map(|k| table.leaves[k].span);
            let container = leaf.container.map(|c| &table.containers[c]);
            let outer = container.map(|c| (c.object, name(c.key), c.parent));
            format!("{:?} {:?} {} {:?} {outer:?}", leaf.span, leaf.kind, leaf.escaped, name(leaf.key))
        };
        let mut all: Vec<_> = batch.names.iter().chain(&batch.envelope).map(leaf).collect();
        for event in &batch.events {
            all.push(format!("event {:?}", event.message_span(table)));
            all.extend(batch.leaves(event).iter().map(leaf));
        }
        Some((all, batch.exempt_bytes))
    }

    /// A batch is read as any JSON is.
    fn check(text: &[u8]) {
        let (mut any, mut known) = (Walk::default(), Walk::default());
        let framing = walk_prefix(text, 0, 8, &mut any);
        let shown = String::from_utf8_lossy(text);
        assert_eq!(walk_batch(text, 8, &mut known), framing, "{shown}");
        if matches!(framing, Framing::Complete(_)) {
            assert_eq!(seen(text, &any), seen(text, &known), "{shown}");
        }
    }

    fn batch(events: &str) -> String {
        format!(r#"{{"messageType":"DATA_MESSAGE","logGroup":"g","logEvents":[{events}],"more":[{events}]}}"#)
    }

    #[test]
    fn only_the_usual_form_of_an_event_is_known() {
        let usual = format!(r#"{{"id":"{}","timestamp":1768471200000,"message":"a b"}}"#, "1".repeat(56));
        let (text, mut table) = (batch(&usual), Walk::default());
        walk_batch(text.as_bytes(), 8, &mut table);
        assert_eq!(table.left_out, 2 + 56 + 9 + 13);
        check(text.as_bytes());
        for (from, to) in [
            ("\"id\"", "\"Id\""),
            ("11\"", "1x\""),
            (&"1".repeat(41), ""),
            (&"1".repeat(56), ""),
            ("1768471200000", "01"),
            ("1768471200000", "0"),
            ("1768471200000", "17684712000000000"),
            ("1768471200000", "1.5"),
            (":1768", ": 1768"),
            ("message", "massage"),
            ("a b", r"a\nb"),
            ("\"a b\"", "{\"a\":1}"),
            ("a b\"", "a b\",\"more\":1"),
            ("a b\"", "a b\" "),
        ] {
            assert!(usual.contains(from), "{from}");
            check(batch(&usual.replacen(from, to, 1)).as_bytes());
            check(batch(&[usual.as_str(), &usual.replacen(from, to, 1), &usual].join(",")).as_bytes());
        }
        check(text.replace("logEvents", "logevents").as_bytes());
        check(format!("[{text}]").as_bytes());
    }

    proptest! {
        #[test]
        fn a_damaged_batch_is_read_as_any_json(at in 0_usize..400, with in prop::sample::select(&b"{}[]\",:\\01 a"[..])) {
            let usual = format!(r#"{{"id":"{}","timestamp":17,"message":"a \"b"}}"#, "1".repeat(56));
            let mut text = batch(&[usual.as_str(), &usual].join(",")).into_bytes();
            if let Some(byte) = text.get_mut(at) {
                *byte = with;
            }
            check(&text);
        }
    }
}
