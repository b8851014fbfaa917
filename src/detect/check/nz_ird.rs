//! New Zealand tax numbers: eight or nine digits from 10 to 150 millions, the last modulo 11 with a second set of
//! weights where the first gives 10 <https://www.ird.govt.nz/digital-service-providers>.

use super::sums;

pub(super) fn check(value: &[u8]) -> bool {
    sums::digits::<9>(value).is_some_and(|(digits, count)| match digits.get(..count) {
        Some([body @ .., last]) if count >= 8 => is_valid(body, *last),
        _ => false,
    })
}

fn is_valid(body: &[u8], last: u8) -> bool {
    // Seven digits are weighed as if a zero stood in front.
    let skipped = 8_usize.saturating_sub(body.len());
    let key =
        |weights: &[u32]| (11 - sums::weighted(body, weights.get(skipped..).unwrap_or_default()) % 11) % 11;
    let check = match key(&[3, 2, 7, 6, 5, 4, 3, 2]) {
        10 => key(&[7, 4, 3, 2, 5, 2, 7, 6]),
        key => key,
    };
    matches!(sums::number(body), 1_000_000..=14_999_999) && check == u32::from(last)
}

#[cfg(test)]
mod tests {
    use super::check;

    #[test]
    fn published_examples_are_valid() {
        assert!(check(b"4909185-0"));
        assert!(check(b"49-098-576"));
    }

    #[test]
    fn others_are_not() {
        assert!(!check(b"136410133"));
        assert!(!check(b"9125568"));
        assert!(!check(b"160000000"));
        assert!(!check(b""));
        assert!(!check(b"x"));
        assert!(!check(&[b'1'; 64]));
    }
}
