//! A strict JSON reader (RFC 8259) that yields positions and decodes nothing.
//!
//! It never recurses, so depth costs a few bytes of heap and is bounded by the caller. Bytes of 0x80 and above are
//! taken as they come: invalid UTF-8 in a string does not make the text less of a document to search.

use super::eight::leading_digits;
use super::specials::Specials;
use super::unescape::is_simple;
use crate::span::Span;

/// What a leaf is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(clippy::exhaustive_enums, reason = "JSON has no other leaves that hold text")]
pub enum LeafKind {
    /// The name of a member.
    Key,
    /// A string value.
    String,
    /// A number.
    Number,
}

/// A key, a string or a number. `true`, `false` and `null` hold nothing and are not recorded.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub struct Leaf {
    /// The number's text, or what stands between the quotes.
    pub span: Span,
    /// What it is.
    pub kind: LeafKind,
    /// Whether a backslash occurs in it.
    pub escaped: bool,
    /// Index of the [`Container`] that holds it; `None` at the top.
    pub container: Option<usize>,
    /// Index of the leaf that is the key of this value's member.
    pub key: Option<usize>,
    /// Index of its element in [`Walk::elements`].
    pub element: Option<usize>,
}

/// An object or an array.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub struct Container {
    /// Whether it is an object.
    pub object: bool,
    /// The container around it.
    pub parent: Option<usize>,
    /// Index of the leaf that is the key under which it stands.
    pub key: Option<usize>,
    /// Index of its own element in [`Walk::elements`].
    pub element: Option<usize>,
}

/// A member of an object, from the quote of its key, or an element of an array.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub struct Element {
    /// Index of the container.
    pub container: usize,
    /// From its first to its last byte, without commas and without white space around it.
    pub span: Span,
}

/// An object that was known by its form, of which one member is in the table.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub struct Known {
    /// Index of the object.
    pub container: usize,
    /// Index of the leaf that is the value of its member; that before is its key.
    pub value: usize,
}

#[cfg(feature = "pipeline")]
impl Known {
    pub(crate) const fn new(container: usize, value: usize) -> Self {
        Self { container, value }
    }
}

/// The table of a document. Reused from document to document.
#[derive(Debug, Default)]
#[non_exhaustive]
pub struct Walk {
    /// Keys, strings and numbers in the order of the text.
    pub leaves: Vec<Leaf>,
    /// Objects and arrays in the order of their opening.
    pub containers: Vec<Container>,
    /// Members and elements in the order of their beginning.
    pub elements: Vec<Element>,
    /// The objects of which there is only one member, since who knew them left out the others; in order.
    pub known: Vec<Known>,
    /// Bytes of leaves that are not among [`leaves`](Self::leaves) for that reason.
    pub left_out: usize,
}

impl Walk {
    /// Empties the table and keeps its memory.
    pub fn clear(&mut self) {
        self.leaves.clear();
        self.containers.clear();
        self.elements.clear();
        self.known.clear();
        self.left_out = 0;
    }
}

/// How a walk ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(clippy::exhaustive_enums, reason = "callers must handle each")]
pub enum WalkEnd {
    /// The text is one JSON object or array, or several one after the other. The table is filled.
    Json,
    /// It is not.
    NotJson,
    /// It was JSON as far as it was read, and deeper than allowed.
    TooDeep,
}

/// Where the first value of a text ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(clippy::exhaustive_enums, reason = "callers must handle each")]
pub enum Framing {
    /// One past its last byte.
    Complete(usize),
    /// The text ends before the value does.
    Partial,
    /// This is no JSON object or array.
    Invalid,
    /// Deeper than allowed.
    TooDeep,
}

/// Reads `text`, which is one or more objects or arrays with nothing but white space around them, into `table`.
pub fn walk(text: &[u8], max_depth: usize, table: &mut Walk) -> WalkEnd {
    table.clear();
    let mut at = skip_blank(text, 0);
    if at == text.len() {
        return WalkEnd::NotJson;
    }
    while at < text.len() {
        match read(text, at, max_depth, table) {
            Ok(end) => at = skip_blank(text, end),
            Err(Stop::TooDeep) => return WalkEnd::TooDeep,
            Err(Stop::Invalid | Stop::Partial) => return WalkEnd::NotJson,
        }
    }
    WalkEnd::Json
}

