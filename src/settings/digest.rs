//! Digests that name what was in force: of the rules, and of the files that a person wrote.

use crate::rules::Rule;
use sha2::{Digest, Sha256};
use std::fmt::{self, Write};
use std::path::PathBuf;

/// Feeds formatted text to a hash.
struct Feed(Sha256);

impl Write for Feed {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        self.0.update(text.as_bytes());
        Ok(())
    }
}

/// SHA-256 of all that rules say, in hexadecimal. The same rules in the same order of the same version of this program
/// have the same digest.
#[must_use]
pub fn rules_digest<'a>(rules: impl Iterator<Item = &'a Rule>) -> String {
    let mut feed = Feed(Sha256::new());
    for rule in rules {
        // A hash takes all text.
        writeln!(feed, "{rule:?}").ok();
    }
    hexadecimal(feed.0)
}

/// SHA-256 of the contents of files, one after the other with their lengths, in hexadecimal. A file that cannot be read
/// counts as an empty one.
#[must_use]
pub fn files_digest(paths: &[PathBuf]) -> String {
    let mut hash = Sha256::new();
    for path in paths {
        let content = std::fs::read(path).unwrap_or_default();
        hash.update((content.len() as u64).to_be_bytes());
        hash.update(&content);
    }
    hexadecimal(hash)
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
        assert_eq!(all, rules_digest(builtin().iter()));
        let mut rules = builtin().to_vec();
        rules[7].against = vec!["word".into()].into();
        assert_ne!(all, rules_digest(rules.iter()));
        // FIPS 180-4: the digest of no bytes.
        assert_eq!(files_digest(&[]), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
    }
}
