//! Arithmetic that the validators share: reading digits out of a grouped number and the published
//! checksum families. Luhn: ISO/IEC 7812-1 annex B; mod 97-10, mod 11,10 and mod 11-2: ISO/IEC 7064;
//! Verhoeff: <https://ir.cwi.nl/pub/13045>.

/// True for a byte that people write between the groups of a number.
pub(super) const fn is_separator(byte: u8) -> bool {
    matches!(byte, b' ' | b'\t' | b'-' | b'.' | b'/' | b'_')
}

/// Collects the values of the digits, skipping separators: the array and how many were found.
/// `None` if there is any other byte or more than `N` digits.
pub(super) fn digits<const N: usize>(value: &[u8]) -> Option<([u8; N], usize)> {
    let mut found = [0; N];
    let mut count = 0;
    for &byte in value {
        if byte.is_ascii_digit() {
            *found.get_mut(count)? = byte.wrapping_sub(b'0');
            count += 1;
        } else if !is_separator(byte) {
            return None;
        }
    }
    Some((found, count))
}

/// The values of exactly `N` digits, separators skipped.
pub(super) fn exactly<const N: usize>(value: &[u8]) -> Option<[u8; N]> {
    match digits(value)? {
        (found, count) if count == N => Some(found),
        _ => None,
    }
}

/// Collects ASCII letters (as upper case) and digits, skipping separators: the bytes and how many.
pub(super) fn alnums<const N: usize>(value: &[u8]) -> Option<([u8; N], usize)> {
    let mut found = [0; N];
    let mut count = 0;
    for &byte in value {
        if byte.is_ascii_alphanumeric() {
            *found.get_mut(count)? = byte.to_ascii_uppercase();
            count += 1;
        } else if !is_separator(byte) {
            return None;
        }
    }
    Some((found, count))
}

/// Exactly `N` ASCII letters (as upper case) and digits, separators skipped.
pub(super) fn exactly_alnum<const N: usize>(value: &[u8]) -> Option<[u8; N]> {
    match alnums(value)? {
        (found, count) if count == N => Some(found),
        _ => None,
    }
}

/// The value of a digit or of an upper-case letter counted from 10 on, as ISO/IEC 7064 does.
pub(super) fn base36(byte: u8) -> Option<u32> {
    char::from(byte).to_digit(36)
}

/// The sum of the digits, each multiplied by its weight; ends with the shorter of the two.
pub(super) fn weighted(digits: &[u8], weights: &[u32]) -> u32 {
    digits.iter().zip(weights).map(|(&digit, &weight)| u32::from(digit) * weight).sum()
}

/// The decimal value of at most 19 digits.
pub(super) fn number(digits: &[u8]) -> u64 {
    digits.iter().fold(0, |sum: u64, &digit| sum.wrapping_mul(10).wrapping_add(u64::from(digit)))
}

/// True if every digit is the same, or there is none.
pub(super) fn all_equal(digits: &[u8]) -> bool {
    digits.windows(2).all(|pair| pair.first() == pair.last())
}

/// True if the digits, the check digit last, pass the Luhn test.
pub(super) fn luhn(digits: &[u8]) -> bool {
    // The sum of the digits of twice a digit.
    const DOUBLED: [u8; 10] = [0, 2, 4, 6, 8, 1, 3, 5, 7, 9];
    let sum = digits.rchunks(2).map(|pair| match *pair {
        [doubled, single] => {
            u32::from(single) + DOUBLED.get(usize::from(doubled)).map_or(0, |d| u32::from(*d))
        }
        [single] => u32::from(single),
        _ => 0,
    });
    let sum: u32 = sum.sum();
    !digits.is_empty() && sum.is_multiple_of(10)
}

/// The remainder by 97 of upper-case letters and digits, letters counting as 10 to 35.
pub(super) fn mod97<'a>(alnums: impl IntoIterator<Item = &'a u8>) -> Option<u32> {
    alnums.into_iter().try_fold(0, |rest, &byte| {
        let value = base36(byte)?;
        let shift = if value < 10 { 10 } else { 100 };
        Some((rest * shift + value) % 97)
    })
}

