//! Notations in which something stands between a name and its value: lists of names and values, block scalars, and what
//! programs print of their data.

use super::{Cursor, INDENT, TYPE, is_quote, name_before};
use crate::span::Span;

/// What dumps of values print around a text that may be absent or is kept apart: `Some("..")`, `Optional[..]`.
const WRAPPERS: [&[u8]; 16] = [
    b"Some(",
    b"Some[",
    b"Just ",
    b"Ok(",
    b"Right(",
    b"Optional(",
    b"Optional[",
    b"Optional.of(",
    b"Secret(",
    b"SecretString(",
    b"SecretStr(",
    b"Password(",
    b"String::from(",
    b"new String(",
    b"[]byte(",
    b"Buffer.from(",
];
/// Wrappers within wrappers.
const WRAPPED: usize = 3;
/// Names of what stands beside a name in lists of names and values.
pub(super) const VALUES: [&[u8]; 5] = [b"value", b"val", b"parametervalue", b"param_value", b"paramvalue"];

impl Cursor<'_> {
    /// The value in a list of names and values over two lines: `- name: PASSWORD`, then `value: ..`.
    pub(super) fn listed(&self) -> Option<Span> {
        let mut p = Cursor { text: self.text, at: self.at };
        let rest = p.text.get(p.at..).unwrap_or_default();
        let line = rest.iter().take(2).take_while(|b| matches!(b, b'\r' | b'\n')).count();
        let indent = rest.iter().skip(line).take(INDENT).take_while(|b| **b == b' ').count();
        p.at += line + indent;
        if line == 0 || indent == 0 || !p.take(b"value:") {
            return None;
        }
        p.blanks();
        p.value()
    }

    /// The value of the next member of a list of names and values, if the key word is a value itself: `name=PASSWORD,
    /// value=..`, on one line or two. The cursor stands behind the key word and its quote.
    pub(super) fn paired(&self, key: usize, quoted: bool) -> Option<Span> {
        let next = self.peek();
        if !(next == Some(b',') || quoted && next == Some(b'\n') || next == Some(b' ')) {
            return None;
        }
        let head = self.text.get(..name_before(self.text, key, b"./").start)?;
        let head = if quoted { head.split_last().filter(|(quote, _)| is_quote(**quote))?.1 } else { head };
        let head = head.iter().rev().find(|b| !matches!(b, b' ' | b'\t' | b'\\'));
        if !matches!(head, Some(b'=' | b':' | b'>')) {
            return None;
        }
        let mut p = Cursor { text: self.text, at: self.at };
        p.take(b",");
        p.indent();
        p.quote();
        let rest = p.text.get(p.at..)?;
        let len = rest.iter().take(TYPE).take_while(|b| b.is_ascii_alphabetic() || **b == b'_').count();
        let name = rest.get(..len)?;
        if !VALUES.iter().any(|known| name.eq_ignore_ascii_case(known)) {
            return None;
        }
        p.at += len;
        p.quote();
        p.blanks();
        p.operator()?;
        p.blanks();
        p.value()
    }

    /// A literal behind its type and length: `string(8) ".."` of PHP, `(string) (len=8) ".."` of Go.
    pub(super) fn dumped(&self) -> Option<Span> {
        let mut p = Cursor { text: self.text, at: self.at };
        p.indent();
        let known = if p.take(b"string(") || p.take(b"(string) (len=") {
            p.digits();
            p.take(b") ")
        } else {
            p.take(b"string ")
        };
        if known { p.literal() } else { None }
    }

    /// The only word of the first line of a block scalar: YAML 1.2.2, section 8.1.
    pub(super) fn block(&self) -> Option<Span> {
        let mut p = Cursor { text: self.text, at: self.at };
        let rest = self.text.get(self.at..).unwrap_or_default();
        let [b'|' | b'>', rest @ ..] = rest else { return None };
        let marks = rest.iter().take(2).take_while(|b| matches!(b, b'-' | b'+' | b'1'..=b'9')).count();
        p.at += 1 + marks;
        p.blanks();
        p.take(b"\r");
        if !p.take(b"\n") || p.blanks() == 0 {
            return None;
        }
        let value = p.bare(|b| b == b'\r' || b == b'\n')?;
        let solid = !value.of(self.text).trim_ascii_end().iter().any(u8::is_ascii_whitespace);
        solid.then(|| Span::new(value.start, value.start + value.of(self.text).trim_ascii_end().len()))
    }

    /// A value in a [wrapper](WRAPPERS); without quotes, up to the bracket that closes.
    pub(super) fn wrapped(&self) -> Option<Span> {
        let mut p = Cursor { text: self.text, at: self.at };
        let depth = (0..WRAPPED).take_while(|_| WRAPPERS.iter().any(|wrapper| p.take(wrapper))).count();
        if depth == 0 {
            return None;
        }
        p.literal().or_else(|| {
            let value = p.bare(|b| b.is_ascii_whitespace() || b"()[]{},;\"'`".contains(&b))?;
            matches!(self.text.get(value.end), Some(b')' | b']')).then_some(value)
        })
    }
}

