//! What happens to what, floor 2: which rules run, which operator each class gets, which limits hold.
//!
//! Plain data. The file form (TOML) is read in `settings`, which needs an operating system; this floor does not.

mod allow;
mod date_order;
mod generalisation;
mod mode;
mod operator;
mod passes;
mod personal;
mod scope;
mod subject;

pub use allow::{Allow, AllowError, AllowList};
pub use date_order::DateOrder;
pub use generalisation::Generalisation;
pub use mode::Mode;
pub use operator::Operator;
pub use passes::Passes;
pub use personal::{PERSONAL, is_personal};
pub use scope::TokenScope;
pub use subject::{NoSubject, Subject};

use crate::rules::{Confidence, Rule};
use crate::text::Limits;
use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

/// Which part of a policy chose an operator.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(clippy::exhaustive_enums, reason = "callers must handle each")]
pub enum ChosenBy {
    /// [`Policy::by_rule`].
    Rule,
    /// [`Policy::by_class`].
    Class,
    /// [`Policy::personal`].
    Personal,
    /// [`Policy::otherwise`].
    Default,
}

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
    /// What is done in an incident. Default [`Mode::Normal`].
    pub mode: Mode,
    /// Whether a record can come through more than once. Default [`Passes::Once`].
    pub passes: Passes,
    /// Whom tokens are for; needed by operators with a key.
    pub scope: Option<TokenScope>,
    /// Findings that may stay. Default none.
    pub allow: AllowList,
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
            mode: Mode::Normal,
            passes: Passes::Once,
            scope: None,
            allow: AllowList::default(),
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
        self.choice(rule).0.clone()
    }

    /// What is done with the findings of a rule, and which part of the policy says so.
    #[must_use]
    pub fn choice(&self, rule: &Rule) -> (&Operator, ChosenBy) {
        if let Some(operator) = self.by_rule.get(rule.id.as_ref()) {
            return (operator, ChosenBy::Rule);
        }
        if let Some(operator) = self.by_class.get(rule.class.as_ref()) {
            return (operator, ChosenBy::Class);
        }
        match self.personal.as_ref().filter(|_| is_personal(&rule.class)) {
            Some(operator) => (operator, ChosenBy::Personal),
            None => (&self.otherwise, ChosenBy::Default),
        }
    }

    /// The policy as it is where there are keys: personal data that it says nothing of gets a pseudonym, unless it says
    /// something stricter about everything.
    #[must_use]
    pub fn with_keys(&self) -> Cow<'_, Self> {
        if self.personal.is_some() || self.otherwise != Operator::Label {
            return Cow::Borrowed(self);
        }
        let mut policy = self.clone();
        policy.personal = Some(Operator::Pseudonym { purpose: None });
        Cow::Owned(policy)
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
