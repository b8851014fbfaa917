//! The policy file (TOML).

use super::allow_file::{self, Day, Known, hint};
use super::file_error::FileError;
use crate::policy::{Operator, Policy};
use crate::rules::syntax::line_of;
use crate::rules::{Confidence, Rule};
use crate::text::Limits;
use serde::Deserialize;
use serde::de::IgnoredAny;
use std::path::Path;
use toml::Spanned;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    version: Spanned<i64>,
    minimum_confidence: Option<Spanned<String>>,
    #[serde(default)]
    operator: Vec<Choice>,
    #[serde(default)]
    rules: Switches,
    #[serde(default)]
    classes: Switches,
    limits: Option<LimitsFile>,
    /// Read by hand, since it may name secrets.
    #[serde(default, rename = "allow")]
    _allow: Option<IgnoredAny>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Choice {
    class: Option<Spanned<String>>,
    rule: Option<Spanned<String>>,
    #[serde(rename = "use")]
    name: Spanned<String>,
    first: Option<usize>,
    last: Option<usize>,
}

#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct Switches {
    #[serde(default)]
    disable: Vec<Spanned<String>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct LimitsFile {
    event_bytes: Option<usize>,
    json_depth: Option<usize>,
    nested_documents: Option<usize>,
    decoded_bytes: Option<usize>,
}

/// Reads a policy file; what it does not say stays as in the default policy. `rules` are all rules that there are;
/// entries of its allow-list that ended before `today` do not count, and each gives a warning.
///
/// # Errors
/// [`FileError`], with file and line.
pub fn read_policy(path: &Path, rules: &[&Rule], today: Day) -> Result<(Policy, Vec<FileError>), FileError> {
    let error = |at: Option<usize>, text: &str, problem| {
        FileError::new(path, at.map(|at| line_of(text, at)), problem)
    };
    let text = std::fs::read_to_string(path).map_err(|e| error(None, "", e.to_string()))?;
    match parse(&text, Known { rules, today }) {
        Ok((policy, expired)) => {
            Ok((policy, expired.into_iter().map(|(at, what)| error(Some(at), &text, what)).collect()))
        }
        Err((at, problem)) => Err(error(at, &text, problem)),
    }
}

type Problem = (Option<usize>, String);

fn parse(text: &str, known: Known<'_>) -> Result<(Policy, Vec<allow_file::Wrong>), Problem> {
    let with_place = |(at, what): allow_file::Wrong| (Some(at), what);
    let tables = allow_file::parse(text, false).map_err(with_place)?;
    let file: File = toml::from_str(text).map_err(|e| (e.span().map(|s| s.start), e.message().to_owned()))?;
    if *file.version.get_ref() != 1 {
        return Err(at(&file.version, "this program reads version = 1".to_owned()));
    }
    let mut policy = Policy::default();
    if let Some(name) = &file.minimum_confidence {
        policy.minimum = Confidence::from_name(name.get_ref()).ok_or_else(|| {
            at(name, format!("`{}` is no confidence; write low, medium or high", name.get_ref()))
        })?;
    }
    for choice in &file.operator {
        let operator = operator(choice)?;
        match (&choice.rule, &choice.class) {
            (Some(rule), None) => policy.by_rule.insert(known_rule(rule, known)?, operator),
            (None, Some(class)) => {
                let class = known_class(class, known)?;
                // A choice for a class is one for all of its rules, also those that the default treats apart.
                policy
                    .by_rule
                    .retain(|rule, _| !known.rules.iter().any(|r| r.id == rule.as_str() && r.class == class));
                policy.by_class.insert(class, operator)
            }
            _ => {
                return Err(at(
                    &choice.name,
                    "an operator is for one `class` or one `rule`: name exactly one".to_owned(),
                ));
            }
        };
    }
    for rule in &file.rules.disable {
        policy.disabled_rules.insert(known_rule(rule, known)?);
    }
    for class in &file.classes.disable {
        policy.disabled_classes.insert(known_class(class, known)?);
    }
    if let Some(limits) = file.limits {
        let Limits { event_bytes, json_depth, nested_documents, decoded_bytes } = policy.limits;
        policy.limits.event_bytes = limits.event_bytes.unwrap_or(event_bytes);
        policy.limits.json_depth = limits.json_depth.unwrap_or(json_depth);
        policy.limits.nested_documents = limits.nested_documents.unwrap_or(nested_documents);
        policy.limits.decoded_bytes = limits.decoded_bytes.unwrap_or(decoded_bytes);
    }
    let expired = allow_file::entries(tables.get_ref(), known, &mut policy.allow).map_err(with_place)?;
    Ok((policy, expired))
}

