//! Whom tokens are for.

use super::Tenant;

/// The scope of the tokens that a policy makes. Tokens of different tenants or purposes can be neither compared nor
/// opened with each other's keys.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct TokenScope {
    /// Whose data it is.
    pub tenant: Tenant,
    /// What the tokens are for, where an operator does not say it.
    pub purpose: String,
    /// Whether the pipeline may make tokens that it can open itself. Default no.
    pub pipeline_can_reverse: bool,
    /// The public key of whoever may open what is sealed, in base 32.
    pub recipient: Option<String>,
}

impl TokenScope {
    /// The purpose where none is named.
    pub const DEFAULT_PURPOSE: &'static str = "default";

    /// The scope of a tenant, for the default purpose.
    #[must_use]
    pub fn of_tenant(tenant: &str) -> Self {
        Self {
            tenant: Tenant::Constant(tenant.to_owned()),
            purpose: Self::DEFAULT_PURPOSE.to_owned(),
            pipeline_can_reverse: false,
            recipient: None,
        }
    }
}
