//! All literals of all rules, by the places where they can stand.
//!
//! Nearly all of them can only stand where a word begins or ends: key and context words by the rules of word borders, and
//! prefixes of tokens since nothing alphanumeric may stand before a token. So the text is looked at where words begin and
//! end, eight bytes at a time: a bitmap says whether any literal has its first five or three there ([`LENGTHS`]), another one
//! whether a longer one goes on as the text does, and the few that do are compared. The cost does not depend on the number of
//! literals as long as the bitmaps stay sparse; what costs is words that begin like a literal: five bytes leave half as many as
//! four. [`Nibbles`] points to the few literals that are bound to no border, and leaves out most ends of words and numbers at
//! once. (Of where words begin it would leave out few: too many words begin like one of thousands.)

use super::bitmap::Bitmap;
use super::classes::{GROUP, Tables};
use super::nibbles::{Gram, Nibbles, first_gram};
use super::pass::Sink;
use super::shapes::Event;

/// A group and what is looked at of the words that begin in it. Zeros stand behind the end of a text.
pub(super) type Window = [u8; GROUP + 7];

/// Words of 64 bits in the bitmap of what begins words, which are thousands: 32 KiB.
const MANY: usize = 4096;

/// The same for what are hundreds: 4 KiB, so that all bitmaps together stay in the first cache.
const FEW: usize = 512;

/// The same for what is asked only where something begins so: 16 KiB, of which few are looked at.
const LISTED: usize = 2048;

/// The table of literals. Indices are those of the caller.
#[derive(Debug)]
pub(super) struct Words {
    /// Literals that begin a word.
    begins: Grams<MANY>,
    /// Literals that end a word, by their last bytes.
    ends: Grams<FEW>,
    /// All others.
    others: Grams<FEW>,
    /// The first three bytes of the literals that are bound to no border; the last three of those that end a word; the first
    /// three of those that begin a word with a digit.
    grams: [Vec<Gram>; 3],
    tables: Tables,
}

/// By so many bytes a literal is found: the most that it has.
const LENGTHS: [usize; 4] = [8, LONG, SHORT, 2];

/// By so many a text is asked whether there is any: one more costs more than it leaves out.
const LONG: usize = 5;
const SHORT: usize = 3;

/// Literals by [some](LENGTHS) of their bytes: words such as `pass` and `auth` begin dozens.
#[derive(Debug)]
struct Grams<const WORDS: usize> {
    /// By hash of three or five bytes: whether there is any literal. Those of two are there with every third byte.
    bitmap: Box<Bitmap<WORDS>>,
    /// The same for those of five or more, by the hash that finds them.
    long: Box<Bitmap<LISTED>>,
    /// By hash: where the literals begin among `entries`, which are in the order of the hash.
    slots: Box<[u16; SLOTS + 1]>,
    entries: Vec<Entry>,
}

#[derive(Debug)]
struct Entry {
    id: u32,
    /// Where it is found.
    slot: usize,
    /// Up to [`WIDE`] bytes at the side that is compared first, and which of their bits count: the case of letters does not.
    known: u128,
    mask: u128,
    literal: Vec<u8>,
    /// Whether it means nothing if a small letter follows.
    closed: bool,
}