/// True if the digits, the check digit last, pass ISO/IEC 7064 mod 11,10.
pub(super) fn mod11_10(digits: &[u8]) -> bool {
    let Some((&last, body)) = digits.split_last() else {
        return false;
    };
    let product = body.iter().fold(10, |product, &digit| {
        let sum = (product + u32::from(digit)) % 10;
        (if sum == 0 { 10 } else { sum }) * 2 % 11
    });
    (11 - product) % 10 == u32::from(last)
}

/// True if the digits, the check digit last, pass the test of Verhoeff.
pub(super) fn verhoeff(digits: &[u8]) -> bool {
    let rest = digits
        .iter()
        .rev()
        .enumerate()
        .fold(0, |rest, (place, &digit)| dihedral(rest, permuted(place, digit)));
    !digits.is_empty() && rest == 0
}

/// Multiplication in the dihedral group of order ten.
const fn dihedral(left: u8, right: u8) -> u8 {
    match (left % 10, right % 10) {
        (left @ 0..=4, right @ 0..=4) => (left + right) % 5,
        (left @ 0..=4, right) => (left + right) % 5 + 5,
        (left, right @ 0..=4) => (left - right) % 5 + 5,
        (left, right) => (5 + left - right) % 5,
    }
}

/// Verhoeff's permutation (1 5 8 9 4 2 7 0)(3 6), applied `place` times.
fn permuted(place: usize, digit: u8) -> u8 {
    (0..place % 8).fold(digit, |digit, _| match digit {
        0 => 1,
        1 => 5,
        2 => 7,
        3 => 6,
        4 => 2,
        5 => 8,
        6 => 3,
        7 => 0,
        8 => 9,
        _ => 4,
    })
}

/// True if the day exists in the Gregorian calendar.
pub(super) const fn is_date(year: u32, month: u32, day: u32) -> bool {
    let leap = year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400));
    let last = match month {
        1 | 3 | 5 | 7 | 8 | 10 | 12 => 31,
        4 | 6 | 9 | 11 => 30,
        2 if leap => 29,
        2 => 28,
        _ => return false,
    };
    day >= 1 && day <= last
}

/// The value of two digits.
pub(super) fn two(tens: u8, ones: u8) -> u32 {
    u32::from(tens) * 10 + u32::from(ones)
}

/// True if the day exists in the year of two digits, whichever of the given centuries it is in.
pub(super) fn is_date_in(centuries: &[u32], year: u32, month: u32, day: u32) -> bool {
    centuries.iter().any(|century| is_date(century * 100 + year, month, day))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn digits_skip_separators_and_refuse_the_rest() {
        assert_eq!(exactly::<4>(b"1 2-3.4"), Some([1, 2, 3, 4]));
        assert_eq!(exactly::<4>(b"12345"), None);
        assert_eq!(exactly::<4>(b"123"), None);
        assert_eq!(exactly::<4>(b"12a4"), None);
        assert_eq!(exactly_alnum::<4>(b"a1-B2"), Some(*b"A1B2"));
        assert_eq!(number(&[1, 2, 3]), 123);
        assert!(all_equal(&[7, 7, 7]) && !all_equal(&[7, 7, 8]));
    }

    #[test]
    fn published_examples_pass() {
        // ISO/IEC 7812-1 annex B, ISO/IEC 7064, Verhoeff 1969.
        assert!(luhn(&[4, 9, 9, 2, 7, 3, 9, 8, 7, 1, 6]));
        assert!(!luhn(&[4, 9, 9, 2, 7, 3, 9, 8, 7, 1, 7]));
        assert!(!luhn(&[]));
        assert!(mod11_10(&[0, 7, 9, 4, 5]));
        assert!(!mod11_10(&[0, 7, 9, 4, 6]));
        assert!(!mod11_10(&[]));
        assert!(verhoeff(&[2, 3, 6, 3]));
        assert!(!verhoeff(&[2, 3, 6, 4]));
        assert!(!verhoeff(&[3, 2, 6, 3]));
        assert_eq!(mod97(b"79444"), Some(1));
        assert_eq!(mod97(b"79 44"), None);
    }

    #[test]
    fn days_follow_the_gregorian_calendar() {
        assert!(is_date(2000, 2, 29) && !is_date(1900, 2, 29));
        assert!(!is_date(2001, 13, 1) && !is_date(2001, 0, 1));
        assert!(!is_date(2001, 4, 31) && !is_date(2001, 4, 0));
        assert!(is_date_in(&[19, 20], 0, 2, 29));
        assert!(!is_date_in(&[19], 0, 2, 29));
    }
}
