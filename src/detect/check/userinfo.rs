//! The password in the user information of a URL or connection string. What stands there is a password even if it
//! is a word such as `pass` or `secret`, unless it is a mask or a reference to a variable
//! <https://www.rfc-editor.org/rfc/rfc3986#section-3.2.1>.

use super::{no_filler, password};

pub(super) fn check(value: &[u8]) -> bool {
    !value.is_empty()
        && !password::is_mask(value)
        && !password::is_reference(value)
        && !no_filler::is_masked(value)
        && !no_filler::is_filler(value)
}

#[cfg(test)]
mod tests {
    use super::check;

    #[test]
    fn passwords_are_valid() {
        for value in ["pass", "secret", "k", "he%2F%2Fo", "p@ss"] {
            assert!(check(value.as_bytes()), "{value}");
        }
    }

    #[test]
    fn others_are_not() {
        for value in
            ["", "***", "xxxx", "${PASSWORD}", "{{pass}}", "<password>", "$PASS", "YOUR_PASSWORD_HERE"]
        {
            assert!(!check(value.as_bytes()), "{value}");
        }
    }
}
