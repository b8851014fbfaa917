//! Literals that can only stand where a word begins or ends, or that begin with punctuation.
//!
//! Nearly all literals are of that kind: key and context words by the rules of word borders, and prefixes of tokens
//! since nothing alphanumeric may stand before a token. So the text is looked at where words begin and end, four bytes
//! at a time: a bitmap says whether any literal has these four there, and the few that do are compared. The cost does
//! not depend on the number of literals as long as the bitmaps stay sparse.

/// Bits of a bitmap: 8 KiB, which stays in the first cache.
const BITS: u32 = 16;

/// The table of literals. Indices are those of the caller.
#[derive(Debug)]
pub(super) struct Words {
    /// Literals that begin a word, of four bytes and more, by their first four; shorter ones by their first three.
    long: Grams,
    short: Grams,
    /// Literals that begin with punctuation, by their first three bytes.
    marks: Grams,
    /// Literals that end a word, by their last four bytes.
    ends: Grams,
}

/// Literals by four or three of their bytes.
#[derive(Debug)]
struct Grams {
    bitmap: Vec<u64>,
    /// Heads of chains in `entries`, by the same hash; 0 is none, else one more than the index.
    heads: Vec<u16>,
    entries: Vec<Entry>,
}

#[derive(Debug)]
struct Entry {
    literal: Vec<u8>,
    id: u32,
    next: u16,
}

/// Where a literal can stand.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Place {
    /// Where a word begins.
    Begin,
    /// Where a word ends.
    End,
    /// Anywhere.
    Anywhere,
}

impl Words {
    /// An empty table.
    pub(super) fn new() -> Self {
        Self { long: Grams::new(), short: Grams::new(), marks: Grams::new(), ends: Grams::new() }
    }

    /// Adds a literal in lower case that counts at such places; `false` if this is no table for it.
    pub(super) fn add(&mut self, literal: &[u8], id: u32, place: Place) -> bool {
        let alnum = |b: &u8| b.is_ascii_alphanumeric();
        match (place, literal) {
            (Place::End, &[.., a, b, c, d]) if d.is_ascii_alphabetic() => {
                self.ends.add(gram([a, b, c, d]), literal, id)
            }
            (Place::Begin | Place::Anywhere, &[a, b, c, ..]) if !alnum(&a) => {
                self.marks.add(gram([a, b, c, 0]), literal, id)
            }
            (Place::Begin, &[a, b, c, d, ..]) if alnum(&a) => self.long.add(gram([a, b, c, d]), literal, id),
            (Place::Begin, &[a, b, c]) => self.short.add(gram([a, b, c, 0]), literal, id),
            // Whatever comes third.
            (Place::Begin, &[a, b]) if alnum(&a) => (0..=u8::MAX)
                .filter(|c| *c == *c | FOLD)
                .all(|c| self.short.add(gram([a, b, c, 0]), literal, id)),
            _ => false,
        }
    }

    /// Calls `found` for every literal that stands at its place in `text`, in any case.
    pub(super) fn find(&self, text: &[u8], mut found: impl FnMut(u32, usize)) {
        let mut before = OTHER;
        for (at, &byte) in text.iter().enumerate() {
            let class = CLASS[usize::from(byte)];
            let event = EVENTS[usize::from(before << 2 | class)];
            before = class;
            if event != NOTHING {
                self.event(text, at, event, &mut found);
            }
        }
        if before == LOWER || before == UPPER {
            self.event(text, text.len(), ENDS, &mut found);
        }
    }

    #[inline]
    fn event(&self, text: &[u8], at: usize, event: u8, found: &mut impl FnMut(u32, usize)) {
        if event & ENDS != 0
            && let Some(&[.., a, b, c, d]) = text.get(at.saturating_sub(4)..at)
        {
            let gram = gram([a, b, c, d]);
            if self.ends.may_hold(gram) {
                self.ends.compare(gram, |len| at.checked_sub(len), text, found);
            }
        }
        if event & BEGINS != 0 {
            let short = match text.get(at..at + 4) {
                Some(&[a, b, c, d]) => {
                    let long = gram([a, b, c, d]);
                    if self.long.may_hold(long) {
                        self.long.compare(long, |_| Some(at), text, found);
                    }
                    gram([a, b, c, 0])
                }
                _ => match text.get(at..at + 3) {
                    Some(&[a, b, c]) => gram([a, b, c, 0]),
                    _ => return,
                },
            };
            if self.short.may_hold(short) {
                self.short.compare(short, |_| Some(at), text, found);
            }
        }
        if event & MARKS != 0
            && let Some(&[a, b, c]) = text.get(at..at + 3)
        {
            let gram = gram([a, b, c, 0]);
            if self.marks.may_hold(gram) {
                self.marks.compare(gram, |_| Some(at), text, found);
            }
        }
    }
}

impl Grams {
    fn new() -> Self {
        Self { bitmap: vec![0; 1 << (BITS - 6)], heads: vec![0; 1 << HEAD_BITS], entries: Vec::new() }
    }

    /// Adds a literal; `false` if the table is full.
    fn add(&mut self, gram: u32, literal: &[u8], id: u32) -> bool {
        let (word, bit) = place(gram);
        let index = u16::try_from(self.entries.len() + 1);
        let (Some(word), Some(head), Ok(index)) =
            (self.bitmap.get_mut(word), self.heads.get_mut(head(gram)), index)
        else {
            return false;
        };
        *word |= bit;
        self.entries.push(Entry { literal: literal.to_vec(), id, next: *head });
        *head = index;
        true
    }

    fn may_hold(&self, gram: u32) -> bool {
        let (word, bit) = place(gram);
        self.bitmap.get(word).is_some_and(|w| w & bit != 0)
    }

