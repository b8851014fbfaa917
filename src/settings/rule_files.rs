//! Rules of the user's own: files of `[[rule]]` tables, and folders of such files.

use super::file_error::FileError;
use super::text_file::read_text;
use crate::detect::{Builder, CHECKS, validate};
use crate::rules::syntax::{self, Problem, Written, WrittenRule, line_of};
use crate::rules::{Rule, Shape, builtin, make, nearest};
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

/// A rule that a file added.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct UserRule {
    /// The rule.
    pub rule: Rule,
    /// Its file.
    pub file: PathBuf,
    /// The line of its id.
    pub line: usize,
    /// Whether it takes the place of a built-in one.
    pub replace: bool,
    /// Texts with the finding between `«` and `»`; see [`examples`](crate::rules::examples).
    pub examples: Vec<String>,
    /// Texts in which the rule finds nothing.
    pub lookalikes: Vec<String>,
}

/// Rules that files added to the built-in ones.
#[derive(Clone, Debug, Default)]
#[non_exhaustive]
pub struct UserRules {
    /// In the order of their files.
    pub rules: Vec<UserRule>,
}

impl UserRules {
    /// All rules: the built-in ones without those that are replaced, then these.
    pub fn all(&self) -> impl Iterator<Item = &Rule> {
        let kept = builtin().iter().filter(|rule| !self.replaces(rule));
        kept.chain(self.rules.iter().map(|r| &r.rule))
    }

    /// What a scanner of all rules is built of.
    #[must_use]
    pub fn builder(&self) -> Builder {
        let kept = Builder::default().retain(|rule| !self.replaces(rule));
        self.rules.iter().fold(kept, |builder, user| builder.rule(user.rule.clone()))
    }

    fn replaces(&self, rule: &Rule) -> bool {
        self.rules.iter().any(|user| user.rule.id == rule.id)
    }
}

/// Reads rule files, and all `*.toml` files of folders (not of the folders in them), in the order of their names.
///
/// # Errors
/// All that is wrong, with file and line. A rule with the id of a built-in one needs `replace = true`; two rules of the
/// user's own cannot have one id.
pub fn read_rules(paths: &[PathBuf]) -> Result<UserRules, Vec<FileError>> {
    read_rules_as(paths, false)
}

/// The same; `stock` says that they are the files of the built-in rules, whose places they take.
///
/// # Errors
/// As [`read_rules`].
pub fn read_rules_as(paths: &[PathBuf], stock: bool) -> Result<UserRules, Vec<FileError>> {
    let mut all = UserRules::default();
    let mut errors = Vec::new();
    let mut first: BTreeMap<String, String> = BTreeMap::new();
    for file in rule_files_of(paths).map_err(|e| vec![e])? {
        let rules = read_rule_file(&file, stock).unwrap_or_else(|more| {
            errors.extend(more);
            Vec::new()
        });
        for user in rules {
            let place = format!("{}:{}", user.file.display(), user.line);
            if let Some(other) = first.insert(user.rule.id.to_string(), place) {
                let problem =
                    format!("rule {}: the rule at {other} has this id; choose another", user.rule.id);
                errors.push(FileError::new(&user.file, Some(user.line), problem));
            } else {
                all.rules.push(user);
            }
        }
    }
    if errors.is_empty() { Ok(all) } else { Err(errors) }
}

/// The rule files that some paths name, each once.
pub(super) fn rule_files_of(paths: &[PathBuf]) -> Result<Vec<PathBuf>, FileError> {
    let (mut files, mut seen) = (Vec::new(), BTreeSet::new());
    for path in paths {
        for file in rule_files(path)? {
            if seen.insert(std::fs::canonicalize(&file).unwrap_or_else(|_| file.clone())) {
                files.push(file);
            }
        }
    }
    Ok(files)
}

