//! What a bracket opens, as far as it can be told without reading on.

use crate::span::Span;

/// Whether what stands behind the first bracket can stand there in an object or array.
fn may_open(text: &[u8]) -> bool {
    let [open, rest @ ..] = text else { return false };
    let first = rest.iter().find(|b| !b.is_ascii_whitespace());
    match (open, first) {
        (b'{', Some(b'"' | b'}')) => true,
        (b'[', Some(b'"' | b'{' | b'[' | b']' | b'-' | b'0'..=b'9' | b't' | b'f' | b'n')) => true,
        (_, first) => first.is_none(),
    }
}

/// The length of a list of one number that begins the text, as the numbers of processes are written, if it is short: `[15292]`.
fn bracketed_number(text: &[u8]) -> usize {
    const LONGEST: usize = 12;
    let inner = text.get(1..).unwrap_or_default().iter();
    let digits = inner.take(LONGEST).take_while(|b| b.is_ascii_digit()).count();
    let is_one = digits > 0 && text.first() == Some(&b'[') && text.get(digits + 1) == Some(&b']');
    if is_one { digits + 2 } else { 0 }
}

/// Where the next object or array may begin in running text, from `at` on. A list of one number is none if `is_nothing` says so.
pub(crate) fn next_table(text: &[u8], mut at: usize, is_nothing: impl Fn(Span) -> bool) -> Option<usize> {
    loop {
        let rest = text.get(at..).unwrap_or_default();
        let found = memchr::memchr2(b'{', b'[', rest)?;
        at += found;
        let rest = rest.get(found..).unwrap_or_default();
        if !may_open(rest) {
            at += 1;
            continue;
        }
        let number = Span::new(at, at + bracketed_number(rest));
        if number.is_empty() || !is_nothing(number) {
            return Some(at);
        }
        at = number.end;
    }
}

/// Whether a string without escapes could be a document of its own. One with members would have escapes.
pub(super) fn is_document(text: &[u8]) -> bool {
    matches!(text.iter().find(|b| !b.is_ascii_whitespace()), Some(b'{' | b'['))
}
