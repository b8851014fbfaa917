//! Classes of bytes, 64 bytes at a time.
//!
//! Written so that the compiler turns the comparisons into vector instructions of whatever machine it builds for; the
//! gathering of bits is a multiplication. One bit a byte, the first byte in the lowest bit.

/// Bytes of a block.
pub(super) const BLOCK: usize = 64;

/// Which bytes of a block are what. Bytes of no class are not set anywhere.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Classes {
    pub(super) lower: u64,
    pub(super) upper: u64,
    pub(super) digit: u64,
    /// `@`, `:`, `+` and `-`.
    pub(super) joint: u64,
    /// Blanks and quotes, with which no literal begins.
    pub(super) blank: u64,
}

impl Classes {
    /// The classes of a block.
    #[inline]
    pub(super) fn of(block: &[u8; BLOCK]) -> Self {
        Self {
            lower: mask(block, |b| b.wrapping_sub(b'a') < 26),
            upper: mask(block, |b| b.wrapping_sub(b'A') < 26),
            digit: mask(block, |b| b.wrapping_sub(b'0') < 10),
            joint: mask(block, |b| (b == b'@') | (b == b':') | (b == b'+') | (b == b'-')),
            blank: mask(block, |b| (b <= b' ') | (b == b'"')),
        }
    }
}

#[inline]
fn mask(block: &[u8; BLOCK], is: impl Fn(u8) -> bool) -> u64 {
    let flags = block.map(|b| u8::from(is(b)));
    let mut bits = 0;
    for (i, eight) in flags.as_chunks::<8>().0.iter().enumerate() {
        // Each flag is 0 or 1; the product brings the eight lowest bits together in the highest byte.
        let byte = u64::from_le_bytes(*eight).wrapping_mul(0x0102_0408_1020_4080) >> 56;
        bits |= byte << (8 * i);
    }
    bits
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn every_byte_has_its_class(bytes in proptest::collection::vec(any::<u8>(), BLOCK)) {
            let block: [u8; BLOCK] = bytes.clone().try_into().unwrap();
            let classes = Classes::of(&block);
            for (i, b) in bytes.iter().enumerate() {
                let bit = |mask: u64| mask >> i & 1 == 1;
                prop_assert_eq!(bit(classes.lower), b.is_ascii_lowercase());
                prop_assert_eq!(bit(classes.upper), b.is_ascii_uppercase());
                prop_assert_eq!(bit(classes.digit), b.is_ascii_digit());
                prop_assert_eq!(bit(classes.joint), b"@:+-".contains(b));
                prop_assert_eq!(bit(classes.blank), *b <= b' ' || *b == b'"');
            }
        }
    }
}
