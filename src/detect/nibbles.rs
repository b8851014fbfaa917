//! Where three bytes stand that a literal has, by six small tables.
//!
//! Each of the three bytes is looked up in two tables of sixteen, by its low and its high half; a table entry has one bit
//! for each of eight buckets of literals. Bits that all six tables share are buckets that the three bytes could be of
//! (the method of the Teddy search of Hyperscan). A few more places are found than there are literals, and none less.

use super::classes::{BYTES, GROUP};

/// The tables. They know no literal, only where one could stand.
#[derive(Debug)]
pub(super) struct Nibbles {
    /// By place in the literal, then by half of the byte.
    tables: [[[u8; 16]; 2]; Self::GRAM],
    /// What the two tables of a place say of each byte: one look instead of two where bytes are looked up one by one.
    whole: Box<[[u8; 256]; Self::GRAM]>,
}

impl Default for Nibbles {
    fn default() -> Self {
        Self { tables: Default::default(), whole: Box::new([[0; 256]; Self::GRAM]) }
    }
}

impl Nibbles {
    /// Bytes looked at.
    pub(super) const GRAM: usize = 3;
    const BUCKETS: usize = 8;

    /// Tables that find `grams`, which are in lower case, in any case.
    pub(super) fn of(mut grams: Vec<Gram>) -> Self {
        let mut out = Self::default();
        // Which neighbours have most in common depends on the byte that the order is by.
        let ways = (0..Self::GRAM).map(|first| {
            grams.sort_by_cached_key(|gram| order(*gram, first));
            grams.dedup();
            buckets(&grams)
        });
        let best = ways.min_by_key(|buckets| buckets.iter().map(|bucket| bucket.cost).sum::<u64>());
        for (bit, bucket) in (0..).zip(best.unwrap_or_default()) {
            for (tables, halves) in out.tables.iter_mut().zip(bucket.halves) {
                for (table, half) in tables.iter_mut().zip(halves) {
                    for (i, entry) in table.iter_mut().enumerate() {
                        *entry |= u8::from(half >> i & 1 == 1) << bit;
                    }
                }
            }
        }
        for (whole, [low, high]) in out.whole.iter_mut().zip(&out.tables) {
            for (b, buckets) in (0..=u8::MAX).zip(whole) {
                let entry = |table: &[u8; 16], half: u8| table.get(usize::from(half)).copied().unwrap_or(0);
                *buckets = entry(low, b & 15) & entry(high, b >> 4);
            }
        }
        out
    }

    pub(super) const fn tables(&self) -> &[[[u8; 16]; 2]; Self::GRAM] {
        &self.tables
    }

    /// Whether a gram could be the first bytes of `word`, the first one in the lowest byte.
    pub(super) fn holds(&self, word: u64) -> bool {
        let [first, second, third] = &*self.whole;
        let [a, b, c, ..] = word.to_le_bytes();
        let buckets = |table: &[u8; 256], b: u8| table.get(usize::from(b)).copied().unwrap_or(0);
        buckets(first, a) & buckets(second, b) & buckets(third, c) != 0
    }

    /// Where grams could begin in the first [`GROUP`] bytes of `text`.
    pub(super) fn mask(&self, text: &[u8; BYTES]) -> u64 {
        let [first, second, third] = &*self.whole;
        let buckets = |table: &[u8; 256], b: u8| table.get(usize::from(b)).copied().unwrap_or(0);
        let mut found = [0; GROUP];
        for (found, [a, b, c]) in found.iter_mut().zip(text.array_windows()) {
            *found = u8::from(buckets(first, *a) & buckets(second, *b) & buckets(third, *c) != 0);
        }
        bits(&found)
    }
}

/// Which of the flags are set, each of them 0 or 1.
fn bits(flags: &[u8; GROUP]) -> u64 {
    // The product brings the eight lowest bits together in the highest byte.
    let of_eight = |eight: &[u8; 8]| u64::from_le_bytes(*eight).wrapping_mul(0x0102_0408_1020_4080) >> 56;
    flags.as_chunks::<8>().0.iter().rev().fold(0, |bits, eight| bits << 8 | of_eight(eight))
}

/// The first bytes of a literal; `None` stands for any byte.
pub(super) type Gram = [Option<u8>; Nibbles::GRAM];