/// Reads the one object or array that begins at `at` into `table`, whatever follows it.
pub(crate) fn walk_prefix(text: &[u8], at: usize, max_depth: usize, table: &mut Walk) -> Framing {
    table.clear();
    framing(read(text, at, max_depth, table))
}

/// Finds the end of the object or array at the beginning of `text`.
#[must_use]
pub fn frame(text: &[u8], max_depth: usize) -> Framing {
    framing(read(text, skip_blank(text, 0), max_depth, &mut Nothing))
}

pub(super) const fn framing(result: Result<usize, Stop>) -> Framing {
    match result {
        Ok(end) => Framing::Complete(end),
        Err(Stop::Partial) => Framing::Partial,
        Err(Stop::Invalid) => Framing::Invalid,
        Err(Stop::TooDeep) => Framing::TooDeep,
    }
}

#[derive(Clone, Copy)]
pub(super) enum Stop {
    Invalid,
    Partial,
    TooDeep,
}

/// Receives what the reader finds.
pub(super) trait Record {
    fn leaf(&mut self, kind: LeafKind, span: Span, escaped: bool, state: &State);
    fn open(&mut self, object: bool, state: &State) -> usize;
    fn element_begin(&mut self, container: usize, at: usize) -> usize;
    fn element_end(&mut self, element: usize, at: usize);
    fn last_leaf(&self) -> Option<usize>;
    /// Reads and records the object at `at` in its own way; returns its end.
    fn known(&mut self, _text: &[u8], _at: usize, _state: &State) -> Option<usize> {
        None
    }
}

struct Nothing;

impl Record for Nothing {
    fn leaf(&mut self, _: LeafKind, _: Span, _: bool, _: &State) {}
    fn open(&mut self, _: bool, _: &State) -> usize {
        0
    }
    fn element_begin(&mut self, _: usize, _: usize) -> usize {
        0
    }
    fn element_end(&mut self, _: usize, _: usize) {}
    fn last_leaf(&self) -> Option<usize> {
        None
    }
}

impl Record for Walk {
    fn leaf(&mut self, kind: LeafKind, span: Span, escaped: bool, state: &State) {
        let (container, key, element) = (state.container, state.key, state.element);
        self.leaves.push(Leaf { span, kind, escaped, container, key, element });
    }

    fn open(&mut self, object: bool, state: &State) -> usize {
        let (parent, key, element) = (state.container, state.key, state.element);
        self.containers.push(Container { object, parent, key, element });
        self.containers.len() - 1
    }

    fn element_begin(&mut self, container: usize, at: usize) -> usize {
        self.elements.push(Element { container, span: Span::new(at, at) });
        self.elements.len() - 1
    }

    fn element_end(&mut self, element: usize, at: usize) {
        if let Some(element) = self.elements.get_mut(element) {
            element.span.end = at;
        }
    }

    fn last_leaf(&self) -> Option<usize> {
        self.leaves.len().checked_sub(1)
    }
}

/// Where the reader stands: the container, the key of the current member, the current element.
#[derive(Clone, Copy, Default)]
pub(super) struct State {
    pub(super) container: Option<usize>,
    pub(super) object: bool,
    key: Option<usize>,
    element: Option<usize>,
}

