//! From a gitleaks configuration (version 8) to rules of ours. What it says and we cannot is listed, never left out in
//! silence. The format: <https://github.com/gitleaks/gitleaks#configuration>.

mod paths;
mod pattern;
mod sample;

use super::file_error::FileError;
use super::rule_files::sound;
use super::text_file::read_text;
use crate::detect::Builder;
use crate::policy::Policy;
use crate::redact::{Redactor, Scratch};
use crate::rules::examples::fill;
use crate::rules::syntax::{self, line_of};
use crate::rules::{Rule, builtin, facts};
use crate::span::Span;
use pattern::{Placed, place};
use std::collections::BTreeSet;
use std::path::Path;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

/// Fields of a rule that are read, or that say nothing about what is found.
const RULE_FIELDS: [&str; 11] = [
    "id",
    "description",
    "regex",
    "secretGroup",
    "entropy",
    "keywords",
    "path",
    "tags",
    "allowlist",
    "allowlists",
    "required",
];

/// A configuration, carried over.
#[derive(Clone, Debug, Default)]
#[non_exhaustive]
pub struct Imported {
    /// A rule file.
    pub rules: String,
    /// An allow-list; empty if there is none.
    pub allow: String,
    /// Rules in the file.
    pub count: usize,
    /// What is not carried over, or not quite, and why; with the line in the configuration.
    pub notes: Vec<String>,
}

/// Reads a gitleaks configuration.
///
/// # Errors
/// [`FileError`] if it cannot be read or is none. What it holds that cannot be carried over is no error.
pub fn import_gitleaks(path: &Path) -> Result<Imported, FileError> {
    let text = read_text(path)?;
    let file = DeTable::parse(&text).map_err(|e| {
        let line = e.span().map(|s| line_of(&text, s.start));
        FileError::new(path, line, e.message())
    })?;
    let file = file.get_ref();
    let has = |name: &str| get(file, name).is_some();
    if !["rules", "extend", "allowlist", "allowlists"].iter().any(|name| has(name)) {
        let problem = "there are no [[rules]]; is this a gitleaks configuration?";
        return Err(FileError::new(path, None, problem));
    }
    let mut import = Import {
        text: &text,
        file: path.file_name().map_or_else(String::new, |n| n.to_string_lossy().into_owned()),
        out: Imported::default(),
        ids: BTreeSet::new(),
        bodies: String::new(),
        entries: String::new(),
    };
    for (key, _) in file {
        let at = key.span().start;
        match key.get_ref().as_ref() {
            "title" | "description" | "minVersion" | "rules" | "allowlist" | "allowlists" => {}
            "extend" => import.note(
                at,
                "[extend] is not followed: the built-in rules stand in place of the default ones, and another file is \
                 imported by itself",
            ),
            name => import.note(at, &format!("the key `{name}` is not known")),
        }
    }
    for table in tables(file, "rules") {
        if let Some(rule) = table.get_ref().as_table() {
            import.rule(rule, table.span().start);
        }
    }
    for name in ["allowlist", "allowlists"] {
        for table in tables(file, name) {
            if let Some(list) = table.get_ref().as_table() {
                let ids = import.ids.clone();
                let only = strings(list, "targetRules");
                let ids: Vec<&String> = ids
                    .iter()
                    .filter(|id| only.is_empty() || only.iter().any(|o| kebab(o) == **id))
                    .collect();
                import.allow(list, table.span().start, &ids);
            }
        }
    }
    Ok(import.finish())
}

struct Import<'t> {
    text: &'t str,
    file: String,
    out: Imported,
    ids: BTreeSet<String>,
    bodies: String,
    entries: String,
}

