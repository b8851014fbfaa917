//! Eight bytes looked at together, in a word with the first byte in the lowest bits.

const ONES: u64 = u64::from_le_bytes([1; 8]);

/// Marks each byte that is below `n`, at most 128, by its highest bit; bytes above the first of them may be marked wrongly.
pub(super) fn below(word: u64, n: u8) -> u64 {
    word.wrapping_sub(ONES * u64::from(n)) & !word & (ONES << 7)
}

/// The same for each byte that is `b`.
pub(super) fn equal(word: u64, b: u8) -> u64 {
    below(word ^ (ONES * u64::from(b)), 1)
}

/// The first byte that is marked; 8 if none is.
pub(super) fn first(marks: u64) -> usize {
    usize::try_from(marks.trailing_zeros() / 8).unwrap_or(8)
}
