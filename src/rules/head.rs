//! What the first bytes of a match can be: most places where a pattern is to be tried are told from others by a few bytes,
//! for a hundredth of what it costs to try.

use std::borrow::Cow;

/// ASCII bytes, one bit each, the lowest bit of the first half first.
pub type AsciiSet = [u64; 2];

/// Which bytes can stand at the first places of a match. Bytes beyond ASCII can stand at each.
#[derive(Clone, Debug)]
pub struct Head {
    places: Cow<'static, [AsciiSet]>,
}

impl Head {
    /// Nothing is known.
    pub const UNKNOWN: Self = Self { places: Cow::Borrowed(&[]) };

    /// Matches begin with a byte of each of `places`. `build.rs` proves it from the pattern.
    #[must_use]
    pub const fn new(places: Cow<'static, [AsciiSet]>) -> Self {
        Self { places }
    }

    /// Whether a match could begin where `text` begins.
    #[inline]
    pub(crate) fn fits(&self, text: &[u8]) -> bool {
        let mut rest = text.iter();
        self.places.iter().all(|set| rest.next().is_some_and(|b| holds(set, *b)))
    }
}

/// Whether a byte is in the set or beyond ASCII.
#[inline(always)]
pub(super) fn holds(set: &AsciiSet, b: u8) -> bool {
    set.get(usize::from(b >> 6)).is_none_or(|half| half >> (b & 63) & 1 == 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_head_tells_bytes() {
        let of = |bytes: &[u8]| {
            bytes.iter().fold([0; 2], |mut set: AsciiSet, b| {
                set[usize::from(b >> 6)] |= 1 << (b & 63);
                set
            })
        };
        let head = Head::new(vec![of(b"ab"), of(b"1")].into());
        for (text, fits) in
            [("a1", true), ("b1 ", true), ("c1", false), ("a2", false), ("a", false), ("", false)]
        {
            assert_eq!(head.fits(text.as_bytes()), fits, "{text}");
        }
        assert!(head.fits(b"\xE41") && head.fits(b"a\xE4"));
        assert!(Head::UNKNOWN.fits(b""));
    }
}
