//! `key=value` in the notations of logs, code and configuration: the value that belongs to a key name.

mod dumps;
mod names;
mod sight;

use crate::span::Span;
pub use names::name_end;
use names::{Name, is_harmless};
pub use sight::may_name;

/// Bytes of a key name that may follow the key word: `password_2`, `passwordValue`.
const KEY_TAIL: usize = 32;
/// Bytes of a key name that may stand before the key word.
const KEY_HEAD: usize = 64;
/// Longest value, in bytes. Rules ask for far less; without a bound, a text of keys alone would take the square of its
/// length.
const VALUE: usize = 8 << 10;
/// Longest literal that stands before the key in a comparison, in bytes.
const LITERAL_BEFORE: usize = 512;
/// Blanks on each side of the operator.
const BLANKS: usize = 32;
/// White space between an element's tag and its text.
const INDENT: usize = 64;
/// Longest name of a type between key and operator.
const TYPE: usize = 24;
/// What ends the name of a member in JSON. A name of a letter or two means something only if it is the whole name.
pub const SHORT_END: &[u8] = b"\":";
/// Types of text that may stand between a name and the operator: `var token string = ..`.
const TEXT_TYPES: [&str; 8] =
    ["string", "str", "char", "text", "varchar", "std::string", "final[str]", "optional[str]"];

/// Methods of a value that take what it becomes or is compared with: `secret.assign(".."`.
const SETTERS: [&[u8]; 6] = [b"assign", b"append", b"equals", b"set", b"put", b"push_str"];
/// Attributes of an element up to the one with its value.
const ATTRIBUTES: usize = 4;
/// The value that is assigned to the key word at `key`, without quotes; `None` if there is none or if the name that
/// holds the key word is one of something else.
///
/// | notation | |
/// |---|---|
/// | `password=..`, `password: ..`, `password := ..`, `password => ..`, `password <- ..`, `password .= ..` | assignments |
/// | `"password" : ".."`, `['password'] => '..'`, also with escaped quotes | members |
/// | `password == ".."`, `".." != password` | comparisons with a quoted literal |
/// | `var password string = ".."`, `password: str = ".."`, `char password[] = ".."` | declarations |
/// | `setPassword(".."`, `password.assign(".."`, `put("password", "..")` | calls |
/// | `--password ..`, `password ".."` | flags and directives |
/// | `- name: password`, and `value: ..` on the next line | lists of names and values |
/// | `name=password, value=..`, `'name': 'password', 'value': '..'` | the same on one line |
/// | `password: \|`, and `..` on the next line | block scalars of YAML |
/// | `["password"]=> string(8) ".."`, `s:8:"password";s:8:"..";`, `password: Some("..")` | dumps of PHP, Rust, Scala |
/// | `<password>..</password>`, `<add key="password" value=".." />`, `<string name="password">..</string>` | XML |
///
/// An unquoted value ends at white space, at a quote, or at a byte of `,;&<>)]}|` unless a bracket was opened within
/// the value and not closed. A value of more than 8 KiB is none.
///
/// A key word that ends with [`SHORT_END`] is the whole name of a member: `"d":"abc"`.
#[must_use]
pub fn value_after(text: &[u8], key: Span) -> Option<Span> {
    if key.of(text).ends_with(SHORT_END) {
        let whole = text.get(..key.start).is_some_and(|head| head.ends_with(b"\""));
        let mut p = Cursor { text, at: key.end };
        p.blanks();
        return if whole { p.literal() } else { None };
    }
    // Most key words have no value, which is told sooner than what the whole name says.
    let name = Name::new(text, key);
    let value = if name.may_be_same_thing() { value_of(text, key, name.end) } else { None };
    value.filter(|_| name.is_same_thing() && !is_harmless(text, key.start))
}

