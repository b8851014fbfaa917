//! United States employer numbers: two digits of a prefix that the revenue service has given to a campus, and
//! seven digits <https://www.irs.gov/businesses/small-businesses-self-employed/how-eins-are-assigned-and-valid-ein-prefixes>.

use super::sums;

pub(super) fn check(value: &[u8]) -> bool {
    sums::exactly::<9>(value).is_some_and(|digits| is_valid(&digits))
}

fn is_valid(digits: &[u8; 9]) -> bool {
    let [tens, ones, ..] = *digits;
    matches!(
        sums::two(tens, ones),
        1..=6 | 10..=16 | 20..=27 | 30..=48 | 50..=68 | 71..=77 | 80..=88 | 90..=95 | 98 | 99
    )
}

#[cfg(test)]
mod tests {
    use super::check;

    #[test]
    fn published_examples_are_valid() {
        assert!(check(b"91-1144442"));
        assert!(check(b"01-0000001"));
    }

    #[test]
    fn others_are_not() {
        assert!(!check(b"07-1144442"));
        assert!(!check(b"00-1144442"));
        assert!(!check(b"91-114444"));
        assert!(!check(b""));
        assert!(!check(b"x"));
        assert!(!check(&[b'1'; 64]));
    }
}
