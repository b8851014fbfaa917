//! All literals of all rules, by the places where they can stand.
//!
//! Nearly all of them can only stand where a word begins or ends: key and context words by the rules of word borders, and
//! prefixes of tokens since nothing alphanumeric may stand before a token. So the text is looked at where words begin and
//! end, four bytes at a time: a bitmap says whether any literal has these four there, and a second one whether any has all
//! the bytes of some length there, up to eight; the few that do are compared.
//! The cost does not depend on the number of literals as long as the bitmaps stay sparse. [`Nibbles`] points to the few
//! others, and leaves out most ends of words at once. (Of where words begin it would leave out few: too many words begin
//! like one of thousands.)

use super::classes::{GROUP, Tables};
use super::nibbles::Nibbles;
use super::pass::Sink;
use super::shapes::Event;

/// A group and what is looked at of the words that begin in it. Zeros stand behind the end of a text.
pub(super) type Window = [u8; GROUP + 3];

/// Bits of a bitmap: 32 KiB.
const BITS: u32 = 18;
const WORDS: usize = 1 << (BITS - 6);

/// The table of literals. Indices are those of the caller.
#[derive(Debug)]
pub(super) struct Words {
    /// Literals that begin a word, by their first four bytes; those of less than four by their first three.
    begins: Grams,
    /// Literals that end a word, by their last four bytes.
    ends: Grams,
    /// All others, by their first three bytes.
    others: Grams,
    /// The first three bytes of the literals that are bound to no border; the last three of those that end a word.
    grams: [Vec<[u8; Nibbles::GRAM]>; 2],
    tables: Tables,
}

/// Literals by four or three of their bytes, then by up to eight of them: words such as `pass` and `auth` begin dozens.
#[derive(Debug)]
struct Grams {
    /// By hash of a gram: whether there is any literal.
    bitmap: Box<[u64; WORDS]>,
    /// By hash of the known bytes and their number: whether there is any literal that has these.
    known: Box<[u64; KNOWN_WORDS]>,
    /// By the same hash: where the literals begin among `entries`, which are in the order of the hash.
    slots: Box<[u16; SLOTS + 1]>,
    entries: Vec<Entry>,
}

#[derive(Debug)]
struct Entry {
    id: u32,
    /// Up to eight bytes at the side that is compared first, and which of their bits count: the case of letters does not.
    known: u64,
    mask: u64,
    literal: Vec<u8>,
}

impl Entry {
    /// How many bytes are known.
    fn length(&self) -> usize {
        self.literal.len().min(8)
    }
}

/// A side of a literal.
#[derive(Clone, Copy)]
enum Side {
    Start,
    End,
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
            begins: Grams::new(),
            ends: Grams::new(),
            others: Grams::new(),
            grams: Default::default(),
            tables: Tables::default(),
        }
    }

    /// Adds a literal in lower case that counts at such places; `false` if it is too short or the table is full.
    pub(super) fn add(&mut self, literal: &[u8], id: u32, place: Place) -> bool {
        let [strays, ends] = &mut self.grams;
        match (place, literal) {
            (Place::End, &[.., a, b, c, d]) if d.is_ascii_alphabetic() => {
                ends.push([b, c, d]);
                self.ends.add([[a, b, c, d]], literal, id, Side::End)
            }
            (Place::Begin, &[a, b, c, d, ..]) if a.is_ascii_alphanumeric() => {
                self.begins.add([[a, b, c, d]], literal, id, Side::Start)
            }
            (Place::Begin, &[a, b, c]) if a.is_ascii_alphanumeric() => {
                self.begins.add([[a, b, c, 0]], literal, id, Side::Start)
            }
            (Place::Begin, &[a, b]) if a.is_ascii_alphanumeric() => {
                self.begins.add(thirds().map(|c| [a, b, c, 0]), literal, id, Side::Start)
            }
            (_, &[a, b, c, ..]) => {
                strays.push([a, b, c]);
                self.others.add([[a, b, c, 0]], literal, id, Side::Start)
            }
            (_, &[a, b]) => {
                strays.extend((0..=u8::MAX).map(|c| [a, b, c]));
                self.others.add(thirds().map(|c| [a, b, c, 0]), literal, id, Side::Start)
            }
            _ => false,
        }
    }

    /// All literals have been added.
    pub(super) fn finish(&mut self) {
        let [stray, end] = std::mem::take(&mut self.grams).map(Nibbles::of);
        self.tables = Tables { stray, end };
        for grams in [&mut self.begins, &mut self.ends, &mut self.others] {
            grams.finish();
        }
    }

    /// Where literals could stand.
    pub(super) const fn tables(&self) -> &Tables {
        &self.tables
    }

    /// A word ends before `at`.
    #[inline(always)]
    pub(super) fn ends_at(&self, text: &[u8], at: usize, sink: &mut dyn Sink) {
        if let Some(last) = at.checked_sub(4).and_then(|from| text.get(from..)).and_then(<[u8]>::first_chunk)
            && self.ends.may_hold(gram(*last))
        {
            self.ends.compare::<true, 4>(at, text, sink);
        }
    }

    /// A word begins at byte `i` of `group`, which is byte `at` of `text`.
    #[inline(always)]
    pub(super) fn begins_at(&self, group: &Window, i: usize, text: &[u8], at: usize, sink: &mut dyn Sink) {
        let Some(first) = group.get(i..i + 4).and_then(<[u8]>::first_chunk) else { return };
        let long = gram(*first);
        // One branch, seldom taken.
        if self.begins.may_hold(long) | self.begins.may_hold(third(long)) {
            self.begins.compare::<false, 2>(at, text, sink);
        }
    }

    /// A literal that is bound to no border could begin at `at`.
    #[inline(always)]
    pub(super) fn strays_at(&self, text: &[u8], at: usize, sink: &mut dyn Sink) {
        if let Some(&[a, b, c]) = text.get(at..).and_then(<[u8]>::first_chunk)
            && self.others.may_hold(gram([a, b, c, 0]))
        {
            self.others.compare::<false, 2>(at, text, sink);
        }
    }
}

