//! Drafts of contracts: what events look like, and how that is written as a policy file.

use crate::policy::FieldType;
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::{self, Write as _};

/// Says of a text with a value in it, and of the length of that value, which class a rule finds in it, and whether that is
/// nearly all of the value.
pub(super) type ClassOf<'c> = &'c mut dyn FnMut(&[u8], usize) -> Option<(String, bool)>;

/// Members of an object that are still fields; if there are more, their names are values.
const FIELDS: usize = 64;
/// Digits in the name of a member that make it an identifier.
const DIGITS: usize = 4;
/// Levels that are looked at.
const DEPTH: usize = 16;

/// The events of a log group.
#[derive(Debug, Default)]
pub(super) struct Shape {
    objects: u64,
    texts: u64,
    root: Node,
}

/// A value at a path.
#[derive(Debug, Default)]
struct Node {
    /// Events or elements that it was in.
    seen: u64,
    kinds: BTreeSet<FieldType>,
    /// An object or array with nothing in it was seen.
    empty: bool,
    members: BTreeMap<String, Self>,
    any_member: Option<Box<Self>>,
    element: Option<Box<Self>>,
    /// Values in which rules find something: by class, how often, and how often it was nearly all of the value.
    found: BTreeMap<String, (u64, u64)>,
}

impl Shape {
    /// Takes an event.
    pub(super) fn event(&mut self, text: &[u8], class_of: ClassOf<'_>) {
        match serde_json::from_slice(text) {
            Ok(event @ Value::Object(_)) => {
                self.objects += 1;
                self.root.learn(&event, "", 0, class_of);
            }
            _ => self.texts += 1,
        }
    }
}

impl Node {
    fn learn(&mut self, value: &Value, key: &str, depth: usize, class_of: ClassOf<'_>) {
        self.seen += 1;
        let kind = match value {
            Value::Null => None,
            Value::Bool(_) => Some(FieldType::Boolean),
            Value::Number(n) if n.is_i64() || n.is_u64() => Some(FieldType::Integer),
            Value::Number(_) => Some(FieldType::Number),
            Value::String(_) => Some(FieldType::String),
            Value::Array(_) => Some(FieldType::Array),
            Value::Object(_) => Some(FieldType::Object),
        };
        self.kinds.extend(kind);
        match value {
            Value::Object(members) if depth < DEPTH => {
                self.empty |= members.is_empty();
                for (name, member) in members {
                    // A name that is no field's says nothing of the value, and could be a value itself.
                    let (node, is_field) = self.member(name, class_of);
                    node.learn(member, if is_field { name } else { "" }, depth + 1, class_of);
                }
            }
            Value::Array(elements) if depth < DEPTH => {
                self.empty |= elements.is_empty();
                let node = self.element.get_or_insert_default();
                elements.iter().for_each(|element| node.learn(element, key, depth + 1, class_of));
            }
            Value::Object(_) | Value::Array(_) => self.empty = true,
            Value::String(_) | Value::Number(_) => {
                // With its key, which says much of what it is.
                let alone = serde_json::json!({ key: value }).to_string();
                let len = value.as_str().map_or_else(|| value.to_string().len(), str::len);
                if let Some((class, whole)) = class_of(alone.as_bytes(), len) {
                    let counts = self.found.entry(class).or_default();
                    counts.0 += 1;
                    counts.1 += u64::from(whole);
                }
            }
            Value::Null | Value::Bool(_) => {}
        }
    }

    /// The node of a member, and whether it has its name. What could be a value is not taken for one.
    fn member(&mut self, name: &str, class_of: ClassOf<'_>) -> (&mut Self, bool) {
        let digits = name.bytes().filter(u8::is_ascii_digit).count();
        let is_odd = name.is_empty() || name.len() > 64 || name.contains(['\'', '"', '\\', ']']);
        let is_value = is_odd
            || digits >= DIGITS
            || name.chars().any(char::is_control)
            || !self.members.contains_key(name) && class_of(name.as_bytes(), name.len()).is_some();
        if !self.members.contains_key(name) && self.members.len() >= FIELDS {
            let mut all = self.any_member.take().unwrap_or_default();
            for (_, node) in std::mem::take(&mut self.members) {
                all.merge(node);
            }
            self.any_member = Some(all);
        }
        if is_value || self.any_member.is_some() && self.members.is_empty() {
            return (self.any_member.get_or_insert_default(), false);
        }
        (self.members.entry(name.to_owned()).or_default(), true)
    }

    fn merge(&mut self, other: Self) {
        self.seen += other.seen;
        self.kinds.extend(other.kinds);
        self.empty |= other.empty;
        for (name, node) in other.members {
            self.members.entry(name).or_default().merge(node);
        }
        for (mine, theirs) in [(&mut self.any_member, other.any_member), (&mut self.element, other.element)] {
            if let Some(theirs) = theirs {
                mine.get_or_insert_default().merge(*theirs);
            }
        }
        for (class, (count, whole)) in other.found {
            let counts = self.found.entry(class).or_default();
            counts.0 += count;
            counts.1 += whole;
        }
    }

