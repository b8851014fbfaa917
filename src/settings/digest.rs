//! Digests that name what is in force: of the rules, and of what the files of a policy say.

use crate::rules::Rule;
use sha2::{Digest, Sha256};
use std::collections::BTreeSet;
use std::fmt::{self, Write};
use toml::{Table, Value};

/// Feeds formatted text to a hash.
struct Feed(Sha256);

impl Write for Feed {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        self.0.update(text.as_bytes());
        Ok(())
    }
}

/// SHA-256 of all that rules say, in hexadecimal. The same rules of the same version of this program have the same digest,
/// in whatever order they come.
#[must_use]
pub fn rules_digest<'a>(rules: impl Iterator<Item = &'a Rule>) -> String {
    let mut feed = Feed(Sha256::new());
    let mut rules: Vec<&Rule> = rules.collect();
    rules.sort_unstable_by(|a, b| a.id.cmp(&b.id));
    for rule in rules {
        // A hash takes all text.
        writeln!(feed, "{rule:?}").ok();
    }
    hexadecimal(feed.0)
}

/// What policy files and allow-lists say, in one form: keys in their order, no comments, no white space, one spelling of
/// strings and numbers, nothing that is as it would be without being said.
#[derive(Debug, Default)]
pub(super) struct PolicyDigest {
    policy: Table,
    /// Entries of allow-lists, of whatever file.
    allowed: BTreeSet<String>,
}

/// What may be said and changes nothing.
const DEFAULTS: [(&str, &str); 4] =
    [("mode", "normal"), ("minimum_confidence", "medium"), ("other_sources", "withhold"), ("passes", "once")];

impl PolicyDigest {
    /// Adds the text of a policy file.
    pub(super) fn policy(&mut self, text: &str) {
        let mut table = table(text);
        self.entries(&mut table);
        for (key, default) in DEFAULTS {
            if table.get(key).and_then(Value::as_str) == Some(default) {
                table.remove(key);
            }
        }
        self.policy.extend(table.into_iter().filter(|(_, value)| !is_empty(value)));
    }

    /// Adds the text of an allow-list.
    pub(super) fn allow(&mut self, text: &str) {
        self.entries(&mut table(text));
    }

    fn entries(&mut self, table: &mut Table) {
        for entry in table.remove("allow").as_ref().and_then(Value::as_array).into_iter().flatten() {
            let mut text = String::new();
            write(entry, &mut text);
            self.allowed.insert(text);
        }
    }

    /// The digest, in hexadecimal.
    pub(super) fn finish(mut self) -> String {
        self.policy.insert("version".to_owned(), Value::Integer(1));
        let mut text = String::from("policy\n");
        write(&Value::Table(self.policy), &mut text);
        for entry in &self.allowed {
            text.push('\n');
            text.push_str(entry);
        }
        hexadecimal(Sha256::new_with_prefix(text))
    }
}

/// Text that was read without an error before.
fn table(text: &str) -> Table {
    toml::from_str(text).unwrap_or_default()
}

fn is_empty(value: &Value) -> bool {
    value.as_table().is_some_and(Table::is_empty) || value.as_array().is_some_and(Vec::is_empty)
}

/// One spelling of a value. Strings have their lengths before them, so that no two values are spelled alike.
fn write(value: &Value, out: &mut String) {
    // Writing to a string does not fail.
    let _ok = match value {
        Value::String(text) => write!(out, "s{}:{text}", text.len()),
        Value::Integer(n) => write!(out, "i{n};"),
        Value::Float(n) => write!(out, "f{:x};", n.to_bits()),
        Value::Boolean(yes) => write!(out, "b{yes};"),
        Value::Datetime(day) => write!(out, "d{day};"),
        Value::Array(list) => {
            out.push('[');
            list.iter().for_each(|v| write(v, out));
            out.write_str("]")
        }
        Value::Table(table) => {
            out.push('{');
            let mut members: Vec<_> = table.iter().collect();
            members.sort_unstable_by_key(|(key, _)| *key);
            for (key, member) in members {
                let _ok = write!(out, "{}:{key}", key.len());
                write(member, out);
            }
            out.write_str("}")
        }
    };
}

fn hexadecimal(hash: Sha256) -> String {
    let mut out = String::with_capacity(64);
    for byte in hash.finalize() {
        write!(out, "{byte:02x}").ok();
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::builtin;

    #[test]
    fn every_change_of_a_rule_changes_the_digest() {
        let all = rules_digest(builtin().iter());
        assert_eq!(all.len(), 64);
        assert_eq!(all, rules_digest(builtin().iter().rev()));
        let mut rules = builtin().to_vec();
        rules[7].against = vec!["word".into()].into();
        assert_ne!(all, rules_digest(rules.iter()));
    }

    fn digest(policy: &str, allow: &[&str]) -> String {
        let mut digest = PolicyDigest::default();
        digest.policy(policy);
        allow.iter().for_each(|text| digest.allow(text));
        digest.finish()
    }

    #[test]
    fn a_policy_is_the_same_however_it_is_spelled() {
        let one = "version = 1\n[scope]\ntenant = \"acme\"\npurpose = \"fraud\"\n[[allow]]\nreason = \"r\"\nvalue = \"v\"\n";
        let same = "# a comment\nversion = 1\nmode = 'normal'\nscope = { purpose = 'fraud', tenant = \"\\u0061cme\" }\n\
                    operator = []\n[rules]\n";
        let list = "version = 1\n[[allow]]\nvalue = 'v'\nreason = 'r'\n";
        assert_eq!(digest(one, &[]), digest(same, &[list]));
        assert_eq!(digest(one, &[]), digest(one, &[list]), "what is said twice");
        assert_eq!(digest("version = 1\n", &[]), PolicyDigest::default().finish());
        for other in [
            one.replace("acme", "acmf"),
            one.replace("\"v\"", "\"w\""),
            one.replace("version = 1", "version = 1\nmode = \"tokenize-all\""),
        ] {
            assert_ne!(digest(one, &[]), digest(&other, &[]), "{other}");
        }
        assert_ne!(
            digest(one, &[]),
            digest(one, &["version = 1\n[[allow]]\nreason = \"r\"\nclass = \"vin\"\n"])
        );
    }
}
