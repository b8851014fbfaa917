//! Where three bytes stand that a literal has, by six small tables.
//!
//! Each of the three bytes is looked up in two tables of sixteen, by its low and its high half; a table entry has one bit
//! for each of eight buckets of literals. Bits that all six tables share are buckets that the three bytes could be of
//! (the method of the Teddy search of Hyperscan). A few more places are found than there are literals, and none less.

use super::classes::GROUP;

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

    /// Where grams could begin in the first [`GROUP`] bytes of `text`.
    pub(super) fn mask(&self, text: &[u8]) -> u64 {
        let [first, second, third] = &*self.whole;
        let buckets = |table: &[u8; 256], b: u8| table.get(usize::from(b)).copied().unwrap_or(0);
        let mut bits = 0;
        for (i, gram) in text.array_windows::<{ Self::GRAM }>().take(GROUP).enumerate() {
            let [a, b, c] = *gram;
            bits |= u64::from(buckets(first, a) & buckets(second, b) & buckets(third, c) != 0) << i;
        }
        bits
    }
}
