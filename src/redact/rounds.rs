//! Looking again: what the edits bring together.
//!
//! A label may be shorter than what it stands for, so that a word of context comes near to something that it was too
//! far from before. Text with edits is therefore searched until nothing new is found in it, which makes redacting twice
//! the same as redacting once.

use super::plan::Planner;
use super::redactor::{Redactor, Scratch, Verdict};
use crate::rules::Confidence;
use crate::span::{Edits, Span};
use crate::text::{Buffers, LeafKind, Limits, Walk, Withhold, traverse, traverse_leaf, walk};

/// Looks at most. Each brings words nearer by what the one before took away, which ends soon.
const ROUNDS: usize = 8;

/// A text of a document.
struct Part<'a> {
    text: &'a [u8],
    /// Bytes before it where it is searched again.
    base: usize,
    /// Whether it is JSON as a whole.
    is_table: bool,
}

impl Redactor {
    /// Looks again at a text with the edits in `scratch`, and adds what is found to them.
    pub(super) fn text_again(&self, event: &[u8], scratch: &mut Scratch) -> Result<(), Withhold> {
        let first = std::mem::take(&mut scratch.edits);
        let is_table = scratch.plan.tables.contains(&Span::new(0, event.len()));
        let part = Part { text: event, base: 0, is_table };
        scratch.edits =
            self.rounds(part, first, Confidence::Low, scratch, |text, limits, buffers, planner| {
                planner.by_path = true;
                traverse(text, 0, limits, buffers, planner)
            })?;
        Ok(())
    }

