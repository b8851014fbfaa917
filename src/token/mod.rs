//! Keys, and replacement text that is made with them, floor 1. Knows no rule and no policy.
//!
//! Invariants: a key cannot be printed and is wiped when it is dropped; every derived key is bound to one use, one epoch,
//! one tenant and one purpose; a token is recognised only if its keyed check verifies; the same value under the same
//! key and scope gives the same bytes on every machine. All primitives are of the RustCrypto crates.
//!
//! The grammar of tokens and the key schedule are written out in [`manual::tokens`](crate::manual::tokens).

mod base32;
mod check;
mod date_shift;
mod derive;
#[cfg(feature = "tokens-reversible")]
mod encrypt;
mod error;
#[cfg(feature = "tokens-reversible")]
mod format_preserving;
mod grammar;
mod key;
mod key_set;
mod mint;
#[cfg(feature = "tokens-reversible")]
mod opener;
#[cfg(feature = "tokens-reversible")]
mod pad;
mod pseudonym;
mod scope;
#[cfg(feature = "tokens-reversible")]
mod seal;
mod tokens;

pub use date_shift::DateShift;
#[cfg(feature = "tokens-reversible")]
pub use encrypt::Encrypt;
pub use error::KeyError;
#[cfg(feature = "tokens-reversible")]
pub use error::NotOpened;
#[cfg(feature = "tokens-reversible")]
pub use format_preserving::{FormatPreserving, Preserve};
pub use grammar::{LONGEST_CLASS, TOKEN_PREFIX, has_form};
pub use key::{KeyId, RootKey};
pub use key_set::{Epoch, Hold, KeySet, State};
#[cfg(feature = "tokens-reversible")]
pub use opener::Opener;
pub use pseudonym::Pseudonym;
pub use scope::Scope;
#[cfg(feature = "tokens-reversible")]
pub use seal::{PrivateSealKey, Recipient, Seal, SealSeed, Sealer, find_record, is_sealed, open_record};
pub use tokens::Tokens;
