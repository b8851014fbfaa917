//! Tokens of GitHub and npm: a prefix, random letters and digits, and six more that are the CRC-32 (IEEE 802.3) of the
//! random ones in base62 <https://github.blog/engineering/platform-security/behind-githubs-new-authentication-token-formats/>.

/// Characters of the checksum.
const CHECKSUM: usize = 6;
/// Digits of base62, in their order.
const DIGITS: &[u8; 62] = b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
/// The polynomial of IEEE 802.3, bits reversed.
const POLYNOMIAL: u32 = 0xEDB8_8320;

pub(super) fn check(value: &[u8]) -> bool {
    let body = value.iter().position(|byte| *byte == b'_').and_then(|at| value.get(at + 1..));
    let Some((random, checksum)) = body.and_then(|body| body.split_last_chunk::<CHECKSUM>()) else {
        return false;
    };
    !random.is_empty() && base62(crc32(random)) == *checksum
}

fn crc32(bytes: &[u8]) -> u32 {
    !bytes.iter().fold(!0, |crc, byte| {
        (0..8).fold(crc ^ u32::from(*byte), |crc, _| (crc >> 1) ^ if crc & 1 == 1 { POLYNOMIAL } else { 0 })
    })
}

fn base62(mut number: u32) -> [u8; CHECKSUM] {
    let mut text = [b'0'; CHECKSUM];
    for place in text.iter_mut().rev() {
        let digit = usize::try_from(number % 62).unwrap_or_default();
        *place = DIGITS.get(digit).copied().unwrap_or(b'0');
        number /= 62;
    }
    text
}

#[cfg(test)]
mod tests {
    use super::{base62, check, crc32};

    #[test]
    fn the_checksum_is_that_of_the_standard() {
        // The check value of CRC-32/ISO-HDLC in the catalogue of parametrised CRC algorithms.
        assert_eq!(crc32(b"123456789"), 0xCBF4_3926);
        assert_eq!(&base62(61), b"00000z");
        assert_eq!(&base62(u32::MAX), b"4gfFC3");
    }

    #[test]
    fn tokens_are_told_by_it() {
        let random = "q7Zp91xK22vbT5mQq7Zp91xK22vbT5";
        let checksum = String::from_utf8(base62(crc32(random.as_bytes())).to_vec()).unwrap();
        assert!(check(format!("ghp_{random}{checksum}").as_bytes()));
        for value in [
            format!("ghp_{random}000000"),
            format!("ghp{random}{checksum}"),
            "ghp_123456".to_owned(),
            String::new(),
        ] {
            assert!(!check(value.as_bytes()), "{value}");
        }
    }
}
