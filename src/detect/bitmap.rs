//! Bits by hash: what is not in a bitmap is told by one look. The hashes are products, whose highest bits count.

/// `WORDS` words of 64 bits, a power of two.
#[derive(Debug)]
pub(super) struct Bitmap<const WORDS: usize>([u64; WORDS]);

impl<const WORDS: usize> Bitmap<WORDS> {
    /// Nothing is in it.
    pub(super) const fn new() -> Self {
        Self([0; WORDS])
    }

    /// Everything is in it.
    pub(super) const fn full() -> Self {
        Self([u64::MAX; WORDS])
    }

    pub(super) fn mark(&mut self, hash: u64) {
        let (word, bit) = Self::place(hash);
        if let Some(word) = self.0.get_mut(word) {
            *word |= 1 << bit;
        }
    }

    /// The lowest bit says whether a hash is marked.
    #[inline(always)]
    pub(super) fn mark_of(&self, hash: u64) -> u64 {
        let (word, bit) = Self::place(hash);
        self.0.get(word).map_or(0, |w| w >> bit)
    }

    /// The word of a hash, and the place of its bit in the word.
    #[inline(always)]
    const fn place(hash: u64) -> (usize, u64) {
        let hash = hash >> (64 - 6 - WORDS.ilog2());
        ((hash >> 6) as usize, hash & 63)
    }
}
