//! The one type that carries secret bytes.

use std::fmt;

/// Bytes that were found to be secret. Cannot be printed; the one way in is [`expose`](Self::expose), whose callers
/// are listed by a test.
#[derive(Clone, Copy)]
pub struct Secret<'a>(&'a [u8]);

impl<'a> Secret<'a> {
    /// Marks bytes as secret.
    #[must_use]
    pub const fn new(bytes: &'a [u8]) -> Self {
        Self(bytes)
    }

    /// The bytes. For operators that keep a part of the value or compute a token from it.
    #[must_use]
    pub const fn expose(self) -> &'a [u8] {
        self.0
    }
}

impl fmt::Debug for Secret<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Secret(..)")
    }
}
