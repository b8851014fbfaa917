//! What is in force: the policy and the allow-lists of all files together, and the digests that name it.

use super::allow_file::{self, Day, Known};
use super::digest::{PolicyDigest, rules_digest};
use super::file_error::FileError;
use super::policy_file;
use super::text_file::{read_text, text_from};
use crate::policy::Policy;
use crate::rules::Rule;
use crate::rules::syntax::line_of;
use std::fmt;
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

/// A policy file: on this machine, or its bytes as they came from elsewhere.
#[derive(Clone, Copy)]
#[expect(clippy::exhaustive_enums, reason = "callers choose one")]
pub enum PolicyFile<'a> {
    /// The file of this path.
    Local(&'a Path),
    /// These bytes; the path is their name in messages.
    Fetched(&'a Path, &'a [u8]),
}

impl fmt::Debug for PolicyFile<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "PolicyFile({})", self.path().display())
    }
}

impl<'a> PolicyFile<'a> {
    const fn path(self) -> &'a Path {
        match self {
            Self::Local(path) | Self::Fetched(path, _) => path,
        }
    }

    fn text(self) -> Result<String, FileError> {
        match self {
            Self::Local(path) => read_text(path),
            Self::Fetched(path, bytes) => text_from(path, bytes),
        }
    }
}

/// Reads a policy file and allow-lists; what they do not say stays as in the default policy. `rules` are all rules that
/// there are; what ended before `today` does not count, and each gives a warning.
///
/// # Errors
/// [`FileError`], with file and line. No value of an allow-list is in it.
pub fn read_in_force(
    policy: Option<PolicyFile<'_>>,
    allow: &[PathBuf],
    rules: &[&Rule],
    today: Day,
) -> Result<InForce, FileError> {
    let known = Known { rules, today };
    let mut digest = PolicyDigest::default();
    let (mut policy, mut warnings) = match policy {
        Some(file) => {
            let (path, text) = (file.path(), file.text()?);
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_policy_from_elsewhere_is_named_in_messages() {
        let today = Day::of_unix(0);
        let name = Path::new("s3://policies/p.toml?versionId=1");
        let read = |bytes: &[u8]| read_in_force(Some(PolicyFile::Fetched(name, bytes)), &[], &[], today);
        let default = read_in_force(None, &[], &[], today).unwrap();
        assert_eq!(read(b"version = 1\n").unwrap().policy_sha256, default.policy_sha256);
        let said = |bytes: &[u8]| read(bytes).unwrap_err().to_string();
        let wrong = said(b"version = 1\nmode = \"none\"\n");
        assert!(wrong.starts_with("s3://policies/p.toml?versionId=1:2: "), "{wrong}");
        let long = said(&vec![b'\n'; (16 << 20) + 1]);
        assert!(long.contains("versionId=1: it is longer than 16 MiB"), "{long}");
        assert!(said(b"\xFF").contains("UTF-8"));
        assert_eq!(
            format!("{:?}", PolicyFile::Fetched(name, b"pl4nted")),
            "PolicyFile(s3://policies/p.toml?versionId=1)"
        );
    }
}