impl Import<'_> {
    fn note(&mut self, at: usize, what: &str) {
        self.out.notes.push(format!("line {}: {what}", line_of(self.text, at)));
    }

    fn rule(&mut self, fields: &DeTable<'_>, at: usize) {
        let given = string(fields, "id").unwrap_or_default();
        let id = self.id(&given);
        let lost = |why: &str| format!("rule {given}: not carried over: {why}");
        if get(fields, "path").is_some() {
            return self.note(at, &lost("it looks at the names of files (`path`), and a stream has none"));
        }
        if get(fields, "required").is_some() {
            return self.note(at, &lost("it needs the findings of other rules (`required`)"));
        }
        let Some(regex) = string(fields, "regex") else { return self.note(at, &lost("it has no `regex`")) };
        let group = number(fields, "secretGroup").and_then(|n| n.parse().ok()).filter(|n: &usize| *n > 0);
        let placed = match place(&regex, group, &strings(fields, "keywords")) {
            Ok(placed) => placed,
            Err(why) => return self.note(at, &lost(&why)),
        };
        let entropy = number(fields, "entropy").and_then(|n| n.parse::<f64>().ok()).filter(|n| *n > 0.0);
        let summary = string(fields, "description").unwrap_or_else(|| given.clone());
        let body = match body(&id, &summary, &placed, entropy) {
            Ok(body) => body,
            Err(why) => return self.note(at, &lost(&why)),
        };
        for note in &placed.notes {
            self.note(at, &format!("rule {given}: {note}"));
        }
        for (key, _) in fields {
            let name = key.get_ref().as_ref();
            if !RULE_FIELDS.contains(&name) {
                self.note(key.span().start, &format!("rule {given}: the key `{name}` is not carried over"));
            }
        }
        self.bodies += "\n";
        let tags = strings(fields, "tags");
        if !tags.is_empty() {
            self.bodies += &format!("# tags: {}\n", one_line(&tags.join(", ")));
        }
        self.bodies += &body;
        self.out.count += 1;
        self.ids.insert(id.clone());
        for name in ["allowlist", "allowlists"] {
            for table in tables(fields, name) {
                if let Some(list) = table.get_ref().as_table() {
                    self.allow(list, table.span().start, &[&id]);
                }
            }
        }
    }

    /// A name of ours that is free.
    fn id(&self, given: &str) -> String {
        let name = kebab(given);
        let taken = |id: &str| self.ids.contains(id) || builtin().iter().any(|r| r.id == id);
        let mut id = name.clone();
        let mut number = 1;
        while taken(&id) {
            number += 1;
            id = if number == 2 { format!("gitleaks-{name}") } else { format!("gitleaks-{name}-{number}") };
        }
        id
    }

    /// What an allow-list says of values and files, for some rules.
    fn allow(&mut self, list: &DeTable<'_>, at: usize, ids: &[&String]) {
        let (regexes, words) = (strings(list, "regexes"), strings(list, "stopwords"));
        if get(list, "commits").is_some() {
            self.note(at, "allow-list: `commits` is not carried over: a stream has none");
        }
        let all = string(list, "condition").is_some_and(|c| c.eq_ignore_ascii_case("and"));
        if all
            && ["paths", "commits", "regexes", "stopwords"].iter().filter(|n| get(list, n).is_some()).count()
                > 1
        {
            return self.note(at, "allow-list: not carried over: all of its parts must hold together");
        }
        let target = string(list, "regexTarget").unwrap_or_default();
        let reason = string(list, "description").filter(|d| !d.trim().is_empty());
        let reason = reason.unwrap_or_else(|| format!("allow-list of {}", self.file));
        let mut patterns = Vec::new();
        for regex in regexes {
            if !target.is_empty() && target != "secret" {
                self.note(
                    at,
                    &format!(
                        "allow-list: a regex on the {target} is not carried over: ours are on the value"
                    ),
                );
            } else if let Err(e) = facts::parse(&regex, false) {
                self.note(at, &format!("allow-list: a regex is not taken: {e}"));
            } else {
                // There, it may match any part of the secret.
                patterns.push(format!("(?s:.)*?(?:{regex})(?s:.)*"));
            }
        }
        for word in words {
            patterns.push(format!("(?is).*{}.*", regex_syntax::escape(&word)));
        }
        let inputs = self.inputs(list, at);
        if !inputs.is_empty() {
            for id in ids {
                self.entries += &format!(
                    "\n[[allow]]\nreason = {}\nrule = {}\ninput = [{}]\n",
                    quoted(&reason),
                    quoted(id),
                    inputs.iter().map(|glob| quoted(glob)).collect::<Vec<_>>().join(", ")
                );
            }
        }
        for pattern in patterns {
            for id in ids {
                self.entries += &format!(
                    "\n[[allow]]\nreason = {}\nrule = {}\npattern = {}\n",
                    quoted(&reason),
                    quoted(id),
                    quoted(&pattern)
                );
            }
        }
    }

    /// Globs for the paths of an allow-list.
    fn inputs(&mut self, list: &DeTable<'_>, at: usize) -> Vec<String> {
        let mut inputs = Vec::new();
        for regex in strings(list, "paths") {
            match paths::globs(&regex) {
                Some(globs) => inputs.extend(globs),
                None => {
                    self.note(at, "allow-list: one of `paths` is not carried over: no glob says the same");
                }
            }
        }
        inputs
    }

    fn finish(mut self) -> Imported {
        let mut head =
            format!("# Rules of {}, carried over by `blackbar rules import`.\n", one_line(&self.file));
        if !self.out.notes.is_empty() {
            head += "# Not carried over, or not quite (lines of that file):\n";
            for note in &self.out.notes {
                head += &format!("# - {}\n", one_line(note));
            }
        }
        self.out.rules = head + &self.bodies;
        if !self.entries.is_empty() {
            self.out.allow =
                format!("# Allow-lists of {}.\nversion = 1\n{}", one_line(&self.file), self.entries);
        }
        self.out
    }
}

