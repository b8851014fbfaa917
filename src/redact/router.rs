//! From a source to the redactor for its events: contract, tenant, and whether it may send anything at all.

use super::fields::{self, Fields};
use super::keyring::{Asked, Keyring, TenantKeys};
use super::op::Keyed;
use super::redactor::{Redactor, Treatment};
use crate::detect::{BuildError, Builder, Scanner};
use crate::policy::{FieldPath, Mode, Operator, OtherSources, Passes, Policy, Source, Tenant};
use crate::rules::Rule;
use crate::text::{OffsetMap, Walk, WalkEnd, Withhold, unescape, walk};
use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// Redactors of tenants and contracts that are kept; when there are more, they are made anew.
const KEPT: usize = 256;

/// Gives each source the redactor that the policy has for it. Redactors share the rules; one for a new tenant costs what
/// it takes to derive its keys.
///
/// ```
/// use blackbar::detect::Builder;
/// use blackbar::policy::{Contract, Glob, Policy, Reaction, Source};
/// use blackbar::redact::Router;
/// use blackbar::Scratch;
///
/// let mut contract = Contract::new("payments", Glob::parse("/pay/*")?);
/// contract.unknown = Reaction::Drop;
/// let mut policy = Policy::default();
/// policy.contracts.push(contract);
/// let router = Router::new(Builder::default(), &policy)?;
/// let source = Source { log_group: "/pay/web".to_owned(), ..Source::default() };
/// let redactor = router.of(&source);
/// assert_eq!(redactor.redact(br#"{"a":1}"#, &mut Scratch::default()), &b"{}"[..]);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug)]
pub struct Router {
    desk: Arc<Desk>,
    /// The redactor for every source, if they do not differ.
    only: Option<Arc<Redactor>>,
}

/// What all redactors of a policy have in common.
#[derive(Debug)]
pub(super) struct Desk {
    policy: Policy,
    /// Rules and operators without keys: what has no key leaves a label.
    base: Redactor,
    keyring: Option<Box<dyn Keyring>>,
    /// Redactors by contract and tenant.
    known: Mutex<BTreeMap<Key, Arc<Redactor>>>,
}

/// The contract in force and the tenant, as far as there are any.
type Key = (Option<usize>, Option<String>);

impl Router {
    /// The rules of `builder` under `policy`.
    ///
    /// # Errors
    /// [`BuildError`] names the rule and what is wrong with it, also if its operator needs keys.
    pub fn new(builder: Builder, policy: &Policy) -> Result<Self, BuildError> {
        Self::assemble(builder, policy, None)
    }

    pub(super) fn assemble(
        builder: Builder,
        policy: &Policy,
        keyring: Option<Box<dyn Keyring>>,
    ) -> Result<Self, BuildError> {
        let mut builder = builder.retain(|rule| policy.runs(rule)).minimum(policy.minimum);
        for class in Fields::classes(policy) {
            builder = builder.label(class);
        }
        let desk = Arc::new(Desk {
            policy: policy.clone(),
            base: base(policy, builder.build()?),
            keyring,
            known: Mutex::new(BTreeMap::new()),
        });
        // What is wrong with an operator shows now and not with the first event.
        let tenant = match (&desk.keyring, policy.scope.as_ref().map(|s| &s.tenant)) {
            (None, _) | (Some(_), None) => None,
            (Some(_), Some(Tenant::Constant(name))) => Some(name.clone()),
            (Some(_), Some(_)) => Some("tenant".to_owned()),
        };
        for contract in (0..policy.contracts.len()).map(Some).chain([None]) {
            let made = desk.make(contract, tenant.as_deref())?;
            desk.keep((contract, tenant.clone()), &Arc::new(made));
        }
        let differs = !policy.sources.is_empty()
            || !policy.contracts.is_empty()
            || desk.keyring.is_some()
                && policy.scope.as_ref().is_some_and(|s| !matches!(s.tenant, Tenant::Constant(_)));
        let router = Self { only: None, desk };
        let only = if differs { None } else { Some(router.of(&Source::default())) };
        Ok(Self { only, ..router })
    }

    /// Whether sources have different redactors.
    #[must_use]
    pub const fn differs(&self) -> bool {
        self.only.is_none()
    }

