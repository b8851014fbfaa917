//! `key=value` in the notations of logs: the value that belongs to a key name.

use crate::span::Span;

/// Bytes of a key name that may follow the key word: `password_2`, `passwordValue`.
const KEY_TAIL: usize = 16;
/// Longest value, in bytes. Rules ask for far less; without a bound, a text of keys alone would take the square of its
/// length.
const VALUE: usize = 8 << 10;
/// Blanks on each side of the operator.
const BLANKS: usize = 8;
/// What may follow the key word in a name that still names the same thing.
const SUFFIXES: [&str; 15] = [
    "s",
    "value",
    "val",
    "text",
    "txt",
    "str",
    "string",
    "plain",
    "plaintext",
    "raw",
    "b64",
    "base64",
    "new",
    "old",
    "current",
];

/// The value that is assigned to the key word at `key`: `password=..`, `"password" : ".."` (also with escaped
/// quotes), `password => ..`, `--password ..`, `<password>..</password>`. The span is without quotes.
///
/// An unquoted value ends at white space or at a byte of `,;&"'<>)]}|`. A value of more than 8 KiB is none.
#[must_use]
pub fn value_after(text: &[u8], key: Span) -> Option<Span> {
    let mut p = Cursor { text, at: name_end(text, key)? };
    let element = p.peek() == Some(b'>');
    if element {
        if !opens_element(text, key.start) {
            return None;
        }
        p.at += 1;
        return p.bare(|b| b == b'<' || b == b'\n');
    }
    p.quote();
    if p.peek() == Some(b']') {
        p.at += 1;
    }
    let blanks = p.blanks();
    if !p.operator() {
        return (blanks > 0 && is_flag(text, key.start)).then(|| p.value()).flatten();
    }
    p.blanks();
    p.value()
}

/// Where the name that holds the key word ends, if it still names the same thing.
#[must_use]
pub fn name_end(text: &[u8], key: Span) -> Option<usize> {
    let rest = text.get(key.end..).unwrap_or_default();
    let len = rest
        .iter()
        .take_while(|b| b.is_ascii_alphanumeric() || matches!(b, b'_' | b'-'))
        .take(KEY_TAIL)
        .count();
    // A dash that is no part of a name belongs to `->`.
    let tail = rest.get(..len)?;
    let tail = tail.strip_suffix(b"-").unwrap_or(tail);
    is_same_thing(tail).then_some(key.end + tail.len())
}

fn is_same_thing(tail: &[u8]) -> bool {
    let word: Vec<u8> = tail
        .iter()
        .filter(|b| !b.is_ascii_digit() && !matches!(b, b'_' | b'-'))
        .map(u8::to_ascii_lowercase)
        .collect();
    word.is_empty() || SUFFIXES.iter().any(|s| s.as_bytes() == word)
}

/// Whether the name at `at` is the name of an XML element: `<db:password>`.
fn opens_element(text: &[u8], at: usize) -> bool {
    let head = text.get(..at).unwrap_or_default();
    let name = |b: &&u8| b.is_ascii_alphanumeric() || matches!(b, b'_' | b'-' | b'.' | b':');
    let len = head.iter().rev().take(64).take_while(name).count();
    head.len().checked_sub(len + 1).and_then(|i| head.get(i)) == Some(&b'<')
}

/// Whether the name at `at` is a command-line flag: `--db-password`.
fn is_flag(text: &[u8], at: usize) -> bool {
    let head = text.get(..at).unwrap_or_default();
    let name = |b: &&u8| b.is_ascii_alphanumeric() || matches!(b, b'_' | b'-');
    let len = head.iter().rev().take(64).take_while(name).count();
    let token = head.get(head.len().saturating_sub(len)..).unwrap_or_default();
    token.first() == Some(&b'-')
}

struct Cursor<'a> {
    text: &'a [u8],
    at: usize,
}