/// The rule as it is written, with examples that hold. The reason if it would not be taken.
fn body(id: &str, summary: &str, placed: &Placed, entropy: Option<f64>) -> Result<String, String> {
    let mut out = "[[rule]]\n".to_owned();
    let mut row = |name: &str, value: String| out += &format!("{name} = {value}\n");
    let list =
        |words: &[String]| format!("[{}]", words.iter().map(|w| quoted(w)).collect::<Vec<_>>().join(", "));
    row("id", quoted(id));
    row("class", quoted(&id.replace('-', "_")));
    row("summary", quoted(&one_line(summary)));
    if placed.near.is_empty() {
        row("confidence", quoted("medium"));
        row("literals", list(&placed.words));
        if placed.offset > 0 {
            row("offset", placed.offset.to_string());
        }
    } else {
        row("confidence", quoted("low"));
        row("with_context", quoted("medium"));
        row("context", list(&placed.near));
        row("shape", quoted("word"));
    }
    if let Some(bits) = entropy {
        row("entropy", format!("{bits:?}"));
    }
    if placed.ignore_case {
        row("ignore_case", "true".to_owned());
    }
    row("pattern", quoted(&placed.pattern));
    if placed.capture > 0 {
        row("capture", placed.capture.to_string());
    }
    row("left", quoted(if placed.left { "alnum" } else { "none" }));
    row("right", quoted("none"));
    // The rule is what the file says, so it is read back.
    let (written, problems) = syntax::read(&out);
    if let Some(problem) = problems.first() {
        return Err(problem.what.clone());
    }
    let Some(rule) = written.first() else { return Err("it is no rule".to_owned()) };
    let rule = sound(rule, false).map_err(|p| p.what)?;
    let (examples, lookalikes) = texts(&rule, placed);
    out += &format!("examples = {}\nlookalikes = {}\n", list(&examples), list(&lookalikes));
    Ok(out)
}

/// Two texts with a finding and two without, as far as they can be made.
fn texts(rule: &Rule, placed: &Placed) -> (Vec<String>, Vec<String>) {
    const EACH: usize = 2;
    let redactor = Builder::empty().rule(rule.clone());
    let (Ok(redactor), Ok(hir)) =
        (Redactor::with_rules(redactor, &Policy::default()), facts::parse(&placed.pattern, false))
    else {
        return (Vec::new(), Vec::new());
    };
    let found = |text: &str| -> Vec<Span> {
        let mut scratch = Scratch::default();
        redactor.text(text.as_bytes(), &mut scratch);
        scratch.findings().iter().map(|m| m.span).collect()
    };
    let word = placed.near.first().or(placed.words.first()).map_or("", String::as_str);
    let plain = |text: String| text.replace(['{', '}', '«', '»'], "");
    let mut lookalikes = vec![
        format!("{} alone", plain(word.to_owned())),
        format!("no value: {}", plain(word.to_owned())),
        "a line without a secret".to_owned(),
        "nothing to see".to_owned(),
    ];
    lookalikes.retain(|text| found(text).is_empty());
    lookalikes.truncate(EACH);
    let sample = sample::sample(&hir, placed.capture).unwrap_or_default();
    let near = if placed.near.is_empty() { String::new() } else { format!("{word} ") };
    let mut examples: Vec<String> = Vec::new();
    for text in ["", "line: ", "(", "at 10:00 "].map(|before| format!("{before}{near}{sample}")) {
        // Values are made up in the order of the examples, so each is tried behind those before.
        let all: Vec<&str> = examples.iter().map(String::as_str).chain([text.as_str()]).collect();
        let holds = fill(&rule.id, all, []).is_ok_and(|(filled, _)| {
            filled.iter().all(|e| found(&e.text).contains(&Span::new(e.start, e.end)))
        });
        if holds && examples.len() < EACH {
            examples.push(text);
        }
    }
    (examples, lookalikes)
}

