//! Classes of bytes, 64 bytes at a time, by the vector instructions of the processor at hand.
//!
//! One bit a byte, the first byte in the lowest bit. [`Kernel::Portable`] is the same in plain Rust: the twin that tests
//! hold the vector code to, and what runs where there are no vector instructions with a byte shuffle.

use super::strays::Strays;
use fearless_simd::{Level, dispatch, prelude::*, u8x64};

/// Bytes of a group.
pub(super) const GROUP: usize = 64;

/// Bytes behind a group that its last [`Classes::stray`] bits depend on.
const BEHIND: usize = Strays::GRAM - 1;

/// Which bytes of a group are what.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Classes {
    pub(super) letter: u64,
    pub(super) upper: u64,
    pub(super) digit: u64,
    /// `_`
    pub(super) under: u64,
    pub(super) dot: u64,
    pub(super) colon: u64,
    pub(super) dash: u64,
    pub(super) plus: u64,
    pub(super) at: u64,
    pub(super) space: u64,
    /// `\`
    pub(super) escape: u64,
    /// Where a literal could begin that is bound to no border of words.
    pub(super) stray: u64,
}

impl Classes {
    /// Letters and digits.
    pub(super) const fn alnum(&self) -> u64 {
        self.letter | self.digit
    }

    /// Letters, digits and `_`.
    pub(super) const fn word(&self) -> u64 {
        self.alnum() | self.under
    }
}

/// How the classes are found.
#[derive(Clone, Copy, Debug)]
pub(super) enum Kernel {
    /// By vector instructions.
    Vector(Level),
    /// By plain Rust.
    Portable,
}

impl Kernel {
    /// The fastest that this processor can run.
    pub(super) fn detect() -> Self {
        Self::of(Level::new())
    }

    fn of(level: Level) -> Self {
        // What has no byte shuffle is faster in plain code.
        #[cfg(any(target_arch = "x86", target_arch = "x86_64"))]
        if matches!(level, Level::Sse2(_)) {
            return Self::Portable;
        }
        if level.is_fallback() { Self::Portable } else { Self::Vector(level) }
    }

    /// The classes of the groups of `text` from the byte `from` on, one for each element of `out`. Groups beyond the end
    /// are of no class.
    pub(super) fn classify(self, text: &[u8], from: usize, strays: &Strays, out: &mut [Classes]) {
        let text = text.get(from..).unwrap_or_default();
        // Groups for which every byte looked at is there.
        let whole = (text.len().saturating_sub(BEHIND) / GROUP).min(out.len());
        let (full, rest) = out.split_at_mut(whole);
        match self {
            Self::Vector(level) => dispatch!(level, simd => vector(simd, text, strays, full)),
            Self::Portable => portable(text, strays, full),
        }
        for (i, classes) in rest.iter_mut().enumerate() {
            let tail = text.get((whole + i) * GROUP..).unwrap_or_default();
            if tail.is_empty() {
                *classes = Classes::default();
                continue;
            }
            let mut padded = [0; GROUP + BEHIND];
            let len = tail.len().min(padded.len());
            if let (Some(to), Some(from)) = (padded.get_mut(..len), tail.get(..len)) {
                to.copy_from_slice(from);
            }
            let one = std::slice::from_mut(classes);
            match self {
                Self::Vector(level) => dispatch!(level, simd => vector(simd, &padded, strays, one)),
                Self::Portable => portable(&padded, strays, one),
            }
        }
    }
}

/// Needs [`BEHIND`] bytes more than the groups have.
#[inline(always)]
fn vector<S: Simd>(simd: S, text: &[u8], strays: &Strays, out: &mut [Classes]) {
    for (i, classes) in out.iter_mut().enumerate() {
        let base = i * GROUP;
        let (Some(first), Some(second), Some(third)) = (
            text.get(base..base + GROUP),
            text.get(base + 1..base + 1 + GROUP),
            text.get(base + 2..base + 2 + GROUP),
        ) else {
            return;
        };
        let v = u8x64::from_slice(simd, first);
        let is = |b: u8| v.simd_eq(u8x64::splat(simd, b)).to_bitmask();
        let within = |v: u8x64<S>, first: u8, len: u8| (v - u8x64::splat(simd, first)).simd_lt(len).to_bitmask();
        let nibbles = |v: u8x64<S>, [low, high]: &[[u8; 16]; 2]| {
            let table = |t: &[u8; 16]| u8x64::block_splat(fearless_simd::u8x16::from_slice(simd, t));
            let lower = table(low).swizzle_dyn_within_blocks(v & u8x64::splat(simd, 0x0F));
            lower & table(high).swizzle_dyn_within_blocks(v >> 4)
        };
        let [t1, t2, t3] = strays.tables();
        let buckets = nibbles(v, t1)
            & nibbles(u8x64::from_slice(simd, second), t2)
            & nibbles(u8x64::from_slice(simd, third), t3);
        *classes = Classes {
            letter: within(v | u8x64::splat(simd, 0x20), b'a', 26),
            upper: within(v, b'A', 26),
            digit: within(v, b'0', 10),
            under: is(b'_'),
            dot: is(b'.'),
            colon: is(b':'),
            dash: is(b'-'),
            plus: is(b'+'),
            at: is(b'@'),
            space: is(b' '),
            escape: is(b'\\'),
            stray: !buckets.simd_eq(u8x64::splat(simd, 0)).to_bitmask(),
        };
    }
}