impl Cursor<'_> {
    fn peek(&self) -> Option<u8> {
        self.text.get(self.at).copied()
    }

    fn blanks(&mut self) -> usize {
        let rest = self.text.get(self.at..).unwrap_or_default();
        let n = rest.iter().take(BLANKS).take_while(|b| matches!(b, b' ' | b'\t')).count();
        self.at += n;
        n
    }

    /// Takes a quote with the backslashes before it; returns it.
    fn quote(&mut self) -> Option<(u8, usize)> {
        let rest = self.text.get(self.at..).unwrap_or_default();
        let slashes = rest.iter().take(16).take_while(|&&b| b == b'\\').count();
        match rest.get(slashes) {
            Some(&q @ (b'"' | b'\'' | b'`')) => {
                self.at += slashes + 1;
                Some((q, slashes))
            }
            _ => None,
        }
    }

    fn operator(&mut self) -> bool {
        let rest = self.text.get(self.at..).unwrap_or_default();
        let len = match rest {
            // A comparison assigns nothing.
            [b'=', b'=', ..] | [b':', b':', ..] => return false,
            [b'=', b'>', ..] | [b':', b'=', ..] | [b'-', b'>', ..] => 2,
            [b'=' | b':', ..] => 1,
            _ => return false,
        };
        self.at += len;
        true
    }

    fn value(&mut self) -> Option<Span> {
        if let Some((quote, slashes)) = self.quote() {
            return self.quoted(quote, slashes);
        }
        self.bare(|b| b.is_ascii_whitespace() || b",;&\"'<>)]}|".contains(&b))
    }

    /// Up to the quote that has as many backslashes before it as the opening one; without one, to the line's end.
    fn quoted(&self, quote: u8, slashes: usize) -> Option<Span> {
        let rest = self.window();
        let mut end = rest.len();
        for (i, &b) in rest.iter().enumerate() {
            if b == b'\n' {
                end = i;
                break;
            }
            if b == quote {
                let run = rest.get(..i).unwrap_or_default().iter().rev().take_while(|&&b| b == b'\\').count();
                // An even number of further backslashes escapes itself.
                if run >= slashes && (run - slashes).is_multiple_of(2 * (slashes + 1)) {
                    end = i - slashes;
                    break;
                }
            }
        }
        (end > 0 && end <= VALUE).then(|| Span::new(self.at, self.at + end))
    }

    /// What a value can be in: one byte more than the longest, to tell that one is longer.
    fn window(&self) -> &[u8] {
        let rest = self.text.get(self.at..).unwrap_or_default();
        rest.get(..rest.len().min(VALUE + 1)).unwrap_or_default()
    }

    fn bare(&self, ends: impl Fn(u8) -> bool) -> Option<Span> {
        let rest = self.window();
        let mut end = rest.len();
        for (i, &b) in rest.iter().enumerate() {
            // An escape in text that was not decoded: a quote or white space.
            if ends(b) || (b == b'\\' && matches!(rest.get(i + 1), Some(b'"' | b'n' | b'r' | b't' | b'\\'))) {
                end = i;
                break;
            }
        }
        (end > 0 && end <= VALUE).then(|| Span::new(self.at, self.at + end))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, want: Option<&str>) {
        let at = text.to_ascii_lowercase().find("password").unwrap();
        let got = value_after(text.as_bytes(), Span::new(at, at + 8));
        let got = got.map(|s| String::from_utf8_lossy(s.of(text.as_bytes())).into_owned());
        assert_eq!(got.as_deref(), want, "{text}");
    }

    #[test]
    fn notations() {
        check("password=abc def", Some("abc"));
        check("password = abc, x", Some("abc"));
        check("PASSWORD: 'a b' x", Some("a b"));
        check(r#"{"password":"abc"}"#, Some("abc"));
        check(r#"{\"password\":\"abc\",\"x\":1}"#, Some("abc"));
        check(r#""password":"a\"b" x"#, Some(r#"a\"b"#));
        check("['password'] => 'abc'", Some("abc"));
        check("--password abc", Some("abc"));
        check("--password=abc", Some("abc"));
        check("<password>abc</password>", Some("abc"));
        check("password_2: abc", Some("abc"));
        check("passwordText=abc", Some("abc"));
        check("user->password->abc", Some("abc"));
        check("a?password=abc&x=1", Some("abc"));
        check(r"password=abc\nnext", Some("abc"));
        check("password=\"abc", Some("abc"));
    }

    #[test]
    fn no_assignment() {
        check("password reset", None);
        check("password == x", None);
        check("password_reset_url=http", None);
        check("passwordLength=12", None);
        check("if a < password> b", None);
        check("password=", None);
        check("password: \n next", None);
    }
}
