//! Sizes as people write them.

/// Parses `65536`, `64K`, `4M` or `1G` (powers of 1024) into bytes.
///
/// # Errors
/// A message for people.
pub fn parse_size(text: &str) -> Result<usize, String> {
    let text = text.trim();
    let (digits, shift) = match text.as_bytes().last() {
        Some(b'k' | b'K') => (text.get(..text.len() - 1), 10),
        Some(b'm' | b'M') => (text.get(..text.len() - 1), 20),
        Some(b'g' | b'G') => (text.get(..text.len() - 1), 30),
        _ => (Some(text), 0),
    };
    digits
        .and_then(|d| d.parse::<usize>().ok())
        .and_then(|n| n.checked_mul(1 << shift))
        .filter(|n| *n > 0)
        .ok_or_else(|| "expected a size such as 65536, 64K, 4M or 1G".to_owned())
}

#[cfg(test)]
mod tests {
    use super::parse_size;

    #[test]
    fn sizes() {
        assert_eq!(parse_size("65536"), Ok(65536));
        assert_eq!(parse_size("4M"), Ok(4 << 20));
        for bad in ["", "0", "M", "-1", "4X", "é", "99999999999G"] {
            assert!(parse_size(bad).is_err(), "{bad}");
        }
    }
}
