//! Numbers that are integers, however they are spelled.

/// The digits of a number that is an integer in spite of a fraction or an exponent. At least 8 digits are written
/// out and at most 64 come of it: no identifier of interest is shorter or longer.
pub(crate) fn integer_digits(text: &[u8]) -> Option<Vec<u8>> {
    const SHORTEST: usize = 8;
    const LONGEST: usize = 64;
    if !(SHORTEST + 1..=LONGEST).contains(&text.len())
        || !text.iter().any(|b| matches!(b, b'.' | b'e' | b'E'))
    {
        return None;
    }
    let (mantissa, exponent) = match text.iter().position(|b| matches!(b, b'e' | b'E')) {
        Some(e) => {
            let exponent = std::str::from_utf8(text.get(e + 1..)?).ok()?.parse::<i32>().ok()?;
            (text.get(..e)?, exponent)
        }
        None => (text, 0),
    };
    let (whole, fraction) = match mantissa.iter().position(|&b| b == b'.') {
        Some(dot) => (mantissa.get(..dot)?, mantissa.get(dot + 1..)?),
        None => (mantissa, &b""[..]),
    };
    let mut digits: Vec<u8> = whole.iter().chain(fraction).copied().filter(|b| *b != b'-').collect();
    if digits.len() < SHORTEST {
        return None;
    }
    let point = i32::try_from(digits.len() - fraction.len()).ok()?.checked_add(exponent)?;
    let point = usize::try_from(point).ok().filter(|p| *p <= LONGEST)?;
    if digits.iter().skip(point).any(|b| *b != b'0') {
        return None;
    }
    digits.resize(point, b'0');
    (!digits.is_empty()).then_some(digits)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_respelled() {
        let digits = |t: &str| integer_digits(t.as_bytes()).map(|d| String::from_utf8(d).unwrap());
        assert_eq!(digits("4.111111111111111E15").as_deref(), Some("4111111111111111"));
        assert_eq!(digits("-1234567.80e1").as_deref(), Some("12345678"));
        assert_eq!(digits("123456789.0").as_deref(), Some("123456789"));
        assert_eq!(digits("1.5e1"), None);
        assert_eq!(digits("1.5"), None);
        assert_eq!(digits("15"), None);
        assert_eq!(digits("1e999999999"), None);
    }
}
