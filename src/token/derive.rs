//! The key schedule: HKDF-SHA-256 (RFC 5869) from a root key to keys of one use each.

use super::{RootKey, Scope};
use hkdf::Hkdf;
use hmac::{Hmac, KeyInit};
use sha2::Sha256;
use zeroize::Zeroizing;

/// The salt of the extract step. A new version of the schedule gets a new one.
const SALT: &[u8] = b"blackbar tokens 1";

/// The most that HKDF gives: 255 hashes.
const MOST: usize = 255 * 32;

/// A list of fields as one text, each behind its length (four bytes, the highest first): different lists are never the
/// same text.
pub(super) fn fields(fields: &[&[u8]]) -> Vec<u8> {
    let mut text = Vec::new();
    for field in fields {
        text.extend_from_slice(&u32::try_from(field.len()).unwrap_or(u32::MAX).to_be_bytes());
        text.extend_from_slice(field);
    }
    text
}

/// `N` bytes derived from `root` for what `fields` say.
pub(super) fn derive<const N: usize>(root: &RootKey, fields: &[&[u8]]) -> Zeroizing<[u8; N]> {
    const { assert!(N <= MOST) }
    let info = self::fields(fields);
    let mut out = Zeroizing::new([0; N]);
    match Hkdf::<Sha256>::new(Some(SALT), root.reveal_key()).expand(&info, out.as_mut_slice()) {
        Ok(()) => out,
        Err(_) => unreachable!("the length is asserted when this is compiled"),
    }
}

/// A key for one use within a scope; `class` is empty where the use is not bound to one.
pub(super) fn scoped<const N: usize>(
    root: &RootKey,
    r#use: &str,
    scope: &Scope,
    class: &str,
) -> Zeroizing<[u8; N]> {
    let fields = [r#use, scope.tenant(), scope.purpose(), class];
    derive(root, &fields.map(str::as_bytes))
}

/// HMAC-SHA-256 under a key of 32 bytes.
pub(super) fn keyed(key: &[u8; 32]) -> Hmac<Sha256> {
    match Hmac::new_from_slice(key) {
        Ok(mac) => mac,
        Err(_) => unreachable!("HMAC takes keys of any length"),
    }
}
