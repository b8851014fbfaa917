//! The walk over one event: documents in documents, down to the segments that are searched.

use super::bracket::{is_document, next_table};
use super::integer::integer_digits;
use super::json::Framing;
use super::named::{NAMES, is_key_of, labels};
use super::{Leaf, LeafKind, Limits, OffsetMap, Walk, WalkEnd, Withhold, unescape, walk, walk_prefix};
use crate::span::Span;

/// What a segment is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(clippy::exhaustive_enums, reason = "callers must handle each")]
pub enum Kind {
    /// Running text.
    Text,
    /// A string in a JSON document, or text decoded from one.
    String,
    /// A JSON number.
    Number,
    /// The name of a member.
    Key,
}

/// A piece of text that is searched as one.
#[derive(Clone, Copy)]
#[non_exhaustive]
pub struct Segment<'a> {
    /// The unit: a whole text or document. Positions count from its beginning.
    pub unit: &'a [u8],
    /// The piece of the unit that is searched.
    pub span: Span,
    /// What it is.
    pub kind: Kind,
    /// The key of its member, decoded; empty where there is none.
    pub key: &'a [u8],
    /// The key of the object around it, decoded; empty where there is none.
    pub outer: &'a [u8],
    /// Where `key` and `outer` stand in the unit, if they stand there as they are; else `None`.
    pub names: [Option<Span>; 2],
    /// The leaf that it is or was decoded from.
    pub site: Option<Site<'a>>,
}

impl<'a> Segment<'a> {
    /// A text that is a unit of its own, under such names.
    pub(crate) const fn alone(text: &'a [u8], kind: Kind, key: &'a [u8], outer: &'a [u8]) -> Self {
        Self { unit: text, span: Span::new(0, text.len()), kind, key, outer, names: [None; 2], site: None }
    }

    /// The bytes to search.
    #[must_use]
    pub fn text(&self) -> &'a [u8] {
        self.span.of(self.unit)
    }
}

/// A leaf in the table of a document.
#[derive(Clone, Copy)]
#[non_exhaustive]
pub struct Site<'a> {
    /// The table.
    pub table: &'a Walk,
    /// The index of the leaf in it.
    pub leaf: usize,
    /// How many steps of [`Frames`] lead to the document that the table is of.
    pub level: usize,
}

/// Receives the units and segments of an event.
pub trait Visitor {
    /// A unit begins. Returns whether its segments need to be visited, and whether it holds a backslash if that is known.
    fn enter(&mut self, unit: &[u8], key: &[u8], outer: &[u8]) -> (bool, Option<bool>);
    /// The first place at `at` or behind in the unit that was entered last where anything is to be looked at, other than what
    /// names and escapes ask for; nought, for any `at`, if all of it is.
    fn next_hit(&self, at: usize) -> Option<usize>;
    /// Whether the key that the unit entered last stands under could mean something to what is in it.
    fn inherits(&self) -> bool {
        true
    }
    /// Whether strings that hold documents are entered whatever stands in them.
    fn opens(&self) -> bool {
        false
    }
    /// The segments of a table of the unit come next. `site` is the string that the table's text stands in, if it is the
    /// member of a table that has not ended; `whole` says that the table is of the whole unit, and not of a part of text.
    fn table_begin(
        &mut self,
        _unit: &[u8],
        _table: &Walk,
        _site: Option<Site<'_>>,
        _whole: bool,
        _frames: &Frames,
    ) {
    }
    /// Whether a table was searched before and only what [is touched](Self::is_touched) in it needs to be visited.
    fn looks_again(&self, _whole: bool, _frames: &Frames) -> bool {
        false
    }
    /// Whether something in these bytes of the document has changed since.
    fn is_touched(&self, _document: Span) -> bool {
        true
    }
    /// A segment of the unit that was entered last and not left.
    fn segment(&mut self, segment: &Segment<'_>, frames: &Frames);
    /// All segments of a table of the unit were visited.
    fn table_end(&mut self, unit: &[u8], table: &Walk, frames: &Frames);
    /// The unit entered last ends.
    fn leave(&mut self);
}

/// The way from the current unit to the document: one step for each level.
#[derive(Debug, Default)]
pub struct Frames {
    steps: Vec<(OffsetMap, usize)>,
}

impl Frames {
    /// The span of the document that a span of the current unit stands for.
    #[must_use]
    pub fn document(&self, span: Span) -> Span {
        self.document_from(self.steps.len(), span)
    }

