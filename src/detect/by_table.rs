//! Classes of 64 bytes in plain Rust, eight at a time: a table says of each byte which of them it is of.

use super::classes::GROUP;

/// What each byte is of, a bit for each of eight classes.
pub(super) type Table = [u8; 256];

/// The classes of a byte, the first one in the lowest bit.
pub(super) const fn classes(is: [bool; 8]) -> u8 {
    let (mut classes, mut i) = (0, 0);
    while i < is.len() {
        classes |= (is[i] as u8) << i;
        i += 1;
    }
    classes
}

/// Which bytes of a group are of each class of `table`, the first byte in the lowest bit.
pub(super) fn masks(bytes: &[u8; GROUP], table: &Table) -> [u64; 8] {
    let mut rows = [0; 8];
    for (row, eight) in rows.iter_mut().zip(bytes.as_chunks::<8>().0) {
        let classes = eight.map(|b| table.get(usize::from(b)).copied().unwrap_or(0));
        *row = transposed(u64::from_le_bytes(classes));
    }
    columns(rows)
}

/// Eight bytes of eight bits, with bit `i` of byte `j` where bit `j` of byte `i` was: of each class which of eight bytes are of it
/// (Warren, Hacker's Delight, 2nd edition, section 7-3).
const fn transposed(bits: u64) -> u64 {
    let bits = swapped(bits, 7, 0x00AA_00AA_00AA_00AA);
    let bits = swapped(bits, 14, 0x0000_CCCC_0000_CCCC);
    swapped(bits, 28, 0x0000_0000_F0F0_F0F0)
}

/// The bits in `mask` have changed places with those that stand `by` places further up.
const fn swapped(bits: u64, by: u32, mask: u64) -> u64 {
    let differ = (bits ^ bits >> by) & mask;
    bits ^ differ ^ differ << by
}

/// Byte `i` of number `j` is what byte `j` of number `i` was: the same for bytes, by halves, quarters and single ones.
fn columns(rows: [u64; 8]) -> [u64; 8] {
    let [mut a, mut b, mut c, mut d, mut e, mut f, mut g, mut h] = rows;
    let exchange = |low: &mut u64, high: &mut u64, by: u32, mask: u64| {
        let differ = (*low >> by ^ *high) & mask;
        (*low, *high) = (*low ^ differ << by, *high ^ differ);
    };
    for (low, high) in [(&mut a, &mut e), (&mut b, &mut f), (&mut c, &mut g), (&mut d, &mut h)] {
        exchange(low, high, 32, 0x0000_0000_FFFF_FFFF);
    }
    for (low, high) in [(&mut a, &mut c), (&mut b, &mut d), (&mut e, &mut g), (&mut f, &mut h)] {
        exchange(low, high, 16, 0x0000_FFFF_0000_FFFF);
    }
    for (low, high) in [(&mut a, &mut b), (&mut c, &mut d), (&mut e, &mut f), (&mut g, &mut h)] {
        exchange(low, high, 8, 0x00FF_00FF_00FF_00FF);
    }
    [a, b, c, d, e, f, g, h]
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn each_mask_is_that_of_its_class(bytes in proptest::collection::vec(any::<u8>(), GROUP)) {
            let bytes: [u8; GROUP] = bytes.try_into().unwrap();
            // Each byte is of the classes that its bits name.
            let table = std::array::from_fn(|b| classes(std::array::from_fn(|k| b >> k & 1 == 1)));
            let masks = masks(&bytes, &table);
            for (k, mask) in masks.into_iter().enumerate() {
                for (i, byte) in bytes.iter().enumerate() {
                    prop_assert_eq!(mask >> i & 1, u64::from(byte >> k & 1));
                }
            }
        }
    }
}
