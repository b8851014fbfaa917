//! Where bytes of a kind stand, 64 at a time, by the vector instructions that every processor of the target has, or for more than
//! a look by those of the processor at hand: a search that stops at each of them costs more than they do.

use fearless_simd::{Level, dispatch, prelude::*, u8x64};
use std::sync::LazyLock;

/// Bytes of a group.
pub(super) const GROUP: usize = 64;

/// The vector instructions of the processor at hand.
pub(super) static LEVEL: LazyLock<Level> = LazyLock::new(Level::new);

/// Marks, from the lowest bit on, each byte of a string that is special: a quote, a backslash or a control character.
#[inline]
fn specials(group: &[u8; GROUP]) -> u64 {
    dispatch!(Level::baseline(), simd => specials_of(simd, group))
}

#[inline(always)]
fn specials_of<S: Simd>(simd: S, group: &[u8; GROUP]) -> u64 {
    let v = u8x64::from_slice(simd, group);
    let is = |byte: u8| v.simd_eq(u8x64::splat(simd, byte));
    (is(b'"') | is(b'\\') | v.simd_lt(u8x64::splat(simd, 0x20))).to_bitmask()
}

/// The first special byte at `from` or behind; the end of the text if there is none. A string is long enough for the vector
/// instructions of the processor at hand to be worth the call.
#[cfg(feature = "pipeline")]
pub(super) fn first_special(text: &[u8], from: usize) -> usize {
    dispatch!(*LEVEL, simd => first_of(simd, text, from))
}

#[cfg(feature = "pipeline")]
#[inline(always)]
fn first_of<S: Simd>(simd: S, text: &[u8], from: usize) -> usize {
    let mut at = from;
    while let Some(rest) = text.get(at..).filter(|rest| !rest.is_empty()) {
        let bits = match rest.first_chunk() {
            Some(group) => specials_of(simd, group),
            None => specials_of(simd, &padded(rest)) & !(u64::MAX << rest.len()),
        };
        if bits != 0 {
            return at + usize::try_from(bits.trailing_zeros()).unwrap_or(GROUP);
        }
        at += GROUP;
    }
    text.len()
}

/// Marks each backslash, as [`specials`] marks what is special.
#[inline(always)]
pub(super) fn backslashes<S: Simd>(simd: S, group: &[u8; GROUP]) -> u64 {
    u8x64::from_slice(simd, group).simd_eq(u8x64::splat(simd, b'\\')).to_bitmask()
}

/// The same for quotes.
#[inline(always)]
pub(super) fn quotes<S: Simd>(simd: S, group: &[u8; GROUP]) -> u64 {
    u8x64::from_slice(simd, group).simd_eq(u8x64::splat(simd, b'"')).to_bitmask()
}

/// Marks each ASCII digit.
#[cfg(feature = "pipeline")]
#[inline]
fn digits(group: &[u8; GROUP]) -> u64 {
    dispatch!(Level::baseline(), simd => {
        let v = u8x64::from_slice(simd, group) - u8x64::splat(simd, b'0');
        v.simd_lt(u8x64::splat(simd, 10)).to_bitmask()
    })
}

/// How many ASCII digits `text` begins with, up to [`GROUP`].
#[cfg(feature = "pipeline")]
#[inline]
pub(crate) fn digits_of_group(text: &[u8]) -> usize {
    usize::try_from(marks(text, 0, digits).trailing_ones()).unwrap_or(GROUP)
}

/// What `mark` says of the bytes from `at` on, as many as there are up to a group.
#[inline]
fn marks(text: &[u8], at: usize, mark: fn(&[u8; GROUP]) -> u64) -> u64 {
    let rest = text.get(at..).unwrap_or_default();
    if let Some(group) = rest.first_chunk() {
        return mark(group);
    }
    mark(&padded(rest)) & !(u64::MAX << rest.len())
}

/// A text of less than `N` bytes with zeros behind it.
pub(crate) fn padded<const N: usize>(text: &[u8]) -> [u8; N] {
    let mut padded = [0; N];
    if let Some(to) = padded.get_mut(..text.len()) {
        to.copy_from_slice(text);
    }
    padded
}

