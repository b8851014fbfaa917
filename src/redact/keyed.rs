//! Redactors with keys.

use super::Redactor;
use crate::detect::{BuildError, Builder};
use crate::policy::{Operator, Policy};
use crate::rules::Rule;
use crate::span::Substitute;
use crate::token::{KeySet, Scope, Tokens};
use std::borrow::Cow;
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
        let policy = pseudonyms_by_default(policy);
        let fail = |problem: String| BuildError::new("", problem);
        let scope = policy.scope.as_ref().ok_or_else(|| {
            fail(
                "keys are given and the policy names no tenant; there is no token without a scope".to_owned(),
            )
        })?;
        let scope_for = |purpose: &str| Scope::new(&scope.tenant, purpose).map_err(|e| fail(e.to_string()));
        let named = policy.operators().filter_map(purpose).flatten();
        let purposes: BTreeSet<&str> = named.chain([scope.purpose.as_str()]).collect();
        let scopes = purposes.iter().map(|p| scope_for(p)).collect::<Result<Vec<_>, _>>()?;
        let tokens = Arc::new(Tokens::new(keys, &scopes));
        let make = |rule: &Rule, operator: &Operator| -> Result<Arc<dyn Substitute>, BuildError> {
            let scope = scope_for(purpose(operator).flatten().unwrap_or(&scope.purpose))?;
            let no_key = || BuildError::new(&rule.id, "there is no primary key".to_owned());
            Ok(Arc::new(tokens.pseudonym(&rule.class, &scope).ok_or_else(no_key)?))
        };
        Self::assemble(builder.recognise(tokens.clone()), &policy, make)
    }
}

/// The purpose that an operator with a key names for itself.
fn purpose(operator: &Operator) -> Option<Option<&str>> {
    match operator {
        Operator::Pseudonym { purpose } => Some(purpose.as_deref()),
        _ => None,
    }
}

/// The policy with its default for personal data, unless it says something stricter about everything.
fn pseudonyms_by_default(policy: &Policy) -> Cow<'_, Policy> {
    if policy.personal.is_some() || policy.otherwise != Operator::Label {
        return Cow::Borrowed(policy);
    }
    let mut policy = policy.clone();
    policy.personal = Some(Operator::Pseudonym { purpose: None });
    Cow::Owned(policy)
}
