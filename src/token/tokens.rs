//! A key set at work: makes tokens with the primary epoch, recognises those of all epochs whose keys are there.

use super::check::Check;
use super::grammar::{self, TOKEN_PREFIX};
use super::mint::Mint;
use super::{Epoch, KeySet, Pseudonym, RootKey, Scope, State};
use crate::span::Recognise;
use std::collections::BTreeMap;
use std::fmt;
use std::num::NonZeroU32;

/// The keys of a key set for some scopes. Immutable and shared between threads.
#[derive(Clone)]
pub struct Tokens {
    primary: Option<(Epoch, RootKey)>,
    /// By the identifier as it stands in tokens: the checks of all scopes.
    checks: BTreeMap<Vec<u8>, Vec<Check>>,
}

impl Tokens {
    /// Takes `keys` for tokens of `scopes`: those of other scopes are not recognised.
    #[must_use]
    pub fn new(keys: &KeySet, scopes: &[Scope]) -> Self {
        let mut checks = BTreeMap::new();
        let mut primary = None;
        for (epoch, root) in keys.epochs().iter().filter_map(|e| Some((e, e.key()?))) {
            let of_scopes = scopes.iter().map(|scope| Check::new(root, scope)).collect();
            checks.insert(epoch.id().to_string().into_bytes(), of_scopes);
            if epoch.state() == State::Primary {
                primary = Some((epoch.clone(), root.clone()));
            }
        }
        Self { primary, checks }
    }

    /// Makes pseudonyms for a class, with the primary epoch. `None` if there is no primary epoch, which a
    /// [`KeySet`] always has.
    #[must_use]
    pub fn pseudonym(&self, class: &str, scope: &Scope) -> Option<Pseudonym> {
        self.mint(class, scope).map(Pseudonym::new)
    }

    /// As [`pseudonym`](Self::pseudonym), for tokens that whoever has `keys` can open.
    #[cfg(feature = "tokens-reversible")]
    #[must_use]
    pub fn encrypt(&self, class: &str, scope: &Scope) -> Option<super::Encrypt> {
        self.mint(class, scope).map(super::Encrypt::new)
    }

    /// As [`pseudonym`](Self::pseudonym), for tokens that only `recipient` can open.
    #[cfg(feature = "tokens-reversible")]
    #[must_use]
    pub fn seal(
        &self,
        class: &str,
        scope: &Scope,
        recipient: &super::Recipient,
        seed: &super::SealSeed,
    ) -> Option<super::Seal> {
        self.mint(class, scope).map(|mint| super::Seal::new(mint, recipient.clone(), seed.clone()))
    }

    /// Values of the same form in place of those of a class, with the primary epoch.
    #[cfg(feature = "tokens-reversible")]
    #[must_use]
    pub fn format_preserving(
        &self,
        class: &str,
        scope: &Scope,
        preserve: super::Preserve,
    ) -> Option<super::FormatPreserving> {
        self.mint(class, scope).and_then(|mint| super::FormatPreserving::new(&mint, preserve))
    }

    /// By how many days, up to `days`, the dates of each subject are moved, with the primary epoch.
    #[must_use]
    pub fn date_shift(&self, scope: &Scope, days: NonZeroU32) -> Option<super::DateShift> {
        self.primary.as_ref().map(|(_, root)| super::DateShift::new(root, scope, days))
    }

    fn mint(&self, class: &str, scope: &Scope) -> Option<Mint> {
        self.primary.as_ref().map(|(epoch, root)| Mint::new(epoch, root, scope, class))
    }
}

impl Recognise for Tokens {
    fn prefix(&self) -> &'static str {
        TOKEN_PREFIX
    }

    fn longest(&self) -> usize {
        grammar::LONGEST
    }

    fn length(&self, text: &[u8]) -> Option<usize> {
        let form = grammar::read(text)?;
        let checks = self.checks.get(form.key_id)?;
        checks.iter().any(|check| check.verifies(form.body, form.check)).then(|| form.len())
    }
}

impl fmt::Debug for Tokens {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Tokens({} keys)", self.checks.len())
    }
}