fn get<'t>(table: &'t DeTable<'t>, name: &str) -> Option<&'t Spanned<DeValue<'t>>> {
    table.iter().find(|(key, _)| key.get_ref().as_ref() == name).map(|(_, value)| value)
}

fn string(table: &DeTable<'_>, name: &str) -> Option<String> {
    get(table, name)?.get_ref().as_str().map(str::to_owned)
}

fn number(table: &DeTable<'_>, name: &str) -> Option<String> {
    match get(table, name)?.get_ref() {
        DeValue::Integer(n) => Some(n.as_str().to_owned()),
        DeValue::Float(n) => Some(n.as_str().to_owned()),
        _ => None,
    }
}

fn strings(table: &DeTable<'_>, name: &str) -> Vec<String> {
    let items = get(table, name).and_then(|v| v.get_ref().as_array());
    items
        .into_iter()
        .flat_map(|all| all.iter())
        .filter_map(|v| v.get_ref().as_str().map(str::to_owned))
        .collect()
}

/// A table, or a list of them.
fn tables<'t>(table: &'t DeTable<'t>, name: &str) -> Vec<&'t Spanned<DeValue<'t>>> {
    match get(table, name) {
        Some(value) => match value.get_ref() {
            DeValue::Array(all) => all.iter().collect(),
            _ => vec![value],
        },
        None => Vec::new(),
    }
}

fn kebab(name: &str) -> String {
    let plain = |c: char| if c.is_ascii_alphanumeric() { c.to_ascii_lowercase() } else { '-' };
    let name: String = name.chars().map(plain).collect();
    let parts: Vec<&str> = name.split('-').filter(|p| !p.is_empty()).collect();
    if parts.is_empty() { "imported".to_owned() } else { parts.join("-") }
}

fn one_line(text: &str) -> String {
    text.split_whitespace().map(|w| w.replace(char::is_control, "")).collect::<Vec<_>>().join(" ")
}

/// A string in TOML.
fn quoted(text: &str) -> String {
    if text.contains(['\\', '"']) && !text.contains('\'') && !text.contains(char::is_control) {
        return format!("'{text}'");
    }
    // Three quotes end it, so none may stand at its end.
    if text.contains('\\')
        && !text.contains("'''")
        && !text.ends_with('\'')
        && !text.contains(char::is_control)
    {
        return format!("'''{text}'''");
    }
    let mut out = String::from("\"");
    for c in text.chars() {
        match c {
            '"' | '\\' => out.extend(['\\', c]),
            c if c.is_control() => out += &format!("\\u{:04X}", u32::from(c)),
            c => out.push(c),
        }
    }
    out + "\""
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn strings_survive_toml() {
        for text in ["plain", "a\\b", "it's \\d", "\"x\"", "line\nfeed\u{7f}", "\u{e9}«»", "'\"\\"] {
            let written = format!("x = {}", quoted(text));
            let read: toml::Table = toml::from_str(&written).unwrap();
            assert_eq!(read["x"].as_str(), Some(text), "{written}");
        }
    }

    #[test]
    fn names() {
        assert_eq!(kebab("AWS_Access  Token!"), "aws-access-token");
        assert_eq!(kebab("--"), "imported");
    }
}
