//! What happens to what, floor 2: which rules run, which operator each class gets, which limits hold.
//!
//! Plain data. The file form (TOML) is read in `settings`, which needs an operating system; this floor does not.

mod operator;
mod personal;
mod scope;

pub use operator::Operator;
pub use personal::{PERSONAL, is_personal};
pub use scope::TokenScope;

use crate::rules::{Confidence, Rule};
use crate::text::Limits;
use std::collections::{BTreeMap, BTreeSet};

/// Decides for each finding what is done with it.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Policy {
    /// Findings below are not reported and not edited. Default medium.
    pub minimum: Confidence,
    /// Findings in `logGroup` and `logStream` of a batch below are left alone: names of groups route the records.
    /// Default high.
    pub minimum_in_names: Confidence,
    /// Rules that do not run.
    pub disabled_rules: BTreeSet<String>,
    /// Classes whose rules do not run.
    pub disabled_classes: BTreeSet<String>,
    /// Operators by rule; they win over those by class.
    pub by_rule: BTreeMap<String, Operator>,
    /// Operators by class.
    pub by_class: BTreeMap<String, Operator>,
    /// The operator of personal data that neither names. Default none: as everything else, or a pseudonym once there
    /// are keys.
    pub personal: Option<Operator>,
    /// The operator of everything else. Default [`Operator::Label`].
    pub otherwise: Operator,
    /// Whom tokens are for; needed by operators with a key.
    pub scope: Option<TokenScope>,
    /// Bounds on what an event may cost.
    pub limits: Limits,
}

impl Default for Policy {
    /// Every finding of medium confidence or above gets its label; addresses of private networks are kept, since they
    /// name machines and not people, and operators need them.
    fn default() -> Self {
        Self {
            minimum: Confidence::Medium,
            minimum_in_names: Confidence::High,
            disabled_rules: BTreeSet::new(),
            disabled_classes: BTreeSet::new(),
            by_rule: [("ipv4-private".to_owned(), Operator::Keep)].into(),
            by_class: BTreeMap::new(),
            personal: None,
            otherwise: Operator::Label,
            scope: None,
            limits: Limits::default(),
        }
    }
}

impl Policy {
    /// Whether a rule runs.
    #[must_use]
    pub fn runs(&self, rule: &Rule) -> bool {
        !self.disabled_rules.contains(rule.id.as_ref())
            && !self.disabled_classes.contains(rule.class.as_ref())
    }

    /// What is done with the findings of a rule.
    #[must_use]
    pub fn operator(&self, rule: &Rule) -> Operator {
        self.by_rule
            .get(rule.id.as_ref())
            .or_else(|| self.by_class.get(rule.class.as_ref()))
            .or_else(|| self.personal.as_ref().filter(|_| is_personal(&rule.class)))
            .unwrap_or(&self.otherwise)
            .clone()
    }

    /// Whether one of its operators needs keys.
    #[must_use]
    pub fn needs_keys(&self) -> bool {
        self.operators().any(Operator::is_keyed)
    }

    /// Every operator that it names.
    pub(crate) fn operators(&self) -> impl Iterator<Item = &Operator> {
        let named = self.by_rule.values().chain(self.by_class.values());
        named.chain(&self.personal).chain([&self.otherwise])
    }
}