/// The rule files that a path names.
fn rule_files(path: &Path) -> Result<Vec<PathBuf>, FileError> {
    let wrong = |e: std::io::Error| FileError::new(path, None, e.to_string());
    if !std::fs::metadata(path).map_err(wrong)?.is_dir() {
        return Ok(vec![path.to_owned()]);
    }
    let mut files = Vec::new();
    for entry in std::fs::read_dir(path).map_err(wrong)? {
        let file = entry.map_err(wrong)?.path();
        if file.extension().is_some_and(|e| e == "toml") && file.is_file() {
            files.push(file);
        }
    }
    files.sort_unstable();
    if files.is_empty() {
        return Err(FileError::new(path, None, "there is no file *.toml in this folder"));
    }
    Ok(files)
}

/// Reads one rule file.
fn read_rule_file(path: &Path, stock: bool) -> Result<Vec<UserRule>, Vec<FileError>> {
    let text = read_text(path).map_err(|e| vec![e])?;
    let (written, mut problems) = syntax::read(&text);
    let mut rules = Vec::new();
    for rule in &written {
        match sound(rule, stock) {
            Ok(made) => rules.push(UserRule {
                rule: made,
                file: path.to_owned(),
                line: line_of(&text, rule.id.at),
                replace: rule.replace,
                examples: texts(&rule.examples),
                lookalikes: texts(&rule.lookalikes),
            }),
            Err(problem) => problems.push(problem),
        }
    }
    problems.sort_by_key(|p| p.at);
    if problems.is_empty() {
        return Ok(rules);
    }
    Err(problems.iter().map(|p| file_error(path, &text, p)).collect())
}

fn texts(written: &[Written<String>]) -> Vec<String> {
    written.iter().map(|w| w.value.clone()).collect()
}

pub(super) fn file_error(path: &Path, text: &str, problem: &Problem) -> FileError {
    let Problem { at, rule, what, remedy } = problem;
    let rule = if rule.is_empty() { String::new() } else { format!("rule {rule}: ") };
    let remedy = if remedy.is_empty() { String::new() } else { format!("; {remedy}") };
    FileError::new(path, Some(line_of(text, *at)), format!("{rule}{what}{remedy}"))
}

/// The rule, if it can run.
pub(super) fn sound(written: &WrittenRule, stock: bool) -> Result<Rule, Problem> {
    let wrong = |at: usize, what: String, remedy: String| Problem {
        at,
        rule: written.id.value.clone(),
        what,
        remedy,
    };
    let rule = make(written)?;
    if let Some(check) = &written.check {
        let names = || CHECKS.iter().map(|(name, _)| *name);
        if !names().any(|name| name == check.value) {
            let near = nearest(&check.value, names(), 3);
            let remedy = if near.is_empty() {
                "the checks are the files of src/detect/check/; leave `check` out if none fits".to_owned()
            } else {
                format!("did you mean {}?", near.join(", "))
            };
            return Err(wrong(check.at, format!("there is no check `{}`", check.value), remedy));
        }
    }
    validate(&rule).map_err(|what| {
        let lazy = written.shape.as_ref().filter(|s| Shape::from_name(&s.value).is_some_and(Shape::is_lazy));
        let remedy = match lazy {
            Some(_) => "write confidence = \"low\", context = [\"...\"] and with_context = \"medium\"",
            None if what.contains("compile") => "it is too large; ask for less repetitions of repetitions",
            None => "count the groups of the pattern, from 1",
        };
        wrong(lazy.map_or(written.pattern.at, |s| s.at), what, remedy.to_owned())
    })?;
    if stock {
        return Ok(rule);
    }
    let taken = builtin().iter().any(|known| known.id == rule.id);
    if taken && !written.replace {
        let file = crate::rules::stock().iter().find(|s| s.id == rule.id).map_or("", |s| s.file);
        return Err(wrong(
            written.id.at,
            format!("the built-in rule {} (of rules/{file}) has this id", rule.id),
            "write replace = true to take its place, or choose another id".to_owned(),
        ));
    }
    if !taken && written.replace {
        let near = nearest(&rule.id, builtin().iter().map(|r| r.id.as_ref()), 3);
        let hint = if near.is_empty() { String::new() } else { format!("; near are {}", near.join(", ")) };
        return Err(wrong(
            written.id.at,
            "`replace` is true, and there is no built-in rule of this id".to_owned(),
            format!("leave it out, or write the id of the rule to replace{hint}"),
        ));
    }
    Ok(rule)
}