/// Reads the object or array at `at`; returns its end.
pub(super) fn read<R: Record>(
    text: &[u8],
    mut at: usize,
    max_depth: usize,
    record: &mut R,
) -> Result<usize, Stop> {
    let mut stack: Vec<State> = Vec::new();
    let mut state = State::default();
    let mut specials = Specials::of(text);
    if !matches!(text.get(at), Some(b'{' | b'[')) {
        return Err(if at >= text.len() { Stop::Partial } else { Stop::Invalid });
    }
    loop {
        // A value begins at `at`.
        let byte = *text.get(at).ok_or(Stop::Partial)?;
        let mut opened = false;
        match byte {
            b'"' => {
                let (end, escaped) = string(&mut specials, text, at)?;
                record.leaf(LeafKind::String, Span::new(at + 1, end - 1), escaped, &state);
                at = end;
            }
            b'{' | b'[' => {
                if stack.len() >= max_depth {
                    return Err(Stop::TooDeep);
                }
                let object = byte == b'{';
                if let Some(end) = if object { record.known(text, at, &state) } else { None } {
                    at = end;
                } else {
                    let container = record.open(object, &state);
                    stack.push(state);
                    // Elements of an array stand under the key of the array.
                    let key = if object { None } else { state.key };
                    state = State { container: Some(container), object, key, element: None };
                    at = skip_blank(text, at + 1);
                    opened = text.get(at) != Some(if object { &b'}' } else { &b']' });
                    if !opened {
                        at += 1;
                        state = stack.pop().unwrap_or_default();
                    }
                }
            }
            b'-' | b'0'..=b'9' => {
                let end = number(text, at)?;
                record.leaf(LeafKind::Number, Span::new(at, end), false, &state);
                at = end;
            }
            b't' => at = literal(text, at, b"true")?,
            b'f' => at = literal(text, at, b"false")?,
            b'n' => at = literal(text, at, b"null")?,
            _ => return Err(Stop::Invalid),
        }
        // A value ended at `at`: close what closes here, then go on to the next element.
        if !opened {
            loop {
                if let Some(element) = state.element {
                    record.element_end(element, at);
                }
                if stack.is_empty() {
                    return Ok(at);
                }
                let next = skip_blank(text, at);
                at = next + 1;
                match text.get(next) {
                    Some(b',') => {
                        at = skip_blank(text, at);
                        break;
                    }
                    Some(b'}') if state.object => {}
                    Some(b']') if !state.object => {}
                    Some(_) => return Err(Stop::Invalid),
                    None => return Err(Stop::Partial),
                }
                state = stack.pop().unwrap_or_default();
            }
        }
        at = begin_element(&mut specials, text, at, &mut state, record)?;
    }
}

/// An element begins at `at`. Reads the key of a member; returns where the value begins.
#[inline(always)]
fn begin_element<R: Record>(
    specials: &mut Specials<'_>,
    text: &[u8],
    at: usize,
    state: &mut State,
    record: &mut R,
) -> Result<usize, Stop> {
    state.element = Some(record.element_begin(state.container.unwrap_or(0), at));
    if !state.object {
        return Ok(at);
    }
    match text.get(at) {
        Some(b'"') => {}
        Some(_) => return Err(Stop::Invalid),
        None => return Err(Stop::Partial),
    }
    let (end, escaped) = string(specials, text, at)?;
    state.key = None;
    record.leaf(LeafKind::Key, Span::new(at + 1, end - 1), escaped, state);
    state.key = record.last_leaf();
    let colon = skip_blank(text, end);
    match text.get(colon) {
        Some(b':') => Ok(skip_blank(text, colon + 1)),
        Some(_) => Err(Stop::Invalid),
        None => Err(Stop::Partial),
    }
}

/// Reads the string at `at`; returns its end and whether it holds a backslash.
#[inline(always)]
fn string(specials: &mut Specials<'_>, text: &[u8], at: usize) -> Result<(usize, bool), Stop> {
    // Most have no escapes.
    let first = specials.next(at + 1);
    if text.get(first) == Some(&b'"') { Ok((first + 1, false)) } else { string_from(specials, text, first) }
}

/// Reads on from byte `i` of a string, before which it holds nothing special.
pub(super) fn string_from(
    specials: &mut Specials<'_>,
    text: &[u8],
    mut i: usize,
) -> Result<(usize, bool), Stop> {
    let mut escaped = false;
    loop {
        i = specials.next(i);
        match text.get(i) {
            Some(b'"') => return Ok((i + 1, escaped)),
            Some(b'\\') => {
                escaped = true;
                match text.get(i + 1) {
                    Some(b) if is_simple(*b) => i += 2,
                    Some(b'u') => {
                        let hex = text.get(i + 2..i + 6).ok_or(Stop::Partial)?;
                        if !hex.iter().all(u8::is_ascii_hexdigit) {
                            return Err(Stop::Invalid);
                        }
                        i += 6;
                    }
                    Some(_) => return Err(Stop::Invalid),
                    None => return Err(Stop::Partial),
                }
            }
            Some(_) => return Err(Stop::Invalid),
            None => return Err(Stop::Partial),
        }
    }
}