    /// The policy.
    #[must_use]
    pub fn policy(&self) -> &Policy {
        &self.desk.policy
    }

    /// Whether a source is among those that the policy allows.
    #[must_use]
    pub fn admits(&self, source: &Source) -> bool {
        self.desk.policy.admits(source)
    }

    /// The redactor for the events of a source. If it may send none, or its tenant is not known, every event is withheld.
    #[must_use]
    pub fn of(&self, source: &Source) -> Arc<Redactor> {
        if let Some(only) = &self.only {
            return Arc::clone(only);
        }
        let desk = &self.desk;
        if !self.admits(source) && desk.policy.other_sources == OtherSources::Withhold {
            return Arc::new(desk.shut(Withhold::SourceNotAllowed));
        }
        let contract = desk.policy.contract_for(source);
        let scope = desk.policy.scope.as_ref().filter(|_| desk.keyring.is_some());
        match scope.map(|s| (&s.tenant, s.tenant.of_source(source))) {
            None => desk.redactor(contract, None),
            Some((_, Some(Some(tenant)))) => desk.redactor(contract, Some(&tenant)),
            Some((_, Some(None))) => Arc::new(desk.shut(Withhold::NoTenant)),
            Some((tenant, None)) => {
                let Tenant::Field(path) = tenant else { return Arc::new(desk.shut(Withhold::NoTenant)) };
                let by_tenant = ByTenant { desk: Arc::clone(desk), contract, path: path.clone() };
                let by_tenant = Some(Arc::new(by_tenant));
                Arc::new(Redactor { by_tenant, fields: desk.unkeyed_fields(contract), ..desk.base.clone() })
            }
        }
    }
}

impl Desk {
    /// The redactor of a contract and a tenant; one that cannot be made withholds every event.
    fn redactor(&self, contract: Option<usize>, tenant: Option<&str>) -> Arc<Redactor> {
        let key: Key = (contract, tenant.map(str::to_owned));
        if let Some(redactor) = self.known().get(&key) {
            return Arc::clone(redactor);
        }
        // A name that is too long for a tenant is the one thing that can be wrong after the start.
        let made = self.make(contract, tenant).unwrap_or_else(|_| self.shut(Withhold::NoTenant));
        let redactor = Arc::new(made);
        self.keep(key, &redactor);
        redactor
    }

    /// What there is to say of fields, for those who ask which operator one has.
    fn unkeyed_fields(&self, contract: Option<usize>) -> Option<Arc<Fields>> {
        let mut make = |operator: &Operator, class: &str, _: bool| {
            Ok::<_, std::convert::Infallible>(fields::plain(operator, class))
        };
        Fields::new(&self.policy, contract, true, &mut make).ok().flatten().map(Arc::new)
    }

    fn known(&self) -> MutexGuard<'_, BTreeMap<Key, Arc<Redactor>>> {
        self.known.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn keep(&self, key: Key, redactor: &Arc<Redactor>) {
        let mut known = self.known();
        if known.len() >= KEPT {
            known.clear();
        }
        known.insert(key, Arc::clone(redactor));
    }

    /// A redactor that withholds every event.
    fn shut(&self, reason: Withhold) -> Redactor {
        Redactor { shut: self.base.shut.or(Some(reason)), ..self.base.clone() }
    }

    fn make(&self, contract: Option<usize>, tenant: Option<&str>) -> Result<Redactor, BuildError> {
        let keys = match (&self.keyring, tenant) {
            (Some(ring), Some(tenant)) => Some(ring.of_tenant(tenant)?),
            (Some(_), None) => {
                let what = "keys are given and the policy names no tenant; there is no token without a scope";
                return Err(BuildError::new("", what.to_owned()));
            }
            (None, _) => None,
        };
        let mut maker = Maker { keys: keys.as_deref(), passes: self.policy.passes, made: Vec::new() };
        let of_rule = |rule: &Rule| {
            let operator = &self.policy.operator(rule);
            let (class, check) = (rule.class.as_ref(), rule.check.as_deref());
            maker.treatment(&Asked { rule: &rule.id, class, check, operator, may_reverse: false })
        };
        let treatments =
            self.base.scanner.rules().map(|(_, rule)| rule).map(of_rule).collect::<Result<_, _>>()?;
        let keyed = keys.is_some();
        let mut of_field = |operator: &Operator, class: &str, may_reverse: bool| {
            maker.treatment(&Asked { rule: "", class, check: None, operator, may_reverse })
        };
        let fields = Fields::new(&self.policy, contract, keyed, &mut of_field)?;
        let base = self.base.clone();
        let tokens = keys.as_ref().map(|k| k.recogniser());
        let scanner = match tokens {
            Some(tokens) => base.scanner.recognising(Some(tokens)),
            None => base.scanner,
        };
        Ok(Redactor { scanner, treatments, fields: fields.map(Arc::new), ..base })
    }
}

