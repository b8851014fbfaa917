//! `encrypt`: the same value gives the same token, and whoever has the root key can open it.
//!
//! AES-256-SIV (RFC 5297) under a key of its own for each epoch, tenant, purpose and class; the head of the token is
//! authenticated with it.

use super::grammar::{BLOCK, BLOCKS, Form, Kind, count};
use super::mint::Mint;
use super::{base32, pad};
use crate::span::{Patch, Secret, Substitute};
use aes_siv::KeyInit;
use aes_siv::siv::Aes256Siv;
use std::fmt;
use zeroize::Zeroizing;

/// Makes the tokens of one class in one scope that can be opened. Values of more than [`Encrypt::LONGEST`] bytes get
/// none. The padded length is known from the token.
#[derive(Clone)]
pub struct Encrypt {
    mint: Mint,
    key: Zeroizing<[u8; 64]>,
    head: String,
}

impl Encrypt {
    /// Bytes of a value at most: one block is the synthetic initialisation vector, one byte is padding.
    pub const LONGEST: usize = (BLOCKS - 1) * BLOCK - 1;

    pub(super) fn new(mint: Mint) -> Self {
        Self { key: mint.key::<64>("encrypt"), head: mint.head(Kind::Encrypted), mint }
    }

    /// The token of a value; `None` if it is too long.
    #[must_use]
    pub fn token(&self, value: Secret<'_>) -> Option<String> {
        let padded = pad::pad(value.expose(), BLOCKS - 1, 0)?;
        let sealed = Aes256Siv::new((&*self.key).into()).encrypt([self.head.as_bytes()], &padded).ok()?;
        Some(self.mint.token(Kind::Encrypted, base32::length(sealed.len()) + 2, |token| {
            token.extend(count(sealed.len() / BLOCK));
            token.push_str(&base32::encode(&sealed));
        }))
    }

    /// The value of a token of this class, scope and epoch.
    pub(super) fn open(&self, form: &Form<'_>) -> Option<Zeroizing<Vec<u8>>> {
        let sealed = base32::decode(form.payload.get(super::grammar::COUNT..)?)?;
        let opened = Aes256Siv::new((&*self.key).into()).decrypt([self.head.as_bytes()], &sealed).ok()?;
        let mut opened = Zeroizing::new(opened);
        pad::unpad(&mut opened)?;
        Some(opened)
    }
}

impl Substitute for Encrypt {
    fn substitute(&self, value: Secret<'_>) -> Option<Patch> {
        Patch::inert(&self.token(value)?)
    }
}

impl fmt::Debug for Encrypt {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Encrypt({})", self.mint.class())
    }
}
