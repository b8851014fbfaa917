//! What is found and may stay: allow-lists by value, pattern, path, rule and input.

use super::glob::{Glob, GlobError};
use crate::rules::Rule;
use crate::text::{Kind, Segment};
use regex_automata::util::syntax;
use regex_automata::{Anchored, Input, meta};
#[cfg(feature = "pipeline")]
use sha2::{Digest, Sha256};
use std::fmt;

/// Findings that are left as they are. They are counted and never silent.
///
/// A finding is let through only whole: another that overlaps it is redacted with all its bytes. `Debug` prints the
/// number of entries and nothing of them.
#[derive(Clone, Default)]
pub struct AllowList {
    entries: Vec<Allow>,
}

/// One entry: all that it says must hold of a finding.
#[derive(Clone)]
pub struct Allow {
    reason: String,
    value: Value,
    path: Vec<String>,
    rule: Option<String>,
    class: Option<String>,
    /// Inputs that it is for; none if it is for all.
    inputs: Vec<Glob>,
}

#[derive(Clone)]
enum Value {
    Any,
    Bytes(Vec<u8>),
    #[cfg(feature = "pipeline")]
    Sha256([u8; 32]),
    Pattern(meta::Regex),
}

/// Why an entry cannot be: it holds no text of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum AllowError {
    /// The pattern does not compile.
    Pattern,
    /// A path has one or two names, parted by a dot.
    Path,
    /// A glob over names of inputs is none, or names a tenant.
    Input,
}

impl fmt::Display for AllowError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Pattern => "the pattern does not compile",
            Self::Path => {
                "a path is the key of a member, or `object.key` with the key of the object around it"
            }
            Self::Input => "the glob over names of files is none: it is not empty and has no braces",
        })
    }
}

impl std::error::Error for AllowError {}

impl fmt::Debug for AllowList {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("AllowList").field("entries", &self.entries.len()).finish_non_exhaustive()
    }
}

impl fmt::Debug for Allow {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Allow").finish_non_exhaustive()
    }
}

impl Allow {
    /// An entry that holds for every finding, until it is narrowed; and why it is there.
    #[must_use]
    pub fn new(reason: &str) -> Self {
        Self {
            reason: reason.to_owned(),
            value: Value::Any,
            path: Vec::new(),
            rule: None,
            class: None,
            inputs: Vec::new(),
        }
    }

    /// Only findings with exactly this value, as it is after the escapes of JSON are undone.
    #[must_use]
    pub fn value(mut self, value: &[u8]) -> Self {
        self.value = Value::Bytes(value.to_vec());
        self
    }

    /// Only findings whose value has this SHA-256 (FIPS 180-4), so that the entry does not hold it.
    #[cfg(feature = "pipeline")]
    #[must_use]
    pub fn sha256(mut self, digest: [u8; 32]) -> Self {
        self.value = Value::Sha256(digest);
        self
    }

    /// Only findings whose whole value this regular expression matches.
    ///
    /// # Errors
    /// [`AllowError::Pattern`] if it does not compile.
    pub fn pattern(mut self, pattern: &str) -> Result<Self, AllowError> {
        let regex = meta::Builder::new()
            .configure(meta::Config::new().utf8_empty(false))
            .syntax(syntax::Config::new().unicode(false).utf8(false))
            .build(&format!(r"\A(?:{pattern})\z"))
            .map_err(|_| AllowError::Pattern)?;
        self.value = Value::Pattern(regex);
        Ok(self)
    }

    /// Only findings in the value of this member of a JSON object: `key`, or `object.key` with the key of the object
    /// around it. `*` stands for any name.
    ///
    /// # Errors
    /// [`AllowError::Path`] if it is something else.
    pub fn path(mut self, path: &str) -> Result<Self, AllowError> {
        let path: Vec<String> = path.split('.').map(str::to_owned).collect();
        if path.len() > 2 || path.iter().any(String::is_empty) {
            return Err(AllowError::Path);
        }
        self.path = path;
        Ok(self)
    }

    /// Only findings of this rule.
    #[must_use]
    pub fn rule(mut self, id: &str) -> Self {
        self.rule = Some(id.to_owned());
        self
    }

    /// Only findings of this class.
    #[must_use]
    pub fn class(mut self, class: &str) -> Self {
        self.class = Some(class.to_owned());
        self
    }

    /// Only findings in inputs with such a name, and only where [`AllowList::for_input`] has been told the name: where data
    /// goes on, nothing stays for the name of its file. `*` in the glob is any text, `/` too. Called again, one glob more.
    ///
    /// # Errors
    /// [`AllowError::Input`] if it is no glob.
    pub fn input(mut self, glob: &str) -> Result<Self, AllowError> {
        let glob = Glob::parse(glob).map_err(|_: GlobError| AllowError::Input)?;
        if glob.has_tenant() {
            return Err(AllowError::Input);
        }
        self.inputs.push(glob);
        Ok(self)
    }

