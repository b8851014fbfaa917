//! The value of a key such as `pass` or `secret`, which has other meanings too: what `api_key` takes, and passwords as
//! people make them to satisfy a policy: capitals and small letters, with two digits or a sign at the end.
//! <https://pages.nist.gov/800-63-4/sp800-63b.html#passwordver> tells how predictable these are.

use super::{api_key, password};

/// Such policies ask for eight characters at least.
const SHORTEST: usize = 8;

pub(super) fn check(value: &[u8]) -> bool {
    api_key::check(value) || (value.len() >= SHORTEST && password::check(value) && is_composed(value))
}

fn is_composed(value: &[u8]) -> bool {
    let ending = match value {
        [.., last] if b"!@#$%^&*?".contains(last) => true,
        [.., before, last] => before.is_ascii_digit() && last.is_ascii_digit(),
        _ => false,
    };
    let plain = |byte: &u8| byte.is_ascii_alphanumeric() || b"!@#$%^&*?_-".contains(byte);
    ending
        && value.iter().any(u8::is_ascii_uppercase)
        && value.iter().any(u8::is_ascii_lowercase)
        && value.iter().all(plain)
}

#[cfg(test)]
mod tests {
    use super::check;

    #[test]
    fn passwords_are_valid() {
        for value in ["Summer2024", "Welcome1!x#", "Spring99", "q7Zp91xK22vb", "Winter-2023!"] {
            assert!(check(value.as_bytes()), "{value}");
        }
    }

    #[test]
    fn others_are_not() {
        for value in [
            "",
            "Sha256Digest",
            "my-app-credentials",
            "stage2",
            "Windows",
            "TLS_2024",
            "config.Value99",
            "Ok12",
        ] {
            assert!(!check(value.as_bytes()), "{value}");
        }
    }
}
