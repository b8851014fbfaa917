//! Classes of bytes, 64 bytes at a time, by the vector instructions of the processor at hand.
//!
//! One bit a byte, the first byte in the lowest bit. [`Kernel::Portable`] is the same in plain Rust: the twin that tests
//! hold the vector code to, and what runs where there are no vector instructions with a byte shuffle.

use super::by_table::{Table, classes, masks};
use super::nibbles::Nibbles;
use fearless_simd::{Level, dispatch, prelude::*, u8x16, u8x64};
#[cfg(any(target_arch = "x86", target_arch = "x86_64"))]
use std::any::TypeId;

/// Bytes of a group.
pub(super) const GROUP: usize = 64;

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
    /// `%` and the escape byte, with which other escapes begin.
    pub(super) mark: u64,
    /// Where a literal could begin that is bound to no border of words.
    pub(super) stray: u64,
    /// Three bytes before the end of a literal that ends a word, if a word ends there.
    pub(super) end: u64,
    /// Where a literal could begin that begins with a digit.
    pub(super) number: u64,
}

/// The tables for the last three of the [`Classes`].
#[derive(Debug, Default)]
pub(super) struct Tables {
    pub(super) stray: Nibbles,
    pub(super) end: Nibbles,
    pub(super) number: Nibbles,
}

impl Classes {
    /// Letters and digits.
    pub(super) const fn alnum(&self) -> u64 {
        self.letter | self.digit
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
        let level = Level::new();
        // What has no byte shuffle is faster in plain code.
        #[cfg(any(target_arch = "x86", target_arch = "x86_64"))]
        if matches!(level, Level::Sse2(_)) {
            return Self::Portable;
        }
        if level.is_fallback() { Self::Portable } else { Self::Vector(level) }
    }

    /// The fastest with vectors of 32 bytes at most.
    pub(super) fn narrow() -> Self {
        match Self::detect() {
            #[cfg(any(target_arch = "x86", target_arch = "x86_64"))]
            Self::Vector(level @ Level::Avx512(_)) => {
                level.as_avx2().map_or(Self::Portable, |avx2| Self::Vector(Level::Avx2(avx2)))
            }
            other => other,
        }
    }

    /// The vector instructions, if they have a byte shuffle: there is no other code for those without.
    #[inline]
    pub(super) const fn level(self) -> Option<Level> {
        match self {
            Self::Portable => None,
            #[cfg(any(target_arch = "x86", target_arch = "x86_64"))]
            Self::Vector(Level::Sse2(_)) => None,
            Self::Vector(level) => Some(level),
        }
    }

    /// Runs `task`, compiled for the instructions of this kernel.
    #[inline]
    pub(super) fn run<T: Task>(self, task: T) {
        match self.level() {
            None => task.run(|bytes, tables, to| *to = portable(bytes, tables)),
            Some(level) => dispatch!(level, simd => if shuffles(simd) {
                task.run(
                    #[inline(always)]
                    |bytes: &[u8; BYTES], tables: &Tables, to: &mut Classes| {
                        *to = vector(simd, bytes, tables);
                        // Seen through, the masks are taken apart by the compiler, in hundreds of instructions.
                        std::hint::black_box(to);
                    },
                );
            }),
        }
    }
}

/// Whether the instructions have a byte shuffle. Code for those without one would only take room: a hundred kilobytes.
#[inline(always)]
pub(super) fn shuffles<S: Simd>(_: S) -> bool {
    #[cfg(any(target_arch = "x86", target_arch = "x86_64"))]
    let shuffles = TypeId::of::<S>() != TypeId::of::<fearless_simd::x86::Sse2>();
    #[cfg(not(any(target_arch = "x86", target_arch = "x86_64")))]
    let shuffles = true;
    shuffles
}

/// Bytes that the classes of a group depend on.
pub(super) const BYTES: usize = GROUP + Nibbles::GRAM - 1;

/// What is done with a kernel. Its `run` must be `#[inline(always)]` to be compiled for the kernel's instructions.
pub(super) trait Task {
    /// Gets a function that tells the classes of a group: it puts them in the place that it is given.
    fn run(self, classify: impl Fn(&[u8; BYTES], &Tables, &mut Classes));
}