/// The value, whatever the name says that ends at `end`.
fn value_of(text: &[u8], key: Span, end: usize) -> Option<Span> {
    let mut p = Cursor { text, at: end };
    if p.peek() == Some(b'>') {
        return if opens_element(text, key.start) { p.content() } else { None };
    }
    let quoted = p.quote().is_some();
    if let Some(value) = p.paired(key.start, quoted) {
        return Some(value);
    }
    if quoted && let Some(value) = p.beside_quoted(key.start) {
        return Some(value);
    }
    if p.peek() == Some(b']') {
        p.at += 1;
    }
    let array = !quoted && p.array();
    if array {
        // A constant that stays in the program memory of a microcontroller.
        p.take(b" PROGMEM");
    }
    if !quoted && let Some(value) = p.argument() {
        return Some(value);
    }
    let blanks = p.blanks();
    let Some(operator) = p.operator() else {
        if blanks > 0 && is_flag(text, key.start) {
            return p.value();
        }
        if let Some(value) = p.listed() {
            return Some(value);
        }
        // Prose puts code between backticks: "pass `--flag`".
        let directive = if blanks > 0 && !quoted && p.peek() != Some(b'`') {
            p.literal().or_else(|| p.typed())
        } else {
            None
        };
        return directive.or_else(|| literal_before(text, key.start));
    };
    p.blanks();
    match operator {
        Operator::Compares => p.literal(),
        Operator::Assigns if array => (p.peek() == Some(b'"')).then(|| p.literal()).flatten(),
        Operator::Assigns => p
            .dumped()
            .or_else(|| p.block())
            .or_else(|| p.wrapped())
            .or_else(|| p.typed())
            .or_else(|| p.value()),
    }
}

/// The piece of a name that stands before `at`.
fn name_before(text: &[u8], at: usize, more: &[u8]) -> Span {
    let head = text.get(..at).unwrap_or_default();
    let name = |b: &&u8| b.is_ascii_alphanumeric() || matches!(b, b'_' | b'-') || more.contains(b);
    Span::new(at - head.iter().rev().take(KEY_HEAD).take_while(name).count(), at)
}

/// Whether the name at `at` is the name of an XML element: `<db:password>`.
fn opens_element(text: &[u8], at: usize) -> bool {
    let name = name_before(text, at, b".:");
    let Some(open) = name.start.checked_sub(1) else { return false };
    // `C<password>` is emphasis, `Vec<Password>` a type.
    let apart = !open.checked_sub(1).and_then(|i| text.get(i)).is_some_and(u8::is_ascii_alphanumeric);
    text.get(open) == Some(&b'<') && apart
}

/// Whether the name at `at` is a command-line flag: `--db-password`.
fn is_flag(text: &[u8], at: usize) -> bool {
    name_before(text, at, b"").of(text).first() == Some(&b'-')
}

/// The literal that a name is compared with if it stands before the name: `"abc" == password`.
fn literal_before(text: &[u8], key: usize) -> Option<Span> {
    let (quote, inner) = compared_with(text, key)?;
    let window = inner.len().saturating_sub(LITERAL_BEFORE);
    let from = memchr::memrchr2(*quote, b'\n', inner.get(window..)?)? + window;
    (inner.get(from) == Some(quote) && from + 1 < inner.len()).then(|| Span::new(from + 1, inner.len()))
}

/// The quote that stands before the name at `key` and an operator, and the text before it: `"abc" == password`.
fn compared_with(text: &[u8], key: usize) -> Option<(&u8, &[u8])> {
    let head = text.get(..name_before(text, key, b".").start)?.trim_ascii_end();
    let head = head.strip_suffix(b"=")?;
    let head = head.strip_suffix(b"=").unwrap_or(head);
    let head = head.strip_suffix(b"=").or_else(|| head.strip_suffix(b"!")).unwrap_or(head).trim_ascii_end();
    head.split_last().filter(|(quote, _)| is_quote(**quote))
}

/// Whether an identifier stands before the first bracket: `typing.Union[`, `derive(secret,`.
fn is_indexed(value: &[u8]) -> bool {
    let name = value.split(|b| matches!(b, b'(' | b'[')).next().unwrap_or_default();
    let in_name = |b: &u8| b.is_ascii_alphanumeric() || b"_.:".contains(b);
    let lettered = !name.iter().any(u8::is_ascii_digit) || name.contains(&b'.');
    name.len() >= 3 && name.len() < value.len() && lettered && name.iter().all(in_name)
}

const fn is_quote(byte: u8) -> bool {
    matches!(byte, b'"' | b'\'' | b'`')
}

/// What joins a name and a value.
#[derive(Clone, Copy)]
enum Operator {
    Assigns,
    Compares,
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

    /// Takes white space, of lines too.
    fn indent(&mut self) {
        let rest = self.text.get(self.at..).unwrap_or_default();
        self.at += rest.iter().take(INDENT).take_while(|b| b.is_ascii_whitespace()).count();
    }

    fn digits(&mut self) {
        let rest = self.text.get(self.at..).unwrap_or_default();
        self.at += rest.iter().take(BLANKS).take_while(|b| b.is_ascii_digit()).count();
    }

