//! What redactors need of keys, and nothing of how it is made.

use super::op::Keyed;
use crate::detect::BuildError;
use crate::policy::Operator;
use crate::span::Recognise;
use std::fmt::Debug;
use std::sync::Arc;

/// Keys, of which each tenant has others.
pub(super) trait Keyring: Debug + Send + Sync {
    /// The keys of a tenant.
    fn of_tenant<'k>(&'k self, tenant: &str) -> Result<Box<dyn TenantKeys + 'k>, BuildError>;
}

/// The keys of one tenant.
pub(super) trait TenantKeys {
    /// What tells tokens of this tenant from look-alikes.
    fn recogniser(&self) -> Arc<dyn Recognise>;

    /// What an operator makes with a key.
    fn keyed(&self, asked: &Asked<'_>) -> Result<Keyed, BuildError>;
}

/// What an operator with a key is asked for.
#[derive(Clone, Copy, Debug)]
pub(super) struct Asked<'a> {
    /// The rule whose operator it is; empty for one of a field.
    pub(super) rule: &'a str,
    /// The class in the token.
    pub(super) class: &'a str,
    /// The check of the rule.
    pub(super) check: Option<&'a str>,
    pub(super) operator: &'a Operator,
    /// Whether a contract lets the pipeline make tokens that it can open.
    pub(super) may_reverse: bool,
}
