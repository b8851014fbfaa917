//! Eight bytes looked at together.

const ONES: u64 = u64::from_le_bytes([1; 8]);

/// How many ASCII digits `text` begins with.
pub(crate) fn leading_digits(text: &[u8]) -> usize {
    /// Nought, eight times. A digit has the same upper four bits, also with 6 more, and nothing else has.
    const NOUGHTS: u64 = ONES * 0x30;
    let upper = |word: u64| word & (ONES * 0xF0);
    let (words, _) = text.as_chunks::<8>();
    let is_number = |word: u64| upper(word) == NOUGHTS && upper(word.wrapping_add(ONES * 6)) == NOUGHTS;
    let at = 8 * words.iter().take_while(|word| is_number(u64::from_le_bytes(**word))).count();
    at + text.get(at..).unwrap_or_default().iter().take_while(|b| b.is_ascii_digit()).count()
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