    /// Takes a quote with the backslashes before it; returns it.
    fn quote(&mut self) -> Option<(u8, usize)> {
        let rest = self.text.get(self.at..).unwrap_or_default();
        let slashes = rest.iter().take(16).take_while(|&&b| b == b'\\').count();
        match rest.get(slashes) {
            Some(&q) if is_quote(q) => {
                self.at += slashes + 1;
                Some((q, slashes))
            }
            _ => None,
        }
    }

    /// Takes exactly these bytes.
    fn take(&mut self, bytes: &[u8]) -> bool {
        let is_next = self.text.get(self.at..).is_some_and(|rest| rest.starts_with(bytes));
        if is_next {
            self.at += bytes.len();
        }
        is_next
    }

    /// Takes `[]` or `[25]` behind the name of an array.
    fn array(&mut self) -> bool {
        let rest = self.text.get(self.at..).unwrap_or_default();
        let digits = rest.iter().skip(1).take(BLANKS).take_while(|b| b.is_ascii_digit()).count();
        let is_array = rest.first() == Some(&b'[') && rest.get(digits + 1) == Some(&b']');
        if is_array {
            self.at += digits + 2;
        }
        is_array
    }

    /// The text of an element, behind `>`. On a line of its own it counts only before the closing tag, since
    /// `<password>` is a placeholder too.
    fn content(&mut self) -> Option<Span> {
        self.at += 1;
        let rest = self.text.get(self.at..).unwrap_or_default();
        let indent = rest.iter().take(INDENT).take_while(|b| b.is_ascii_whitespace()).count();
        let apart = rest.iter().take(indent).any(|b| *b == b'\n');
        self.at += indent;
        // What may stand between an element that is named and its text.
        while [&b"<value>"[..], b"<string>", b"<![CDATA["].iter().any(|inner| self.take(inner)) {}
        let data = self.at.checked_sub(1).and_then(|at| self.text.get(at)) == Some(&b'[');
        let value = self.bare(|b| b == b'<' || b == b'\n' || b == b'\r' || data && b == b']')?;
        let behind = self.text.get(value.end..).unwrap_or_default();
        let blanks = behind.iter().take(INDENT).take_while(|b| b.is_ascii_whitespace()).count();
        let closed =
            behind.get(blanks..).is_some_and(|rest| rest.starts_with(b"</") || rest.starts_with(b"]]>"));
        (closed || !apart).then_some(value)
    }

    /// What belongs to a name in quotes that is the value of an attribute or the first argument of a call. `key` is
    /// where the key word begins; the cursor stands behind the closing quote.
    fn beside_quoted(&self, key: usize) -> Option<Span> {
        let mut p = Cursor { text: self.text, at: self.at };
        let quote = name_before(self.text, key, b".").start.checked_sub(1)?;
        if p.take(b";s:") {
            p.digits();
            return if p.take(b":") { p.literal() } else { None };
        }
        let before = self.text.get(..quote)?;
        match before.strip_suffix(b"\\").unwrap_or(before).trim_ascii_end().last() {
            Some(b'=') => {
                for _ in 0..ATTRIBUTES {
                    if p.peek() == Some(b'>') {
                        return p.content();
                    }
                    p.blanks();
                    if p.take(b"value=") || p.take(b"Value=") || p.take(b"content=") {
                        return p.literal();
                    }
                    p.attribute()?;
                }
                None
            }
            Some(b'(') => {
                p.blanks();
                let value = if p.take(b",") && p.blanks() < BLANKS { p.literal() } else { None };
                p.blanks();
                value.filter(|_| p.peek() == Some(b')'))
            }
            _ => None,
        }
    }

    /// Takes an attribute of an element.
    fn attribute(&mut self) -> Option<()> {
        let rest = self.text.get(self.at..).unwrap_or_default();
        let len = rest.iter().take(KEY_TAIL).take_while(|b| b.is_ascii_alphanumeric() || **b == b':').count();
        self.at += len;
        let known = len > 0 && self.take(b"=") && self.quote().is_some();
        let rest = self.window();
        let end = rest.iter().take(LITERAL_BEFORE).position(|b| is_quote(*b) || *b == b'<' || *b == b'\n')?;
        self.at += end + 1;
        known.then_some(())
    }

    /// The literal that is the first argument of a call: `password("..")`, `secret.assign("..", 17)`.
    fn argument(&self) -> Option<Span> {
        let mut p = Cursor { text: self.text, at: self.at };
        if p.take(b".") && !SETTERS.iter().any(|setter| p.take(setter)) {
            return None;
        }
        let value = p.take(b"(").then(|| p.literal()).flatten();
        value.filter(|value| {
            let solid = !value.of(self.text).iter().any(u8::is_ascii_whitespace);
            solid && matches!(p.peek(), Some(b')' | b',' | b'.'))
        })
    }

