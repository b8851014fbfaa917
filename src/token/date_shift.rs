//! `date-shift`: by how many days the dates of a subject are moved.
//!
//! HMAC-SHA-256 (RFC 2104, FIPS 198-1) of the subject under a key of its own for each epoch, tenant and purpose. It is
//! not bound to a class: all dates of a subject move by the same days, so the time between them stays what it was.

use super::derive::{self, keyed};
use super::{RootKey, Scope};
use crate::span::Secret;
use hmac::{Hmac, Mac};
use sha2::Sha256;
use std::fmt;
use std::num::NonZeroU32;

/// Moves dates within one scope.
#[derive(Clone)]
pub struct DateShift {
    mac: Hmac<Sha256>,
    most: NonZeroU32,
}

impl DateShift {
    pub(super) fn new(root: &RootKey, scope: &Scope, most: NonZeroU32) -> Self {
        let key = derive::scoped::<32>(root, "date shift", scope, "");
        Self { mac: keyed(&key), most }
    }

    /// The days of a subject, or of the tenant where none is named: from one to the most, forwards or backwards; never
    /// none. Every number is as likely as another one, to within 2^-31.
    #[must_use]
    pub fn days(&self, subject: Option<Secret<'_>>) -> i64 {
        let fields: [&[u8]; 2] = match subject {
            Some(subject) => [b"subject", subject.expose()],
            None => [b"tenant", b""],
        };
        let mac = self.mac.clone().chain_update(derive::fields(&fields)).finalize().into_bytes();
        let number = mac.iter().take(8).fold(0_u64, |n, b| (n << 8) | u64::from(*b));
        let most = i64::from(self.most.get());
        let place = i64::try_from(number % (2 * u64::from(self.most.get()))).unwrap_or(0);
        if place < most { place - most } else { place - most + 1 }
    }
}

impl fmt::Debug for DateShift {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "DateShift({} days)", self.most)
    }
}
