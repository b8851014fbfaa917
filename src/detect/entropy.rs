//! How random a value looks: Shannon's entropy of its bytes
//! <https://doi.org/10.1002/j.1538-7305.1948.tb01338.x>.

/// Bits for each byte, from 0 to 8; 0 for an empty value. A value of n bytes has at most the binary logarithm of n.
pub(crate) fn entropy(value: &[u8]) -> f64 {
    let mut counts = [0_u32; 256];
    for &byte in value {
        if let Some(count) = counts.get_mut(usize::from(byte)) {
            *count = count.saturating_add(1);
        }
    }
    let total = f64::from(u32::try_from(value.len()).unwrap_or(u32::MAX));
    let mut bits = 0.0;
    // Most bytes stand as often as the one before: a logarithm costs more than all else.
    let mut last = (0, 0.0);
    // Values are shorter than the table of counts: the first of equal bytes takes the count of all of them.
    for &byte in value {
        let count = counts.get_mut(usize::from(byte)).map_or(0, std::mem::take);
        if count == 0 {
            continue;
        }
        if count != last.0 {
            let share = f64::from(count) / total;
            last = (count, share * share.log2());
        }
        bits -= last.1;
    }
    bits
}

#[cfg(test)]
mod tests {
    use super::entropy;

    #[test]
    fn of_known_texts() {
        for (text, bits) in
            [("", 0.0), ("aaaa", 0.0), ("aabb", 1.0), ("abcd", 2.0), ("0123456789abcdef", 4.0)]
        {
            assert!((entropy(text.as_bytes()) - bits).abs() < 1e-9, "{text}");
        }
    }
}