    /// The span of the unit that `level` steps lead to that a span of the current unit stands for.
    #[must_use]
    pub fn unit(&self, level: usize, span: Span) -> Span {
        let steps = self.steps.get(level..).unwrap_or_default();
        steps.iter().rev().fold(span, |span, (map, base)| map.source(span).shifted(*base))
    }

    /// Steps from the document to the current unit.
    #[must_use]
    pub const fn level(&self) -> usize {
        self.steps.len()
    }

    /// The same for a span of the unit that `level` steps lead to.
    #[must_use]
    pub fn document_from(&self, level: usize, span: Span) -> Span {
        let steps = self.steps.get(..level).unwrap_or_default();
        steps.iter().rev().fold(span, |span, (map, base)| map.source(span).shifted(*base))
    }
}

/// Memory that is reused from event to event.
#[derive(Debug, Default)]
pub struct Buffers {
    frames: Frames,
    bytes: Vec<Vec<u8>>,
    maps: Vec<OffsetMap>,
    walks: Vec<Walk>,
    flags: Vec<Vec<bool>>,
    decoded: usize,
}

impl Buffers {
    /// The way to a text that stands at `base` of its document as it is.
    pub(crate) fn frames_at(&mut self, base: usize) -> &Frames {
        self.frames.steps.clear();
        self.frames.steps.push((OffsetMap::default(), base));
        &self.frames
    }
}

/// Visits everything searchable in the text `event`, which stands at `base` in its document.
///
/// # Errors
/// [`Withhold`] when the event exceeds a limit; what was visited before is no complete search.
pub fn traverse<V: Visitor>(
    event: &[u8],
    base: usize,
    limits: &Limits,
    buffers: &mut Buffers,
    visitor: &mut V,
) -> Result<(), Withhold> {
    let mut t = Traverse { limits, b: buffers, visitor };
    t.begin(event)?;
    t.child(event, None, base, Surroundings::default(), Kind::Text)
}

/// Visits everything searchable in one leaf of a document that is already in a table. A string is visited as a
/// text of its own, not as the member of its object.
///
/// # Errors
/// As [`traverse`].
pub fn traverse_leaf<V: Visitor>(
    document: &[u8],
    table: &Walk,
    leaf: usize,
    limits: &Limits,
    buffers: &mut Buffers,
    visitor: &mut V,
) -> Result<(), Withhold> {
    let Some(span) = table.leaves.get(leaf).map(|l| l.span) else { return Ok(()) };
    let mut t = Traverse { limits, b: buffers, visitor };
    t.begin(span.of(document))?;
    t.leaf(document, table, leaf, Surroundings::default(), true, None)
}

#[derive(Clone, Copy, Default)]
struct Surroundings<'a> {
    key: &'a [u8],
    outer: &'a [u8],
    names: [Option<Span>; 2],
    site: Option<Site<'a>>,
}

struct Traverse<'t, V> {
    limits: &'t Limits,
    b: &'t mut Buffers,
    visitor: &'t mut V,
}

