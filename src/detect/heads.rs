//! Whether an account number could begin in the bytes before a label, and go on in it.

use super::shapes::IBAN_LENGTH;
use crate::text::padded;
use fearless_simd::{Level, dispatch, prelude::*, u8x32};

/// Bytes that are looked at: what is shorter than an account number, with a blank behind each letter and digit.
const REACH: usize = 32;

const _: () = assert!(2 * (IBAN_LENGTH as usize) <= REACH);

/// Whether two letters and two digits stand in the last bytes of `text`: where enough followed, a match of
/// [`Shape::Iban`](crate::rules::Shape::Iban) would have been seen without the label.
pub(super) fn any_head(text: &[u8]) -> bool {
    let short;
    let bytes: &[u8; REACH] = match text.last_chunk() {
        Some(bytes) => bytes,
        None => {
            short = padded(text);
            &short
        }
    };
    let [letters, digits] = dispatch!(Level::baseline(), simd => {
        let v = u8x32::from_slice(simd, bytes);
        let from = |first: u8, v: u8x32<_>, count: u8| (v - u8x32::splat(simd, first)).simd_lt(u8x32::splat(simd, count));
        let lower = v | u8x32::splat(simd, 0x20);
        [from(b'a', lower, 26).to_bitmask(), from(b'0', v, 10).to_bitmask()]
    });
    letters & letters >> 1 & digits >> 2 & digits >> 3 != 0
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn heads_are_seen(text in "([a-zA-Z@\\[`{]{1,3}|[0-9/:]{1,3}| ){0,20}") {
            let text = text.as_bytes();
            let last = text.get(text.len().saturating_sub(REACH)..).unwrap();
            let slow = last.array_windows().any(|[a, b, c, d]| {
                a.is_ascii_alphabetic() && b.is_ascii_alphabetic() && c.is_ascii_digit() && d.is_ascii_digit()
            });
            prop_assert_eq!(any_head(text), slow);
        }
    }
}
