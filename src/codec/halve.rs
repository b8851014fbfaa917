//! Redacted output in two halves, where a carrier takes no more: between records, else between the events of a batch.

use crate::text::{Framing, Walk, WalkEnd, frame, walk};

/// Parts records so that put together they are the same, or, if it is one batch, its events into two batches with all else
/// in both. `None` if there is one event or line only, or a batch deeper than `depth`.
#[must_use]
pub fn halve(data: &[u8], depth: usize) -> Option<(Vec<u8>, Vec<u8>)> {
    let at = match documents(data, depth) {
        Some(ends) if ends.len() < 2 => return halve_batch(data, depth),
        Some(ends) => nearest(&ends, data.len())?,
        None => nearest(&memchr::memchr_iter(b'\n', data).map(|at| at + 1).collect::<Vec<_>>(), data.len())?,
    };
    let (left, right) = data.split_at_checked(at)?;
    Some((left.to_vec(), right.to_vec()))
}

/// Where the documents end that `data` consists of, each with the white space behind it; `None` if it is something else.
fn documents(data: &[u8], depth: usize) -> Option<Vec<usize>> {
    if data.trim_ascii_start().first() != Some(&b'{') {
        return None;
    }
    let mut ends = Vec::new();
    let mut at = 0;
    while let Some(rest) = data.get(at..).filter(|rest| !rest.trim_ascii_start().is_empty()) {
        let Framing::Complete(end) = frame(rest, depth) else { return None };
        at += end;
        at += data.get(at..)?.iter().take_while(|b| b.is_ascii_whitespace()).count();
        ends.push(at);
    }
    Some(ends)
}

/// The end that is nearest to the middle and leaves something on both sides.
fn nearest(ends: &[usize], len: usize) -> Option<usize> {
    let inner = ends.iter().copied().filter(|end| *end > 0 && *end < len);
    inner.min_by_key(|end| end.abs_diff(len / 2))
}

fn halve_batch(data: &[u8], depth: usize) -> Option<(Vec<u8>, Vec<u8>)> {
    let mut table = Walk::default();
    if walk(data, depth, &mut table) != WalkEnd::Json {
        return None;
    }
    let name = |leaf: Option<usize>| {
        leaf.and_then(|l| table.leaves.get(l)).and_then(|l| data.get(l.span.start..l.span.end))
    };
    let mut arrays = table.containers.iter().enumerate().filter(|(_, container)| {
        container.parent == Some(0) && !container.object && name(container.key) == Some(b"logEvents")
    });
    // Of two arrays one would stand in both halves.
    let (Some((array, _)), None) = (arrays.next(), arrays.next()) else { return None };
    let events: Vec<_> = table.elements.iter().filter(|e| e.container == array).map(|e| e.span).collect();
    let (first, last) = (events.first()?, events.last()?);
    let cuts: Vec<usize> = events.iter().map(|e| e.end).collect();
    let middle = first.start + (last.end - first.start) / 2;
    // The event that goes first into the right half.
    let cut =
        cuts.iter().position(|end| *end >= middle)?.clamp(1, events.len().checked_sub(1).filter(|n| *n > 0)?);
    let (before, right) = (events.get(cut - 1)?, events.get(cut)?);
    let (head, tail) = (data.get(..first.start)?, data.get(last.end..)?);
    let left = [data.get(..before.end)?, tail].concat();
    let right = [head, data.get(right.start..)?].concat();
    Some((left, right))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use serde_json::{Value, json};

    fn messages(data: &[u8]) -> Vec<String> {
        let batch: Value = serde_json::from_slice(data).unwrap();
        batch["logEvents"]
            .as_array()
            .unwrap()
            .iter()
            .map(|e| e["message"].as_str().unwrap().to_owned())
            .collect()
    }

    #[test]
    fn records_are_parted_between_them() {
        let halves = |data: &str| {
            halve(data.as_bytes(), 64)
                .map(|(a, b)| (String::from_utf8(a).unwrap(), String::from_utf8(b).unwrap()))
        };
        let two = |a: &str, b: &str| Some((a.to_owned(), b.to_owned()));
        assert_eq!(halves("a\nbb\n"), two("a\n", "bb\n"));
        assert_eq!(halves("a\nbb"), two("a\n", "bb"));
        assert_eq!(halves(r#"{"a":1}{"b":2}"#), two(r#"{"a":1}"#, r#"{"b":2}"#));
        assert_eq!(
            halves("{\"a\":\n1}\n{\"b\":2}\n{"),
            two("{\"a\":\n1}\n", "{\"b\":2}\n{"),
            "these are lines"
        );
        for whole in
            ["", "a", "a\n", r#"{"a":1}"#, r#"{"logEvents":[{}]}"#, r#"{"logEvents":[1,2],"logEvents":[3]}"#]
        {
            assert_eq!(halves(whole), None, "{whole}");
        }
    }

    proptest! {
        #[test]
        fn a_batch_loses_and_doubles_no_event(words in prop::collection::vec("[a-z\"\\\\ ]{0,40}", 0..20)) {
            let events: Vec<Value> = words.iter().map(|w| json!({"id": "1", "message": w})).collect();
            let batch = json!({"owner": "1", "logEvents": events, "z": [1, {"logEvents": [2, 3]}]});
            match halve(batch.to_string().as_bytes(), 64) {
                None => prop_assert!(words.len() < 2),
                Some((left, right)) => {
                    let (a, b) = (messages(&left), messages(&right));
                    prop_assert!(!a.is_empty() && !b.is_empty());
                    prop_assert_eq!([a, b].concat(), words);
                    for half in [left, right] {
                        let half: Value = serde_json::from_slice(&half).unwrap();
                        prop_assert_eq!(&half["z"], &batch["z"]);
                    }
                }
            }
        }
    }
}
