//! Where three bytes stand that a literal has, by six small tables.
//!
//! Each of the three bytes is looked up in two tables of sixteen, by its low and its high half; a table entry has one bit
//! for each of eight buckets of literals. Bits that all six tables share are buckets that the three bytes could be of
//! (the method of the Teddy search of Hyperscan). A few more places are found than there are literals, and none less.

use super::classes::GROUP;

/// The tables. They know no literal, only where one could stand.
#[derive(Debug, Default)]
pub(super) struct Nibbles {
    /// By place in the literal, then by half of the byte.
    tables: [[[u8; 16]; 2]; Self::GRAM],
}

impl Nibbles {
    /// Bytes looked at.
    pub(super) const GRAM: usize = 3;
    const BUCKETS: usize = 8;

    /// Tables that find `grams`, which are in lower case, in any case.
    pub(super) fn of(mut grams: Vec<[u8; Self::GRAM]>) -> Self {
        // Neighbours have most in common, so that a bucket of them lets the least pass.
        grams.sort_unstable();
        grams.dedup();
        let mut out = Self::default();
        for (bucket, grams) in grams.chunks(grams.len().div_ceil(Self::BUCKETS).max(1)).enumerate() {
            for gram in grams {
                for (tables, b) in out.tables.iter_mut().zip(gram) {
                    for b in [b.to_ascii_lowercase(), b.to_ascii_uppercase()] {
                        let [low, high] = tables;
                        for (table, half) in [(low, b & 15), (high, b >> 4)] {
                            if let Some(entry) = table.get_mut(usize::from(half)) {
                                *entry |= 1 << bucket;
                            }
                        }
                    }
                }
            }
        }
        out
    }

    pub(super) const fn tables(&self) -> &[[[u8; 16]; 2]; Self::GRAM] {
        &self.tables
    }

    /// Where grams could begin in the first [`GROUP`] bytes of `text`.
    pub(super) fn mask(&self, text: &[u8]) -> u64 {
        let buckets = |[low, high]: &[[u8; 16]; 2], b: u8| {
            let entry = |table: &[u8; 16], half: u8| table.get(usize::from(half)).copied().unwrap_or(0);
            entry(low, b & 15) & entry(high, b >> 4)
        };
        let [t1, t2, t3] = &self.tables;
        let mut bits = 0;
        for (i, gram) in text.windows(Self::GRAM).take(GROUP).enumerate() {
            let &[a, b, c] = gram else { break };
            let first = buckets(t1, a);
            if first != 0 && first & buckets(t2, b) & buckets(t3, c) != 0 {
                bits |= 1 << i;
            }
        }
        bits
    }
}
