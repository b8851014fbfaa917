//! `blackbar policy check`.

use super::{CheckFormat, sarif, say};
use crate::app::args::RuleOptions;
use crate::app::clock;
use crate::app::{EXIT_ERROR, EXIT_FOUND, EXIT_OK};
use crate::rules::Rule;
use crate::settings::{POLICY_LINTS, PolicyFile, check_policy, read_in_force};
use std::path::{Path, PathBuf};

/// One line of the answer.
struct Said<'a> {
    path: &'a Path,
    line: Option<usize>,
    is_error: bool,
    name: &'static str,
    message: String,
}

/// The name of what is wrong with a file that is no policy.
const INVALID: (&str, &str) = ("invalid-policy", "the file is no policy, and no program starts with it");

/// The name of an operator that is asked for and never given.
const UNKEYED: (&str, &str) =
    ("unkeyed-operator", "an operator without a key, or with a broken cipher, hides nothing");

pub(super) fn check(files: &[PathBuf], format: CheckFormat, rules: &RuleOptions) -> Result<u8, String> {
    let user = rules.read()?;
    let rules: Vec<&Rule> = user.all().collect();
    let today = clock::today();
    let (mut all, mut digests) = (Vec::new(), Vec::new());
    for path in files {
        if let Ok(force) = read_in_force(Some(PolicyFile::Local(path)), &[], &rules, today) {
            digests.push((path.as_path(), force.policy_sha256));
        }
        match check_policy(path, &rules, today) {
            Ok(lints) => all.extend(lints.into_iter().map(|lint| Said {
                path,
                line: Some(lint.line),
                is_error: false,
                name: lint.name,
                message: lint.message,
            })),
            Err(e) => all.push(Said {
                path,
                line: e.line(),
                is_error: true,
                name: if e.is_unkeyed_operator() { UNKEYED.0 } else { INVALID.0 },
                message: e.problem().to_owned(),
            }),
        }
    }
    match format {
        CheckFormat::Text => {
            let named = digests.iter().map(|(path, digest)| format!("{}: policy {digest}\n", path.display()));
            say(&all.iter().map(text).chain(named).collect::<String>())?;
        }
        CheckFormat::Sarif => say(&format!("{:#}\n", to_sarif(&all, &digests)))?,
    }
    Ok(if all.iter().any(|said| said.is_error) {
        EXIT_ERROR
    } else if all.is_empty() {
        EXIT_OK
    } else {
        EXIT_FOUND
    })
}

fn text(said: &Said<'_>) -> String {
    let line = said.line.map_or_else(String::new, |line| format!(":{line}"));
    let level = if said.is_error { "error" } else { "warning" };
    format!("{}{line}: {level}: {} [{}]\n", said.path.display(), said.message, said.name)
}

fn to_sarif(all: &[Said<'_>], digests: &[(&Path, String)]) -> serde_json::Value {
    let rules = POLICY_LINTS
        .iter()
        .chain([&INVALID, &UNKEYED])
        .map(|(name, about)| serde_json::json!({ "id": name, "shortDescription": { "text": about } }));
    let results = all.iter().map(|said| {
        let mut place = serde_json::json!({ "artifactLocation": { "uri": said.path.to_string_lossy() } });
        if let (Some(line), Some(place)) = (said.line, place.as_object_mut()) {
            place.insert("region".to_owned(), serde_json::json!({ "startLine": line }));
        }
        serde_json::json!({
            "ruleId": said.name,
            "level": if said.is_error { "error" } else { "warning" },
            "message": { "text": said.message },
            "locations": [{ "physicalLocation": place }],
        })
    });
    let artifacts = digests.iter().map(|(path, digest)| {
        serde_json::json!({
            "location": { "uri": path.to_string_lossy() },
            "properties": { "policy_sha256": digest },
        })
    });
    sarif::document(rules, results, artifacts)
}
