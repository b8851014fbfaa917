//! What can be wrong with keys. No error holds key material, and none says why a token was not opened.

use std::fmt;

/// Why keys cannot be used as asked.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum KeyError {
    /// A root key is not 32 bytes long.
    Length,
    /// A key set needs exactly one primary epoch; it has this many.
    Primaries(usize),
    /// Two epochs have the same number.
    SameEpoch(u32),
    /// Two epochs have the same key.
    SameKey(u32, u32),
    /// The identifier of an epoch is not that of its key: the key was altered.
    WrongId(u32),
    /// An epoch that is not destroyed has no key.
    NoKey(u32),
    /// A destroyed epoch has a key.
    KeyOfDestroyed(u32),
    /// There is no such epoch.
    NoEpoch(u32),
    /// The primary epoch cannot be destroyed; rotate first.
    DestroyPrimary(u32),
    /// The epoch is destroyed already.
    IsDestroyed(u32),
    /// A legal hold names the epoch.
    Held {
        /// The epoch.
        epoch: u32,
        /// The name of the hold.
        hold: String,
    },
    /// There is no such hold on the epoch.
    NoHold(u32),
    /// A pending epoch is there already: this one.
    IsPending(u32),
    /// All numbers of epochs are used up.
    Epochs,
    /// It is no public key of a recipient.
    Recipient,
    /// A tenant or purpose is empty or longer than [`Scope::LONGEST`](crate::token::Scope::LONGEST) bytes.
    Scope(&'static str),
}

impl fmt::Display for KeyError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Length => f.write_str("a key has 32 bytes"),
            Self::Primaries(n) => write!(f, "a key set has exactly one primary epoch; this one has {n}"),
            Self::SameEpoch(n) => write!(f, "epoch {n} is there twice"),
            Self::SameKey(a, b) => write!(f, "epochs {a} and {b} have the same key"),
            Self::WrongId(n) => {
                write!(f, "the id of epoch {n} is not that of its key: the key was altered; restore the file")
            }
            Self::NoKey(n) => write!(f, "epoch {n} has no key and is not destroyed"),
            Self::KeyOfDestroyed(n) => {
                write!(f, "epoch {n} is destroyed and still has a key; take the key out")
            }
            Self::NoEpoch(n) => write!(f, "there is no epoch {n}"),
            Self::DestroyPrimary(n) => {
                write!(f, "epoch {n} is the primary one; rotate first, then destroy it")
            }
            Self::IsDestroyed(n) => write!(f, "epoch {n} is destroyed"),
            Self::Held { epoch, hold } => {
                write!(
                    f,
                    "the legal hold `{hold}` names epoch {epoch}; it cannot be destroyed while that lasts"
                )
            }
            Self::NoHold(n) => write!(f, "there is no such hold on epoch {n}"),
            Self::IsPending(n) => write!(f, "epoch {n} is pending already; promote it first"),
            Self::Epochs => f.write_str("there are no numbers left for epochs"),
            Self::Recipient => f.write_str(
                "it is no public key: 52 characters of base 32, as `blackbar keys recipient` prints them",
            ),
            Self::Scope(what) => {
                write!(f, "the {what} of a scope has 1 to {} bytes", super::Scope::LONGEST)
            }
        }
    }
}

impl std::error::Error for KeyError {}

/// A token was not opened. There is one error for every reason: a wrong key, tenant, purpose, class or check tells nothing
/// about the others.
#[cfg(feature = "tokens-reversible")]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(clippy::exhaustive_structs, reason = "it says nothing, and never will")]
pub struct NotOpened;

#[cfg(feature = "tokens-reversible")]
impl fmt::Display for NotOpened {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the token cannot be opened with these keys in this scope")
    }
}

#[cfg(feature = "tokens-reversible")]
impl std::error::Error for NotOpened {}
