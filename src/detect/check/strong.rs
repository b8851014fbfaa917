//! A random value with no key before it, only a word such as `password`: what `token` takes, made of three kinds of
//! characters at least: capitals, small letters, digits, signs. Prose and names have fewer, as those who ask for strong
//! passwords know <https://pages.nist.gov/800-63-4/sp800-63b.html#passwordver>.

use super::token;

/// Kinds of characters that a value must have.
const KINDS: usize = 3;

pub(super) fn check(value: &[u8]) -> bool {
    let has = [
        value.iter().any(u8::is_ascii_uppercase),
        value.iter().any(u8::is_ascii_lowercase),
        value.iter().any(u8::is_ascii_digit),
        value.iter().any(|byte| b"!@#$%^&*?".contains(byte)),
    ];
    has.iter().filter(|kind| **kind).count() >= KINDS && token::check(value)
}

#[cfg(test)]
mod tests {
    use super::check;

    #[test]
    fn strong_values_are_valid() {
        for value in ["q7Zp91xK22", "x8#kLm2!Qz", "R4t7Yw2Kp9"] {
            assert!(check(value.as_bytes()), "{value}");
        }
    }

    #[test]
    fn others_are_not() {
        for value in ["q7zp91xk22", "authentication", "Sha256Digest", "user42x", "Reset-2024", "12345678", ""]
        {
            assert!(!check(value.as_bytes()), "{value}");
        }
    }
}
