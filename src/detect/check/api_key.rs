//! The value of a key that names an API key and nothing else: what `token` takes, and UUIDs, which many
//! vendors give out as keys <https://www.rfc-editor.org/rfc/rfc9562#section-4>. In other places a UUID is an identifier.

use super::{no_filler, password, token};

pub(super) fn check(value: &[u8]) -> bool {
    token::check(value) || (password::is_uuid(value) && !no_filler::is_filler(value))
}

#[cfg(test)]
mod tests {
    use super::check;

    #[test]
    fn keys_are_valid() {
        assert!(check(b"9b1deb4d-3b7d-4bad-9bdd-2b0d7b3dcb6d"));
        assert!(check(b"q7Zp91xK22vbT5mQ"));
    }

    #[test]
    fn others_are_not() {
        for value in ["00000000-0000-0000-0000-000000000000", "my-service-name", "short1", ""] {
            assert!(!check(value.as_bytes()), "{value}");
        }
    }
}