    /// The type of all values, if they have one.
    fn kind(&self) -> Option<FieldType> {
        let mut kinds = self.kinds.clone();
        if kinds.contains(&FieldType::Number) {
            kinds.remove(&FieldType::Integer);
        }
        kinds.pop_first().filter(|_| kinds.is_empty())
    }

    /// Whether it needs to be named: what only holds fields is known by them.
    fn is_field(&self) -> bool {
        let holds = |kind: &FieldType| matches!(kind, FieldType::Object | FieldType::Array);
        self.empty || self.kinds.is_empty() || !self.kinds.iter().all(holds)
    }

    fn write(&self, path: &str, exact: bool, events: u64, out: &mut String) -> fmt::Result {
        if !path.is_empty() && self.is_field() {
            self.write_field(path, exact, events, out)?;
        }
        for (name, node) in &self.members {
            let is_plain = |b: u8| b.is_ascii_alphanumeric() || b == b'_' || b == b'-';
            let dot = if path.is_empty() { "" } else { "." };
            let step =
                if name.bytes().all(is_plain) { format!("{dot}{name}") } else { format!("['{name}']") };
            node.write(&format!("{path}{step}"), exact, events, out)?;
        }
        if let Some(node) = &self.any_member {
            let dot = if path.is_empty() { "" } else { "." };
            node.write(&format!("{path}{dot}*"), false, events, out)?;
        }
        if let Some(node) = self.element.as_ref().filter(|node| node.seen > 0) {
            node.write(&format!("{path}[*]"), false, events, out)?;
        }
        Ok(())
    }

    fn write_field(&self, path: &str, exact: bool, events: u64, out: &mut String) -> fmt::Result {
        writeln!(out, "\n[[contract.field]]\npath = {}", quoted(path))?;
        if let Some(kind) = self.kind() {
            writeln!(out, "type = \"{}\"", kind.name())?;
        }
        if exact && self.seen == events {
            writeln!(out, "required = true")?;
        }
        let most = self.found.iter().max_by_key(|(_, (count, _))| *count);
        match most {
            Some((class, (_, whole))) if *whole * 2 > self.seen => {
                let class: String =
                    class.chars().map(|c| if c.is_ascii_alphanumeric() { c } else { '_' }).take(48).collect();
                writeln!(out, "use = \"label\"\nas = \"{class}\"")
            }
            Some((class, (count, _))) => {
                writeln!(
                    out,
                    "# the rules find {class} in {count} of {} values and replace that alone",
                    self.seen
                )
            }
            None => Ok(()),
        }
    }
}

/// A policy file.
pub(super) struct Draft(BTreeMap<String, Shape>);

impl Draft {
    /// A draft for some log groups; one without a name is that of events that came without one.
    pub(super) const fn new(groups: BTreeMap<String, Shape>) -> Self {
        Self(groups)
    }
}

impl fmt::Display for Draft {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(
            f,
            "# Drafted by `blackbar policy init`. Read it, fill in the owner, and decide about every field."
        )?;
        writeln!(f, "version = 1")?;
        let mut ids = BTreeSet::new();
        // The contract for everything comes last: the first one that is for a group is in force.
        let named = self.0.iter().filter(|(group, _)| !group.is_empty());
        for (group, shape) in named.chain(self.0.iter().filter(|(group, _)| group.is_empty())) {
            let id = id(group, &mut ids);
            let events = shape.objects + shape.texts;
            writeln!(f, "\n# {events} events, {} of them no JSON objects.", shape.texts)?;
            writeln!(f, "[[contract]]\nid = \"{id}\"\nlog_group = {}", quoted(&glob(group)))?;
            writeln!(f, "owner = \"\"\ncontact = \"\"\nunknown = \"redact\"")?;
            if shape.texts > 0 {
                writeln!(f, "text = \"pass\"")?;
            }
            let mut fields = String::new();
            shape.root.write("", true, shape.objects, &mut fields)?;
            f.write_str(&fields)?;
        }
        Ok(())
    }
}

/// A name of its own for the contract of a group.
fn id(group: &str, taken: &mut BTreeSet<String>) -> String {
    let is_part = |c: char| c.is_ascii_alphanumeric() || c == '_';
    let words: Vec<&str> = group.split(|c| !is_part(c)).filter(|w| !w.is_empty()).collect();
    let plain: String = words.join("-").to_ascii_lowercase().chars().take(56).collect();
    let plain = if plain.is_empty() { "all".to_owned() } else { plain };
    let mut id = plain.clone();
    let mut number = 1;
    while !taken.insert(id.clone()) {
        number += 1;
        id = format!("{plain}-{number}");
    }
    id
}

/// A string of TOML: what JSON escapes is escaped alike there, and DEL besides.
fn quoted(text: &str) -> String {
    Value::String(text.to_owned()).to_string().replace('\u{7f}', "\\u007F")
}

/// A glob for a log group. What CloudWatch Logs does not allow in a name (`CreateLogGroup`: `[\.\-_/#A-Za-z0-9]+`) becomes
/// a `*`.
fn glob(group: &str) -> String {
    let is_part = |c: char| c.is_ascii_alphanumeric() || ".-_/#".contains(c);
    let name: String = group.chars().map(|c| if is_part(c) { c } else { '*' }).collect();
    if name.is_empty() { "*".to_owned() } else { name }
}
