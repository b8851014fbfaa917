//! Irish personal public service numbers: seven digits, a check letter modulo 23, and perhaps one more letter
//! <https://www.gov.ie/en/department-of-social-protection/services/get-a-personal-public-service-pps-number/>.
//! The last letter is A to I, or T or W in old numbers.

use super::sums;

pub(super) fn check(value: &[u8]) -> bool {
    sums::alnums::<9>(value).is_some_and(|(number, count)| match number {
        [digits @ .., letter, _] if count == 8 => is_valid(digits, letter, b'W'),
        [digits @ .., letter, last] if count == 9 => is_valid(digits, letter, last),
        _ => false,
    })
}

fn is_valid(digits: [u8; 7], letter: u8, last: u8) -> bool {
    let values = digits.map(|byte| byte.wrapping_sub(b'0'));
    let added = match last {
        b'A'..=b'I' => u32::from(last.wrapping_sub(b'A')) + 1,
        b'T' | b'W' => 0,
        _ => return false,
    };
    let rest = (sums::weighted(&values, &[8, 7, 6, 5, 4, 3, 2]) + added * 9) % 23;
    values.iter().all(|value| *value < 10)
        && usize::try_from(rest).ok().and_then(|rest| b"WABCDEFGHIJKLMNOPQRSTUV".get(rest)) == Some(&letter)
}

#[cfg(test)]
mod tests {
    use super::check;

    #[test]
    fn published_examples_are_valid() {
        assert!(check(b"6433435F"));
        assert!(check(b"6433435FT"));
        assert!(check(b"6433435FW"));
        assert!(check(b"6433435OA"));
        assert!(check(b"6433435IH"));
    }

    #[test]
    fn others_are_not() {
        assert!(!check(b"6433435E"));
        assert!(!check(b"6433435VH"));
        assert!(!check(b"643343F"));
        assert!(!check(b""));
        assert!(!check(b"x"));
        assert!(!check(&[b'1'; 64]));
    }
}