    #[inline(never)]
    fn compare(
        &self,
        gram: u32,
        start: impl Fn(usize) -> Option<usize>,
        text: &[u8],
        found: &mut impl FnMut(u32, usize),
    ) {
        let mut next = self.heads.get(head(gram)).copied().unwrap_or(0);
        while let Some(entry) = usize::from(next).checked_sub(1).and_then(|i| self.entries.get(i)) {
            let len = entry.literal.len();
            if let Some(at) = start(len)
                && text.get(at..at + len).is_some_and(|t| t.eq_ignore_ascii_case(&entry.literal))
            {
                found(entry.id, at);
            }
            next = entry.next;
        }
    }
}

/// Bits of the hash that finds the chain of a gram.
const HEAD_BITS: u32 = 12;

const OTHER: u8 = 0;
const LOWER: u8 = 1;
const UPPER: u8 = 2;
const DIGIT: u8 = 3;

static CLASS: [u8; 256] = {
    let mut table = [OTHER; 256];
    let mut i = 0;
    while i < 26 {
        table[b'a' as usize + i] = LOWER;
        table[b'A' as usize + i] = UPPER;
        i += 1;
    }
    let mut i = 0;
    while i < 10 {
        table[b'0' as usize + i] = DIGIT;
        i += 1;
    }
    table
};

const NOTHING: u8 = 0;
/// A word can begin here.
const BEGINS: u8 = 1;
/// A word can end before here.
const ENDS: u8 = 2;
/// Punctuation stands here.
const MARKS: u8 = 4;

/// What can be between a byte of the first class and one of the second. A capital behind a capital begins a word if a
/// small letter follows; that is left to those who ask.
static EVENTS: [u8; 16] = {
    let mut table = [NOTHING; 16];
    let rows = [
        (OTHER, OTHER, MARKS),
        (OTHER, LOWER, BEGINS),
        (OTHER, UPPER, BEGINS),
        (OTHER, DIGIT, BEGINS),
        (LOWER, OTHER, ENDS | MARKS),
        (UPPER, OTHER, ENDS | MARKS),
        (DIGIT, OTHER, MARKS),
        (LOWER, UPPER, BEGINS | ENDS),
        (UPPER, UPPER, BEGINS),
        (LOWER, DIGIT, ENDS),
        (UPPER, DIGIT, ENDS),
        (DIGIT, LOWER, BEGINS),
        (DIGIT, UPPER, BEGINS),
    ];
    let mut i = 0;
    while i < rows.len() {
        table[(rows[i].0 << 2 | rows[i].1) as usize] = rows[i].2;
        i += 1;
    }
    table
};

/// The bit that parts small letters from capitals. Folding other bytes too only makes more grams equal.
const FOLD: u8 = 0x20;

/// Four bytes without regard to case.
const fn gram(bytes: [u8; 4]) -> u32 {
    u32::from_le_bytes(bytes) | u32::from_le_bytes([FOLD; 4])
}

const fn hash(gram: u32) -> u32 {
    // Multiplicative hashing (Knuth).
    gram.wrapping_mul(0x9E37_79B1)
}

/// The word and the bit of a gram in the bitmap.
const fn place(gram: u32) -> (usize, u64) {
    let hash = hash(gram) >> (32 - BITS);
    ((hash >> 6) as usize, 1 << (hash & 63))
}

const fn head(gram: u32) -> usize {
    (hash(gram) >> (32 - HEAD_BITS)) as usize
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::span::Span;
    use crate::text::word_at;
    use proptest::prelude::*;

    const BEGIN: [&str; 7] = ["ssn", "sk", "ab_1", "abc", "abcd", "1ab", "_ab"];
    const END: [&str; 3] = ["abcd", "1ssn", "nabcsk"];

    fn found(text: &[u8]) -> Vec<(u32, usize)> {
        let mut words = Words::new();
        for (id, literal) in (0..).zip(BEGIN) {
            assert!(words.add(literal.as_bytes(), id, Place::Begin));
        }
        for (id, literal) in (100..).zip(END) {
            assert!(words.add(literal.as_bytes(), id, Place::End));
        }
        let mut out = Vec::new();
        words.find(text, |id, at| out.push((id, at)));
        out
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(4000))]
        #[test]
        fn finds_what_stands_at_borders(text in "([sSnNkKaAbBcCdD1_ ]|ssn|abc|sk|abcd){0,24}") {
            let text = text.as_bytes();
            let found = found(text);
            let spans = |literal: &str| {
                let literal = literal.as_bytes().to_vec();
                (0..text.len()).filter_map(move |at| {
                    let span = Span::new(at, at + literal.len());
                    (text.get(at..span.end)?.eq_ignore_ascii_case(&literal)).then_some(span)
                }).collect::<Vec<_>>()
            };
            for (id, literal) in (0..).zip(BEGIN) {
                for span in spans(literal) {
                    let free = !span.start.checked_sub(1).is_some_and(|i| text[i].is_ascii_alphanumeric());
                    // Two bytes at the very end are too short for anything to come of them.
                    if (free || word_at(text, span, false)) && span.start + 3 <= text.len() {
                        prop_assert!(found.contains(&(id, span.start)), "{literal} at {}", span.start);
                    }
                }
            }
            for (id, literal) in (100..).zip(END) {
                for span in spans(literal) {
                    if word_at(text, span, true) {
                        prop_assert!(found.contains(&(id, span.start)), "{literal} at {}", span.start);
                    }
                }
            }
            for (id, at) in found {
                let literal = if id < 100 { BEGIN[id as usize] } else { END[id as usize - 100] };
                prop_assert!(text[at..at + literal.len()].eq_ignore_ascii_case(literal.as_bytes()));
            }
        }
    }
}
