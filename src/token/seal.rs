//! `seal`: a token that only the holder of a private key can open, not the pipeline that makes it.
//!
//! HPKE (RFC 9180) in base mode: DHKEM(X25519, HKDF-SHA256), HKDF-SHA256, ChaCha20Poly1305. The info is the scope, the
//! head of the token is authenticated. Two tokens of one value differ.

mod record;

pub use record::{Sealer, find_record, is_sealed, open_record};

use super::derive::keyed;
use super::grammar::{BLOCK, BLOCKS, COUNT, Form, Kind, count};
use super::mint::Mint;
use super::{KeyError, base32, pad};
use crate::span::{Patch, Secret, Substitute};
use hmac::{Hmac, Mac};
use hpke::aead::ChaCha20Poly1305;
use hpke::kdf::HkdfSha256;
use hpke::kem::X25519HkdfSha256;
use hpke::rand_core::{TryCryptoRng, TryRng};
use hpke::{Deserializable, Kem, OpModeR, OpModeS, Serializable};
use sha2::Sha256;
use std::convert::Infallible;
use std::fmt;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use zeroize::Zeroizing;

type PrivateKey = <X25519HkdfSha256 as Kem>::PrivateKey;
type PublicKey = <X25519HkdfSha256 as Kem>::PublicKey;
type Encapsulated = <X25519HkdfSha256 as Kem>::EncappedKey;

/// Bytes of an encapsulated key.
const ENCAPSULATED: usize = 32;
/// Bytes of a tag.
const TAG: usize = 16;

/// The public key of whoever may open sealed tokens. Public: it may stand in a policy.
#[derive(Clone, PartialEq, Eq)]
pub struct Recipient(PublicKey);

impl Recipient {
    /// Reads 32 bytes in base 32, as [`fmt::Display`] writes them.
    ///
    /// # Errors
    /// [`KeyError::Recipient`] if it is no public key.
    pub fn parse(text: &str) -> Result<Self, KeyError> {
        let bytes = base32::decode(text.as_bytes()).ok_or(KeyError::Recipient)?;
        PublicKey::from_bytes(&bytes).map(Self).map_err(|_| KeyError::Recipient)
    }
}

impl fmt::Display for Recipient {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&base32::encode(&self.0.to_bytes()))
    }
}

impl fmt::Debug for Recipient {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Recipient({self})")
    }
}

/// The private key that opens sealed tokens. It belongs where nothing else of the pipeline runs. Wiped when dropped;
/// cannot be printed.
#[derive(Clone)]
pub struct PrivateSealKey(PrivateKey);

impl PrivateSealKey {
    /// Bytes of a private key.
    pub const BYTES: usize = 32;

    /// A key of 32 bytes from a cryptographic source.
    ///
    /// # Errors
    /// [`KeyError::Length`] if there are not 32 of them.
    pub fn new(bytes: &[u8]) -> Result<Self, KeyError> {
        PrivateKey::from_bytes(bytes).map(Self).map_err(|_| KeyError::Length)
    }

    /// Its public key.
    #[must_use]
    pub fn recipient(&self) -> Recipient {
        Recipient(X25519HkdfSha256::sk_to_pk(&self.0))
    }
}

impl fmt::Debug for PrivateSealKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("PrivateSealKey(..)")
    }
}

/// Randomness handed in by the application: the core has none of its own. 32 bytes drawn afresh for each process.
#[derive(Clone)]
pub struct SealSeed {
    mac: Hmac<Sha256>,
    drawn: Arc<AtomicU64>,
}

impl SealSeed {
    /// A seed of 32 bytes from a cryptographic source. Never the same twice.
    #[must_use]
    pub fn new(bytes: &Zeroizing<[u8; 32]>) -> Self {
        let mac = keyed(bytes);
        Self { mac, drawn: Arc::new(AtomicU64::new(0)) }
    }

    /// Randomness for one token: from the seed, a number that is never the same, and what is sealed. So even a seed that
    /// was used twice by mistake gives different keys to different values.
    fn draw(&self, head: &str, value: &[u8]) -> Drawn {
        let number = self.drawn.fetch_add(1, Ordering::Relaxed);
        let mac = self.mac.clone().chain_update(number.to_be_bytes()).chain_update(head).chain_update(value);
        Drawn { mac, blocks: 0 }
    }
}

