//! Whether edits bring nothing together, so that the event with them need not be searched again.
//!
//! It is sure in two cases. A label, a token of ours or null in the place of a whole value of the table that the event is
//! leaves the other values and their names as they were. And labels that are parted from the text around them make rules point
//! to nothing new there: what they point to depends on a few bytes, which are the same as before, are parted from the label, or are
//! looked at here. What they pointed to outside of the edits is tried again. Both are held to a search of all by the tests
//! of `rounds`.

use super::plan::Plan;
use crate::detect::{Cache, Hit, Match, Scanner};
use crate::span::{Edit, Edits, Patch, Span};
use crate::text::{Kind, Segment};

/// The pieces of the event that were searched, and what there was in them. Its `Debug` prints no name.
#[derive(Default)]
pub(super) struct Looks {
    looks: Vec<Look>,
    /// Where rules pointed to, in the document, and by what.
    hits: Vec<(usize, Hit)>,
    /// The names around the pieces.
    names: Vec<u8>,
}

struct Look {
    /// In the document.
    span: Span,
    kind: Kind,
    /// Its hits: the first one, and the one behind the last.
    hits: [usize; 2],
    /// The names around it; `None` if what is found in it depends on more than them and its text as the document holds it, but
    /// for escapes.
    names: Option<Names>,
}

/// Names around a piece, in [`Looks::names`].
#[derive(Clone, Copy)]
struct Names {
    key: Span,
    outer: Span,
    /// Whether they could mean something to the piece.
    matter: bool,
}

impl std::fmt::Debug for Looks {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Looks").field("looks", &self.looks.len()).finish_non_exhaustive()
    }
}

impl Look {
    fn touches(&self, edit: Span) -> bool {
        self.span.start <= edit.end && edit.start <= self.span.end
    }
}

impl Looks {
    pub(super) fn clear(&mut self) {
        self.looks.clear();
        self.hits.clear();
        self.names.clear();
    }

    /// A piece of the document was searched, and not much is known of it.
    pub(super) fn add_unknown(&mut self, span: Span, kind: Kind) {
        self.looks.push(Look { span, kind, hits: [0, 0], names: None });
    }

    /// A piece of the document was searched in which rules pointed to `hits`, with such names around it. What is found in it
    /// depends on nothing else. `named` says that the names could mean something to it.
    pub(super) fn add(
        &mut self,
        span: Span,
        kind: Kind,
        [key, outer]: [&[u8]; 2],
        named: bool,
        hits: impl Iterator<Item = (usize, Hit)>,
    ) {
        let first = self.hits.len();
        self.hits.extend(hits);
        let mut keep = |name: &[u8]| {
            let start = self.names.len();
            self.names.extend_from_slice(name);
            Span::new(start, self.names.len())
        };
        let names = Some(Names { key: keep(key), outer: keep(outer), matter: named });
        self.looks.push(Look { span, kind, hits: [first, self.hits.len()], names });
    }

    /// The hits of a look by which something could be found outside of the edits, in positions of the edited piece. `edits`
    /// are those of the document.
    fn left<'a>(
        &'a self,
        look: &'a Look,
        edits: &'a Edits,
        document: &'a [u8],
        scanner: &'a Scanner,
    ) -> impl Iterator<Item = (usize, Hit)> + 'a {
        let [first, end] = look.hits;
        let hits = self.hits.get(first..end).unwrap_or_default().iter();
        // Hits and edits are in order: each edit is passed once.
        let mut edits = edits.iter().peekable();
        let (mut added, mut removed, mut covered) = (0, 0, 0);
        hits.filter_map(move |(at, hit)| {
            let local = at.checked_sub(look.span.start)?;
            while let Some(edit) = edits.next_if(|edit| edit.span().start <= *at) {
                covered = edit.span().end;
                if look.span.contains(edit.span()) {
                    added += edit.patch().as_bytes().len();
                    removed += edit.span().len();
                }
            }
            let stays = *at >= covered && scanner.can_matter(*hit, look.span.of(document), local);
            stays.then(|| (local + added - removed, *hit))
        })
    }
}

