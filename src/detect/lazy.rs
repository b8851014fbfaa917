//! Where matches of the lazy shapes can begin: nearly everywhere, so a rule is tried only where what its matches need
//! stands ahead.

use super::by_table::{Table, classes, masks};
use super::classes::{GROUP, Kernel, shuffles};
use super::pass::low;
use super::shapes::{is_grouped, is_solid, is_word};
use crate::rules::Shape;
use crate::text::padded;
use fearless_simd::{dispatch, prelude::*, u8x64};

/// What stands from a place on.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Ahead {
    /// Bytes that are neither blank nor a double quote.
    pub(super) solid: usize,
    /// Digits in the run of digits with single blanks, `.`, `/`, `+` or `-` between groups of them.
    pub(super) digits: usize,
}

/// A place where a match of a lazy shape can begin.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct LazyStart {
    pub(super) at: usize,
    /// Whether a digit stands here.
    digit: bool,
    ahead: Ahead,
}

impl Ahead {
    /// What both of two ask for.
    pub(super) fn and(self, other: Self) -> Self {
        Self { solid: self.solid.min(other.solid), digits: self.digits.min(other.digits) }
    }

    /// Whether there is as much as that.
    pub(super) const fn holds(self, least: Self) -> bool {
        self.solid >= least.solid && self.digits >= least.digits
    }
}

/// The most that stands behind any of the starts: most rules ask for more.
pub(super) fn most(starts: &[LazyStart]) -> Ahead {
    starts.iter().fold(Ahead::default(), |most, start| Ahead {
        solid: most.solid.max(start.ahead.solid),
        digits: most.digits.max(start.ahead.digits),
    })
}

impl LazyStart {
    /// Whether a match of `shape` can begin here for which `least` must stand ahead.
    pub(super) const fn can_begin(&self, shape: Shape, least: Ahead) -> bool {
        (self.digit || matches!(shape, Shape::Word)) && self.ahead.holds(least)
    }
}

/// What is asked of the starts in a text.
#[derive(Clone, Copy, Debug)]
pub(super) struct Search {
    /// Where the first may lie.
    pub(super) from: usize,
    /// Where none lies any more.
    pub(super) to: usize,
    /// Whether only digits are asked for.
    pub(super) digits_only: bool,
    /// The most that is asked for ahead; more may not be counted.
    pub(super) most: usize,
    /// The least that is asked for ahead: most starts have less, and are left out if that is told by few instructions.
    pub(super) least: Ahead,
}

/// Appends every start of a lazy shape in `text` that `search` asks for, from the last to the first.
pub(super) fn lazy_starts(kernel: Kernel, text: &[u8], search: Search, starts: &mut Vec<LazyStart>) {
    /// Bytes in which the digits of a number that any rule asks for stand, with all that may part them.
    const NUMBER: usize = 64;
    let Search { from, to, digits_only, most, least } = search;
    let end = text.len().min(to.saturating_add(most.max(NUMBER)));
    let Some(reach) = text.get(from..end) else { return };
    let free = !from.checked_sub(1).and_then(|i| text.get(i)).is_some_and(|b| is_word(*b));
    let task = Collect { text: reach, from, to: to.saturating_sub(from), free, digits_only, least, starts };
    match kernel.level() {
        Some(level) => dispatch!(level, simd => if shuffles(simd) {
            task.run(
                #[inline(always)]
                |bytes: &[u8; GROUP]| vector(simd, bytes),
            );
        }),
        None => task.run(portable),
    }
}

/// Which bytes of a group are what.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Masks {
    /// Letters, digits and `_`.
    word: u64,
    under: u64,
    digit: u64,
    grouped: u64,
    solid: u64,
}

struct Collect<'a> {
    /// Its first byte is byte `from` of the text that starts are counted in.
    text: &'a [u8],
    from: usize,
    to: usize,
    /// Whether no word goes on at the beginning of the text.
    free: bool,
    digits_only: bool,
    least: Ahead,
    starts: &'a mut Vec<LazyStart>,
}

impl Collect<'_> {
    #[inline(always)]
    fn run(self, classify: impl Fn(&[u8; GROUP]) -> Masks) {
        // What stands from the beginning of the group behind on.
        let mut behind = Ahead::default();
        // Whether a sign that parts groups of digits is its first byte.
        let mut parts = 0;
        // The masks of runs in the group behind.
        let (mut solid, mut grouped) = (0, 0);
        for base in (0..self.text.len()).step_by(GROUP).rev() {
            let rest = self.text.get(base..).unwrap_or_default();
            let mut masks = match rest.first_chunk() {
                Some(group) => classify(group),
                None => classify(&padded(rest)),
            };
            let signs = masks.grouped & !masks.digit;
            masks.grouped &= !(signs & (signs >> 1 | parts << 63));
            parts = signs & 1;
            let goes_on = match base.checked_sub(1) {
                Some(i) => self.text.get(i).is_some_and(|b| is_word(*b)),
                None => !self.free,
            };
            let mut bits = masks.word & !masks.under & !(masks.word << 1 | u64::from(goes_on));
            if self.digits_only {
                bits &= masks.digit;
            }
            bits &=
                runs(masks.solid, solid, self.least.solid) & runs(masks.grouped, grouped, self.least.digits);
            (solid, grouped) = (masks.solid, masks.grouped);
            bits &= match self.to.saturating_sub(base) {
                GROUP.. => u64::MAX,
                len => (1 << len) - 1,
            };
            while bits != 0 {
                let i = 63 - bits.leading_zeros();
                bits ^= 1 << i;
                let at = self.from + base + usize::try_from(i).unwrap_or(0);
                let digit = masks.digit >> i & 1 == 1;
                self.starts.push(LazyStart { at, digit, ahead: masks.ahead(i, behind) });
            }
            behind = masks.ahead(0, behind);
        }
    }
}

