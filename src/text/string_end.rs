//! Where a long JSON string ends, 64 bytes at a time: a document in a string has an escape for each of its quotes.

use super::json::string_from;
use super::specials::{GROUP, LEVEL, Specials, first_special, padded, taken};
use super::unescape::is_simple;
use fearless_simd::{dispatch, prelude::*, u8x64};

/// Reads the string whose contents begin at `from`; returns its end behind the quote and whether it holds a backslash. `None`
/// if there is no whole string.
pub(super) fn string_end(text: &[u8], from: usize) -> Option<(usize, bool)> {
    // Most strings hold nothing special.
    let special = first_special(text, from);
    if text.get(special) == Some(&b'"') { Some((special + 1, false)) } else { escaped_end(text, special) }
}

/// What a string can end at, and what its escapes begin with, from the lowest bit on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Stops {
    quote: u64,
    slash: u64,
    /// Control characters.
    control: u64,
}

#[inline(always)]
fn stops<S: Simd>(simd: S, group: &[u8; GROUP]) -> Stops {
    let v = u8x64::from_slice(simd, group);
    let is = |byte: u8| v.simd_eq(u8x64::splat(simd, byte)).to_bitmask();
    let control = v.simd_lt(u8x64::splat(simd, 0x20)).to_bitmask();
    Stops { quote: is(b'"'), slash: is(b'\\'), control }
}

/// What stops a string in the 64 bytes from `at` on.
#[inline(always)]
fn stops_at<S: Simd>(simd: S, text: &[u8], at: usize) -> Stops {
    let rest = text.get(at..).unwrap_or_default();
    if let Some(group) = rest.first_chunk() {
        return stops(simd, group);
    }
    let Stops { quote, slash, control } = stops(simd, &padded(rest));
    // Zeros behind the text are none of it.
    Stops { quote, slash, control: control & !(u64::MAX << rest.len()) }
}

/// As [`string_end`], for a string with an escape at `from` or something that does not belong there.
// Most strings end without it, and who asks is slower with all of it in between.
#[inline(never)]
fn escaped_end(text: &[u8], from: usize) -> Option<(usize, bool)> {
    dispatch!(*LEVEL, simd => escaped_end_by(simd, text, from))
}

#[inline(always)]
fn escaped_end_by<S: Simd>(simd: S, text: &[u8], from: usize) -> Option<(usize, bool)> {
    let mut escaped = false;
    // Whether a backslash at the end of the group before takes the first byte of this one.
    let mut taken_first = 0;
    for base in (from..text.len()).step_by(GROUP) {
        let Stops { quote, slash, control } = stops_at(simd, text, base);
        let (taken, goes_on) = taken(slash, taken_first);
        let ends = (quote | control) & !taken;
        let before_end = ends.wrapping_sub(1) & !ends;
        escaped |= (slash | taken) & before_end != 0;
        // What is neither a quote nor a backslash.
        let mut others = taken & before_end & !(quote | slash);
        while others != 0 {
            let at = base + usize::try_from(others.trailing_zeros()).unwrap_or(GROUP);
            if !text.get(at).copied().is_some_and(is_simple) {
                // Longer ones are read one by one.
                let first = base - usize::from(taken_first == 1);
                return string_from(&mut Specials::of(text), text, first).ok();
            }
            others &= others - 1;
        }
        if ends != 0 {
            let at = base + usize::try_from(ends.trailing_zeros()).unwrap_or(GROUP);
            return (text.get(at) == Some(&b'"')).then_some((at + 1, escaped));
        }
        taken_first = goes_on;
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(4000))]
        #[test]
        fn strings_end_where_they_end(
            plain in 0_usize..70,
            text in proptest::collection::vec(prop_oneof![
                6 => Just(b'a'), 4 => Just(b'\\'), 4 => Just(b'"'), 2 => prop::sample::select(&b"nut/0\x01\xc3"[..]),
            ], 0..200),
            from in 0_usize..3,
        ) {
            let text = [vec![b'a'; plain], text].concat();
            let slow = string_from(&mut Specials::of(&text), &text, from).ok();
            prop_assert_eq!(string_end(&text, from), slow);
            prop_assert_eq!(escaped_end(&text, from), slow);
        }

        #[test]
        fn escapes_are_read_over_groups(parts in proptest::collection::vec(
            prop::sample::select(&[r"\\", r#"\""#, r"\n", r"\u00e9", "abc", "0123456789", r"\\\\\\\\"][..]), 0..60,
        )) {
            let text = parts.concat() + "\" more";
            let slow = string_from(&mut Specials::of(text.as_bytes()), text.as_bytes(), 0).ok();
            prop_assert!(slow.is_some());
            prop_assert_eq!(escaped_end(text.as_bytes(), 0), slow);
        }
    }
}
