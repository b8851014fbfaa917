//! `pseudonym`: the same value gives the same token, and nobody without the key can try values.
//!
//! HMAC-SHA-256 of the value under a key of its own for each epoch, tenant, purpose and class; 128 bits of it.

use super::check::{Check, keyed};
use super::grammar::{Kind, PSEUDONYM, head};
use super::{Epoch, RootKey, Scope, base32, derive};
use crate::span::{Patch, Secret, Substitute};
use hmac::{Hmac, Mac};
use sha2::Sha256;
use std::fmt;

/// Makes the pseudonyms of one class in one scope. The value is taken byte by byte as it was found: nothing is folded
/// or trimmed.
#[derive(Clone)]
pub struct Pseudonym {
    head: String,
    mac: Hmac<Sha256>,
    check: Check,
}

impl Pseudonym {
    pub(super) fn new(epoch: &Epoch, root: &RootKey, scope: &Scope, class: &str) -> Self {
        let key = derive::scoped::<32>(root, "pseudonym", scope, class);
        let head = head(class, Kind::Pseudonym, &epoch.id().to_string());
        Self { head, mac: keyed(&key), check: Check::new(root, scope) }
    }

    /// The token of a value.
    #[must_use]
    pub fn token(&self, value: Secret<'_>) -> String {
        let mac = self.mac.clone().chain_update(value.expose()).finalize().into_bytes();
        let mut token = String::with_capacity(self.head.len() + 40);
        token.push_str(&self.head);
        token.push_str(&base32::encode(mac.get(..PSEUDONYM).unwrap_or_default()));
        token.push('.');
        self.check.append(&mut token);
        token
    }
}

impl Substitute for Pseudonym {
    fn substitute(&self, value: Secret<'_>) -> Option<Patch> {
        Patch::inert(&self.token(value))
    }
}

impl fmt::Debug for Pseudonym {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Pseudonym({})", self.head)
    }
}