impl fmt::Debug for SealSeed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("SealSeed(..)")
    }
}

/// HMAC over what is sealed and the number of the block.
struct Drawn {
    mac: Hmac<Sha256>,
    blocks: u64,
}

impl TryRng for Drawn {
    type Error = Infallible;

    fn try_next_u32(&mut self) -> Result<u32, Infallible> {
        let mut bytes = [0; 4];
        self.try_fill_bytes(&mut bytes)?;
        Ok(u32::from_le_bytes(bytes))
    }

    fn try_next_u64(&mut self) -> Result<u64, Infallible> {
        let mut bytes = [0; 8];
        self.try_fill_bytes(&mut bytes)?;
        Ok(u64::from_le_bytes(bytes))
    }

    fn try_fill_bytes(&mut self, out: &mut [u8]) -> Result<(), Infallible> {
        for part in out.chunks_mut(32) {
            let block = self.mac.clone().chain_update(self.blocks.to_be_bytes()).finalize().into_bytes();
            self.blocks += 1;
            for (to, from) in part.iter_mut().zip(block) {
                *to = from;
            }
        }
        Ok(())
    }
}

impl TryCryptoRng for Drawn {}

/// Makes the sealed tokens of one class in one scope. Values of more than [`Seal::LONGEST`] bytes get none.
#[derive(Clone)]
pub struct Seal {
    mint: Mint,
    head: String,
    recipient: Recipient,
    seed: SealSeed,
}

impl Seal {
    /// Bytes of a value at most: three blocks are the encapsulated key and the tag, one byte is padding.
    pub const LONGEST: usize = (BLOCKS - 3) * BLOCK - 1;

    pub(super) fn new(mint: Mint, recipient: Recipient, seed: SealSeed) -> Self {
        Self { head: mint.head(Kind::Sealed), mint, recipient, seed }
    }

    /// A token of a value; `None` if it is too long.
    #[must_use]
    pub fn token(&self, value: Secret<'_>) -> Option<String> {
        let padded = pad::pad(value.expose(), BLOCKS - 3, TAG)?;
        let (encapsulated, sealed) =
            hpke::single_shot_seal_with_rng::<ChaCha20Poly1305, HkdfSha256, X25519HkdfSha256>(
                &OpModeS::Base,
                &self.recipient.0,
                &info(self.mint.tenant(), self.mint.purpose()),
                &padded,
                self.head.as_bytes(),
                &mut self.seed.draw(&self.head, value.expose()),
            )
            .ok()?;
        let payload = [encapsulated.to_bytes().as_slice(), &sealed].concat();
        Some(self.mint.token(Kind::Sealed, base32::length(payload.len()) + 2, |token| {
            token.extend(count(payload.len() / BLOCK));
            token.push_str(&base32::encode(&payload));
        }))
    }
}

/// The value of a sealed token, for the holder of the private key.
pub(super) fn open(
    key: &PrivateSealKey,
    scope: &super::Scope,
    form: &Form<'_>,
) -> Option<Zeroizing<Vec<u8>>> {
    let payload = base32::decode(form.payload.get(COUNT..)?)?;
    let (encapsulated, sealed) = payload.split_at_checked(ENCAPSULATED)?;
    let head = form.body.strip_suffix(b".")?.strip_suffix(form.payload)?;
    let opened = hpke::single_shot_open::<ChaCha20Poly1305, HkdfSha256, X25519HkdfSha256>(
        &OpModeR::Base,
        &key.0,
        &Encapsulated::from_bytes(encapsulated).ok()?,
        &info(scope.tenant(), scope.purpose()),
        sealed,
        head,
    );
    let mut opened = Zeroizing::new(opened.ok()?);
    pad::unpad(&mut opened)?;
    Some(opened)
}

/// What key and nonce are bound to besides the keys: the scope.
fn info(tenant: &str, purpose: &str) -> Vec<u8> {
    super::derive::fields(&["seal", tenant, purpose].map(str::as_bytes))
}

impl Substitute for Seal {
    fn substitute(&self, value: Secret<'_>) -> Option<Patch> {
        Patch::inert(&self.token(value)?)
    }
}

impl fmt::Debug for Seal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Seal({})", self.mint.class())
    }
}
