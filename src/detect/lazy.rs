//! Where matches of the lazy shapes can begin: nearly everywhere, so a rule is tried only where what its matches need
//! stands ahead.

use super::classes::{GROUP, Kernel};
use super::shapes::{is_grouped, is_solid, is_word};
use crate::rules::Shape;
use fearless_simd::{dispatch, prelude::*, u8x64};

/// What stands from a place on.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Ahead {
    /// Bytes that are neither blank nor a double quote.
    pub(super) solid: usize,
    /// Digits in the run of digits, blanks and `.`, `/`, `+`, `-`.
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

impl LazyStart {
    /// Whether a match of `shape` can begin here for which `least` must stand ahead.
    pub(super) const fn can_begin(&self, shape: Shape, least: Ahead) -> bool {
        (self.digit || matches!(shape, Shape::Word))
            && self.ahead.solid >= least.solid
            && self.ahead.digits >= least.digits
    }
}

/// Appends every start of a lazy shape in `from..to` of `text`, from the last to the first.
pub(super) fn lazy_starts(kernel: Kernel, text: &[u8], from: usize, to: usize, starts: &mut Vec<LazyStart>) {
    /// Further ahead nothing is counted: no rule asks for more.
    const REACH: usize = 512;
    let end = text.len().min(to.saturating_add(REACH));
    let Some(reach) = text.get(from..end) else { return };
    let free = !from.checked_sub(1).and_then(|i| text.get(i)).is_some_and(|b| is_word(*b));
    let first = starts.len();
    match kernel {
        Kernel::Vector(level) => dispatch!(level, simd => collect(
            #[inline(always)]
            |bytes: &[u8; GROUP]| vector(simd, bytes),
            reach,
            free,
            starts,
        )),
        Kernel::Portable => collect(portable, reach, free, starts),
    }
    // Those that lie behind were only counted.
    let mut kept = first;
    for i in first..starts.len() {
        if let Some(start) = starts.get(i).copied().filter(|s| s.at + from < to)
            && let Some(slot) = starts.get_mut(kept)
        {
            *slot = LazyStart { at: start.at + from, ..start };
            kept += 1;
        }
    }
    starts.truncate(kept);
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

/// Appends the starts in `text`, from the last to the first; `free` tells whether no word goes on at its beginning.
#[inline(always)]
fn collect(classify: impl Fn(&[u8; GROUP]) -> Masks, text: &[u8], free: bool, starts: &mut Vec<LazyStart>) {
    // What stands from the beginning of the group behind on.
    let mut behind = Ahead::default();
    for base in (0..text.len()).step_by(GROUP).rev() {
        let rest = text.get(base..).unwrap_or_default();
        let masks = match rest.first_chunk() {
            Some(group) => classify(group),
            None => {
                let mut padded = [0; GROUP];
                if let Some(to) = padded.get_mut(..rest.len()) {
                    to.copy_from_slice(rest);
                }
                classify(&padded)
            }
        };
        let ahead = |i: u32| {
            let (solid, grouped) = ((masks.solid >> i).trailing_ones(), (masks.grouped >> i).trailing_ones());
            let digits = masks.digit >> i & u64::MAX.checked_shr(64 - grouped).unwrap_or(0);
            let goes_on = |run: u32, more: usize| if i + run == 64 { more } else { 0 };
            let count = |n: u32| usize::try_from(n).unwrap_or(0);
            Ahead {
                solid: count(solid) + goes_on(solid, behind.solid),
                digits: count(digits.count_ones()) + goes_on(grouped, behind.digits),
            }
        };
        let goes_on = match base.checked_sub(1) {
            Some(i) => text.get(i).is_some_and(|b| is_word(*b)),
            None => !free,
        };
        let mut bits = masks.word & !masks.under & !(masks.word << 1 | u64::from(goes_on));
        while bits != 0 {
            let i = 63 - bits.leading_zeros();
            bits ^= 1 << i;
            let at = base + usize::try_from(i).unwrap_or(0);
            starts.push(LazyStart { at, digit: masks.digit >> i & 1 == 1, ahead: ahead(i) });
        }
        behind = ahead(0);
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
    Masks {
        word: letter | digit | under,
        under,
        digit,
        grouped: digit | space | plus | points,
        solid: !(blank | quote),
    }
}

fn portable(bytes: &[u8; GROUP]) -> Masks {
    let mut masks = Masks::default();
    for (i, &b) in bytes.iter().enumerate() {
        let bit = |is: bool| u64::from(is) << i;
        masks.word |= bit(is_word(b));
        masks.under |= bit(b == b'_');
        masks.digit |= bit(b.is_ascii_digit());
        masks.grouped |= bit(is_grouped(b));
        masks.solid |= bit(is_solid(b));
    }
    masks
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
        ) {
            let text = text.as_bytes();
            let mut starts = Vec::new();
            lazy_starts(Kernel::detect(), text, from, to, &mut starts);
            let mut twin = Vec::new();
            lazy_starts(Kernel::Portable, text, from, to, &mut twin);
            prop_assert_eq!(&starts, &twin);
            starts.reverse();
            for shape in [Shape::Digit, Shape::Word] {
                let can_begin = |s: &&LazyStart| s.can_begin(shape, Ahead::default());
                let fast: Vec<_> = starts.iter().filter(can_begin).map(|s| s.at).collect();
                let slow: Vec<_> = (from..to.min(text.len())).filter(|at| is_start(shape, text, *at)).collect();
                prop_assert_eq!(fast, slow);
            }
            for start in starts {
                let rest = &text[start.at..];
                let solid = rest.iter().take_while(|b| is_solid(**b)).count();
                let grouped = rest.iter().take_while(|b| is_grouped(**b));
                let digits = grouped.filter(|b| b.is_ascii_digit()).count();
                prop_assert_eq!(start.ahead, Ahead { solid, digits });
            }
        }
    }
}
