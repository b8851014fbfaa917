//! What is in force: the policy and the allow-lists of all files together, and the digests that name it.

use super::allow_file::{self, Day, Known};
use super::digest::{PolicyDigest, rules_digest};
use super::file_error::FileError;
use super::policy_file;
use super::text_file::read_text;
use crate::policy::Policy;
use crate::rules::Rule;
use crate::rules::syntax::line_of;
use std::path::{Path, PathBuf};

/// A policy and what names it on every surface.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct InForce {
    /// The policy.
    pub policy: Policy,
    /// SHA-256 of what the policy file and the allow-lists say, in hexadecimal. It does not depend on how they are spelled
    /// or parted into files: without any file it is that of a file that says `version = 1`.
    pub policy_sha256: String,
    /// SHA-256 of all rules, in hexadecimal, also of those that the policy turns off.
    pub rules_sha256: String,
    /// What has ended and does not count any more.
    pub warnings: Vec<FileError>,
}

/// Reads a policy file and allow-lists; what they do not say stays as in the default policy. `rules` are all rules that
/// there are; what ended before `today` does not count, and each gives a warning.
///
/// # Errors
/// [`FileError`], with file and line. No value of an allow-list is in it.
pub fn read_in_force(
    policy: Option<&Path>,
    allow: &[PathBuf],
    rules: &[&Rule],
    today: Day,
) -> Result<InForce, FileError> {
    let known = Known { rules, today };
    let mut digest = PolicyDigest::default();
    let (mut policy, mut warnings) = match policy {
        Some(path) => {
            let text = read_text(path)?;
            let (_, (policy, ended)) = policy_file::parse_file(path, &text, known)?;
            digest.policy(&text);
            (policy, at_their_lines(path, &text, ended))
        }
        None => (Policy::default(), Vec::new()),
    };
    for path in allow {
        let text = read_text(path)?;
        warnings.extend(allow_file::parse_file(path, &text, known, &mut policy.allow)?);
        digest.allow(&text);
    }
    let rules_sha256 = rules_digest(rules.iter().copied());
    Ok(InForce { policy, policy_sha256: digest.finish(), rules_sha256, warnings })
}

fn at_their_lines(path: &Path, text: &str, ended: Vec<allow_file::Wrong>) -> Vec<FileError> {
    ended.into_iter().map(|(at, what)| FileError::new(path, Some(line_of(text, at)), what)).collect()
}
