//! Redactors with keys.

use super::keyring::{Asked, Keyring, TenantKeys};
use super::op::Keyed;
use super::{Redactor, Router};
use crate::detect::{BuildError, Builder};
use crate::policy::{Operator, Policy, Source, TokenScope};
use crate::span::Recognise;
use crate::token::{KeySet, Scope, Tokens};
#[cfg(feature = "tokens-reversible")]
use crate::token::{Preserve, Recipient, SealSeed};
use std::collections::BTreeSet;
use std::sync::Arc;

impl Redactor {
    /// The rules of `builder` under `policy`, with tokens made by the primary epoch of `keys`; tokens of all epochs
    /// whose keys are there are left alone. Personal data whose operator the policy leaves open gets a pseudonym.
    ///
    /// ```
    /// use blackbar::detect::Builder;
    /// use blackbar::policy::{Policy, TokenScope};
    /// use blackbar::token::{KeySet, RootKey};
    /// use blackbar::{Redactor, Scratch};
    ///
    /// // From a secret store or a cryptographic generator, never from the source text as here.
    /// let keys = KeySet::generate(RootKey::new(&[7; 32])?);
    /// let mut policy = Policy::default();
    /// policy.scope = Some(TokenScope::of_tenant("acme"));
    /// let redactor = Redactor::with_keys(Builder::default(), &policy, &keys)?;
    /// let mut scratch = Scratch::default();
    /// let line = redactor.redact(b"login of ada@example.com failed", &mut scratch).into_owned();
    /// assert!(line.starts_with(b"login of BB1-email.p"));
    /// assert_eq!(redactor.redact(&line, &mut scratch), line);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    /// [`BuildError`] if the policy has no scope, if tenant or purpose are empty or too long, or as in
    /// [`Self::with_rules`].
    pub fn with_keys(builder: Builder, policy: &Policy, keys: &KeySet) -> Result<Self, BuildError> {
        Router::with_keys(builder, policy, keys).map(|router| Self::clone(&router.of(&Source::default())))
    }

    /// As [`Self::with_keys`], also for sealed tokens, which need randomness: a seed that is drawn afresh for each
    /// process.
    ///
    /// # Errors
    /// As [`Self::with_keys`], and if tokens are to be sealed and the policy names no recipient.
    #[cfg(feature = "tokens-reversible")]
    pub fn with_keys_and_seed(
        builder: Builder,
        policy: &Policy,
        keys: &KeySet,
        seed: &SealSeed,
    ) -> Result<Self, BuildError> {
        let router = Router::with_keys_and_seed(builder, policy, keys, seed)?;
        Ok(Self::clone(&router.of(&Source::default())))
    }
}

impl Router {
    /// As [`Redactor::with_keys`], for all sources.
    ///
    /// # Errors
    /// As [`Redactor::with_keys`].
    pub fn with_keys(builder: Builder, policy: &Policy, keys: &KeySet) -> Result<Self, BuildError> {
        let ring = Ring::new(
            policy,
            keys,
            #[cfg(feature = "tokens-reversible")]
            None,
        )?;
        Self::assemble(builder, &policy.with_keys(), Some(Box::new(ring)))
    }

    /// As [`Redactor::with_keys_and_seed`], for all sources.
    ///
    /// # Errors
    /// As [`Redactor::with_keys_and_seed`].
    #[cfg(feature = "tokens-reversible")]
    pub fn with_keys_and_seed(
        builder: Builder,
        policy: &Policy,
        keys: &KeySet,
        seed: &SealSeed,
    ) -> Result<Self, BuildError> {
        let ring = Ring::new(policy, keys, Some(seed.clone()))?;
        Self::assemble(builder, &policy.with_keys(), Some(Box::new(ring)))
    }
}

const NO_KEY: &str = "there is no primary key";

/// A key set under the scope of a policy.
#[derive(Debug)]
struct Ring {
    keys: KeySet,
    scope: TokenScope,
    /// All purposes that the policy names.
    purposes: BTreeSet<String>,
    #[cfg(feature = "tokens-reversible")]
    seed: Option<SealSeed>,
}

