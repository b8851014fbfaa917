//! Keys by which Firehose partitions what it delivers. They end in names of objects and in metrics, so they are of names
//! that the configuration and AWS give, and of words of ours; never of content.

use super::ready::Ready;
use super::record::Finished;
use crate::codec::keys_len;
use crate::detect::Scanner;
use crate::policy::{Contract, is_personal};
use crate::settings::PartitionKey;
use serde::Deserialize;
use std::borrow::Cow;

/// Characters of a value at most. Names of log groups have up to 512, names of objects 1,024 in all.
const MOST: usize = 128;

/// The keys of a record.
pub(super) fn keys(
    wanted: &[PartitionKey],
    record: &Finished,
    ready: Option<&Ready>,
) -> Vec<(&'static str, String)> {
    let value = |key: &PartitionKey| match key {
        PartitionKey::LogGroup => record.group.clone().unwrap_or_else(|| "none".to_owned()),
        PartitionKey::Classification => {
            classification(record, ready.map(|ready| ready.engine.redactor().scanner())).to_owned()
        }
        PartitionKey::Contract => {
            contract(record, ready.map_or(&[], |ready| ready.force.policy.contracts.as_slice()))
        }
    };
    wanted.iter().map(|key| (key.name(), value(key))).collect()
}

/// Bytes that the keys of a record take at most.
pub(super) fn most(wanted: &[PartitionKey]) -> usize {
    let lengths: Vec<_> = wanted.iter().map(|key| (key.name().len(), MOST)).collect();
    keys_len(&lengths)
}

/// The gravest of what was found.
fn classification(record: &Finished, scanner: Option<&Scanner>) -> &'static str {
    let coverage = &record.coverage;
    if coverage.events_withheld_total() > 0 {
        return "withheld";
    }
    let mut class = "clean";
    for index in coverage.findings.keys() {
        match scanner.and_then(|s| s.rule(*index)) {
            Some(rule) if is_personal(&rule.class) => class = "personal",
            _ => return "secret",
        }
    }
    class
}

/// The contract that the events are under; `none` if there is none, `several` if there are several.
fn contract(record: &Finished, contracts: &[Contract]) -> String {
    let mut found = record.coverage.contracts.keys().map(|(index, _)| *index);
    let Some(first) = found.next() else { return "none".to_owned() };
    if found.any(|index| index != first) {
        return "several".to_owned();
    }
    contracts.get(first).and_then(|contract| name(&contract.id)).unwrap_or_else(|| "none".to_owned())
}

#[derive(Deserialize)]
struct Head<'a> {
    #[serde(rename = "logGroup", borrow, default)]
    group: Option<Cow<'a, str>>,
}

/// The log group of redacted batches, in letters, digits and `_.-`; `several` if there are several, `None` if these are no
/// batches.
pub(super) fn group(batches: &[u8]) -> Option<String> {
    let mut found: Option<String> = None;
    for head in serde_json::Deserializer::from_slice(batches).into_iter::<Head<'_>>() {
        let group = head.ok()?.group?;
        match &found {
            Some(other) if *other != group => return Some("several".to_owned()),
            _ => found = Some(group.into_owned()),
        }
    }
    name(&found?)
}

/// A name in letters, digits and `_.-`; `None` if it is empty.
fn name(given: &str) -> Option<String> {
    let plain = |c: char| if c.is_ascii_alphanumeric() || "_.-".contains(c) { c } else { '_' };
    let name: String = given.chars().map(plain).take(MOST).collect();
    (!name.is_empty()).then_some(name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn log_groups_become_names() {
        let group = |text: &str| group(text.as_bytes());
        let some = |name: &str| Some(name.to_owned());
        assert_eq!(
            group(r#"{"logGroup":"/aws/lambda/shop","logEvents":[{"logGroup":"x"}]}"#),
            some("_aws_lambda_shop")
        );
        assert_eq!(group(r#"{"logGroup":"a"}{"logGroup":"a"}"#), some("a"));
        assert_eq!(group("{\"logGroup\":\"a\"}\n{\"logGroup\":\"b\"}"), some("several"));
        assert_eq!(group(r#"{"logGroup":"\u00e9\"/../x"}"#), some("___.._x"));
        for none in ["", "line", "{}", r#"{"logGroup":1}"#, r#"{"logGroup":""}"#] {
            assert_eq!(group(none), None, "{none}");
        }
        let long = format!(r#"{{"logGroup":"{}"}}"#, "a".repeat(600));
        assert_eq!(group(&long).unwrap().len(), MOST);
    }
}