impl Grams {
    fn new() -> Self {
        Self {
            bitmap: Box::new([0; WORDS]),
            known: Box::new([0; KNOWN_WORDS]),
            slots: Box::new([0; SLOTS + 1]),
            entries: Vec::new(),
        }
    }

    /// Adds a literal that has one of `grams`, of which up to eight bytes on one side are compared first; `false` if the
    /// table is full.
    fn add(&mut self, grams: impl IntoIterator<Item = [u8; 4]>, literal: &[u8], id: u32, side: Side) -> bool {
        let length = literal.len().min(8);
        for bytes in grams {
            let (word, bit) = place(gram(bytes));
            let Some(word) = self.bitmap.get_mut(word) else { return false };
            *word |= bit;
        }
        let (known, own) = match side {
            Side::Start => (start_of(literal), bytes_of::<false>(length)),
            Side::End => (end_of(literal), bytes_of::<true>(length)),
        };
        let case = known.to_le_bytes().map(|b| if b.is_ascii_lowercase() { FOLD } else { 0 });
        let mask = own & !u64::from_le_bytes(case);
        let (word, bit) = known_place(mix(known & own, length));
        let Some(word) = self.known.get_mut(word) else { return false };
        *word |= bit;
        self.entries.push(Entry { id, known: known & own, mask, literal: literal.to_vec() });
        self.entries.len() < usize::from(u16::MAX)
    }

    /// All literals have been added.
    fn finish(&mut self) {
        self.entries.sort_unstable_by_key(|e| (slot(mix(e.known, e.length())), e.id));
        let mut entries = self.entries.iter().map(|e| slot(mix(e.known, e.length()))).peekable();
        let mut before = 0;
        for (i, start) in self.slots.iter_mut().enumerate() {
            *start = before;
            while entries.next_if(|slot| *slot <= i).is_some() {
                before += 1;
            }
        }
    }

    #[inline(always)]
    fn may_hold(&self, gram: u32) -> bool {
        let (word, bit) = place(gram);
        self.bitmap.get(word).is_some_and(|w| w & bit != 0)
    }