/// Reads the number at `at`; returns its end.
fn number(text: &[u8], at: usize) -> Result<usize, Stop> {
    let digits = |from: usize| from + leading_digits(text.get(from..).unwrap_or_default());
    let some_digits = |from: usize| {
        let end = digits(from);
        if end > from {
            Ok(end)
        } else if from >= text.len() {
            Err(Stop::Partial)
        } else {
            Err(Stop::Invalid)
        }
    };
    let first = at + usize::from(text.get(at) == Some(&b'-'));
    let mut end = some_digits(first)?;
    if text.get(first) == Some(&b'0') && end > first + 1 {
        return Err(Stop::Invalid);
    }
    if text.get(end) == Some(&b'.') {
        end = some_digits(end + 1)?;
    }
    if matches!(text.get(end), Some(b'e' | b'E')) {
        let sign = usize::from(matches!(text.get(end + 1), Some(b'+' | b'-')));
        end = some_digits(end + 1 + sign)?;
    }
    Ok(end)
}

fn literal(text: &[u8], at: usize, word: &[u8]) -> Result<usize, Stop> {
    let rest = text.get(at..).unwrap_or_default();
    if rest.starts_with(word) {
        Ok(at + word.len())
    } else if word.starts_with(rest) {
        Err(Stop::Partial)
    } else {
        Err(Stop::Invalid)
    }
}

#[inline]
fn skip_blank(text: &[u8], at: usize) -> usize {
    // Between most values there is nothing.
    if text.get(at).is_some_and(|b| *b > b' ') {
        return at;
    }
    let rest = text.get(at..).unwrap_or_default();
    at + rest.iter().take_while(|b| matches!(b, b' ' | b'\t' | b'\n' | b'\r')).count()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn leaves(text: &str) -> Vec<String> {
        let mut table = Walk::default();
        assert_eq!(walk(text.as_bytes(), 8, &mut table), WalkEnd::Json, "{text}");
        let show = |leaf: &Leaf| {
            let text = |l: &Leaf| String::from_utf8_lossy(l.span.of(text.as_bytes())).into_owned();
            match leaf.key {
                Some(key) => format!("{}={}", text(&table.leaves[key]), text(leaf)),
                None => text(leaf),
            }
        };
        table.leaves.iter().filter(|l| l.kind != LeafKind::Key).map(show).collect()
    }

    #[test]
    fn leaves_know_their_keys() {
        assert_eq!(
            leaves(r#"{"a":"x","b":{"c":[1,{"d":-2.5e3},"y"]},"e":true}"#),
            ["a=x", "c=1", "d=-2.5e3", "c=y"]
        );
        assert_eq!(leaves("{\"a\":1}\n {\"a\" : 2}{}[]"), ["a=1", "a=2"]);
    }

    #[test]
    fn elements_span_their_members() {
        let text = br#"{ "a" : 1 , "b":{"c":2} }"#;
        let mut table = Walk::default();
        walk(text, 8, &mut table);
        let all: Vec<_> = table.elements.iter().map(|e| String::from_utf8_lossy(e.span.of(text))).collect();
        assert_eq!(all, ["\"a\" : 1", "\"b\":{\"c\":2}", "\"c\":2"]);
    }

    #[test]
    fn what_is_not_json() {
        for text in [
            "",
            " ",
            "x",
            "1",
            "\"a\"",
            "{",
            "{\"a\"}",
            "{\"a\":1,}",
            "[1 2]",
            "[01]",
            "[1.]",
            "[tru]",
            "[\"\\x\"]",
            "[\"a\nb\"]",
            "{\"a\":1}x",
            "[}",
            "{1:2}",
            "[-]",
            "[\"\\u12g4\"]",
        ] {
            assert_eq!(walk(text.as_bytes(), 8, &mut Walk::default()), WalkEnd::NotJson, "{text}");
        }
        assert_eq!(walk(b"[[[[[]]]]]", 4, &mut Walk::default()), WalkEnd::TooDeep);
        assert_eq!(walk(b"[[[[]]]]", 4, &mut Walk::default()), WalkEnd::Json);
        assert_eq!(walk(&[b'['; 100_000], 128, &mut Walk::default()), WalkEnd::TooDeep);
    }

    #[test]
    fn framing_tells_cut_from_wrong() {
        assert_eq!(frame(b" {\"a\":[1,2]} x", 8), Framing::Complete(12));
        for cut in ["{", "{\"a", "{\"a\":", "{\"a\":tr", "[1,", "[\"\\u00", "[-"] {
            assert_eq!(frame(cut.as_bytes(), 8), Framing::Partial, "{cut}");
        }
        assert_eq!(frame(b"[2026-01-01] x", 8), Framing::Invalid);
    }
}