/// The first bytes of `literal`, and any behind them if it is shorter.
pub(super) fn first_gram(literal: &[u8]) -> Gram {
    let mut gram = [None; Nibbles::GRAM];
    gram.iter_mut().zip(literal).for_each(|(to, b)| *to = Some(*b));
    gram
}

/// The place of a gram among others, by its byte `first`, then by those behind it, then by those before it.
fn order(mut gram: Gram, first: usize) -> u32 {
    gram.rotate_left(first);
    gram.iter().fold(0, |order, b| order << 9 | b.map_or(0, |b| u32::from(b) + 1))
}

/// Literals that share a bit of the tables.
#[derive(Clone, Copy)]
struct Bucket {
    /// By place in the literal: the low halves of its bytes, and the high ones, a bit each.
    halves: [[u16; 2]; Nibbles::GRAM],
    /// How often text looks like one of them, in no unit.
    cost: u64,
}

impl Bucket {
    fn of(gram: Gram) -> Self {
        let halves = gram.map(|b| {
            let Some(b) = b else { return [u16::MAX; 2] };
            let both = [b.to_ascii_lowercase(), b.to_ascii_uppercase()];
            both.iter().fold([0, 0], |[low, high], b| [low | 1 << (b & 15), high | 1 << (b >> 4)])
        });
        Self { halves, cost: cost(&halves) }
    }

    /// One bucket of both.
    fn with(&self, other: &Self) -> Self {
        let mut halves = self.halves;
        for (mine, others) in halves.iter_mut().flatten().zip(other.halves.iter().flatten()) {
            *mine |= others;
        }
        Self { halves, cost: cost(&halves) }
    }
}

/// Parts `grams`, which are in order, into as many buckets as there are bits. A bucket lets pass whatever each of its halves
/// occurs in, so those neighbours become one that add the least: neighbours have most in common.
fn buckets(grams: &[Gram]) -> Vec<Bucket> {
    let mut buckets: Vec<Bucket> = grams.iter().map(|gram| Bucket::of(*gram)).collect();
    let join = |pair: &[Bucket]| match pair {
        [a, b] => a.with(b),
        _ => Bucket { halves: Default::default(), cost: u64::MAX },
    };
    let mut joined: Vec<Bucket> = buckets.windows(2).map(join).collect();
    while buckets.len() > Nibbles::BUCKETS {
        let added = |(i, both): (usize, &Bucket)| {
            let apart = buckets.get(i..i + 2).unwrap_or_default().iter().map(|b| b.cost).sum();
            (both.cost.saturating_sub(apart), i)
        };
        let Some((_, i)) = joined.iter().enumerate().map(added).min() else { break };
        let both = joined.remove(i);
        buckets.splice(i..i + 2, [both]);
        for i in [i.wrapping_sub(1), i] {
            if let (Some(joined), Some(pair)) = (joined.get_mut(i), buckets.get(i..i.wrapping_add(2))) {
                *joined = join(pair);
            }
        }
    }
    buckets
}

/// How often three bytes of text have such halves.
fn cost(halves: &[[u16; 2]; Nibbles::GRAM]) -> u64 {
    halves
        .iter()
        .map(|[low, high]| {
            let of_high = |row: &[u8; 16]| {
                (0..16).zip(row).filter(|(i, _)| low >> i & 1 == 1).map(|(_, n)| u64::from(*n)).sum::<u64>()
            };
            let rows = FREQUENCIES.iter().enumerate().filter(|(i, _)| high >> i & 1 == 1);
            rows.map(|(_, row)| of_high(row)).sum::<u64>()
        })
        .product()
}

/// How often bytes occur in logs, roughly and without a unit, by their high and low halves. It decides about speed alone.
const FREQUENCIES: [[u8; 16]; 16] = {
    let mut table = [[1; 16]; 16];
    let mut b = 0;
    while b < 128_u8 {
        table[(b >> 4) as usize][(b & 15) as usize] = match b {
            b'a' | b'e' | b'i' | b'n' | b'o' | b'r' | b's' | b't' | b'u' => 40,
            b'0'..=b'9' | b' ' | b'.' | b':' | b'-' | b'/' | b',' | b'"' | b'=' | b'_' => 20,
            b'a'..=b'z' => 15,
            b'A'..=b'Z' => 5,
            b'!'..=b'~' => 4,
            _ => 1,
        };
        b += 1;
    }
    table
};