    /// Compares the literals of `LEAST` bytes and more with what begins at `place` of `text`, or with what ends there.
    #[inline(never)]
    fn compare<const ENDS: bool, const LEAST: usize>(&self, place: usize, text: &[u8], sink: &mut dyn Sink) {
        let here = if ENDS {
            end_of(text.get(..place).unwrap_or_default())
        } else {
            start_of(text.get(place..).unwrap_or_default())
        };
        // All lengths without a branch: most words only begin like a literal.
        let mut lengths = 0;
        for length in LEAST..=8 {
            let (word, bit) = known_place(mix(here & bytes_of::<ENDS>(length), length));
            lengths |= u32::from(self.known.get(word).is_some_and(|w| w & bit != 0)) << length;
        }
        while lengths != 0 {
            let length = usize::try_from(lengths.trailing_zeros()).unwrap_or(0);
            lengths &= lengths - 1;
            let slot = slot(mix(here & bytes_of::<ENDS>(length), length));
            let (Some(&first), Some(&end)) = (self.slots.get(slot), self.slots.get(slot + 1)) else { return };
            for entry in self.entries.get(usize::from(first)..usize::from(end)).unwrap_or_default() {
                if (here ^ entry.known) & entry.mask != 0 {
                    continue;
                }
                let len = entry.literal.len();
                let Some(at) = (if ENDS { place.checked_sub(len) } else { Some(place) }) else { continue };
                let found = text
                    .get(at..at + len)
                    .is_some_and(|t| len <= 8 || t.eq_ignore_ascii_case(&entry.literal));
                if found {
                    sink.event(Event::Literal(entry.id), at);
                }
            }
        }
    }
}

/// Which of eight bytes are `length` bytes of a literal, from 1 to 8, as [`start_of`] or [`end_of`] has them.
#[inline(always)]
const fn bytes_of<const ENDS: bool>(length: usize) -> u64 {
    let others = 64 - 8 * length;
    if ENDS { u64::MAX << others } else { u64::MAX >> others }
}

/// The first eight bytes, in the low bytes if there are fewer.
#[inline(always)]
fn start_of(text: &[u8]) -> u64 {
    let bytes = text.first_chunk().copied().unwrap_or_else(|| {
        let mut bytes = [0; 8];
        bytes.iter_mut().zip(text).for_each(|(to, b)| *to = *b);
        bytes
    });
    u64::from_le_bytes(bytes)
}

/// The last eight bytes, in the high bytes if there are fewer.
#[inline(always)]
fn end_of(text: &[u8]) -> u64 {
    let bytes = text.last_chunk().copied().unwrap_or_else(|| {
        let mut bytes = [0; 8];
        bytes.iter_mut().rev().zip(text.iter().rev()).for_each(|(to, b)| *to = *b);
        bytes
    });
    u64::from_le_bytes(bytes)
}

/// Bits of the second bitmap: 16 KiB.
const KNOWN_BITS: u32 = 17;
const KNOWN_WORDS: usize = 1 << (KNOWN_BITS - 6);

/// Bits of the hashes that find literals by their known bytes.
const SLOT_BITS: u32 = 14;
const SLOTS: usize = 1 << SLOT_BITS;

/// The bit that parts small letters from capitals. Folding other bytes too only makes more grams equal.
const FOLD: u8 = 0x20;

/// Four bytes without regard to case.
const fn gram(bytes: [u8; 4]) -> u32 {
    u32::from_le_bytes(bytes) | u32::from_le_bytes([FOLD; 4])
}

/// The gram of the first three of four bytes.
const fn third(gram: u32) -> u32 {
    gram & u32::from_le_bytes([u8::MAX, u8::MAX, u8::MAX, 0]) | u32::from_le_bytes([0, 0, 0, FOLD])
}

/// Whatever comes third, without regard to case.
fn thirds() -> impl Iterator<Item = u8> {
    (0..=u8::MAX).filter(|c| *c == *c | FOLD)
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

/// A hash of known bytes without regard to case. The same bytes may be all of one literal and a part of another.
#[inline(always)]
const fn mix(known: u64, length: usize) -> u64 {
    let folded = known | u64::from_le_bytes([FOLD; 8]);
    // Multiplicative hashing (Knuth), with the golden ratio in 64 bits.
    (folded ^ length as u64).wrapping_mul(0x9E37_79B9_7F4A_7C15)
}

/// The word and the bit of known bytes in the second bitmap.
#[inline(always)]
const fn known_place(hash: u64) -> (usize, u64) {
    let hash = hash >> (64 - KNOWN_BITS);
    ((hash >> 6) as usize, 1 << (hash & 63))
}

/// Where the literals stand that have such known bytes.
const fn slot(hash: u64) -> usize {
    (hash >> (64 - SLOT_BITS)) as usize
}
