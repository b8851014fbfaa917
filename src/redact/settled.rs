//! Whether edits bring nothing together, so that the text with them need not be searched again.
//!
//! It is sure in two cases. A label, a token of ours or null in the place of a whole value of the table that the event is
//! leaves the other values and their names as they were. And where all that a rule pointed to in a text lies within the
//! edits, and they are labels that are parted from what stands around them, no rule points to anything
//! afterwards: what it points to depends on a few bytes, which are the same as before, are parted from the label, or are looked
//! at here. Both are held to a second search by the tests of `rounds`.

use super::plan::Plan;
use crate::detect::{Hit, Scanner};
use crate::span::{Edit, Edits, Patch, Span};

/// The pieces of the event that were searched, and what there was in them.
#[derive(Debug, Default)]
pub(super) struct Looks {
    looks: Vec<Look>,
    /// Where rules pointed to, in the document, and by what.
    hits: Vec<(usize, Hit)>,
}

#[derive(Debug)]
struct Look {
    /// In the document.
    span: Span,
    /// Its hits: the first one, and the one behind the last.
    hits: [usize; 2],
    /// Whether what is found in it depends on it alone, as it stands in the document.
    alone: bool,
}

impl Looks {
    pub(super) fn clear(&mut self) {
        self.looks.clear();
        self.hits.clear();
    }

    /// A piece of the document was searched in which rules pointed to `hits`. `alone` says that names around it mean
    /// nothing to it and that the document holds it as it was searched, but for escapes.
    pub(super) fn add(&mut self, span: Span, alone: bool, hits: impl Iterator<Item = (usize, Hit)>) {
        let first = self.hits.len();
        self.hits.extend(hits);
        self.looks.push(Look { span, hits: [first, self.hits.len()], alone });
    }

    /// The smallest piece around an edit, if rules pointed to nothing but edits in all that hold a byte of it or stand beside
    /// it.
    fn around(&self, edit: &Edit, edits: &Edits, document: &[u8], scanner: &Scanner) -> Option<Span> {
        let edit = edit.span();
        let mut around: Option<Span> = None;
        for look in self.looks.iter().filter(|l| l.span.start <= edit.end && edit.start <= l.span.end) {
            let [first, end] = look.hits;
            let text = look.span.of(document);
            let in_edit = |at: usize| edits.iter().any(|e| (e.span().start..e.span().end).contains(&at));
            let is_done = |(at, hit): &(usize, Hit)| {
                in_edit(*at) || !scanner.can_matter(*hit, text, at.saturating_sub(look.span.start))
            };
            let mut hits = self.hits.get(first..end).unwrap_or_default().iter();
            let escaped = || memchr::memchr(b'\\', text).is_some();
            if !look.alone || !look.span.contains(edit) || !hits.all(is_done) || escaped() {
                return None;
            }
            around = Some(around.filter(|span| span.len() <= look.span.len()).unwrap_or(look.span));
        }
        around
    }
}

impl Plan {
    /// Whether the edits leave nothing to look at again.
    pub(super) fn is_settled(&self, edits: &Edits, document: &[u8], scanner: &Scanner) -> bool {
        edits.iter().all(|edit| {
            self.is_whole_value(edit, scanner)
                || self.looks.around(edit, edits, document, scanner).is_some_and(|around| {
                    is_parted(edit.span(), around, document) && is_inert(edit, around, document, scanner)
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
    let is_plain = |b: &u8| {
        *b > b' '
            && !matches!(
                b,
                b'"' | b'\'' | b'`' | b'(' | b')' | b'[' | b']' | b'{' | b'}' | b'<' | b'>' | b'\\'
            )
    };
    before.last().is_none_or(|b| parts(*b))
        && (after.first().is_none_or(|b| parts(*b)) || port())
        && edit.of(document).iter().all(is_plain)
}

/// Whether no rule points to anything that begins beside the edit's label, and nothing can be found by the label.
fn is_inert(edit: &Edit, around: Span, document: &[u8], scanner: &Scanner) -> bool {
    /// What a blank does not part from the label: groups of an account number, of which the letters of the label could be one
    /// (ISO 13616: 34 letters and digits at most).
    const GROUPS: usize = 34;
    let place = edit.span();
    let before = Span::new(around.start, place.start).of(document);
    let label = edit.patch().as_bytes();
    let groups =
        if before.last() == Some(&b' ') { before.len().saturating_sub(GROUPS) } else { before.len() };
    let groups = before.get(groups..).unwrap_or_default();
    let is_head = |four: &[u8; 4]| {
        let [a, b, c, d] = four;
        a.is_ascii_alphabetic() && b.is_ascii_alphabetic() && c.is_ascii_digit() && d.is_ascii_digit()
    };
    // A longer label than the value makes a longer run of what is not blank behind a literal.
    let run = || before.iter().rev().take_while(|b| !b.is_ascii_whitespace()).count();
    let grows = label.len() > place.len();
    let runs_on =
        || grows && scanner.begins_in(before.get(before.len().saturating_sub(run())..).unwrap_or_default());
    scanner.is_inert(label) && !groups.array_windows().any(is_head) && !runs_on()
}
