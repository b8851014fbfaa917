//! What the first bytes of a match can be: most places where a pattern is to be tried are told from others by a few bytes,
//! for a hundredth of what it costs to try.

use std::borrow::Cow;

/// ASCII bytes, one bit each, the lowest bit of the first half first.
pub type AsciiSet = [u64; 2];

/// Which bytes can stand at some places in the beginning of a match. Bytes beyond ASCII can stand at each.
#[derive(Clone, Debug)]
pub struct Head {
    from: usize,
    places: Cow<'static, [AsciiSet]>,
}

impl Head {
    /// Nothing is known.
    pub const UNKNOWN: Self = Self { from: 0, places: Cow::Borrowed(&[]) };

    /// Matches go on with a byte of each of `places`, from `from` bytes behind their beginning on. `build.rs` proves it from
    /// the pattern.
    #[must_use]
    pub const fn new(from: usize, places: Cow<'static, [AsciiSet]>) -> Self {
        Self { from, places }
    }

    /// Whether a match could begin where `text` begins.
    #[inline]
    pub(crate) fn fits(&self, text: &[u8]) -> bool {
        let mut rest = text.get(self.from..).unwrap_or_default().iter();
        self.places.iter().all(|set| rest.next().is_some_and(|b| holds(set, *b)))
    }
}

/// Whether a byte is in the set or beyond ASCII.
#[inline(always)]
fn holds(set: &AsciiSet, b: u8) -> bool {
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
        let head = Head::new(2, vec![of(b"ab"), of(b"1")].into());
        for (text, fits) in
            [("xxa1", true), ("xxb1 ", true), ("xxc1", false), ("xxa2", false), ("xxa", false), ("x", false)]
        {
            assert_eq!(head.fits(text.as_bytes()), fits, "{text}");
        }
        assert!(head.fits(b"xx\xE41") && head.fits(b"xxa\xE4"));
        assert!(Head::UNKNOWN.fits(b""));
    }
}
