//! The root key of an epoch.

use super::KeyError;
use super::derive::derive;
use std::fmt;
use zeroize::Zeroizing;

/// 32 secret bytes from which all keys of an epoch are derived. Wiped when dropped; cannot be printed.
#[derive(Clone)]
pub struct RootKey(Zeroizing<[u8; Self::BYTES]>);

impl RootKey {
    /// Bytes of a root key.
    pub const BYTES: usize = 32;

    /// A key of `bytes`, which must be drawn from a cryptographic source.
    ///
    /// # Errors
    /// [`KeyError::Length`] if there are not 32 of them.
    pub fn new(bytes: &[u8]) -> Result<Self, KeyError> {
        let mut key = Zeroizing::new([0; Self::BYTES]);
        if bytes.len() != Self::BYTES {
            return Err(KeyError::Length);
        }
        key.copy_from_slice(bytes);
        Ok(Self(key))
    }

    /// The public name of the key. It tells nothing of the key.
    #[must_use]
    pub fn id(&self) -> KeyId {
        KeyId(*derive(self, &[b"key id"]))
    }

    /// The bytes: to derive keys, and to write a key file.
    #[must_use]
    pub fn reveal_key(&self) -> &[u8; Self::BYTES] {
        &self.0
    }
}

impl fmt::Debug for RootKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("RootKey(..)")
    }
}

/// Names a root key in tokens and key files: 40 bits derived from it, eight characters of base 32.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct KeyId(pub(super) [u8; Self::BYTES]);

impl KeyId {
    pub(super) const BYTES: usize = 5;
}

impl fmt::Display for KeyId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&super::base32::encode(&self.0))
    }
}

impl fmt::Debug for KeyId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "KeyId({self})")
    }
}
