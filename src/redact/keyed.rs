//! Redactors with keys.

use super::Redactor;
use super::op::Keyed;
use crate::detect::{BuildError, Builder};
#[cfg(feature = "tokens-reversible")]
use crate::policy::TokenScope;
use crate::policy::{Operator, Policy};
#[cfg(feature = "tokens-reversible")]
use crate::rules::Rule;
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
        with_keys(builder, policy, keys, |operator, making| match operator {
            #[cfg(feature = "tokens-reversible")]
            Operator::Seal { .. } => {
                Err("`seal` needs a seed: build with `Redactor::with_keys_and_seed`".to_owned())
            }
            _ => making.keyed(operator),
        })
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
        with_keys(builder, policy, keys, |operator, making| match operator {
            Operator::Seal { .. } => {
                let recipient = making.policy_scope.recipient.as_deref();
                let recipient =
                    recipient.ok_or("`seal` needs a recipient: write `recipient` in `[scope]`")?;
                let recipient = Recipient::parse(recipient).map_err(|e| e.to_string())?;
                let seal = making.tokens.seal(making.class, making.scope, &recipient, seed).ok_or(NO_KEY)?;
                Ok(Keyed::Text(Arc::new(seal)))
            }
            _ => making.keyed(operator),
        })
    }
}

const NO_KEY: &str = "there is no primary key";

/// What an operator with a key is made for.
struct Making<'a> {
    tokens: &'a Tokens,
    #[cfg(feature = "tokens-reversible")]
    policy_scope: &'a TokenScope,
    scope: &'a Scope,
    class: &'a str,
    #[cfg(feature = "tokens-reversible")]
    preserve: Preserve,
}

impl Making<'_> {
    fn keyed(&self, operator: &Operator) -> Result<Keyed, String> {
        let Self { tokens, class, scope, .. } = *self;
        match operator {
            Operator::Pseudonym { .. } => {
                Ok(Keyed::Text(Arc::new(tokens.pseudonym(class, scope).ok_or(NO_KEY)?)))
            }
            Operator::DateShift { days, .. } => {
                Ok(Keyed::Days(tokens.date_shift(scope, *days).ok_or(NO_KEY)?))
            }
            #[cfg(feature = "tokens-reversible")]
            Operator::Encrypt { .. } | Operator::FormatPreserving { .. }
                if !self.policy_scope.pipeline_can_reverse =>
            {
                Err(format!(
                    "what `{}` makes can be opened by whoever makes it; use `pseudonym` or `seal`, or write \
                     `pipeline_can_reverse = true` in `[scope]`",
                    operator.name()
                ))
            }
            #[cfg(feature = "tokens-reversible")]
            Operator::Encrypt { .. } => {
                Ok(Keyed::Text(Arc::new(tokens.encrypt(class, scope).ok_or(NO_KEY)?)))
            }
            #[cfg(feature = "tokens-reversible")]
            Operator::FormatPreserving { .. } => {
                let made = tokens.format_preserving(class, scope, self.preserve).ok_or(NO_KEY)?;
                Ok(Keyed::Text(Arc::new(made)))
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
fn preserve(rule: &Rule) -> Preserve {
    match (rule.class.as_ref(), rule.check.as_deref()) {
        ("credit_card", _) | (_, Some("card" | "luhn")) => Preserve::Card,
        ("mac_address", _) => Preserve::Hexadecimal,
        _ => Preserve::Text,
    }
}

fn with_keys(
    builder: Builder,
    policy: &Policy,
    keys: &KeySet,
    make: impl Fn(&Operator, &Making<'_>) -> Result<Keyed, String>,
) -> Result<Redactor, BuildError> {
    let policy = policy.with_keys();
    let fail = |problem: String| BuildError::new("", problem);
    let policy_scope = policy.scope.as_ref().ok_or_else(|| {
        fail("keys are given and the policy names no tenant; there is no token without a scope".to_owned())
    })?;
    let scope_for =
        |purpose: &str| Scope::new(&policy_scope.tenant, purpose).map_err(|e| fail(e.to_string()));
    let named = policy.operators().filter_map(Operator::purpose).flatten();
    let purposes: BTreeSet<&str> = named.chain([policy_scope.purpose.as_str()]).collect();
    let scopes = purposes.iter().map(|p| scope_for(p)).collect::<Result<Vec<_>, _>>()?;
    let tokens = Arc::new(Tokens::new(keys, &scopes));
    Redactor::assemble(builder.recognise(tokens.clone()), &policy, |rule, operator| {
        let scope = scope_for(operator.purpose().flatten().unwrap_or(&policy_scope.purpose))?;
        let making = Making {
            tokens: &tokens,
            #[cfg(feature = "tokens-reversible")]
            policy_scope,
            scope: &scope,
            class: &rule.class,
            #[cfg(feature = "tokens-reversible")]
            preserve: preserve(rule),
        };
        make(operator, &making).map_err(|problem| BuildError::new(&rule.id, problem))
    })
}
