//! The keyed check at the end of a token: by it a token of ours is told from a look-alike.
//!
//! HMAC-SHA-256 (RFC 2104, FIPS 198-1) under a key of the scope, over the token as it is written up to the check:
//! version, class, kind, key and payload. 40 bits of it: a planted look-alike is taken for ours once in 10^12 tries. (With
//! the instructions of today's processors this is faster than a CMAC of AES, which was measured, too.)

use super::base32;
use super::derive::{self, keyed};
use super::grammar::CHECK;
use super::{RootKey, Scope};
use hmac::{Hmac, Mac};
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
        base32::append(mac.get(..CHECK).unwrap_or_default(), body);
    }

    /// Whether `check`, in base 32, is the one of `body`.
    pub(super) fn verifies(&self, body: &[u8], check: &[u8]) -> bool {
        let mut bytes = [0; CHECK];
        base32::decode_into(check, &mut bytes)
            && self.0.clone().chain_update(body).verify_truncated_left(&bytes).is_ok()
    }
}