#[inline(always)]
fn vector<S: Simd>(simd: S, bytes: &[u8; BYTES], tables: &Tables) -> Classes {
    let (v, second, third) = (load(simd, bytes, 0), load(simd, bytes, 1), load(simd, bytes, 2));
    let halves = [halves(simd, v), halves(simd, second), halves(simd, third)];
    Classes {
        letter: within(simd, v | u8x64::splat(simd, 0x20), b'a', 26),
        upper: within(simd, v, b'A', 26),
        digit: within(simd, v, b'0', 10),
        under: is(simd, v, b'_'),
        dot: is(simd, v, b'.'),
        colon: is(simd, v, b':'),
        dash: is(simd, v, b'-'),
        plus: is(simd, v, b'+'),
        at: is(simd, v, b'@'),
        space: is(simd, v, b' '),
        escape: is(simd, v, b'\\'),
        mark: (v.simd_eq(u8x64::splat(simd, b'%')) | v.simd_eq(u8x64::splat(simd, 0x1B))).to_bitmask(),
        stray: grams(simd, &halves, &tables.stray),
        end: grams(simd, &halves, &tables.end),
        number: grams(simd, &halves, &tables.number),
    }
}

#[inline(always)]
fn load<S: Simd>(simd: S, bytes: &[u8; BYTES], at: usize) -> u8x64<S> {
    u8x64::from_slice(simd, bytes.get(at..at + GROUP).unwrap_or(&[0; GROUP]))
}

#[inline(always)]
fn is<S: Simd>(simd: S, v: u8x64<S>, b: u8) -> u64 {
    v.simd_eq(u8x64::splat(simd, b)).to_bitmask()
}

/// Which bytes are of the `len` from `first` on.
#[inline(always)]
fn within<S: Simd>(simd: S, v: u8x64<S>, first: u8, len: u8) -> u64 {
    (v - u8x64::splat(simd, first)).simd_lt(u8x64::splat(simd, len)).to_bitmask()
}

/// The low and the high half of each byte.
#[inline(always)]
fn halves<S: Simd>(simd: S, v: u8x64<S>) -> [u8x64<S>; 2] {
    [v & u8x64::splat(simd, 0x0F), v >> 4]
}

/// Where the tables find three bytes.
#[inline(always)]
fn grams<S: Simd>(simd: S, [first, second, third]: &[[u8x64<S>; 2]; Nibbles::GRAM], tables: &Nibbles) -> u64 {
    let [t1, t2, t3] = tables.tables();
    let buckets = buckets(simd, first, t1) & buckets(simd, second, t2) & buckets(simd, third, t3);
    !is(simd, buckets, 0)
}

/// What the tables of one place in a literal say of each byte.
#[inline(always)]
fn buckets<S: Simd>(simd: S, halves: &[u8x64<S>; 2], tables: &[[u8; 16]; 2]) -> u8x64<S> {
    let ([low, high], [lows, highs]) = (halves, tables);
    let lows = u8x64::block_splat(u8x16::from_slice(simd, lows));
    let highs = u8x64::block_splat(u8x16::from_slice(simd, highs));
    lows.swizzle_dyn_within_blocks(*low) & highs.swizzle_dyn_within_blocks(*high)
}

/// Eight bits for all classes: five common signs, two that tell small letters (the first alone), capitals (the second alone) and
/// digits (both), and whether it is a [rare](RARE) sign.
const COMMON: Table = {
    let (mut table, mut b) = ([0; 256], 0);
    while b < 128_u8 {
        let signs = [b == b'_', b == b'.', b == b':', b == b'-', b == b' '];
        let [under, dot, colon, dash, space] = signs;
        let (small, capital) = (b.is_ascii_lowercase(), b.is_ascii_uppercase());
        let (first, second) = (small || b.is_ascii_digit(), capital || b.is_ascii_digit());
        table[b as usize] = classes([under, dot, colon, dash, space, first, second, RARE[b as usize] != 0]);
        b += 1;
    }
    table
};

/// The other signs: most groups have none.
const RARE: Table = {
    let mut table = [0; 256];
    table[b'+' as usize] = 1;
    table[b'@' as usize] = 1 << 1;
    table[b'\\' as usize] = 1 << 2;
    (table[b'%' as usize], table[0x1B]) = (1 << 3, 1 << 3);
    table
};

