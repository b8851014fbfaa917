//! Contracts as they are written: `[[contract]]` tables of the policy file.

use super::allow_file::{Day, Wrong};
use super::operator_file::{may_make_tokens, may_pass, operator};
use super::policy_file::{Problem, at, label_class};
use super::policy_form::{Choice, ScopeFile};
use crate::policy::{Contract, ContractField, FieldPath, FieldType, Glob, Passes, Reaction};
use serde::Deserialize;
use std::collections::BTreeMap;
use toml::Spanned;
use toml::value::Datetime;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct ContractFile {
    pub(super) id: Spanned<String>,
    pub(super) log_group: Spanned<String>,
    pub(super) version: Option<Spanned<u32>>,
    pub(super) owner: Option<Spanned<String>>,
    pub(super) contact: Option<String>,
    #[serde(default)]
    pub(super) purpose: Vec<String>,
    pub(super) classification: Option<String>,
    pub(super) retention_days: Option<u32>,
    pub(super) expires: Option<Spanned<Datetime>>,
    pub(super) pipeline_can_reverse: Option<Spanned<bool>>,
    pub(super) unknown: Option<Spanned<String>>,
    pub(super) missing: Option<Spanned<String>>,
    pub(super) forbidden: Option<Spanned<String>>,
    pub(super) changed: Option<Spanned<String>>,
    pub(super) text: Option<Spanned<String>>,
    pub(super) ended: Option<Spanned<String>>,
    #[serde(default)]
    pub(super) field: Vec<FieldFile>,
    #[serde(default)]
    pub(super) exception: Vec<ExceptionFile>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct FieldFile {
    pub(super) path: Spanned<String>,
    #[serde(rename = "type")]
    pub(super) kind: Option<Spanned<String>>,
    pub(super) required: Option<bool>,
    pub(super) forbidden: Option<bool>,
    #[serde(rename = "use")]
    pub(super) name: Option<Spanned<String>>,
    #[serde(rename = "as")]
    pub(super) class: Option<Spanned<String>>,
    pub(super) first: Option<usize>,
    pub(super) last: Option<usize>,
    pub(super) purpose: Option<String>,
    pub(super) days: Option<Spanned<u32>>,
    pub(super) subject: Option<Spanned<String>>,
    pub(super) order: Option<Spanned<String>>,
    pub(super) to: Option<Spanned<String>>,
    pub(super) ipv4: Option<Spanned<u8>>,
    pub(super) ipv6: Option<Spanned<u8>>,
    pub(super) width: Option<Spanned<u8>>,
    pub(super) decimals: Option<Spanned<u8>>,
}

impl FieldFile {
    /// Whether a parameter of an operator is given.
    const fn has_parameter(&self) -> bool {
        self.class.is_some()
            || self.first.is_some()
            || self.last.is_some()
            || self.purpose.is_some()
            || self.days.is_some()
            || self.subject.is_some()
            || self.order.is_some()
            || self.to.is_some()
            || self.ipv4.is_some()
            || self.ipv6.is_some()
            || self.width.is_some()
            || self.decimals.is_some()
    }

    /// Its operator, as it would stand in a table of its own.
    fn choice(&self, name: &Spanned<String>) -> Choice {
        Choice {
            class: None,
            rule: None,
            path: None,
            label: None,
            name: name.clone(),
            first: self.first,
            last: self.last,
            purpose: self.purpose.clone(),
            days: self.days.clone(),
            subject: self.subject.clone(),
            order: self.order.clone(),
            to: self.to.clone(),
            ipv4: self.ipv4.clone(),
            ipv6: self.ipv6.clone(),
            width: self.width.clone(),
            decimals: self.decimals.clone(),
        }
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct ExceptionFile {
    pub(super) path: Spanned<String>,
    pub(super) reason: Spanned<String>,
    pub(super) until: Spanned<Datetime>,
    /// For those who read the file.
    #[serde(default, rename = "approved_by")]
    pub(super) _approved_by: Vec<String>,
}

/// What of the policy around them contracts are read against.
#[derive(Clone, Copy)]
pub(super) struct Around<'a> {
    pub(super) scope: Option<&'a ScopeFile>,
    pub(super) passes: Passes,
    pub(super) today: Day,
}

/// Reads all contracts. Gives the places of those, and of exceptions, that have ended.
pub(super) fn contracts(
    files: &[ContractFile],
    policy: Around<'_>,
) -> Result<(Vec<Contract>, Vec<Wrong>), Problem> {
    let (mut contracts, mut ended) = (Vec::new(), Vec::new());
    let mut ids: BTreeMap<&str, usize> = BTreeMap::new();
    for file in files {
        if ids.insert(file.id.get_ref(), file.id.span().start).is_some() {
            let problem =
                format!("there are two contracts `{}`; give each an id of its own", file.id.get_ref());
            return Err(at(&file.id, problem));
        }
        contracts.push(contract(file, policy, &mut ended)?);
    }
    Ok((contracts, ended))
}

fn contract(file: &ContractFile, policy: Around<'_>, ended: &mut Vec<Wrong>) -> Result<Contract, Problem> {
    let Around { scope, today, .. } = policy;
    let id = file.id.get_ref();
    let is_name = |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-' || b == b'_';
    if id.is_empty() || id.len() > 64 || !id.bytes().all(is_name) {
        let problem =
            "an id is of small letters, digits, `-` and `_`, up to 64: it stands in metrics".to_owned();
        return Err(at(&file.id, problem));
    }
    let group = Glob::parse(file.log_group.get_ref())
        .map_err(|e| at(&file.log_group, format!("`log_group` is no glob: {e}")))?;
    if group.has_tenant() {
        return Err(at(&file.log_group, "`{tenant}` belongs into `[scope]`; write `*`".to_owned()));
    }
    let mut contract = Contract::new(id, group);
    contract.version = file.version.as_ref().map_or(1, |v| u64::from(*v.get_ref()));
    contract.owner = file.owner.as_ref().map(|o| o.get_ref().clone()).unwrap_or_default();
    contract.contact = file.contact.clone().unwrap_or_default();
    contract.purpose.clone_from(&file.purpose);
    contract.classification = file.classification.clone().unwrap_or_default();
    contract.retention_days = file.retention_days;
    contract.pipeline_can_reverse = file.pipeline_can_reverse.as_ref().is_some_and(|yes| *yes.get_ref());
    if let Some(expires) = &file.expires
        && day(expires)? < today
    {
        contract.expired = true;
        ended.push((
            expires.span().start,
            format!("the contract `{id}` has expired; agree anew, and give it a new day and version"),
        ));
    }
    if file.unknown.is_none() {
        let problem = "`unknown` is missing: what is done with fields that the contract does not name; write pass, \
                       tokenize, redact, drop or withhold";
        return Err(at(&file.id, problem.to_owned()));
    }
    let stop = [Reaction::Pass, Reaction::Withhold];
    let value = &Reaction::ALL;
    for (name, written, allowed, reaction) in [
        ("unknown", &file.unknown, &value[..], &mut contract.unknown),
        ("changed", &file.changed, &value[..], &mut contract.changed),
        (
            "forbidden",
            &file.forbidden,
            &[Reaction::Redact, Reaction::Drop, Reaction::Withhold],
            &mut contract.forbidden,
        ),
        ("missing", &file.missing, &stop, &mut contract.missing),
        ("text", &file.text, &stop, &mut contract.text),
        ("ended", &file.ended, &stop, &mut contract.ended),
    ] {
        let Some(written) = written else { continue };
        let names: Vec<&str> = allowed.iter().map(|r| r.name()).collect();
        let known = allowed.iter().find(|r| r.name() == written.get_ref());
        *reaction = *known.ok_or_else(|| {
            at(
                written,
                format!(
                    "`{}` is nothing that `{name}` can be; write {}",
                    written.get_ref(),
                    names.join(", ")
                ),
            )
        })?;
        if let Some(operator) = reaction.operator() {
            may_make_tokens(&operator, scope, false).map_err(|problem| at(written, problem))?;
        }
    }
    for field in &file.field {
        contract.fields.push(self::field(field, policy, contract.pipeline_can_reverse)?);
    }
    for exception in &file.exception {
        let path = path(&exception.path)?;
        if exception.reason.get_ref().trim().is_empty() {
            return Err(at(&exception.reason, "`reason` is empty; say why this is excepted".to_owned()));
        }
        if day(&exception.until)? < today {
            ended.push((
                exception.until.span().start,
                "this exception has ended and does not count; take it out, or give it a new day".to_owned(),
            ));
        } else {
            contract.exceptions.push(path);
        }
    }
    Ok(contract)
}

fn field(file: &FieldFile, policy: Around<'_>, may_reverse: bool) -> Result<ContractField, Problem> {
    let Around { scope, passes, .. } = policy;
    let mut field = ContractField::new(path(&file.path)?);
    field.required = file.required.unwrap_or(false);
    field.forbidden = file.forbidden.unwrap_or(false);
    let wrong = |what: &str| Err(at(&file.path, what.to_owned()));
    if field.required && field.forbidden {
        return wrong("a field cannot be both `required` and `forbidden`");
    }
    if field.required && !field.path.is_exact() {
        return wrong("a field that is `required` is one field: write its path without `*` and `**`");
    }
    if field.forbidden && (file.name.is_some() || file.kind.is_some()) {
        return wrong(
            "a field that is `forbidden` has no `type` and no `use`: the contract says what is done with it",
        );
    }
    if let Some(kind) = &file.kind {
        let names = FieldType::ALL.map(FieldType::name).join(", ");
        let known = FieldType::from_name(kind.get_ref());
        field.kind =
            Some(known.ok_or_else(|| {
                at(kind, format!("there is no type `{}`; use one of {names}", kind.get_ref()))
            })?);
    }
    match &file.name {
        Some(name) => {
            let operator = operator(&file.choice(name))?;
            may_pass(&operator, passes).map_err(|problem| at(name, problem))?;
            may_make_tokens(&operator, scope, may_reverse).map_err(|problem| at(name, problem))?;
            field.operator = Some(operator);
        }
        None if file.has_parameter() => {
            return wrong("`as` and the parameters of operators belong to an operator; write `use`");
        }
        None => {}
    }
    if let Some(class) = &file.class {
        field.class = label_class(class)?;
    }
    Ok(field)
}

/// Reads a path.
pub(super) fn path(written: &Spanned<String>) -> Result<FieldPath, Problem> {
    FieldPath::parse(written.get_ref()).map_err(|e| at(written, format!("this is no path: {e}")))
}

fn day(written: &Spanned<Datetime>) -> Result<Day, Problem> {
    let value = written.get_ref();
    let date = value.date.filter(|_| value.time.is_none() && value.offset.is_none());
    let date =
        date.ok_or_else(|| at(written, "this is no day; write it as 2026-12-31, without quotes".to_owned()))?;
    Ok(Day { year: date.year, month: date.month, day: date.day })
}
