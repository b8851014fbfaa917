//! Literals that are bound to no border of words, found anywhere by their first three bytes.
//!
//! Each of the three bytes is looked up in two tables of sixteen, by its low and its high half; a table entry has one bit
//! for each of eight buckets of literals. Bits that all six tables share are buckets that the three bytes could begin a
//! literal of (the method of the Teddy search of Hyperscan, made for one pass over all classes of bytes).

use super::classes::GROUP;

/// The tables. They know no literal, only where one could begin.
#[derive(Debug, Default)]
pub(super) struct Strays {
    /// By place in the literal, then by half of the byte.
    tables: [[[u8; 16]; 2]; Strays::GRAM],
}

impl Strays {
    /// Bytes looked at.
    pub(super) const GRAM: usize = 3;

    /// Without any literal.
    pub(super) fn new() -> Self {
        Self::default()
    }

    /// Adds a literal in lower case of at least [`Self::GRAM`] bytes. It is found in any case.
    pub(super) fn add(&mut self, literal: &[u8]) {
        let Some(first) = literal.first() else { return };
        let bucket = 1 << ((first ^ (first >> 4)) & 7);
        for (tables, &b) in self.tables.iter_mut().zip(literal) {
            for b in [b.to_ascii_lowercase(), b.to_ascii_uppercase()] {
                let [low, high] = tables;
                for (table, half) in [(low, b & 15), (high, b >> 4)] {
                    if let Some(entry) = table.get_mut(usize::from(half)) {
                        *entry |= bucket;
                    }
                }
            }
        }
    }

    pub(super) const fn tables(&self) -> &[[[u8; 16]; 2]; Self::GRAM] {
        &self.tables
    }

    /// Where a literal could begin in the first [`GROUP`] bytes of `text`.
    pub(super) fn mask(&self, text: &[u8]) -> u64 {
        let buckets = |tables: &[[u8; 16]; 2], b: u8| {
            let [low, high] = tables;
            low.get(usize::from(b & 15)).copied().unwrap_or(0) & high.get(usize::from(b >> 4)).copied().unwrap_or(0)
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
