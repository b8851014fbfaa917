//! All literals of all rules, by the places where they can stand.
//!
//! Nearly all of them can only stand where a word begins or ends: key and context words by the rules of word borders, and
//! prefixes of tokens since nothing alphanumeric may stand before a token. So the text is looked at where words begin and
//! end, four bytes at a time: a bitmap says whether any literal has these four there, and the few that do are compared.
//! The cost does not depend on the number of literals as long as the bitmaps stay sparse. [`Strays`] points to the few
//! others.

use super::shapes::Event;
use super::strays::Strays;

/// Bits of a bitmap: 8 KiB, which stays in the first cache.
const BITS: u32 = 16;

/// The table of literals. Indices are those of the caller.
#[derive(Debug)]
pub(super) struct Words {
    /// Literals that begin a word, of four bytes and more, by their first four; shorter ones by their first three.
    long: Grams,
    short: Grams,
    /// Literals that end a word, by their last four bytes.
    ends: Grams,
    /// All others, by their first three bytes.
    others: Grams,
    strays: Strays,
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
        Self {
            long: Grams::new(),
            short: Grams::new(),
            ends: Grams::new(),
            others: Grams::new(),
            strays: Strays::new(),
        }
    }

    /// Adds a literal in lower case that counts at such places; `false` if it is too short or the table is full.
    pub(super) fn add(&mut self, literal: &[u8], id: u32, place: Place) -> bool {
        // Whatever comes third.
        let any = || (0..=u8::MAX).filter(|c| *c == *c | FOLD);
        match (place, literal) {
            (Place::End, &[.., a, b, c, d]) if d.is_ascii_alphabetic() => {
                self.ends.add(gram([a, b, c, d]), literal, id)
            }
            (Place::Begin, &[a, b, c, d, ..]) if a.is_ascii_alphanumeric() => {
                self.long.add(gram([a, b, c, d]), literal, id)
            }
            (Place::Begin, &[a, b, c]) if a.is_ascii_alphanumeric() => {
                self.short.add(gram([a, b, c, 0]), literal, id)
            }
            (Place::Begin, &[a, b]) if a.is_ascii_alphanumeric() => {
                any().all(|c| self.short.add(gram([a, b, c, 0]), literal, id))
            }
            (_, &[a, b, c, ..]) => {
                self.strays.add(literal);
                self.others.add(gram([a, b, c, 0]), literal, id)
            }
            (_, &[a, b]) => any().all(|c| {
                self.strays.add(&[a, b, c]);
                self.strays.add(&[a, b, c & !FOLD]);
                self.others.add(gram([a, b, c, 0]), literal, id)
            }),
            _ => false,
        }
    }

    /// Where literals could begin that are bound to no border.
    pub(super) const fn strays(&self) -> &Strays {
        &self.strays
    }

    /// A word ends before `at`.
    #[inline]
    pub(super) fn ends_at(&self, text: &[u8], at: usize, emit: &mut impl FnMut(Event, usize)) {
        if let Some(&[a, b, c, d]) = at.checked_sub(4).and_then(|from| text.get(from..at)) {
            let gram = gram([a, b, c, d]);
            if self.ends.may_hold(gram) {
                self.ends.compare(gram, |len| at.checked_sub(len), text, emit);
            }
        }
    }

    /// A word begins at `at`.
    #[inline]
    pub(super) fn begins_at(&self, text: &[u8], at: usize, emit: &mut impl FnMut(Event, usize)) {
        let (long, short) = match text.get(at..at + 4) {
            Some(&[a, b, c, d]) => (gram([a, b, c, d]), gram([a, b, c, 0])),
            _ => match text.get(at..at + 3) {
                // Nothing ends with a NUL.
                Some(&[a, b, c]) => (gram([a, b, c, 0]), gram([a, b, c, 0])),
                _ => return,
            },
        };
        let (is_long, is_short) = (self.long.may_hold(long), self.short.may_hold(short));
        // One branch, nearly never taken.
        if is_long | is_short {
            if is_long {
                self.long.compare(long, |_| Some(at), text, emit);
            }
            if is_short {
                self.short.compare(short, |_| Some(at), text, emit);
            }
        }
    }

    /// A literal that is bound to no border could begin at `at`.
    #[inline]
    pub(super) fn strays_at(&self, text: &[u8], at: usize, emit: &mut impl FnMut(Event, usize)) {
        if let Some(&[a, b, c]) = text.get(at..at + 3) {
            let gram = gram([a, b, c, 0]);
            if self.others.may_hold(gram) {
                self.others.compare(gram, |_| Some(at), text, emit);
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
        emit: &mut impl FnMut(Event, usize),
    ) {
        let mut next = self.heads.get(head(gram)).copied().unwrap_or(0);
        while let Some(entry) = usize::from(next).checked_sub(1).and_then(|i| self.entries.get(i)) {
            let len = entry.literal.len();
            if let Some(at) = start(len)
                && text.get(at..at + len).is_some_and(|t| t.eq_ignore_ascii_case(&entry.literal))
            {
                emit(Event::Literal(entry.id), at);
            }
            next = entry.next;
        }
    }
}

/// Bits of the hash that finds the chain of a gram.
const HEAD_BITS: u32 = 12;

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