    /// A literal behind the name of a type of text and `=`.
    fn typed(&self) -> Option<Span> {
        let mut p = Cursor { text: self.text, at: self.at };
        p.take(b"&'static ");
        let rest = self.text.get(p.at..).unwrap_or_default();
        let in_type = |b: &&u8| b.is_ascii_alphanumeric() || b"_.:&*?<>[]'".contains(b);
        let len = rest.iter().take(TYPE).take_while(in_type).count();
        p.at += len;
        p.blanks();
        // Rarer than a word.
        if !p.take(b"=") {
            return None;
        }
        let name = rest.get(..len)?.trim_ascii();
        let name = name.strip_prefix(b"&").unwrap_or(name);
        let known = |t: &&str| name.get(..t.len()).is_some_and(|n| n.eq_ignore_ascii_case(t.as_bytes()));
        if !TEXT_TYPES.iter().any(known) {
            return None;
        }
        p.blanks();
        p.literal()
    }

    /// A value in quotes that are closed, without white space.
    fn literal(&mut self) -> Option<Span> {
        self.prefix();
        let (quote, slashes) = self.quote()?;
        let (value, closed) = self.quoted(quote, slashes)?;
        self.at = value.end + slashes + 1;
        let solid = !value.of(self.text).iter().any(u8::is_ascii_whitespace);
        (closed && solid).then_some(value)
    }

    /// Takes an anchor of YAML with the blank behind it: `&name `.
    fn anchor(&mut self) {
        let rest = self.text.get(self.at..).unwrap_or_default();
        let [b'&', rest @ ..] = rest else { return };
        let len = rest.iter().take(TYPE).take_while(|b| b.is_ascii_alphanumeric() || **b == b'_').count();
        if len > 0 && rest.get(len) == Some(&b' ') && rest.get(len + 1).is_some_and(|b| *b != b' ') {
            self.at += len + 2;
        }
    }

    /// Takes what may stand before the quote of a literal: `b"..`, `u'..`, `@"..`.
    fn prefix(&mut self) {
        let rest = self.text.get(self.at..).unwrap_or_default();
        let prefixed = match rest {
            [b'@' | b'$', b'"', ..] => true,
            [letter, quote, ..] => b"bBfFlLnNrRuU".contains(letter) && is_quote(*quote),
            _ => false,
        };
        self.at += usize::from(prefixed);
    }

    fn operator(&mut self) -> Option<Operator> {
        let rest = self.text.get(self.at..).unwrap_or_default();
        let (operator, len) = match rest {
            [b'=' | b'!', b'=', b'=', ..] => (Operator::Compares, 3),
            [b'=' | b'!', b'=', ..] => (Operator::Compares, 2),
            [b':', b':', b':', b'=', ..] => (Operator::Assigns, 4),
            [b':', b':', b'=', ..] | [b'|', b'|', b'=', ..] => (Operator::Assigns, 3),
            [b':', b':', ..] => return None,
            [b'=' | b'-', b'>', ..] | [b'<', b'-', ..] => (Operator::Assigns, 2),
            [b':' | b'.' | b'+' | b'?', b'=', ..] => (Operator::Assigns, 2),
            [b'=' | b':', ..] => (Operator::Assigns, 1),
            _ => return None,
        };
        self.at += len;
        Some(operator)
    }

    fn value(&mut self) -> Option<Span> {
        // The tag of YAML that says that a string follows.
        if self.take(b"!!str ") || self.take(b"!str ") {
            self.blanks();
        }
        self.take(b"!!binary ");
        self.anchor();
        self.prefix();
        if let Some((quote, slashes)) = self.quote() {
            // A long literal: `"""abc"""`.
            if slashes == 0 {
                self.take(&[quote, quote]);
            }
            return self.quoted(quote, slashes).map(|(value, _)| value);
        }
        self.open()
    }