    /// The same for the strings among some leaves of a document; paths are of the leaf `message`.
    pub(super) fn leaves_again(
        &self,
        document: &[u8],
        table: &Walk,
        leaves: &[usize],
        message: Option<usize>,
        minimum: Confidence,
        scratch: &mut Scratch,
    ) -> Result<(), Withhold> {
        let first = std::mem::take(&mut scratch.edits);
        let mut parts: Vec<(Span, Edits)> = Vec::new();
        let strings = leaves.iter().filter_map(|l| Some((*l, table.leaves.get(*l)?)));
        let tables = std::mem::take(&mut scratch.plan.tables);
        for (index, leaf) in strings.filter(|(_, l)| l.kind == LeafKind::String) {
            let local = first.within(leaf.span);
            if local.is_empty() {
                continue;
            }
            // The string in a document of its own, under the key that it has.
            let key = leaf.key.and_then(|k| table.leaves.get(k)).map_or(&b""[..], |k| k.span.of(document));
            let head = [br#"{""#, key, br#"":""#].concat();
            let search = |text: &[u8], limits: &Limits, buffers: &mut Buffers, planner: &mut Planner<'_>| {
                let alone = [&head, text, br#""}"#].concat();
                let mut table = Walk::default();
                walk(&alone, limits.json_depth, &mut table);
                planner.by_path = message == Some(index);
                traverse_leaf(&alone, &table, 1, limits, buffers, planner)
            };
            let is_table = tables.contains(&leaf.span);
            let part = Part { text: leaf.span.of(document), base: head.len(), is_table };
            let all = self.rounds(part, local, minimum, scratch, search)?;
            parts.push((leaf.span, all));
        }
        let mut rest = first.iter().peekable();
        for (span, edits) in &parts {
            while let Some(edit) = rest.next_if(|e| e.span().start < span.start) {
                scratch.edits.push(edit.clone());
            }
            while rest.next_if(|e| span.contains(e.span())).is_some() {}
            scratch.edits.append_shifted(edits, span.start);
        }
        rest.for_each(|edit| scratch.edits.push(edit.clone()));
        Ok(())
    }

    /// Searches `part` with `edits` again until nothing is found outside of the edits. Of a table, only what the edits
    /// touch is searched, and what stands under a name that they touch: the first look saw the rest as it is, and what is
    /// found there depends on it and its names alone. The findings of the first look stay in `scratch`.
    fn rounds(
        &self,
        part: Part<'_>,
        mut edits: Edits,
        minimum: Confidence,
        scratch: &mut Scratch,
        search: impl Fn(&[u8], &Limits, &mut Buffers, &mut Planner<'_>) -> Result<(), Withhold>,
    ) -> Result<Edits, Withhold> {
        let Part { text: original, base, is_table } = part;
        // What was found, let through and counted the first time is what there is to say of the event.
        let found = std::mem::take(&mut scratch.plan.found);
        let allowed = std::mem::take(&mut scratch.plan.allowed);
        let fields = std::mem::take(&mut scratch.fields);
        let mut text = Vec::with_capacity(original.len() + 64);
        for _ in 0..ROUNDS {
            text.clear();
            edits.splice(original, &mut text);
            let searched = self.search(scratch, minimum, |limits, buffers, planner| {
                planner.is_first = false;
                planner.plan.touched = is_table.then(|| edits.places(base));
                search(&text, limits, buffers, planner)
            });
            let verdict = match searched {
                Ok(verdict) => verdict,
                Err(reason) => {
                    scratch.fields = fields;
                    return Err(reason);
                }
            };
            if verdict == Verdict::Clean {
                break;
            }
            let whole = Span::new(base, base + text.len());
            let next = scratch.edits.within(whole).outside_of(&edits);
            if next.is_empty() {
                break;
            }
            edits = edits.then(&next);
        }
        scratch.edits.clear();
        scratch.plan.found = found;
        scratch.plan.allowed = allowed;
        scratch.fields = fields;
        Ok(edits)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// Whether an event is looked at again, and that nothing is found if it is looked at as another event.
    fn looks_again(event: &str) -> bool {
        let redactor = Redactor::builtin().unwrap();
        let mut scratch = Scratch::default();
        let once = redactor.redact(event.as_bytes(), &mut scratch).into_owned();
        assert_ne!(once, event.as_bytes(), "{event}");
        assert_eq!(redactor.redact(&once, &mut scratch), once, "{event}");
        let _ = redactor.text(event.as_bytes(), &mut scratch);
        let edits = std::mem::take(&mut scratch.edits);
        redactor
            .search(&mut scratch, Confidence::Low, |limits, buffers, planner| {
                planner.by_path = true;
                traverse(event.as_bytes(), 0, limits, buffers, planner)
            })
            .unwrap();
        // What is skipped would have found nothing.
        let settled = redactor.is_settled(event.as_bytes(), &mut scratch).unwrap();
        assert!(!settled || edits == scratch.edits, "{event}");
        !settled
    }

    #[test]
    fn values_that_give_way_to_labels_as_a_whole_need_no_second_look() {
        for whole in [
            r#"{"mail":"ada@example.com","phone":"+1 202-555-0147"}"#,
            r#"{"card":4111111111111111,"list":["ada@example.com",{"ip":"8.8.8.8"}]}"#,
            r#"{"name":"ada@example.com","value":"4111111111111111"}"#,
            r#"{"phone":"call","a":{"mail":"ada@example.com"}} {"b":"8.8.8.8"}"#,
            r#"{"mail":"ada@example.com","text":"from 8.8.8.8"}"#,
        ] {
            assert!(!looks_again(whole), "{whole}");
        }
        for other in [
            r#"{"ada@example.com":1}"#,
            r#"{"text":"\u0061da@example.com"}"#,
            r#"{"inner":"{\"mail\":\"ada@example.com\"}"}"#,
            r#"text and {"card":4111111111111111}"#,
        ] {
            assert!(looks_again(other), "{other}");
        }
    }

    #[test]
    fn labels_that_part_from_a_text_without_anything_else_need_no_second_look() {
        for text in [
            "8.8.8.8",
            "from ada@example.com and 8.8.8.8 to 8.8.4.4:443",
            "uid=0 rhost=208.67.222.5  user=root",
            r#"text and {"text":"ada@example.com"}"#,
            r#"{"text":"from ada@example.com, 17"}"#,
            // What is pointed to besides is tried again.
            "token: 17 from 8.8.8.8",
            "phone 17 from 8.8.8.8",
            r#"{"token":"from 8.8.8.8"}"#,
        ] {
            assert!(!looks_again(text), "{text}");
        }
        for text in [
            // An escape, and what does not part.
            r"from 8.8.8.8\n",
            "user-8.8.8.8-x",
            "8.8.8.8:00:00",
            // Letters of the label would be those of an account number.
            "NO93 8601 8.8.8.8",
            // A value of a list of names and values, which the name may concern.
            r#"{"name":"from 8.8.8.8","value":"abc"}"#,
        ] {
            assert!(looks_again(text), "{text}");
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(20_000))]
        /// What is skipped would have found nothing.
        #[test]
        fn a_second_look_that_is_skipped_would_find_nothing(event in texts()) {
            let redactor = redactor();
            let mut scratch = Scratch::default();
            let event = event.as_bytes();
            scratch.begin(None);
            redactor
                .search(&mut scratch, Confidence::Low, |limits, buffers, planner| {
                    planner.by_path = true;
                    traverse(event, 0, limits, buffers, planner)
                })
                .unwrap();
            let first = scratch.edits.clone();
            if !first.is_empty() && redactor.is_settled(event, &mut scratch).unwrap() {
                redactor.text_again(event, &mut scratch).unwrap();
                prop_assert_eq!(&scratch.edits, &first, "{}", event.escape_ascii());
            }
        }
    }

    fn redactor() -> &'static Redactor {
        static REDACTOR: std::sync::LazyLock<Redactor> =
            std::sync::LazyLock::new(|| Redactor::builtin().unwrap());
        &REDACTOR
    }

    /// Texts of values, words that mean something near them, and what stands between such.
    fn texts() -> impl Strategy<Value = String> {
        let piece = prop::sample::select(vec![
            "8.8.8.8",
            "10.0.0.1",
            "ada@example.com",
            "4111111111111111",
            "4111 1111 1111 1111",
            "DE89370400440532013000",
            "NO93",
            "8601",
            "1111",
            "078-05-1120",
            "+1 202-555-0147",
            "00:00:5e:00:53:2a",
            "fe80::1",
            "34",
            ":00",
            "token",
            "password",
            "phone",
            "ssn",
            "passport",
            "api_key",
            "name",
            "value",
            "id",
            "x",
            "word",
            "https://",
            "AKIAIOSFODNN7EXAMPLE",
            "q7Zp91xK22vbT5mQ",
            "hunter22",
            "C01X00T47",
            " ",
            " ",
            " ",
            "=",
            ":",
            ",",
            ";",
            "\"",
            "'",
            "(",
            ")",
            "[",
            "]",
            "{",
            "}",
            "<",
            ">",
            "/",
            "-",
            "_",
            ".",
            "@",
            "|",
            "\n",
            "\\",
            "\t",
            "17",
            "A1",
        ]);
        let text = prop::collection::vec(piece, 1..16).prop_map(|pieces| pieces.concat());
        let name = prop::sample::select(vec![
            "token",
            "password",
            "phone",
            "ssn",
            "name",
            "value",
            "x",
            "passport",
            "authorization",
            "api_key",
            "iban",
        ]);
        let members = prop::collection::vec((name.clone(), text.clone()), 1..4).prop_map(|members| {
            let member = |(name, text): (&str, String)| {
                format!(r#""{name}":"{}""#, text.replace(['"', '\\', '\n', '\t'], " "))
            };
            members.into_iter().map(member).collect::<Vec<_>>().join(",")
        });
        prop_oneof![
            text,
            members.clone().prop_map(|members| format!("{{{members}}}")),
            (name, members).prop_map(|(name, members)| format!(r#"got {{"{name}":{{{members}}}}} x"#)),
        ]
    }
}
