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
            (Place::Begin | Place::Anywhere, &[a, b, c, ..]) if !alnum(&a) && a > b' ' && a != b'"' => {
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

    /// A word ends before `at`.
    #[inline]
    pub(super) fn ends_at(&self, text: &[u8], at: usize, found: &mut impl FnMut(u32, usize)) {
        if let Some(&[a, b, c, d]) = at.checked_sub(4).and_then(|from| text.get(from..at)) {
            let gram = gram([a, b, c, d]);
            if self.ends.may_hold(gram) {
                self.ends.compare(gram, |len| at.checked_sub(len), text, found);
            }
        }
    }

    /// A word begins at `at`.
    #[inline]
    pub(super) fn begins_at(&self, text: &[u8], at: usize, found: &mut impl FnMut(u32, usize)) {
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

    /// Punctuation stands at `at`.
    #[inline]
    pub(super) fn mark_at(&self, text: &[u8], at: usize, found: &mut impl FnMut(u32, usize)) {
        if let Some(&[a, b, c]) = text.get(at..at + 3) {
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