/// The redactor of a policy without keys and fields.
fn base(policy: &Policy, scanner: Scanner) -> Redactor {
    let treatment = |rule: &Rule| fields::plain(&policy.operator(rule), &rule.class);
    let treatments = scanner.rules().map(|(_, rule)| treatment(rule)).collect();
    let shut = match policy.mode {
        Mode::Normal | Mode::TokenizeAll => None,
        Mode::QuarantineAll | Mode::Pause => Some(Withhold::Quarantined),
    };
    Redactor {
        scanner,
        treatments,
        limits: policy.limits,
        minimum_in_names: policy.minimum_in_names,
        shut,
        allow: Arc::new(policy.allow.clone()),
        fields: None,
        by_tenant: None,
    }
}

/// What treatments that are alike have in common: operator, class, check, and whether a contract lets it be reversed.
type Kind = (Operator, String, Option<String>, bool);

/// Makes treatments; what is for the same class and operator is made once.
struct Maker<'k> {
    keys: Option<&'k (dyn TenantKeys + 'k)>,
    passes: Passes,
    made: Vec<(Kind, Keyed)>,
}

impl Maker<'_> {
    fn treatment(&mut self, asked: &Asked<'_>) -> Result<Treatment, BuildError> {
        let Asked { rule, class, check, operator, may_reverse } = *asked;
        let name = operator.name();
        if self.passes == Passes::Many && !operator.is_recognised() {
            let problem = format!(
                "results of `{name}` cannot be told from values, and the policy says that records may pass twice"
            );
            return Err(BuildError::new(rule, problem));
        }
        let mut treatment = fields::plain(operator, class);
        if !operator.is_keyed() {
            return Ok(treatment);
        }
        let keys = self.keys.ok_or_else(|| {
            BuildError::new(rule, format!("the operator `{name}` needs keys, and there are none"))
        })?;
        let kind: Kind = (operator.clone(), class.to_owned(), check.map(str::to_owned), may_reverse);
        let keyed = match self.made.iter().find(|(made, _)| *made == kind) {
            Some((_, keyed)) => keyed.clone(),
            None => {
                let keyed = keys.keyed(asked)?;
                self.made.push((kind, keyed.clone()));
                keyed
            }
        };
        treatment.keyed = Some(keyed);
        Ok(treatment)
    }
}

/// Finds the tenant of an event in the event.
#[derive(Debug)]
pub(super) struct ByTenant {
    desk: Arc<Desk>,
    contract: Option<usize>,
    path: FieldPath,
}

impl ByTenant {
    /// The redactor for an event.
    pub(super) fn redactor(&self, event: &[u8], depth: usize) -> Result<Arc<Redactor>, Withhold> {
        let tenant = self.tenant(event, depth).ok_or(Withhold::NoTenant)?;
        Ok(self.desk.redactor(self.contract, Some(&tenant)))
    }

    /// The name at the path; `None` if there is none, or several that differ.
    fn tenant(&self, event: &[u8], depth: usize) -> Option<String> {
        let event = event.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(event);
        let mut table = Walk::default();
        if walk(event, depth, &mut table) != WalkEnd::Json {
            return None;
        }
        let (mut bytes, mut map) = (Vec::new(), OffsetMap::new());
        let mut tenant: Option<String> = None;
        for found in Fields::lookup(&self.path, event, &table) {
            unescape(found?, &mut bytes, &mut map);
            let name = std::str::from_utf8(&bytes).ok().filter(|name| !name.is_empty())?;
            if tenant.as_deref().is_some_and(|other| other != name) {
                return None;
            }
            tenant = Some(name.to_owned());
        }
        tenant
    }
}