    /// Why it is there.
    #[must_use]
    pub fn reason(&self) -> &str {
        &self.reason
    }

    fn admits(&self, rule: &Rule, value: &[u8], segment: &Segment<'_>) -> bool {
        self.inputs.is_empty()
            && self.rule.as_ref().is_none_or(|id| *id == rule.id)
            && self.class.as_ref().is_none_or(|class| *class == rule.class)
            && self.is_at(segment)
            && match &self.value {
                Value::Any => true,
                Value::Bytes(bytes) => bytes == value,
                #[cfg(feature = "pipeline")]
                Value::Sha256(digest) => Sha256::digest(value).as_slice() == digest,
                Value::Pattern(regex) => regex.is_match(Input::new(value).anchored(Anchored::Yes)),
            }
    }

    fn is_at(&self, segment: &Segment<'_>) -> bool {
        let names = [segment.key, segment.outer];
        self.path.is_empty()
            || segment.kind != Kind::Key
                && self
                    .path
                    .iter()
                    .rev()
                    .zip(names)
                    .all(|(part, name)| !name.is_empty() && (part == "*" || part.as_bytes() == name))
    }
}

impl AllowList {
    /// Adds an entry.
    pub fn push(&mut self, entry: Allow) {
        self.entries.push(entry);
    }

    /// Whether it has no entries.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    /// The number of entries.
    #[must_use]
    pub const fn len(&self) -> usize {
        self.entries.len()
    }

    /// Whether an entry is for some inputs only.
    #[must_use]
    pub fn asks_for_input(&self) -> bool {
        self.entries.iter().any(|entry| !entry.inputs.is_empty())
    }

    /// The entries that hold for what is read from `name`: a path as it was given, with `/` or `\` between its parts. A
    /// leading `./` is no part of it, and a glob may begin with the `/` before a relative one: `*/testdata/*` is for
    /// `testdata/a.log`. A path with `..` is one of no glob, since it could lead anywhere.
    #[must_use]
    pub fn for_input(&self, name: &str) -> Self {
        let name = name.replace('\\', "/");
        let name = name.strip_prefix("./").unwrap_or(&name);
        let rooted = format!("/{name}");
        let strays = name.split('/').any(|part| part == "..");
        let is_for = |glob: &Glob| !strays && (glob.matches(name) || glob.matches(&rooted));
        let holds = |entry: &&Allow| entry.inputs.is_empty() || entry.inputs.iter().any(is_for);
        let entries = self.entries.iter().filter(holds).cloned();
        Self { entries: entries.map(|entry| Allow { inputs: Vec::new(), ..entry }).collect() }
    }

    /// The first entry that lets a finding of `rule` with this value through.
    #[must_use]
    pub fn admits(&self, rule: &Rule, value: &[u8], segment: &Segment<'_>) -> Option<&Allow> {
        self.entries.iter().find(|entry| entry.admits(rule, value, segment))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_of_an_entry_is_printed() {
        let entry = Allow::new("why").value(b"planted-value").rule("planted-rule");
        let mut list = AllowList::default();
        list.push(entry.clone().path("planted.path").unwrap());
        assert!(!format!("{list:?} {entry:?}").contains("planted"));
        assert_eq!(Allow::new("x").pattern("planted(").unwrap_err(), AllowError::Pattern);
        for path in ["", "a.", "a.b.c", "."] {
            assert_eq!(Allow::new("x").path(path).unwrap_err(), AllowError::Path, "{path}");
        }
        for glob in ["", "{tenant}/x", "a{b}"] {
            assert_eq!(Allow::new("x").input(glob).unwrap_err(), AllowError::Input, "{glob}");
        }
    }

    #[test]
    fn entries_for_inputs_count_for_these_only() {
        let mut list = AllowList::default();
        list.push(Allow::new("all").rule("a-rule"));
        list.push(Allow::new("some").input("tests/*").unwrap().input("*/testdata/*").unwrap());
        assert!(list.asks_for_input());
        for (name, entries) in [
            ("tests/a.log", 2),
            ("./tests/deep/a.log", 2),
            ("tests\\a.log", 2),
            ("testdata/a.log", 2),
            ("src/testdata/a.log", 2),
            ("/srv/logs/testdata/a.log", 2),
            ("src/a.log", 1),
            ("other/tests/a.log", 1),
            ("tests/../src/a.log", 1),
            ("tests", 1),
            ("-", 1),
        ] {
            let there = list.for_input(name);
            assert_eq!(there.len(), entries, "{name}");
            assert!(!there.asks_for_input());
        }
    }
}