impl Ring {
    fn new(
        policy: &Policy,
        keys: &KeySet,
        #[cfg(feature = "tokens-reversible")] seed: Option<SealSeed>,
    ) -> Result<Self, BuildError> {
        let scope = policy.scope.clone().ok_or_else(|| {
            let what = "keys are given and the policy names no tenant; there is no token without a scope";
            BuildError::new("", what.to_owned())
        })?;
        let named = policy.operators().filter_map(Operator::purpose).flatten();
        let purposes = named.chain([scope.purpose.as_str()]).map(str::to_owned).collect();
        Ok(Self {
            keys: keys.clone(),
            scope,
            purposes,
            #[cfg(feature = "tokens-reversible")]
            seed,
        })
    }
}

impl Keyring for Ring {
    fn of_tenant<'k>(&'k self, tenant: &str) -> Result<Box<dyn TenantKeys + 'k>, BuildError> {
        let scope = |purpose: &String| Scope::new(tenant, purpose);
        let scopes = self.purposes.iter().map(scope).collect::<Result<Vec<_>, _>>();
        let scopes = scopes.map_err(|e| BuildError::new("", e.to_string()))?;
        let tokens = Arc::new(Tokens::new(&self.keys, &scopes));
        Ok(Box::new(Making { ring: self, tenant: tenant.to_owned(), tokens }))
    }
}

/// The keys of one tenant.
struct Making<'r> {
    ring: &'r Ring,
    tenant: String,
    tokens: Arc<Tokens>,
}

impl TenantKeys for Making<'_> {
    fn recogniser(&self) -> Arc<dyn Recognise> {
        Arc::<Tokens>::clone(&self.tokens)
    }

    fn keyed(&self, asked: &Asked<'_>) -> Result<Keyed, BuildError> {
        self.make(asked).map_err(|problem| BuildError::new(asked.rule, problem))
    }
}

impl Making<'_> {
    fn make(&self, asked: &Asked<'_>) -> Result<Keyed, String> {
        let Asked { class, operator, .. } = *asked;
        let purpose = operator.purpose().flatten().unwrap_or(&self.ring.scope.purpose);
        let scope = Scope::new(&self.tenant, purpose).map_err(|e| e.to_string())?;
        match operator {
            Operator::Pseudonym { .. } => {
                Ok(Keyed::Text(Arc::new(self.tokens.pseudonym(class, &scope).ok_or(NO_KEY)?)))
            }
            Operator::DateShift { days, .. } => {
                Ok(Keyed::Days(self.tokens.date_shift(&scope, *days).ok_or(NO_KEY)?))
            }
            #[cfg(feature = "tokens-reversible")]
            Operator::Encrypt { .. } | Operator::FormatPreserving { .. }
                if !self.ring.scope.pipeline_can_reverse && !asked.may_reverse =>
            {
                Err(format!(
                    "what `{}` makes can be opened by whoever makes it; use `pseudonym` or `seal`, or write \
                     `pipeline_can_reverse = true` in `[scope]`",
                    operator.name()
                ))
            }
            #[cfg(feature = "tokens-reversible")]
            Operator::Encrypt { .. } => {
                Ok(Keyed::Text(Arc::new(self.tokens.encrypt(class, &scope).ok_or(NO_KEY)?)))
            }
            #[cfg(feature = "tokens-reversible")]
            Operator::FormatPreserving { .. } => {
                let made = self.tokens.format_preserving(class, &scope, preserve(asked)).ok_or(NO_KEY)?;
                Ok(Keyed::Text(Arc::new(made)))
            }
            #[cfg(feature = "tokens-reversible")]
            Operator::Seal { .. } => {
                let seed = self
                    .ring
                    .seed
                    .as_ref()
                    .ok_or("`seal` needs a seed: build with `Redactor::with_keys_and_seed`")?;
                let recipient = self.ring.scope.recipient.as_deref();
                let recipient =
                    recipient.ok_or("`seal` needs a recipient: write `recipient` in `[scope]`")?;
                let recipient = Recipient::parse(recipient).map_err(|e| e.to_string())?;
                Ok(Keyed::Text(Arc::new(self.tokens.seal(class, &scope, &recipient, seed).ok_or(NO_KEY)?)))
            }
            _ => Err(format!(
                "`{}` is not part of this build; it needs the feature tokens-reversible",
                operator.name()
            )),
        }
    }
}

/// What the values of a rule are. Those with a Luhn check are treated as card numbers are.
#[cfg(feature = "tokens-reversible")]
fn preserve(asked: &Asked<'_>) -> Preserve {
    match (asked.class, asked.check) {
        ("credit_card", _) | (_, Some("card" | "luhn")) => Preserve::Card,
        ("mac_address", _) => Preserve::Hexadecimal,
        _ => Preserve::Text,
    }
}
