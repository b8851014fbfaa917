//! At first sight: whether a key word could name a value. Most key words in ordinary text do not, which is told here without
//! looking for the value, and without knowing where the text in which it is to be looked for begins and ends.

use super::dumps::VALUES;
use super::names::Name;
use super::{
    Cursor, SETTERS, SHORT_END, TEXT_TYPES, compared_with, is_flag, is_quote, name_before, opens_element,
};
use crate::span::Span;
use crate::text::is_name_of_list;

/// How far before a key word the quote is looked for that opens its string.
const STRING_BEFORE: usize = 256;

/// Whether [`value_after`](super::value_after) could find a value of the key word at `key` in any piece of `text` that quotes
/// or ends of lines bound, or the key word could be the end of a JSON name, or of what is a name in a JSON list of names and
/// values.
#[must_use]
pub fn may_name(text: &[u8], key: Span) -> bool {
    if key.of(text).ends_with(SHORT_END) {
        return true;
    }
    let name = Name::new(text, key);
    let p = Cursor { text, at: name.end };
    name.may_be_same_thing()
        && (p.goes_on(key.start) || compared_with(text, key.start).is_some())
        && name.is_same_thing()
}

impl Cursor<'_> {
    fn rest(&self) -> &[u8] {
        self.text.get(self.at..).unwrap_or_default()
    }

    /// Whether what stands behind a name could join it with a value.
    fn goes_on(mut self, key: usize) -> bool {
        match self.peek() {
            None => false,
            Some(b'>') => opens_element(self.text, key),
            Some(b'[' | b'(') => true,
            Some(b']') => {
                self.at += 1;
                self.peek() == Some(b']') || self.goes_on(key)
            }
            Some(b'.') => {
                let rest = self.rest().get(1..).unwrap_or_default();
                rest.first() == Some(&b'=') || SETTERS.iter().any(|setter| rest.starts_with(setter))
            }
            Some(b'\\' | b'"' | b'\'' | b'`') => {
                // Backslashes without a quote are escapes of something else, and the text is read again without them.
                self.quote().is_some() && self.goes_on_behind_quote(key)
            }
            Some(b' ' | b'\t') => {
                let listed = self.lists_value();
                self.blanks();
                listed || is_flag(self.text, key) || self.joins() || self.is_literal() || self.is_type()
            }
            Some(b',' | b'\r' | b'\n') => self.lists_value(),
            Some(_) => self.joins(),
        }
    }

    /// The same behind the quote that closes the name.
    fn goes_on_behind_quote(&self, key: usize) -> bool {
        let rest = self.rest();
        let next = rest.trim_ascii_start();
        if rest.first().is_some_and(|b| matches!(b, b']' | b';' | b'>'))
            || next.first().is_some_and(|b| is_joint(*b))
        {
            return true;
        }
        self.lists_value()
            || is_flag(self.text, key)
            || is_beside(self.text, key)
            || is_name_in_list(self.text, key)
    }

    /// Whether an operator stands here.
    fn joins(&self) -> bool {
        Cursor { text: self.text, at: self.at }.operator().is_some()
    }

    /// Whether a literal could begin here.
    fn is_literal(&self) -> bool {
        matches!(self.rest(), [b'@' | b'$' | b'\\' | b'"' | b'\'' | b'`', ..])
            || matches!(self.rest(), [letter, quote, ..] if letter.is_ascii_alphabetic() && is_quote(*quote))
    }

    /// Whether the name of a type of text could begin here.
    fn is_type(&self) -> bool {
        let rest = self.rest();
        let rest = rest.strip_prefix(b"&'static ").unwrap_or(rest).trim_ascii_start();
        let name = rest.strip_prefix(b"&").unwrap_or(rest);
        TEXT_TYPES.iter().any(|t| begins(name, t.as_bytes()))
    }

    /// Whether the name of a value in a list of names and values stands next.
    fn lists_value(&self) -> bool {
        let rest = self.rest();
        let between = |b: &&u8| b.is_ascii_whitespace() || matches!(b, b',' | b'\\') || is_quote(**b);
        let name = rest.get(rest.iter().take_while(between).count()..).unwrap_or_default();
        VALUES.iter().any(|value| begins(name, value))
    }
}

/// What operators begin with.
const fn is_joint(b: u8) -> bool {
    matches!(b, b'=' | b':' | b'!' | b'|' | b'.' | b'+' | b'?' | b'<' | b'-')
}

fn begins(text: &[u8], word: &[u8]) -> bool {
    text.get(..word.len()).is_some_and(|t| t.eq_ignore_ascii_case(word))
}

