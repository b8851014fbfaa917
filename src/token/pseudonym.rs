//! `pseudonym`: the same value gives the same token, and nobody without the key can try values.
//!
//! HMAC-SHA-256 (RFC 2104, FIPS 198-1) of the value under a key of its own for each epoch, tenant, purpose and class;
//! 128 bits of it.

use super::base32;
use super::derive::keyed;
use super::grammar::{Kind, PSEUDONYM};
use super::mint::Mint;
use crate::span::{Patch, Secret, Substitute};
use hmac::{Hmac, Mac};
use sha2::Sha256;
use std::fmt;

/// Makes the pseudonyms of one class in one scope. The value is taken byte by byte as it was found: nothing is folded
/// or trimmed.
#[derive(Clone)]
pub struct Pseudonym {
    mint: Mint,
    mac: Hmac<Sha256>,
}

impl Pseudonym {
    pub(super) fn new(mint: Mint) -> Self {
        let key = mint.key::<32>("pseudonym");
        let mac = keyed(&key);
        Self { mint, mac }
    }

    /// The token of a value.
    #[must_use]
    pub fn token(&self, value: Secret<'_>) -> String {
        let mac = self.mac.clone().chain_update(value.expose()).finalize().into_bytes();
        self.mint.token(Kind::Pseudonym, base32::length(PSEUDONYM), |token| {
            base32::append(mac.get(..PSEUDONYM).unwrap_or_default(), token);
        })
    }
}

impl Substitute for Pseudonym {
    fn substitute(&self, value: Secret<'_>) -> Option<Patch> {
        Patch::inert(&self.token(value))
    }
}

impl fmt::Debug for Pseudonym {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Pseudonym({})", self.mint.class())
    }
}
