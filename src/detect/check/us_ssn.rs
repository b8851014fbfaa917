//! United States social security numbers, issued under the old geographic and the randomized
//! scheme alike: area, group and serial may not be zero, area may not be 666 nor 900 and above.
//! <https://www.ssa.gov/employer/randomization.html>
//! A number of one repeated digit is refused too: it is a filler.

use super::sums;

pub(super) fn check(value: &[u8]) -> bool {
    sums::exactly::<9>(value).is_some_and(|digits| is_issued(&digits))
}

fn is_issued(digits: &[u8; 9]) -> bool {
    let [a0, a1, a2, g0, g1, serial @ ..] = digits;
    let area = sums::number(&[*a0, *a1, *a2]);
    !matches!(area, 0 | 666 | 900..)
        && (*g0, *g1) != (0, 0)
        && serial.iter().any(|&digit| digit != 0)
        && !sums::all_equal(digits)
}

#[cfg(test)]
mod tests {
    use super::check;

    #[test]
    fn published_examples_are_valid() {
        // Numbers which the agency has shown in public, or withdrawn after others did.
        assert!(check(b"078-05-1120"));
        assert!(check(b"219 09 9999"));
        assert!(check(b"457555462"));
    }

    #[test]
    fn others_are_not() {
        assert!(!check(b"000-12-3456"));
        assert!(!check(b"666-12-3456"));
        assert!(!check(b"900-12-3456"));
        assert!(!check(b"123-00-4567"));
        assert!(!check(b"123-45-0000"));
        assert!(!check(b"111-11-1111"));
        assert!(!check(b"123-45-678"));
        assert!(!check(b"123-45-678a"));
    }
}