/// Bytes that are compared at once.
const WIDE: usize = 16;

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

    /// Adds a literal in lower case that counts at such places; `false` if it is too short or the table is full. One that is
    /// `closed` is of no interest where a small letter follows: half of what short words are found in are longer ones.
    pub(super) fn add(&mut self, literal: &[u8], id: u32, place: Place, closed: bool) -> bool {
        let [strays, ends, numbers] = &mut self.grams;
        match (place, literal) {
            (Place::End, &[_, _, .., a, b, c]) if c.is_ascii_alphabetic() => {
                ends.push([Some(a), Some(b), Some(c)]);
                self.ends.add(literal, id, Side::End, closed)
            }
            (Place::Begin, &[a, _, ..]) if a.is_ascii_alphanumeric() => {
                if a.is_ascii_digit() {
                    numbers.push(first_gram(literal));
                }
                self.begins.add(literal, id, Side::Start, closed)
            }
            (_, &[_, _, ..]) => {
                strays.push(first_gram(literal));
                self.others.add(literal, id, Side::Start, closed)
            }
            _ => false,
        }
    }

    /// All literals have been added.
    pub(super) fn finish(&mut self) {
        let [stray, end, number] = std::mem::take(&mut self.grams).map(Nibbles::of);
        self.tables = Tables { stray, end, number };
        self.begins.finish();
        self.ends.finish();
        self.others.finish();
    }

    /// Where literals could stand.
    pub(super) const fn tables(&self) -> &Tables {
        &self.tables
    }

    /// Tells the literals that begin a word in `text` or are bound to no border. A few bytes are looked at one after the other
    /// for less than a pass over a group costs.
    pub(super) fn begin_in(&self, text: &[u8], sink: &mut dyn Sink) {
        // Of small letters the first one alone begins a word, or one behind an escape.
        let escapes = text.iter().any(|b| matches!(b, b'\\' | b'%' | 0x1B));
        let mut goes_on = false;
        for (at, byte) in text.iter().enumerate() {
            let here = start_of(text.get(at..).unwrap_or_default());
            let is_small = byte.is_ascii_lowercase();
            if !(goes_on && is_small) || escapes {
                self.begins.look::<false>(here, at, text, sink);
            }
            if self.tables.stray.holds(here) {
                self.others.look::<false>(here, at, text, sink);
            }
            goes_on = is_small;
        }
    }

    /// A word ends before `at`.
    #[inline(always)]
    pub(super) fn ends_at(&self, text: &[u8], at: usize, sink: &mut dyn Sink) {
        self.ends.look::<true>(end_of(text.get(..at).unwrap_or_default()), at, text, sink);
    }

    /// A word begins at byte `i` of `group`, which is byte `at` of `text`.
    #[inline(always)]
    pub(super) fn begins_at(&self, group: &Window, i: usize, text: &[u8], at: usize, sink: &mut dyn Sink) {
        let Some(first) = group.get(i..i + 8).and_then(<[u8]>::first_chunk) else { return };
        self.begins.look::<false>(u64::from_le_bytes(*first), at, text, sink);
    }

    /// The same for a literal that is bound to no border.
    #[inline(always)]
    pub(super) fn strays_at(&self, group: &Window, i: usize, text: &[u8], at: usize, sink: &mut dyn Sink) {
        let Some(first) = group.get(i..i + 8).and_then(<[u8]>::first_chunk) else { return };
        self.others.look::<false>(u64::from_le_bytes(*first), at, text, sink);
    }
}

impl<const WORDS: usize> Grams<WORDS> {
    fn new() -> Self {
        Self {
            bitmap: Box::new(Bitmap::new()),
            long: Box::new(Bitmap::new()),
            slots: Box::new([0; SLOTS + 1]),
            entries: Vec::new(),
        }
    }

    /// Adds a literal, of which up to [`WIDE`] bytes on one side are compared first; `false` if it is too short or the table
    /// is full.
    fn add(&mut self, literal: &[u8], id: u32, side: Side, closed: bool) -> bool {
        let Some(length) = LENGTHS.into_iter().find(|l| *l <= literal.len()) else { return false };
        let others = u32::try_from(8 * (WIDE - literal.len().min(WIDE))).unwrap_or(0);
        let (known, own, first) = match side {
            Side::Start => (wide::<false>(literal), u128::MAX >> others, start_of(literal)),
            Side::End => (wide::<true>(literal), u128::MAX << others, end_of(literal)),
        };
        let hash = |bytes: u64, length: usize| match side {
            Side::Start => hash::<false>(bytes, length),
            Side::End => hash::<true>(bytes, length),
        };
        if length < SHORT {
            (0..=u8::MAX).for_each(|third| self.bitmap.mark(hash(first | u64::from(third) << 16, SHORT)));
        } else {
            self.bitmap.mark(hash(first, length.min(LONG)));
        }
        if length >= LONG {
            self.long.mark(hash(first, length));
        }
        let case = known.to_le_bytes().map(|b| if b.is_ascii_lowercase() { FOLD } else { 0 });
        let mask = own & !u128::from_le_bytes(case);
        let slot = slot(hash(first, length));
        self.entries.push(Entry { id, slot, known, mask, literal: literal.to_vec(), closed });
        self.entries.len() < usize::from(u16::MAX)
    }

    /// All literals have been added.
    fn finish(&mut self) {
        self.entries.sort_unstable_by_key(|e| (e.slot, e.id));
        let mut entries = self.entries.iter().map(|e| e.slot).peekable();
        let mut before = 0;
        for (i, start) in self.slots.iter_mut().enumerate() {
            *start = before;
            while entries.next_if(|slot| *slot <= i).is_some() {
                before += 1;
            }
        }
    }

    /// Tells the literals that begin with the bytes `here` at `place` of `text`, or end with them there.
    #[inline(always)]
    fn look<const ENDS: bool>(&self, here: u64, place: usize, text: &[u8], sink: &mut dyn Sink) {
        let [long, short] = self.marks::<ENDS>(here);
        // One branch, seldom taken. Most words that begin like a literal go on in another way.
        if (long | short) & 1 == 1 && (short | self.goes_on::<ENDS>(here)) & 1 == 1 {
            self.compare::<ENDS>(here, [long & 1 == 1, short & 1 == 1], place, text, sink);
        }
    }