impl<V: Visitor> Traverse<'_, V> {
    fn begin(&mut self, event: &[u8]) -> Result<(), Withhold> {
        self.b.frames.steps.clear();
        self.b.decoded = 0;
        if event.len() > self.limits.event_bytes { Err(Withhold::EventTooLarge) } else { Ok(()) }
    }

    /// Visits a text that stands at `base` in the current unit, decoded through `map` if there is one.
    fn child(
        &mut self,
        text: &[u8],
        map: Option<OffsetMap>,
        base: usize,
        around: Surroundings<'_>,
        kind: Kind,
    ) -> Result<(), Withhold> {
        // The event itself is level 0.
        if self.b.frames.steps.len() > self.limits.nested_documents {
            return Err(Withhold::TooNested);
        }
        if map.is_some() {
            self.b.decoded = self.b.decoded.saturating_add(text.len());
            if self.b.decoded > self.limits.decoded_bytes {
                return Err(Withhold::TooMuchDecoded);
            }
        }
        // A map of nothing takes no memory, and is not worth keeping.
        let is_decoded = map.is_some();
        self.b.frames.steps.push((map.unwrap_or_default(), base));
        let done = self.unit(text, around, kind);
        if let Some((map, _)) = self.b.frames.steps.pop().filter(|_| is_decoded) {
            self.b.maps.push(map);
        }
        done
    }

    fn unit(&mut self, unit: &[u8], around: Surroundings<'_>, kind: Kind) -> Result<(), Withhold> {
        let (wanted, escapes) = self.visitor.enter(unit, around.key, around.outer);
        let escapes = escapes.unwrap_or_else(|| memchr::memchr(b'\\', unit).is_some());
        let done = if wanted || escapes { self.unit_parts(unit, around, kind, escapes) } else { Ok(()) };
        self.visitor.leave();
        done
    }

    fn unit_parts(
        &mut self,
        unit: &[u8],
        around: Surroundings<'_>,
        kind: Kind,
        escapes: bool,
    ) -> Result<(), Withhold> {
        let bom = if unit.starts_with(b"\xEF\xBB\xBF") { 3 } else { 0 };
        let first = unit.iter().skip(bom).find(|b| !b.is_ascii_whitespace());
        if kind != Kind::Key && matches!(first, Some(b'{' | b'[')) {
            if bom > 0 {
                return self.child(unit.get(bom..).unwrap_or_default(), None, bom, around, kind);
            }
            let mut table = self.b.walks.pop().unwrap_or_default();
            let done = match walk(unit, self.limits.json_depth, &mut table) {
                WalkEnd::Json => Some(self.table(unit, &table, around, true)),
                WalkEnd::TooDeep => Some(Err(Withhold::TooDeep)),
                WalkEnd::NotJson => None,
            };
            self.b.walks.push(table);
            if let Some(done) = done {
                return done;
            }
        }
        self.visitor.segment(
            &Segment {
                unit,
                span: Span::new(0, unit.len()),
                kind,
                key: around.key,
                outer: around.outer,
                names: [None; 2],
                site: around.site,
            },
            &self.b.frames,
        );
        if kind != Kind::Key {
            self.embedded(unit, around)?;
        }
        if escapes {
            // Text with pieces of JSON in it, such as a cut-off document: searched once more without its escapes.
            self.decoded(unit, 0, around, kind)?;
        }
        Ok(())
    }

    /// Visits `text` without its escapes, if it has any.
    fn decoded(
        &mut self,
        text: &[u8],
        base: usize,
        around: Surroundings<'_>,
        kind: Kind,
    ) -> Result<(), Withhold> {
        let mut bytes = self.b.bytes.pop().unwrap_or_default();
        let mut map = self.b.maps.pop().unwrap_or_default();
        let done = if unescape(text, &mut bytes, &mut map) {
            self.child(&bytes, Some(map), base, around, kind)
        } else {
            self.b.maps.push(map);
            Ok(())
        };
        self.b.bytes.push(bytes);
        done
    }

    /// Visits JSON objects and arrays within running text, which is searched as text besides: their numbers, keys
    /// and escaped strings need to be known as such.
    fn embedded(&mut self, unit: &[u8], around: Surroundings<'_>) -> Result<(), Withhold> {
        /// Beginnings tried in one text. Each costs a read up to the first error.
        const TRIES: usize = 32;
        let reads_numbers = self.inherits(around) || self.visitor.opens();
        let next = |visitor: &V, at: usize| {
            next_table(unit, at, |number| {
                !reads_numbers && visitor.next_hit(number.start).is_none_or(|hit| hit >= number.end)
            })
        };
        // Most text has none.
        let Some(mut at) = next(self.visitor, 0) else { return Ok(()) };
        let mut table = self.b.walks.pop().unwrap_or_default();
        let mut done = Ok(());
        for _ in 0..TRIES {
            match walk_prefix(unit, at, self.limits.json_depth, &mut table) {
                Framing::Complete(end) => {
                    at = end;
                    done = self.table(unit, &table, around, false);
                }
                Framing::TooDeep => done = Err(Withhold::TooDeep),
                Framing::Partial | Framing::Invalid => at += 1,
            }
            let Some(found) = next(self.visitor, at).filter(|_| done.is_ok()) else { break };
            at = found;
        }
        self.b.walks.push(table);
        done
    }

    /// Whether what has no key of its own could mean something by the one around it.
    fn inherits(&self, around: Surroundings<'_>) -> bool {
        !around.key.is_empty() && self.visitor.inherits()
    }

    fn table(
        &mut self,
        unit: &[u8],
        table: &Walk,
        around: Surroundings<'_>,
        whole: bool,
    ) -> Result<(), Withhold> {
        self.visitor.table_begin(unit, table, around.site, whole, &self.b.frames);
        let again = self.visitor.looks_again(whole, &self.b.frames);
        let opens = self.visitor.opens();
        let mut hot = self.b.flags.pop().unwrap_or_default();
        hot.clear();
        hot.resize(table.leaves.len(), false);
        let inherited = !again && self.inherits(around);
        let mut done = Ok(());
        // Whether a key was seen that could mean something to what stands under it.
        let mut any_key = false;
        // The last string that could mean something to a value beside it, since its own key says that it is a name.
        let mut label = None;
        // The first hit where the leaf that is looked at begins, or behind.
        let mut next = self.visitor.next_hit(0);
        let mut index = 0;
        while let Some(leaf) = table.leaves.get(index) {
            // Most leaves mean nothing, and nothing before them does.
            if !(again || opens || inherited || any_key || label.is_some()) {
                let cold = |leaf: &&Leaf| !leaf.escaped && next.is_none_or(|hit| leaf.span.end <= hit);
                let rest = table.leaves.get(index..).unwrap_or_default();
                let behind = index + rest.iter().take_while(cold).count();
                if behind > index {
                    index = behind;
                    continue;
                }
            }
            if next.is_some_and(|hit| hit < leaf.span.start) {
                next = self.visitor.next_hit(leaf.span.start);
            }
            let is_string = leaf.kind == LeafKind::String;
            let is_hit = leaf.escaped
                || next.is_some_and(|hit| hit < leaf.span.end)
                || opens && is_string && is_document(leaf.span.of(unit));
            let own = if again { self.visitor.is_touched(self.b.frames.document(leaf.span)) } else { is_hit };
            if let Some(hot) = hot.get_mut(index) {
                *hot = own;
            }
            any_key |= own && leaf.kind == LeafKind::Key;
            let is_hot = |leaf: Option<usize>| leaf.and_then(|l| hot.get(l)).copied().unwrap_or(inherited);
            if is_string && !leaf.escaped && is_hit && is_key_of(NAMES, unit, table, leaf) {
                label = Some(index);
            }
            let label = label.filter(|l| labels(unit, table, *l, leaf));
            let wanted = own
                || inherited
                || label.is_some() && (!again || is_hot(label))
                || any_key
                    && (is_hot(leaf.key)
                        || is_hot(leaf.container.and_then(|c| outer_key(table, c, leaf.key))));
            if wanted {
                done = self.leaf(unit, table, index, around, false, label);
                if done.is_err() {
                    break;
                }
            }
            index += 1;
        }
        self.b.flags.push(hot);
        done?;
        self.visitor.table_end(unit, table, &self.b.frames);
        Ok(())
    }

    /// Visits a leaf of a table. With `apart` it is a unit of its own even if nothing needs decoding. `label` is the string
    /// that names it in a list of names and values.
    fn leaf(
        &mut self,
        unit: &[u8],
        table: &Walk,
        index: usize,
        around: Surroundings<'_>,
        apart: bool,
        label: Option<usize>,
    ) -> Result<(), Withhold> {
        let Some(leaf) = table.leaves.get(index) else { return Ok(()) };
        let (mut key_bytes, mut outer_bytes) = (None, None);
        let outer_leaf = leaf.container.and_then(|c| outer_key(table, c, leaf.key));
        let own_key = label.or(leaf.key);
        let key = self.name(unit, table, own_key, &mut key_bytes).unwrap_or(around.key);
        let outer = self.name(unit, table, outer_leaf, &mut outer_bytes).unwrap_or(around.key);
        // Names that come from outside of the unit or had escapes are not to be found in it.
        let place = |leaf: Option<usize>, inherited: &[u8]| match leaf.and_then(|l| table.leaves.get(l)) {
            Some(name) if !name.escaped => Some(name.span),
            None if inherited.is_empty() => Some(Span::new(0, 0)),
            _ => None,
        };
        let names = [place(own_key, around.key), place(outer_leaf, around.key)];
        let is_member = !(apart && leaf.kind == LeafKind::String);
        let around = Surroundings {
            key,
            outer,
            names,
            site: is_member.then_some(Site { table, leaf: index, level: self.b.frames.steps.len() }),
        };
        let text = leaf.span.of(unit);
        let done = match leaf.kind {
            LeafKind::Number => self.number(unit, leaf.span, around, apart),
            LeafKind::Key if leaf.escaped => self.decoded(text, leaf.span.start, around, Kind::Key),
            LeafKind::Key if apart => self.child(text, None, leaf.span.start, around, Kind::Key),
            LeafKind::Key => {
                self.plain(unit, leaf.span, around, Kind::Key);
                Ok(())
            }
            LeafKind::String if leaf.escaped => self.decoded(text, leaf.span.start, around, Kind::String),
            LeafKind::String if apart || is_document(text) => {
                self.child(text, None, leaf.span.start, around, Kind::String)
            }
            LeafKind::String => {
                self.plain(unit, leaf.span, around, Kind::String);
                Ok(())
            }
        };
        self.b.bytes.extend(key_bytes);
        self.b.bytes.extend(outer_bytes);
        done
    }

    fn plain(&mut self, unit: &[u8], span: Span, around: Surroundings<'_>, kind: Kind) {
        let Surroundings { key, outer, names, site } = around;
        self.visitor.segment(&Segment { unit, span, kind, key, outer, names, site }, &self.b.frames);
    }

    /// A number is searched as it is spelled, and without fraction and exponent where these add nothing: the
    /// number 4.111111111111111E15 is a card number.
    fn number(
        &mut self,
        unit: &[u8],
        span: Span,
        around: Surroundings<'_>,
        apart: bool,
    ) -> Result<(), Withhold> {
        let text = span.of(unit);
        if let Some(digits) = integer_digits(text) {
            let mut map = self.b.maps.pop().unwrap_or_default();
            map.clear();
            map.push(digits.len(), digits.len(), text.len(), text.len());
            return self.child(&digits, Some(map), span.start, around, Kind::Number);
        }
        if apart {
            return self.child(text, None, span.start, around, Kind::Number);
        }
        self.plain(unit, span, around, Kind::Number);
        Ok(())
    }

    /// The decoded text of a key.
    fn name<'k>(
        &mut self,
        unit: &'k [u8],
        table: &Walk,
        key: Option<usize>,
        bytes: &'k mut Option<Vec<u8>>,
    ) -> Option<&'k [u8]> {
        let leaf = table.leaves.get(key?)?;
        let raw = leaf.span.of(unit);
        if !leaf.escaped {
            return Some(raw);
        }
        let mut out = self.b.bytes.pop().unwrap_or_default();
        let mut map = self.b.maps.pop().unwrap_or_default();
        unescape(raw, &mut out, &mut map);
        self.b.maps.push(map);
        Some(bytes.insert(out))
    }
}