fn portable(bytes: &[u8; BYTES], tables: &Tables) -> Classes {
    let Some(group) = bytes.first_chunk::<GROUP>() else { return Classes::default() };
    let [under, dot, colon, dash, space, first, second, rare] = masks(group, &COMMON);
    let (letter, upper, digit) = (first ^ second, second & !first, first & second);
    let [plus, at, escape, mark, ..] = if rare == 0 { [0; 8] } else { masks(group, &RARE) };
    Classes {
        letter,
        upper,
        digit,
        under,
        dot,
        colon,
        dash,
        plus,
        at,
        space,
        escape,
        mark,
        stray: tables.stray.mask(bytes),
        // Ends of words and numbers are rare enough; the tables cost more here.
        end: u64::MAX,
        number: u64::MAX,
    }
}

/// Where the tables find three bytes, of the bytes of a group.
pub(super) fn find_grams(kernel: Kernel, bytes: &[u8; BYTES], tables: &Nibbles) -> u64 {
    match kernel.level() {
        None => tables.mask(bytes),
        Some(level) => dispatch!(level, simd => if shuffles(simd) {
            let all = [0, 1, 2].map(|at| halves(simd, load(simd, bytes, at)));
            grams(simd, &all, tables)
        } else {
            0
        }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::detect::nibbles::first_gram;
    use proptest::prelude::*;

    /// Every kernel that this processor can run.
    pub(crate) fn kernels() -> Vec<Kernel> {
        let best = Level::new();
        let mut all = vec![Kernel::Portable, Kernel::detect()];
        #[cfg(any(target_arch = "x86", target_arch = "x86_64"))]
        {
            all.extend(best.as_sse4_2().map(|l| Kernel::Vector(Level::Sse4_2(l))));
            all.extend(best.as_avx2().map(|l| Kernel::Vector(Level::Avx2(l))));
        }
        all
    }

    struct Classify<'a>(&'a [u8; BYTES], &'a Tables, &'a mut Classes);

    impl Task for Classify<'_> {
        #[inline(always)]
        fn run(self, classify: impl Fn(&[u8; BYTES], &Tables, &mut Classes)) {
            classify(self.0, self.1, self.2);
        }
    }

    fn slow(text: &[u8], grams: &[&str]) -> Classes {
        let mut out = Classes::default();
        for (i, &b) in text.iter().enumerate().take(GROUP) {
            let set = |class: &mut u64, is: bool| *class |= if is { 1 << i } else { 0 };
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
            set(&mut out.mark, matches!(b, b'%' | 0x1B));
            let begins = |l: &&str| text[i..i + 3].eq_ignore_ascii_case(l.as_bytes());
            set(&mut out.stray, grams.iter().any(begins));
        }
        (out.end, out.number) = (out.stray, out.stray);
        out
    }

    proptest! {
        #[test]
        fn every_kernel_tells_every_class(
            bytes in proptest::collection::vec(prop_oneof![any::<u8>(), prop::sample::select(&b"Q~0:/ab-_"[..])], BYTES),
        ) {
            const GRAMS: [&str; 4] = ["0q~", "://", "---", "_ab"];
            let grams: Vec<_> = GRAMS.iter().map(|g| first_gram(g.as_bytes())).collect();
            let [stray, end, number] = [0, 1, 2].map(|_| Nibbles::of(grams.clone()));
            let tables = Tables { stray, end, number };
            let bytes: [u8; BYTES] = bytes.try_into().unwrap();
            let want = slow(&bytes, &GRAMS);
            let mut twin = Classes::default();
            Kernel::Portable.run(Classify(&bytes, &tables, &mut twin));
            for kernel in kernels() {
                prop_assert_eq!(find_grams(kernel, &bytes, &tables.stray), twin.stray);
            }
            // A bucket may hold what looks like two of its literals; it misses none.
            prop_assert_eq!(twin.stray & want.stray, want.stray);
            let exact = Classes { stray: want.stray, end: want.end, number: want.number, ..twin };
            prop_assert_eq!(&exact, &want);
            for kernel in kernels() {
                let mut out = Classes::default();
                kernel.run(Classify(&bytes, &tables, &mut out));
                prop_assert_eq!((out.end & want.end, out.number & want.number), (want.end, want.number));
                let same = Classes { end: twin.end, number: twin.number, ..out };
                prop_assert_eq!(&same, &twin, "{:?}", kernel);
            }
        }
    }
}