impl Plan {
    /// Whether the edits leave nothing to look at again. `keeps` says of a finding that it stays as it is.
    pub(super) fn is_settled(
        &self,
        edits: &Edits,
        document: &[u8],
        scanner: &Scanner,
        cache: &mut Cache,
        keeps: impl Fn(&Match) -> bool,
    ) -> bool {
        let looks = &self.looks.looks;
        let is_sure = |edit: &Edit, look: &Look| {
            look.names.is_some()
                && look.span.contains(edit.span())
                && is_parted(edit.span(), look.span, document)
                && is_inert(edit, look.span, document, scanner)
        };
        let mut is_done = |look: &Look| {
            let text = look.span.of(document);
            let Some(names) = look.names.filter(|_| memchr::memchr(b'\\', text).is_none()) else {
                return false;
            };
            let mut left = self.looks.left(look, edits, document, scanner).peekable();
            if !names.matter && left.peek().is_none() {
                return true;
            }
            let mut edited = Vec::with_capacity(text.len() + 64);
            edits.splice_part(document, look.span, &mut edited);
            let [key, outer] = [names.key, names.outer].map(|name| name.of(&self.looks.names));
            let mut found = Vec::new();
            let piece = Segment::alone(&edited, look.kind, key, outer);
            scanner.again(cache, &piece, left, &mut found);
            found.iter().all(&keeps)
        };
        // Edits of one piece mostly follow one another.
        let mut last_done = None;
        edits.iter().filter(|edit| !self.is_whole_value(edit, scanner)).all(|edit| {
            let mut touched =
                looks.iter().enumerate().filter(|(_, look)| look.touches(edit.span())).peekable();
            touched.peek().is_some()
                && touched.all(|(index, look)| {
                    let is_done = is_sure(edit, look) && (last_done == Some(index) || is_done(look));
                    last_done = Some(index);
                    is_done
                })
        })
    }

    /// Whether the edit puts a label, a token of ours or null in the place of a value of the table that the event is.
    fn is_whole_value(&self, edit: &Edit, scanner: &Scanner) -> bool {
        let patch = edit.patch().as_bytes();
        self.values.binary_search(&edit.span()).is_ok()
            && (*edit.patch() == Patch::null() || scanner.is_dealt_with(patch, Span::new(0, patch.len())))
    }
}

/// What parts words, values and all shapes.
const fn parts(b: u8) -> bool {
    matches!(
        b,
        b' ' | b'\t'
            | b'"'
            | b'('
            | b')'
            | b'['
            | b']'
            | b'<'
            | b'>'
            | b','
            | b';'
            | b'='
            | b'|'
            | b'{'
            | b'}'
            | b'/'
    )
}

/// Whether what stands beside the edit parts it from the text `around` it, and what it takes away opens and closes nothing.
fn is_parted(edit: Span, around: Span, document: &[u8]) -> bool {
    /// Digits of a port (RFC 9293, section 3.1: 16 bits).
    const PORT: usize = 5;
    let before = Span::new(around.start, edit.start).of(document);
    let after = Span::new(edit.end, around.end).of(document);
    let port = || {
        let [b':', rest @ ..] = after else { return false };
        let digits = rest.iter().take_while(|b| b.is_ascii_digit()).count();
        (1..=PORT).contains(&digits) && rest.get(digits).is_none_or(|b| parts(*b))
    };
    before.last().is_none_or(|b| parts(*b))
        && (after.first().is_none_or(|b| parts(*b)) || port())
        && edit.of(document).iter().all(|b| PLAIN.get(usize::from(*b)) == Some(&true))
}

/// What opens and closes nothing, by byte: each byte of each edit is asked for.
static PLAIN: [bool; 256] = {
    let mut plain = [false; 256];
    let mut byte = b'!';
    while byte < u8::MAX {
        plain[byte as usize] = !matches!(
            byte,
            b'"' | b'\'' | b'`' | b'(' | b')' | b'[' | b']' | b'{' | b'}' | b'<' | b'>' | b'\\'
        );
        byte += 1;
    }
    plain[u8::MAX as usize] = true;
    plain
};

/// Whether no rule points to anything that begins beside the edit's label, and nothing can be found by the label.
fn is_inert(edit: &Edit, around: Span, document: &[u8], scanner: &Scanner) -> bool {
    let place = edit.span();
    let before = Span::new(around.start, place.start).of(document);
    let label = edit.patch().as_bytes();
    // A blank does not part groups of an account number, of which the letters of the label could be one.
    let goes_on = || before.last() == Some(&b' ') && Scanner::begins_account(before);
    // A longer label than the value makes a longer run of what is not blank behind a literal.
    let run = || before.iter().rev().take_while(|b| !b.is_ascii_whitespace()).count();
    let grows = label.len() > place.len();
    let runs_on =
        || grows && scanner.begins_in(before.get(before.len().saturating_sub(run())..).unwrap_or_default());
    scanner.is_inert(label) && !goes_on() && !runs_on()
}
