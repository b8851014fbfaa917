//! Eight bytes looked at together.

const ONES: u64 = u64::from_le_bytes([1; 8]);

/// How many ASCII digits `text` begins with.
pub(crate) fn leading_digits(text: &[u8]) -> usize {
    /// Nought, eight times. A digit has the same upper four bits, also with 6 more, and nothing else has.
    const NOUGHTS: u64 = ONES * 0x30;
    let upper = |word: u64| (word & (ONES * 0xF0)) ^ NOUGHTS;
    // From the lowest on, bits that no byte before the first other one has: adding carries upwards only.
    let other = |word: u64| upper(word) | upper(word.wrapping_add(ONES * 6));
    let (words, rest) = text.as_chunks::<8>();
    for (i, word) in words.iter().enumerate() {
        let bits = other(u64::from_le_bytes(*word)).trailing_zeros();
        if bits < u64::BITS {
            return 8 * i + usize::try_from(bits / 8).unwrap_or(0);
        }
    }
    text.len() - rest.len() + rest.iter().take_while(|b| b.is_ascii_digit()).count()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn digits_are_counted(text in proptest::collection::vec(
            prop_oneof![Just(b'7'), prop::sample::select(&b"/0129:;\xb0\xb9\xf0"[..]), any::<u8>()], 0..40,
        ), more in 0_usize..30) {
            let text = [vec![b'7'; more], text].concat();
            let slow = text.iter().position(|b| !b.is_ascii_digit()).unwrap_or(text.len());
            prop_assert_eq!(leading_digits(&text), slow);
        }
    }
}