/// The names around a leaf, as a visitor gets them with it; `None` if one has escapes.
pub(crate) fn names_around<'d>(document: &'d [u8], table: &Walk, leaf: usize) -> Option<[&'d [u8]; 2]> {
    let leaf = table.leaves.get(leaf)?;
    let outer = leaf.container.and_then(|c| outer_key(table, c, leaf.key));
    let name = |key: Option<usize>| match key.and_then(|k| table.leaves.get(k)) {
        Some(name) => (!name.escaped).then(|| name.span.of(document)),
        None => Some(&[][..]),
    };
    Some([name(leaf.key)?, name(outer)?])
}

/// The key of the next object outwards that has one and is not `own`.
fn outer_key(table: &Walk, container: usize, own: Option<usize>) -> Option<usize> {
    let mut next = Some(container);
    // Two steps: an array and the object around it. Words further out say little about a value.
    for _ in 0..2 {
        let container = table.containers.get(next?)?;
        if container.key.is_some() && container.key != own {
            return container.key;
        }
        next = container.parent;
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What is visited; of the whole document only what touches a span, if there is one.
    #[derive(Default)]
    struct Seen(Vec<String>, Option<Span>);

    impl Visitor for Seen {
        fn enter(&mut self, _: &[u8], _: &[u8], _: &[u8]) -> (bool, Option<bool>) {
            (true, None)
        }
        fn next_hit(&self, _: usize) -> Option<usize> {
            Some(0)
        }
        fn looks_again(&self, whole: bool, frames: &Frames) -> bool {
            self.1.is_some() && whole && frames.level() == 1
        }
        fn is_touched(&self, document: Span) -> bool {
            self.1.is_some_and(|touched| touched.start <= document.end && document.start <= touched.end)
        }
        fn segment(&mut self, s: &Segment<'_>, frames: &Frames) {
            let Span { start, end } = frames.document(s.span);
            let text = |b| String::from_utf8_lossy(b).into_owned();
            self.0.push(format!(
                "{:?} {}.{}={} {start}..{end}",
                s.kind,
                text(s.outer),
                text(s.key),
                text(s.text())
            ));
        }
        fn table_end(&mut self, _: &[u8], _: &Walk, _: &Frames) {}
        fn leave(&mut self) {}
    }

    /// What is visited of a document with hits in some places, in order; of texts in it everything.
    struct Hits(Vec<usize>, Vec<usize>, Seen);

    impl Visitor for Hits {
        fn enter(&mut self, unit: &[u8], key: &[u8], outer: &[u8]) -> (bool, Option<bool>) {
            self.1.push(unit.len());
            self.2.enter(unit, key, outer)
        }
        fn next_hit(&self, at: usize) -> Option<usize> {
            if self.1.len() > 1 { Some(0) } else { self.0.iter().copied().find(|hit| *hit >= at) }
        }
        fn segment(&mut self, s: &Segment<'_>, frames: &Frames) {
            self.2.segment(s, frames);
        }
        fn table_end(&mut self, _: &[u8], _: &Walk, _: &Frames) {}
        fn leave(&mut self) {
            self.1.pop();
        }
        fn inherits(&self) -> bool {
            self.1.len() > 1
        }
    }

    fn segments(text: &str) -> Vec<String> {
        let mut seen = Seen::default();
        traverse(text.as_bytes(), 0, &Limits::default(), &mut Buffers::default(), &mut seen).unwrap();
        seen.0
    }

    #[test]
    fn another_look_visits_what_is_touched_and_what_is_under_a_touched_name() {
        let text = r#"{"name":"DB_PASSWORD","value":"a b","o":{"c":1,"d":[2]},"e":"{\"f\":3}"}"#;
        let again = |touched: &str| {
            let at = text.find(touched).unwrap();
            let mut seen = Seen(Vec::new(), Some(Span::new(at, at + touched.len())));
            traverse(text.as_bytes(), 0, &Limits::default(), &mut Buffers::default(), &mut seen).unwrap();
            let spanless = |s: &String| s.rsplit_once(' ').unwrap().0.to_owned();
            seen.0.iter().map(spanless).collect::<Vec<_>>()
        };
        assert_eq!(again("a b"), ["String .DB_PASSWORD=a b"]);
        assert_eq!(again("d"), ["Key o.=d", "Number o.d=2"]);
        assert_eq!(again("f"), ["Key e.e=f", "Number e.f=3"]);
        assert_eq!(again("o"), ["Key .=o", "Key o.=c", "Number o.c=1", "Key o.=d", "Number o.d=2"]);
    }

    #[test]
    fn leaves_without_hits_are_passed_over() {
        let text =
            r#"{"a":"b","c":{"d":"e","f":[10,20]},"name":"key","value":"\"x","o":"{\"p\":1}","q":"r"}"#;
        let with_hits = |hits: &[&str]| {
            let mut hits: Vec<_> = hits.iter().map(|hit| text.find(hit).unwrap()).collect();
            hits.sort_unstable();
            let mut seen = Hits(hits, Vec::new(), Seen::default());
            traverse(text.as_bytes(), 0, &Limits::default(), &mut Buffers::default(), &mut seen).unwrap();
            let spanless = |s: &String| s.rsplit_once(' ').unwrap().0.to_owned();
            seen.2.0.iter().map(spanless).collect::<Vec<_>>()
        };
        // What has escapes is visited in any case.
        let escaped = [r#"String .value="x"#, "Key o.o=p", "Number o.p=1"];
        let visited =
            |before: &[&'static str], behind: &[&'static str]| [before, &escaped[..], behind].concat();
        assert_eq!(with_hits(&[]), visited(&[], &[]));
        assert_eq!(with_hits(&["b"]), visited(&["String .a=b"], &[]));
        assert_eq!(with_hits(&["e", "20"]), visited(&["String c.d=e", "Number c.f=20"], &[]));
        assert_eq!(with_hits(&["r\"}"]), visited(&[], &["String .q=r"]));
        // A name that is hit is so with what stands under it, and a label with its value.
        assert_eq!(with_hits(&["d\""]), visited(&["Key c.=d", "String c.d=e"], &[]));
        // Between leaves there is nothing to visit.
        assert_eq!(with_hits(&["{", "[", "]", ":"]), visited(&[], &[]));
    }

    #[test]
    fn documents_in_documents() {
        assert_eq!(
            segments(r#"{"a":"{\"b\":\"{\\\"c\\\":\\\"x\\\"}\"}"}"#),
            ["Key .=a 2..3", "Key a.a=b 9..10", "Key b.b=c 20..21", "String b.c=x 30..31"]
        );
    }

    #[test]
    fn embedded_documents() {
        assert_eq!(
            segments(r#"got {"n":1} x"#),
            [r#"Text .=got {"n":1} x 0..13"#, "Key .=n 6..7", "Number .n=1 9..10"]
        );
    }

    #[test]
    fn respelled_numbers_stand_where_they_stood() {
        assert_eq!(segments("[12345678.0]"), ["Number .=12345678 1..11"]);
    }

    #[test]
    fn limits_withhold() {
        let limits = Limits { nested_documents: 2, ..Limits::default() };
        let run =
            |text: &str| traverse(text.as_bytes(), 0, &limits, &mut Buffers::default(), &mut Seen::default());
        assert_eq!(
            run(r#"{"a":"{\"b\":\"{\\\"c\\\":\\\"{\\\\\\\"d\\\\\\\":1}\\\"}\"}"}"#),
            Err(Withhold::TooNested)
        );
        assert_eq!(run(r#"{"a":"{\"b\":\"c\"}"}"#), Ok(()));
        assert_eq!(run(&"[".repeat(1000)), Err(Withhold::TooDeep));
    }
}