    /// The lowest bits say whether there could be literals with the bytes `here` of [`LONG`] bytes or more, and shorter ones.
    #[inline(always)]
    fn marks<const ENDS: bool>(&self, here: u64) -> [u64; 2] {
        let long = self.bitmap.mark_of(hash::<ENDS>(here, LONG));
        // No short literal ends a word.
        [long, if ENDS { 0 } else { self.bitmap.mark_of(hash::<ENDS>(here, SHORT)) }]
    }

    /// The lowest bit says whether the bytes `here` could be all that finds a literal of [`LONG`] bytes or more.
    #[inline(always)]
    fn goes_on<const ENDS: bool>(&self, here: u64) -> u64 {
        self.long.mark_of(hash::<ENDS>(here, 8)) | self.long.mark_of(hash::<ENDS>(here, LONG))
    }

    /// Compares the literals that could begin with the bytes `here` at `place` of `text`, or end with them there; those of
    /// [`LONG`] bytes or more, and the shorter ones.
    #[inline(never)]
    fn compare<const ENDS: bool>(
        &self,
        here: u64,
        [long, short]: [bool; 2],
        place: usize,
        text: &[u8],
        sink: &mut dyn Sink,
    ) {
        let (before, behind) = text.split_at_checked(place).unwrap_or_default();
        let wide = wide::<ENDS>(if ENDS { before } else { behind });
        for length in LENGTHS {
            if !(if length < LONG { short } else { long }) {
                continue;
            }
            let slot = slot(hash::<ENDS>(here, length));
            let (Some(&first), Some(&end)) = (self.slots.get(slot), self.slots.get(slot + 1)) else { return };
            // Most have none.
            if first == end {
                continue;
            }
            for entry in self.entries.get(usize::from(first)..usize::from(end)).unwrap_or_default() {
                if (wide ^ entry.known) & entry.mask != 0 {
                    continue;
                }
                let len = entry.literal.len();
                let Some(at) = (if ENDS { place.checked_sub(len) } else { Some(place) }) else { continue };
                let found = text
                    .get(at..at + len)
                    .is_some_and(|t| len <= WIDE || t.eq_ignore_ascii_case(&entry.literal));
                let goes_on = || text.get(at + len).is_some_and(u8::is_ascii_lowercase);
                if found && !(entry.closed && goes_on()) {
                    sink.event(Event::Literal(entry.id), at);
                }
            }
        }
    }
}

/// The first eight bytes, in the low bytes if there are fewer.
#[inline(always)]
fn start_of(text: &[u8]) -> u64 {
    u64::from_le_bytes(text.first_chunk().copied().unwrap_or_else(|| few::<8, false>(text)))
}

/// The last eight bytes, in the high bytes if there are fewer.
#[inline(always)]
fn end_of(text: &[u8]) -> u64 {
    u64::from_le_bytes(text.last_chunk().copied().unwrap_or_else(|| few::<8, true>(text)))
}

/// The same for so many as are compared at once.
#[inline(always)]
fn wide<const ENDS: bool>(text: &[u8]) -> u128 {
    let chunk = if ENDS { text.last_chunk() } else { text.first_chunk() };
    u128::from_le_bytes(chunk.copied().unwrap_or_else(|| few::<WIDE, ENDS>(text)))
}

/// All of a text of less than `N` bytes, with zeros around it.
#[cold]
fn few<const N: usize, const ENDS: bool>(text: &[u8]) -> [u8; N] {
    let mut bytes = [0; N];
    let at = if ENDS { bytes.len().saturating_sub(text.len()) } else { 0 };
    bytes.iter_mut().skip(at).zip(text).for_each(|(to, b)| *to = *b);
    bytes
}

/// Bits of the hashes that find literals by their bytes.
const SLOT_BITS: u32 = 14;
const SLOTS: usize = 1 << SLOT_BITS;

/// The bit that parts small letters from capitals. Folding other bytes too only makes more grams equal.
const FOLD: u8 = 0x20;

/// A hash of the first or last `length` of eight bytes, as [`start_of`] or [`end_of`] has them, without regard to case.
#[inline(always)]
const fn hash<const ENDS: bool>(bytes: u64, length: usize) -> u64 {
    let others = 64 - 8 * length;
    // Folded before the other bytes are left out, it is done once for all lengths.
    let bytes = bytes | u64::from_le_bytes([FOLD; 8]);
    let bytes = if ENDS { bytes >> others } else { bytes << others };
    // Multiplicative hashing (Knuth), with the golden ratio in 64 bits.
    bytes.wrapping_mul(0x9E37_79B9_7F4A_7C15)
}

/// Where the literals of a hash stand.
const fn slot(hash: u64) -> usize {
    (hash >> (64 - SLOT_BITS)) as usize
}
