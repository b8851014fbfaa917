//! Names that are nearly right, for errors that suggest one. `build.rs` uses it too.

/// The known names that are nearest to `wanted`, the nearest first, at most `most`. Far ones are left out.
pub(crate) fn nearest<'a>(
    wanted: &str,
    known: impl IntoIterator<Item = &'a str>,
    most: usize,
) -> Vec<&'a str> {
    let mut all: Vec<(bool, usize, &str)> = known
        .into_iter()
        .map(|name| {
            let part = wanted.len() >= 3 && name.contains(wanted) || name.len() >= 3 && wanted.contains(name);
            (!part, distance(wanted, name), name)
        })
        // Two bytes in five may be wrong, as when two are swapped; or the one is a part of the other.
        .filter(|(apart, far, name)| !apart || *far * 5 <= wanted.len().max(name.len()) * 2)
        .collect();
    all.sort_unstable();
    all.dedup();
    all.into_iter().take(most).map(|(_, _, name)| name).collect()
}

/// Edits that make one name of the other (Levenshtein): insert, remove or replace a byte.
fn distance(a: &str, b: &str) -> usize {
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, x) in a.bytes().enumerate() {
        let mut diagonal = i;
        let mut left = i + 1;
        for (cell, y) in row.iter_mut().skip(1).zip(b.bytes()) {
            let best = (diagonal + usize::from(x != y)).min(*cell + 1).min(left + 1);
            diagonal = *cell;
            *cell = best;
            left = best;
        }
        if let Some(first) = row.first_mut() {
            *first = i + 1;
        }
    }
    row.last().copied().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn distances() {
        for (a, b, far) in
            [("", "", 0), ("abc", "", 3), ("", "ab", 2), ("kitten", "sitting", 3), ("ab", "ba", 2)]
        {
            assert_eq!(distance(a, b), far, "{a} {b}");
        }
    }

    #[test]
    fn the_nearest_comes_first_and_far_ones_do_not() {
        let known = ["context", "confidence", "check", "class"];
        assert_eq!(nearest("contxt", known, 3), ["context"]);
        assert!(nearest("zebra", known, 3).is_empty());
        assert_eq!(nearest("ipv4", ["ipv4-private", "ipv4-public", "iban"], 1), ["ipv4-public"]);
    }
}
