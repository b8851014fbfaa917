//! The keyed check at the end of a token: by it a token of ours is told from a look-alike.
//!
//! HMAC-SHA-256 under a key of the scope, over the token as it is written up to the check: version, class, kind, key
//! and payload. 40 bits of it: a planted look-alike is taken for ours once in 10^12 tries.

use super::grammar::CHECK;
use super::{RootKey, Scope, base32, derive};
use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;

/// The check of one epoch and scope. Wiped when dropped.
#[derive(Clone)]
pub(super) struct Check(Hmac<Sha256>);

impl Check {
    pub(super) fn new(root: &RootKey, scope: &Scope) -> Self {
        let key = derive::scoped::<32>(root, "check", scope, "");
        Self(keyed(&key))
    }

    /// Puts the check behind `body`.
    pub(super) fn append(&self, body: &mut String) {
        let mac = self.0.clone().chain_update(body.as_bytes()).finalize().into_bytes();
        body.push_str(&base32::encode(mac.get(..CHECK).unwrap_or_default()));
    }

    /// Whether `check`, in base 32, is the one of `body`.
    pub(super) fn verifies(&self, body: &[u8], check: &[u8]) -> bool {
        base32::decode(check).is_some_and(|check| {
            check.len() == CHECK && self.0.clone().chain_update(body).verify_truncated_left(&check).is_ok()
        })
    }
}

/// HMAC-SHA-256 (RFC 2104, FIPS 198-1) under a key of 32 bytes.
pub(super) fn keyed(key: &[u8; 32]) -> Hmac<Sha256> {
    match Hmac::new_from_slice(key) {
        Ok(mac) => mac,
        Err(_) => unreachable!("HMAC takes keys of any length"),
    }
}
