//! Whose values a token can be compared with, and what for.

use super::KeyError;

/// Tokens of different tenants or purposes have different keys: they can be neither compared nor opened with each
/// other's.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Scope {
    tenant: String,
    purpose: String,
}

impl Scope {
    /// Bytes of a tenant or a purpose at most.
    pub const LONGEST: usize = 256;

    /// The scope of `tenant` and `purpose`. There is no unscoped token.
    ///
    /// # Errors
    /// [`KeyError::Scope`] if one is empty or too long.
    pub fn new(tenant: &str, purpose: &str) -> Result<Self, KeyError> {
        for (what, text) in [("tenant", tenant), ("purpose", purpose)] {
            if text.is_empty() || text.len() > Self::LONGEST {
                return Err(KeyError::Scope(what));
            }
        }
        Ok(Self { tenant: tenant.to_owned(), purpose: purpose.to_owned() })
    }

    /// The tenant.
    #[must_use]
    pub fn tenant(&self) -> &str {
        &self.tenant
    }

    /// The purpose.
    #[must_use]
    pub fn purpose(&self) -> &str {
        &self.purpose
    }
}