    /// A value without quotes. Brackets that it opens hold what would end it.
    fn open(&self) -> Option<Span> {
        let mut depth = 0_usize;
        let mut brackets = false;
        let value = self.bare(|b| {
            match b {
                b'(' | b'[' | b'{' => {
                    depth += 1;
                    brackets = true;
                }
                b')' | b']' | b'}' if depth > 0 => depth -= 1,
                b',' | b';' | b'&' | b'<' | b'>' | b')' | b']' | b'}' | b'|' => return depth == 0,
                _ => return b.is_ascii_whitespace() || b == b'"' || b == b'\'',
            }
            false
        })?;
        // What is left open or ends a statement is code: `(char *)`, `$_POST["x"]`, `f(x);`.
        let first = value.of(self.text).first();
        let next = self.text.get(value.end);
        let code = match next {
            Some(b';') => brackets,
            Some(b'"' | b'\'' | b'\\') => depth > 0,
            _ => depth > 0 && (matches!(first, Some(b'(' | b'[' | b'{')) || is_indexed(value.of(self.text))),
        };
        (!code).then_some(value)
    }

    /// Up to the quote that has as many backslashes before it as the opening one; without one, to the line's end.
    /// Says too whether there is one.
    fn quoted(&self, quote: u8, slashes: usize) -> Option<(Span, bool)> {
        let rest = self.window();
        let mut end = rest.len();
        let mut closed = false;
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
                    closed = true;
                    break;
                }
            }
        }
        (end > 0 && end <= VALUE).then(|| (Span::new(self.at, self.at + end), closed))
    }

    /// What a value can be in: one byte more than the longest, to tell that one is longer.
    fn window(&self) -> &[u8] {
        let rest = self.text.get(self.at..).unwrap_or_default();
        rest.get(..rest.len().min(VALUE + 1)).unwrap_or_default()
    }

    fn bare(&self, mut ends: impl FnMut(u8) -> bool) -> Option<Span> {
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

    pub(super) fn check(text: &str, want: Option<&str>) {
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
        check("password == 'abc'", Some("abc"));
        check("if (\"a{b\" !== my_password) {", Some("a{b"));
        check("var password string = \"abc\"", Some("abc"));
        check("password: str = 'abc'", Some("abc"));
        check("char password[25] = \"abc\";", Some("abc"));
        check("password ::= 'abc'", Some("abc"));
        check("$password .= 'abc'", Some("abc"));
        check("password = @\"abc\";", Some("abc"));
        check("password('abc')", Some("abc"));
        check("password.assign('abc', 3)", Some("abc"));
        check("setProperty(\"password\", \"abc\")", Some("abc"));
        check("password 'abc';", Some("abc"));
        check("- name: password\n  value: abc", Some("abc"));
        check("<password>\n  abc\n</password>", Some("abc"));
        check("<add key=\"password\" value=\"abc\" />", Some("abc"));
        check("<string name=\"password\">abc</string>", Some("abc"));
        check("password=a(b)c,d", Some("a(b)c"));
        check("{password=abc}", Some("abc"));
        check("password_super_secure=abc", Some("abc"));
        check("password <- 'abc'", Some("abc"));
        check("password = \"\"\"abc\"\"\"", Some("abc"));
        check("password: Final[str] = 'abc'", Some("abc"));
        check("password: !!str 'abc'", Some("abc"));
        check("password=''", None);
    }

    #[test]
    fn a_short_name_is_a_whole_name() {
        let value = |text: &str| {
            let at = text.find("d\":").unwrap();
            let got = value_after(text.as_bytes(), Span::new(at, at + 3));
            got.map(|s| String::from_utf8_lossy(s.of(text.as_bytes())).into_owned())
        };
        assert_eq!(value(r#"{"d":"abc"}"#).as_deref(), Some("abc"));
        assert_eq!(value(r#"{"d": "abc"}"#).as_deref(), Some("abc"));
        assert_eq!(value(r#"{"id":"abc"}"#), None);
        assert_eq!(value(r#"{"a_d":"abc"}"#), None);
        assert_eq!(value(r#"{"d":17}"#), None);
    }

    #[test]
    fn no_assignment() {
        check("password reset", None);
        check("password == x", None);
        check("password = (char *) p", None);
        check("password = $_POST[\"x\"];", None);
        check("password = f(x);", None);
        check("fake_password=abc", None);
        check("samplePassword=abc", None);
        check("('password', 'email', 'name')", None);
        check("password \"is not", None);
        check("password `abc`", None);
        check("x=<password>\n# abc", None);
        check("password.encode('abc')", None);
        check("C<password> is here", None);
        check("password = derive(secret, x)", None);
        check("password: typing.Union[", None);
        check("'x' + password", None);
        check("passwordHint=abc", None);
        check("password_encryption = scram-sha-256", None);
        check("PasswordAuthentication: yes", None);
        check("password_reset_url=http", None);
        check("passwordLength=12", None);
        check("if a < password> b", None);
        check("password=", None);
        check("password: \n next", None);
    }
}