/// Whether the quoted name at `key` is the value of an attribute or the first argument of a call.
fn is_beside(text: &[u8], key: usize) -> bool {
    let Some(quote) = name_before(text, key, b".").start.checked_sub(1) else { return false };
    let before = text.get(..quote).unwrap_or_default();
    matches!(before.strip_suffix(b"\\").unwrap_or(before).trim_ascii_end().last(), Some(b'=' | b'('))
}

/// Whether the string in which `key` stands could be what a member of a list says that something is called.
fn is_name_in_list(text: &[u8], key: usize) -> bool {
    let head = text.get(key.saturating_sub(STRING_BEFORE)..key).unwrap_or_default();
    let Some(quote) = memchr::memrchr(b'"', head) else { return key > STRING_BEFORE };
    let head = head.get(..quote).unwrap_or_default().trim_ascii_end();
    let Some(head) = head.strip_suffix(b":") else { return key > STRING_BEFORE && head.is_empty() };
    let head = head.trim_ascii_end();
    let Some(head) = head.strip_suffix(b"\"") else { return key > STRING_BEFORE && head.is_empty() };
    match memchr::memrchr(b'"', head) {
        Some(open) => is_name_of_list(head.get(open + 1..).unwrap_or_default()),
        None => key > STRING_BEFORE,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::value_after;
    use proptest::prelude::*;

    fn pieces() -> impl Strategy<Value = String> {
        let piece = prop::sample::select(vec![
            "password",
            "Password",
            "auth",
            "token",
            "_",
            "-",
            ".",
            "[0]",
            ".0",
            "\"",
            "'",
            "`",
            "\\",
            "\\\"",
            " ",
            "  ",
            "\n",
            "\t",
            "=",
            "==",
            "===",
            "!=",
            ":",
            "::",
            ":=",
            "=>",
            "->",
            "<-",
            ".=",
            "<",
            ">",
            "</",
            "(",
            ")",
            "[",
            "]",
            "{",
            "}",
            ",",
            ";",
            "s:8:",
            ";s:3:",
            "value",
            "Value=",
            "val",
            "ParameterValue",
            "name",
            "key",
            "header",
            "string",
            "str",
            "&'static str",
            "final[str]",
            "set",
            "assign",
            "put",
            "--",
            "|",
            "?",
            "+",
            "abc",
            "Xy12",
            "b",
            "u",
            "@",
            "$",
            "1",
        ]);
        prop::collection::vec(piece, 0..14).prop_map(|pieces| pieces.concat())
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(20_000))]
        #[test]
        fn what_names_a_value_may_name_one(before in pieces(), word in "password|auth|token", after in pieces()) {
            let text = format!("{before}{word}{after}");
            let text = text.as_bytes();
            let key = Span::new(before.len(), before.len() + word.len());
            let bounds = |b: &u8| matches!(b, b'"' | b'\n' | b'\r');
            let starts = text[..key.start].iter().enumerate().filter(|(_, b)| bounds(b)).map(|(i, _)| i + 1);
            let ends: Vec<usize> =
                (key.end..text.len()).filter(|i| bounds(&text[*i])).chain([text.len()]).collect();
            for start in starts.chain([0]) {
                for end in &ends {
                    let piece = &text[start..*end];
                    let word = Span::new(key.start - start, key.end - start);
                    let value = value_after(piece, word);
                    prop_assert!(value.is_none() || may_name(text, key), "{} in {}", piece.escape_ascii(), text.escape_ascii());
                }
            }
        }
    }

    #[test]
    fn names_and_other_words() {
        for (text, may) in [
            (r#"{"service":"auth","logger":"com.example.auth.Controller"}"#, false),
            (r#"{"auth":"abc"}"#, true),
            (r#"{"auth" : "abc"}"#, true),
            (r#"{"name":"auth","type":"x","value":"abc"}"#, true),
            (r#"{"name" : "my auth","value":"abc"}"#, true),
            (r#"{"x":"auth","value":"abc"}"#, true),
            ("pam_unix(sshd:auth): authentication failure", false),
            ("/var/log/auth.log", false),
            ("auth.set(", true),
            ("auth for", false),
            ("auth = x", true),
            ("--auth x", true),
            ("authority: x", false),
            ("auth, x", false),
            ("auth", false),
        ] {
            let at = text
                .rfind("auth")
                .filter(|_| text.starts_with("{\"service"))
                .or_else(|| text.find("auth"))
                .unwrap();
            assert_eq!(may_name(text.as_bytes(), Span::new(at, at + 4)), may, "{text}");
        }
    }
}