/// Needs [`BEHIND`] bytes more than the groups have.
fn portable(text: &[u8], strays: &Strays, out: &mut [Classes]) {
    for (classes, (i, group)) in out.iter_mut().zip(text.as_chunks::<GROUP>().0.iter().enumerate()) {
        let is = |wanted: u8| mask(group, |b| b == wanted);
        *classes = Classes {
            letter: mask(group, |b| (b | 0x20).wrapping_sub(b'a') < 26),
            upper: mask(group, |b| b.wrapping_sub(b'A') < 26),
            digit: mask(group, |b| b.wrapping_sub(b'0') < 10),
            under: is(b'_'),
            dot: is(b'.'),
            colon: is(b':'),
            dash: is(b'-'),
            plus: is(b'+'),
            at: is(b'@'),
            space: is(b' '),
            escape: is(b'\\'),
            stray: strays.mask(text.get(i * GROUP..).unwrap_or_default()),
        };
    }
}

#[inline]
fn mask(group: &[u8; GROUP], is: impl Fn(u8) -> bool) -> u64 {
    let flags = group.map(|b| u8::from(is(b)));
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

    /// Every kernel that this processor can run.
    pub(crate) fn kernels() -> Vec<Kernel> {
        let best = Level::new();
        let mut all = vec![Kernel::Portable, Kernel::detect()];
        #[cfg(any(target_arch = "x86", target_arch = "x86_64"))]
        {
            all.extend(best.as_sse2().map(|l| Kernel::Vector(Level::Sse2(l))));
            all.extend(best.as_sse4_2().map(|l| Kernel::Vector(Level::Sse4_2(l))));
            all.extend(best.as_avx2().map(|l| Kernel::Vector(Level::Avx2(l))));
        }
        all
    }

    fn slow(text: &[u8], base: usize, strays: &[&str]) -> Classes {
        let mut out = Classes::default();
        for (i, &b) in text.iter().enumerate().skip(base).take(GROUP) {
            let bit = 1 << (i - base);
            let mut set = |class: &mut u64, is: bool| *class |= if is { bit } else { 0 };
            set(&mut out.letter, b.is_ascii_alphabetic());
            set(&mut out.upper, b.is_ascii_uppercase());
            set(&mut out.digit, b.is_ascii_digit());
            set(&mut out.under, b == b'_');
            set(&mut out.dot, b == b'.');
            set(&mut out.colon, b == b':');
            set(&mut out.dash, b == b'-');
            set(&mut out.plus, b == b'+');
            set(&mut out.at, b == b'@');
            set(&mut out.space, b == b' ');
            set(&mut out.escape, b == b'\\');
            let begins = |l: &&str| text.get(i..i + 3).is_some_and(|t| t.eq_ignore_ascii_case(&l.as_bytes()[..3]));
            set(&mut out.stray, strays.iter().any(begins));
        }
        out
    }

    proptest! {
        #[test]
        fn every_kernel_tells_every_class(
            text in proptest::collection::vec(prop_oneof![any::<u8>(), prop::sample::select(&b"Q~0:/ab-_"[..])], 0..400),
            from in 0_usize..300,
        ) {
            const STRAYS: [&str; 3] = ["0q~", "://", "-----begin"];
            let mut strays = Strays::new();
            for literal in STRAYS {
                strays.add(literal.as_bytes());
            }
            let from = from.min(text.len());
            let groups = (text.len() - from) / GROUP + 2;
            for kernel in kernels() {
                let mut out = vec![Classes::default(); groups];
                kernel.classify(&text, from, &strays, &mut out);
                for (i, classes) in out.iter().enumerate() {
                    let want = slow(&text, from + i * GROUP, &STRAYS);
                    // A bucket may hold what looks like two of its literals; it misses none.
                    prop_assert_eq!(classes.stray & want.stray, want.stray);
                    prop_assert_eq!(&Classes { stray: 0, ..*classes }, &Classes { stray: 0, ..want }, "{:?}", kernel);
                }
                let mut twin = vec![Classes::default(); groups];
                Kernel::Portable.classify(&text, from, &strays, &mut twin);
                prop_assert_eq!(out, twin, "{:?}", kernel);
            }
        }
    }
}
