//! Fields by their paths: what a policy says of places in JSON, whatever the rules find there.

mod event;
mod states;
mod value;

pub use event::{FieldHit, FieldReason};
pub(super) use event::{FieldScan, Want};
pub(super) use value::ValueKind;

use super::redactor::Treatment;
use crate::policy::{Clause, Contract, FieldPath, FieldType, Mode, Policy, Reaction};
use crate::span::Patch;

/// The class in labels and tokens of fields that a contract does not know.
const UNKNOWN: &str = "unknown";
/// The class in labels and tokens of fields of another type than the agreed one.
const CHANGED: &str = "changed";
/// The class in labels of forbidden fields.
const FORBIDDEN: &str = "forbidden";
/// The class in labels and tokens of what is replaced in an incident.
const VALUE: &str = "value";

/// Makes the treatment of an operator for a class; `true` says that it may be one that the pipeline can reverse though
/// the scope does not say so.
pub(super) type Make<'m, E> = &'m mut dyn FnMut(&crate::policy::Operator, &str, bool) -> Result<Treatment, E>;

/// What a path stands for.
#[derive(Debug)]
enum Entry {
    /// An operator of the policy: its place there, and its treatment.
    Operator(usize, usize),
    /// A field of the contract.
    Field(Field),
    /// An exception of the contract.
    Exception,
}

#[derive(Debug)]
struct Field {
    /// Its place in the contract.
    index: usize,
    kind: Option<FieldType>,
    /// Its place among the required ones.
    required: Option<usize>,
    forbidden: bool,
    treatment: Option<usize>,
}

/// A reaction, and the treatment that it asks for.
#[derive(Clone, Copy, Debug)]
struct Answer {
    withhold: bool,
    treatment: Option<usize>,
}

/// A contract, ready to be enforced.
#[derive(Debug)]
struct Terms {
    index: usize,
    unknown: Answer,
    changed: Answer,
    forbidden: Answer,
    missing: Reaction,
    text: Reaction,
    ended: Option<Reaction>,
    required: usize,
}

/// The paths of a policy and of one of its contracts.
#[derive(Debug)]
pub(super) struct Fields {
    paths: Vec<FieldPath>,
    /// What each path stands for.
    entries: Vec<Entry>,
    treatments: Vec<Treatment>,
    terms: Option<Terms>,
    /// What is done with every value, in an incident.
    all: Option<usize>,
}

impl Fields {
    /// What a policy says of the fields of events under one of its contracts; `None` if it says nothing. `keyed` says
    /// whether there are keys.
    pub(super) fn new<E>(
        policy: &Policy,
        contract: Option<usize>,
        keyed: bool,
        make: Make<'_, E>,
    ) -> Result<Option<Self>, E> {
        let contract = contract.and_then(|index| Some((index, policy.contracts.get(index)?)));
        let all = policy.mode == Mode::TokenizeAll;
        if policy.by_path.is_empty() && contract.is_none() && !all {
            return Ok(None);
        }
        let mut fields =
            Self { paths: Vec::new(), entries: Vec::new(), treatments: Vec::new(), terms: None, all: None };
        for (index, by_path) in policy.by_path.iter().enumerate() {
            let treatment = fields.treatment(make(&by_path.operator, &by_path.class, false)?);
            fields.add(&by_path.path, Entry::Operator(index, treatment));
        }
        if let Some((index, contract)) = contract {
            fields.contract(index, contract, make)?;
        }
        if all {
            let reaction = if keyed { Reaction::Tokenize } else { Reaction::Redact };
            fields.all = fields.answer(reaction, VALUE, make)?.treatment;
        }
        Ok(Some(fields))
    }

    /// Classes of labels that it gives out.
    pub(super) fn classes(policy: &Policy) -> impl Iterator<Item = &str> {
        let of_fields = policy.contracts.iter().flat_map(|c| &c.fields).map(|f| f.class.as_str());
        let of_paths = policy.by_path.iter().map(|p| p.class.as_str());
        of_fields.chain(of_paths).chain([UNKNOWN, CHANGED, FORBIDDEN, VALUE])
    }

    fn contract<E>(&mut self, index: usize, contract: &Contract, make: Make<'_, E>) -> Result<(), E> {
        let mut required = 0;
        for (place, field) in contract.fields.iter().enumerate() {
            let treatment = match &field.operator {
                Some(operator) => {
                    Some(self.treatment(make(operator, &field.class, contract.pipeline_can_reverse)?))
                }
                None => None,
            };
            let entry = Field {
                index: place,
                kind: field.kind,
                required: field.required.then_some(required),
                forbidden: field.forbidden,
                treatment,
            };
            required += usize::from(field.required);
            self.add(&field.path, Entry::Field(entry));
        }
        for path in &contract.exceptions {
            self.add(path, Entry::Exception);
        }
        self.terms = Some(Terms {
            index,
            unknown: self.answer(contract.unknown, UNKNOWN, make)?,
            changed: self.answer(contract.changed, CHANGED, make)?,
            forbidden: self.answer(contract.forbidden, FORBIDDEN, make)?,
            missing: contract.missing,
            text: contract.text,
            ended: contract.expired.then_some(contract.ended),
            required,
        });
        Ok(())
    }

    fn add(&mut self, path: &FieldPath, entry: Entry) {
        self.paths.push(path.clone());
        self.entries.push(entry);
    }

    fn treatment(&mut self, treatment: Treatment) -> usize {
        self.treatments.push(treatment);
        self.treatments.len() - 1
    }

    fn answer<E>(&mut self, reaction: Reaction, class: &str, make: Make<'_, E>) -> Result<Answer, E> {
        let treatment = match reaction.operator() {
            Some(operator) => Some(self.treatment(make(&operator, class, false)?)),
            None => None,
        };
        Ok(Answer { withhold: reaction == Reaction::Withhold, treatment })
    }

    /// Whether every event matters, also one that is no JSON.
    pub(super) const fn concerns_text(&self) -> bool {
        self.terms.is_some() || self.all.is_some()
    }

    /// What is done with every value, in an incident.
    pub(super) fn every_value(&self) -> Option<&Treatment> {
        self.all.and_then(|t| self.treatments.get(t))
    }

    /// The place of its treatment.
    pub(super) const fn every_index(&self) -> Option<usize> {
        self.all
    }

    pub(super) fn treatment_at(&self, index: usize) -> Option<&Treatment> {
        self.treatments.get(index)
    }

    /// Where the values at a path stand in a document, as they are written: strings without their quotes, numbers. `None`
    /// for a value of another kind.
    pub(super) fn lookup<'u>(
        path: &FieldPath,
        unit: &'u [u8],
        table: &crate::text::Walk,
    ) -> Vec<Option<&'u [u8]>> {
        event::lookup(std::slice::from_ref(path), unit, table)
    }
}

/// A treatment without a key.
pub(super) fn plain(operator: &crate::policy::Operator, class: &str) -> Treatment {
    Treatment { operator: operator.clone(), label: Patch::label(class), keyed: None }
}

/// The counts of one event under a contract.
pub(super) type Clauses = [u32; Clause::ALL.len()];