#[cfg(test)]
mod tests {
    use crate::text::pairs::tests::check;

    #[test]
    fn lists_and_dumps() {
        check("{'name': 'db_password', 'value': 'abc'}", Some("abc"));
        check("{\"name\":\"password\",\"value\":\"abc\"", Some("abc"));
        check(r#"{\"name\":\"password\",\"value\":\"abc\"}"#, Some("abc"));
        check("Pair{name=DB_PASSWORD, value=abc}", Some("abc"));
        check("ParameterKey=DBPassword,ParameterValue=abc", Some("abc"));
        check("name => 'password',\n  value => 'abc'", Some("abc"));
        check("define( 'password', 'abc' );", Some("abc"));
        check("s:8:\"password\";s:3:\"abc\";", Some("abc"));
        check("[\"password\"]=>\n  string(3) \"abc\"", Some("abc"));
        check("[\"password\"]=> string(3) \"abc\" }", Some("abc"));
        check("password: |\n  abc\nx: y", Some("abc"));
        check("password: >-\r\n    abc\r\n", Some("abc"));
        check("password: |+\n  abc", Some("abc"));
        check("name  = \"db.password\"\n  value = \"abc\"", Some("abc"));
        check("{Name:DB_PASSWORD Value:abc}", Some("abc"));
        check("<setting name=\"password\" type=\"x\">\n  <value>abc</value>", Some("abc"));
        check("<add key=\"password\" type=\"x\" value=\"abc\"/>", Some("abc"));
        check("<password><![CDATA[abc]]></password>", Some("abc"));
        check("password: (string) (len=3) \"abc\",", Some("abc"));
        check("'password' => string 'abc' (length=3)", Some("abc"));
        check("password: &pw abc", Some("abc"));
        check("app.password.0=abc", Some("abc"));
        check("app.password[12]=abc", Some("abc"));
        check("setPassword(\"abc\".toCharArray())", Some("abc"));
        check("static PASSWORD: &'static str = \"abc\";", Some("abc"));
        check("const char password[] PROGMEM = \"abc\";", Some("abc"));
        check("password = new String(\"abc\");", Some("abc"));
        check("password: Some(\"abc\"), x", Some("abc"));
        check("password=Some(abc),x", Some("abc"));
        check("password=Optional[abc]", Some("abc"));
        check("password = Just \"abc\"", Some("abc"));
        check("password: Some(Secret(\"abc\"))", Some("abc"));
        check("invalid password, value: abc", None);
        check("the password value: abc", None);
        check("<add key=\"password\" type=\"x\"/>", None);
        check("password.12 abc", None);
        check("name=password, values=abc", None);
        check("name=password, other=abc", None);
        check("password: |\nabc", None);
        check("password: |\n  a sentence", None);
        check("password = Some(f(x));", None);
    }
}