fn operator(choice: &Choice) -> Result<Operator, Problem> {
    let name = choice.name.get_ref().as_str();
    if name != "partial" && (choice.first.is_some() || choice.last.is_some()) {
        return Err(at(&choice.name, format!("`first` and `last` belong to `partial`, not to `{name}`")));
    }
    Ok(match name {
        "drop" => Operator::Drop,
        "label" => Operator::Label,
        "mask" => Operator::Mask,
        "keep" => Operator::Keep,
        "partial" => Operator::Partial { first: choice.first.unwrap_or(0), last: choice.last.unwrap_or(4) },
        "md5" | "sha1" | "sha256" | "sha512" | "hash" => {
            let why = "an unkeyed hash of a short value is reversed by trying all values";
            return Err(at(
                &choice.name,
                format!("`{name}` is refused: {why}; use one of {}", Operator::NAMES.join(", ")),
            ));
        }
        _ => {
            let names = Operator::NAMES.join(", ");
            return Err(at(&choice.name, format!("there is no operator `{name}`; use one of {names}")));
        }
    })
}

fn known_rule(name: &Spanned<String>, known: Known<'_>) -> Result<String, Problem> {
    known_name(name, "rule", known.rules.iter().map(|r| r.id.as_ref()))
}

fn known_class(name: &Spanned<String>, known: Known<'_>) -> Result<String, Problem> {
    known_name(name, "class", known.rules.iter().map(|r| r.class.as_ref()))
}

fn known_name<'a>(
    name: &Spanned<String>,
    what: &str,
    known: impl Iterator<Item = &'a str> + Clone,
) -> Result<String, Problem> {
    let wanted = name.get_ref();
    if let Some(hint) = hint(wanted, known) {
        return Err(at(name, format!("there is no {what} `{wanted}`; {hint}")));
    }
    Ok(name.get_ref().clone())
}

fn at<T>(value: &Spanned<T>, problem: String) -> Problem {
    (Some(value.span().start), problem)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::builtin;

    fn parse(text: &str) -> Result<Policy, Problem> {
        let rules: Vec<&Rule> = builtin().iter().collect();
        let today = Day { year: 2026, month: 3, day: 1 };
        super::parse(text, Known { rules: &rules, today }).map(|(policy, _)| policy)
    }

    fn problem(text: &str) -> String {
        let (at, problem) = parse(text).unwrap_err();
        format!("{}: {problem}", at.map_or(0, |at| line_of(text, at)))
    }

    #[test]
    fn reads_choices() {
        let policy = parse(
            "version = 1\nminimum_confidence = \"high\"\n[[operator]]\nclass = \"email\"\nuse = \"partial\"\nlast = 3\n\
             [[operator]]\nclass = \"ipv4\"\nuse = \"mask\"\n[rules]\ndisable = [\"us-ssn-dashes\"]\n[limits]\njson_depth = 9\n"
                .replace("us-ssn-dashes", &builtin()[0].id)
                .as_str(),
        )
        .unwrap();
        assert_eq!(policy.minimum, Confidence::High);
        assert_eq!(policy.by_class["email"], Operator::Partial { first: 0, last: 3 });
        assert!(policy.by_rule.is_empty(), "the choice for the class is one for the private addresses too");
        assert!(policy.disabled_rules.contains(builtin()[0].id.as_ref()));
        assert_eq!(policy.limits.json_depth, 9);
    }

    #[test]
    fn problems_have_a_line_and_a_remedy() {
        assert!(problem("version = 2\n").starts_with("1: this program reads version = 1"));
        assert!(problem("version = 1\ncolour = 3\n").contains("unknown field `colour`"));
        assert!(
            problem("version = 1\n[[operator]]\nclass=\"emial\"\nuse=\"mask\"")
                .starts_with("3: there is no class")
        );
        let hash = problem("version = 1\n[[operator]]\nclass=\"email\"\nuse=\"sha256\"");
        assert!(hash.starts_with("4: `sha256` is refused"), "{hash}");
        assert!(problem("version = 1\n[[operator]]\nuse=\"mask\"").contains("name exactly one"));
        assert!(
            problem("version = 1\n[[operator]]\nclass=\"email\"\nuse=\"mask\"\nlast=2")
                .contains("belong to `partial`")
        );
        let allow = "version = 1\n[[allow]]\nvalue = \"pl4nted\"\n";
        assert!(problem(allow).starts_with("2: `reason` is missing"));
        assert_eq!(parse(&format!("{allow}reason = \"r\"\n")).unwrap().allow.len(), 1);
        assert!(problem("version = 1\nminimum_confidence = \"huge\"").contains("low, medium or high"));
    }
}