/// Where runs of `length` bits begin, or of a group if that is less, in a group with another one behind it.
#[inline(always)]
fn runs(here: u64, behind: u64, length: usize) -> u64 {
    let mut all = u128::from(behind) << GROUP | u128::from(here);
    let (mut known, length) = (1, length.min(GROUP));
    while known < length {
        let more = known.min(length - known);
        all &= all >> more;
        known += more;
    }
    if length == 0 { u64::MAX } else { low(all) }
}

impl Masks {
    /// What stands from byte `i` on, and from the group behind on.
    #[inline(always)]
    fn ahead(&self, i: u32, behind: Ahead) -> Ahead {
        let (solid, grouped) = ((self.solid >> i).trailing_ones(), (self.grouped >> i).trailing_ones());
        let digits = self.digit >> i & u64::MAX.checked_shr(64 - grouped).unwrap_or(0);
        let goes_on = |run: u32, more: usize| if i + run == 64 { more } else { 0 };
        let count = |n: u32| usize::try_from(n).unwrap_or(0);
        Ahead {
            solid: count(solid) + goes_on(solid, behind.solid),
            digits: count(digits.count_ones()) + goes_on(grouped, behind.digits),
        }
    }
}

#[inline(always)]
fn vector<S: Simd>(simd: S, bytes: &[u8; GROUP]) -> Masks {
    let v = u8x64::from_slice(simd, bytes);
    let folded = v | u8x64::splat(simd, 0x20);
    let letter = (folded - u8x64::splat(simd, b'a')).simd_lt(u8x64::splat(simd, 26)).to_bitmask();
    let digit = (v - u8x64::splat(simd, b'0')).simd_lt(u8x64::splat(simd, 10)).to_bitmask();
    let under = v.simd_eq(u8x64::splat(simd, b'_')).to_bitmask();
    let space = v.simd_eq(u8x64::splat(simd, b' ')).to_bitmask();
    let plus = v.simd_eq(u8x64::splat(simd, b'+')).to_bitmask();
    // `-`, `.` and `/` stand side by side.
    let points = (v - u8x64::splat(simd, b'-')).simd_lt(u8x64::splat(simd, 3)).to_bitmask();
    let blank = v.simd_lt(u8x64::splat(simd, b'!')).to_bitmask();
    let quote = v.simd_eq(u8x64::splat(simd, b'"')).to_bitmask();
    // Seen through, the masks are taken apart bit by bit by the compiler, in a thousand instructions.
    std::hint::black_box(Masks {
        word: letter | digit | under,
        under,
        digit,
        grouped: digit | space | plus | points,
        solid: !(blank | quote),
    })
}

fn portable(bytes: &[u8; GROUP]) -> Masks {
    const TABLE: Table = {
        let (mut table, mut b) = ([0; 256], 0);
        while b < table.len() {
            let byte = b as u8;
            let (under, digit) = (byte == b'_', byte.is_ascii_digit());
            let (grouped, solid) = (is_grouped(byte), is_solid(byte));
            table[b] = classes([is_word(byte), under, digit, grouped, solid, false, false, false]);
            b += 1;
        }
        table
    };
    let [word, under, digit, grouped, solid, ..] = masks(bytes, &TABLE);
    Masks { word, under, digit, grouped, solid }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::detect::shapes::is_start;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn lazy_starts_are_starts(
            text in "([0-9a-c_ .\"-]{0,40}|[ab]{60,70}|[1-3 ]{60,70}|\\PC){0,5}", from in 0_usize..150, to in 0_usize..150,
            digits_only: bool, solid in 0_usize..80, digits in 0_usize..16,
        ) {
            let least = Ahead { solid, digits };
            let text = text.as_bytes();
            let search = Search { from, to, digits_only, most: 512, least: Ahead::default() };
            let mut starts = Vec::new();
            lazy_starts(Kernel::detect(), text, search, &mut starts);
            let mut twin = Vec::new();
            lazy_starts(Kernel::Portable, text, search, &mut twin);
            prop_assert_eq!(&starts, &twin);
            let mut few = Vec::new();
            lazy_starts(Kernel::detect(), text, Search { least, ..search }, &mut few);
            prop_assert!(few.iter().all(|start| starts.contains(start)));
            prop_assert!(starts.iter().all(|start| few.contains(start) || !start.ahead.holds(least)));
            starts.reverse();
            for shape in [Shape::Digit, Shape::Word].into_iter().take(if digits_only { 1 } else { 2 }) {
                let can_begin = |s: &&LazyStart| s.can_begin(shape, Ahead::default());
                let fast: Vec<_> = starts.iter().filter(can_begin).map(|s| s.at).collect();
                let slow: Vec<_> = (from..to.min(text.len())).filter(|at| is_start(shape, text, *at)).collect();
                prop_assert_eq!(fast, slow);
            }
            for start in starts {
                let rest = &text[start.at..];
                let solid = rest.iter().take_while(|b| is_solid(**b)).count();
                let is_sign = |b: Option<&u8>| b.is_some_and(|b| is_grouped(*b) && !b.is_ascii_digit());
                let grouped = (0..rest.len()).take_while(|&i| {
                    is_grouped(rest[i]) && !(is_sign(rest.get(i)) && is_sign(rest.get(i + 1)))
                });
                let digits = grouped.filter(|i| rest[*i].is_ascii_digit()).count();
                prop_assert_eq!(start.ahead, Ahead { solid, digits });
            }
        }
    }
}
