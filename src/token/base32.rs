//! Base 32 (RFC 4648, section 6) in lower case and without padding: letters and digits alone need no escaping anywhere,
//! and survive what changes the case of a log.

use base32ct::{Base32Unpadded, Encoding};

/// The text of `bytes`.
pub(super) fn encode(bytes: &[u8]) -> String {
    Base32Unpadded::encode_string(bytes)
}

/// Puts the text of up to 40 bytes behind `out`, without memory of its own.
pub(super) fn append(bytes: &[u8], out: &mut String) {
    let mut buffer = [0; 64];
    match Base32Unpadded::encode(bytes, &mut buffer) {
        Ok(text) => out.push_str(text),
        Err(_) => out.push_str(&encode(bytes)),
    }
}

/// Fills `out` from `text`; `false` if that is no base 32 of its length.
pub(super) fn decode_into(text: &[u8], out: &mut [u8]) -> bool {
    let wanted = out.len();
    Base32Unpadded::decode(text, out).is_ok_and(|bytes| bytes.len() == wanted)
}

/// The bytes of `text`, if it is the one text of them.
pub(super) fn decode(text: &[u8]) -> Option<Vec<u8>> {
    let bytes = Base32Unpadded::decode_vec(std::str::from_utf8(text).ok()?).ok()?;
    // The last character may hold bits of no byte, which must be zero.
    (encode(&bytes).as_bytes() == text).then_some(bytes)
}

/// Characters of `bytes` bytes.
pub(super) const fn length(bytes: usize) -> usize {
    (bytes * 8).div_ceil(5)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// RFC 4648, section 10.
    #[test]
    fn the_vectors_of_the_rfc() {
        for (bytes, text) in [
            ("", ""),
            ("f", "my"),
            ("fo", "mzxq"),
            ("foo", "mzxw6"),
            ("foob", "mzxw6yq"),
            ("fooba", "mzxw6ytb"),
            ("foobar", "mzxw6ytboi"),
        ] {
            assert_eq!(encode(bytes.as_bytes()), text);
            let mut out = String::from("x");
            append(bytes.as_bytes(), &mut out);
            assert_eq!(out, format!("x{text}"));
            assert_eq!(decode(text.as_bytes()).unwrap(), bytes.as_bytes());
            assert_eq!(length(bytes.len()), text.len());
        }
    }

    #[test]
    fn one_text_for_each_value() {
        for bad in ["mz", "m", "mzxw1", "MY", "my======", "é"] {
            assert_eq!(decode(bad.as_bytes()), None, "{bad}");
        }
    }
}