/// The bytes of a group that a backslash before them takes, and 1 if the last one of them takes the first byte behind; `first` is
/// 1 if the first byte is taken. Of backslashes in a row every second one is taken: from the sums of their runs, see Langdale
/// and Lemire, Parsing Gigabytes of JSON per Second <https://arxiv.org/abs/1902.08318>, section 3.1.1.
pub(super) const fn taken(slash: u64, first: u64) -> (u64, u64) {
    const EVEN: u64 = 0x5555_5555_5555_5555;
    let slash = slash & !first;
    if slash == 0 {
        return (first, 0);
    }
    let behind = slash << 1 | first;
    let odd_starts = slash & !EVEN & !behind;
    let (sum, goes_on) = odd_starts.overflowing_add(slash);
    ((EVEN ^ sum << 1) & behind, goes_on as u64)
}

/// Finds what is special in the strings of a text, from the left to the right.
#[derive(Debug)]
pub(super) struct Specials<'t> {
    text: &'t [u8],
    /// Where the group ends that was looked at last.
    end: usize,
    /// What is special in it.
    bits: u64,
}

impl<'t> Specials<'t> {
    pub(super) const fn of(text: &'t [u8]) -> Self {
        Self { text, end: 0, bits: 0 }
    }

    /// The first special byte at `at` or behind; the end of the text if there is none.
    #[inline(always)]
    pub(super) fn next(&mut self, mut at: usize) -> usize {
        while at < self.text.len() {
            let skip = (at + GROUP).wrapping_sub(self.end);
            if skip < GROUP {
                let bits = self.bits >> skip;
                if bits != 0 {
                    return at + usize::try_from(bits.trailing_zeros()).unwrap_or(GROUP);
                }
                at = self.end;
            } else {
                self.look(at);
            }
        }
        self.text.len()
    }

    /// Looks at the group at `at`.
    #[inline(never)]
    fn look(&mut self, at: usize) {
        self.end = at + GROUP;
        self.bits = marks(self.text, at, specials);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn text() -> impl Strategy<Value = Vec<u8>> {
        let byte = prop_oneof![
            any::<u8>(),
            Just(b'a'),
            prop::sample::select(&b"\"\\\x1f\x20\x7f\x80\xff!#[]/09:"[..])
        ];
        (0_usize..150, proptest::collection::vec(byte, 0..200))
            .prop_map(|(plain, text)| [vec![b'a'; plain], text].concat())
    }

    #[test]
    fn every_second_backslash_is_taken() {
        assert_eq!(taken(0b0000_0001, 0), (0b10, 0));
        assert_eq!(taken(0b0000_0011, 0), (0b10, 0));
        assert_eq!(taken(0b0000_0111, 0), (0b1010, 0));
        assert_eq!(taken(0b0000_0011, 1), (0b101, 0));
        assert_eq!(taken(1 << 63, 0), (0, 1));
        assert_eq!(taken(3 << 62, 0), (1 << 63, 0));
    }

    proptest! {
        #[test]
        fn what_is_special_is_found(text in text(), steps in proptest::collection::vec(0_usize..90, 0..40)) {
            let (mut specials, mut at) = (Specials::of(&text), 0);
            for step in steps {
                let slow = text.iter().skip(at).position(|b| matches!(b, b'"' | b'\\' | ..0x20));
                prop_assert_eq!(specials.next(at), slow.map_or(text.len(), |n| at + n));
                #[cfg(feature = "pipeline")]
                prop_assert_eq!(first_special(&text, at), slow.map_or(text.len(), |n| at + n));
                at = (at + step).min(text.len());
            }
        }

        #[cfg(feature = "pipeline")]
        #[test]
        fn digits_are_counted(digits in 0_usize..80, text in text()) {
            let text = [vec![b'7'; digits], text].concat();
            let slow = text.iter().take(GROUP).take_while(|b| b.is_ascii_digit()).count();
            prop_assert_eq!(digits_of_group(&text), slow);
        }

        #[test]
        fn backslashes_and_quotes_are_marked(text in text(), at in 0_usize..200) {
            let rest = text.get(at..).unwrap_or_default();
            let group = padded(rest.get(..GROUP).unwrap_or(rest));
            for level in [*LEVEL, Level::baseline()] {
                let marks = dispatch!(level, simd => [backslashes(simd, &group), quotes(simd, &group)]);
                for (i, byte) in group.iter().enumerate() {
                    prop_assert_eq!(marks.map(|bits| bits >> i & 1 == 1), [*byte == b'\\', *byte == b'"']);
                }
            }
        }
    }
}
