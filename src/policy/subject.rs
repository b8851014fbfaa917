//! Whose dates move together.

use std::fmt;

/// The member of a JSON object that names whom a date is about: `key`, or `object.key` with the key of the object that
/// holds it. The one that is nearest to the date counts: in the object that holds the date, or in one around that.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Subject {
    outer: Option<String>,
    key: String,
}

/// It is no path of one or two names, parted by a dot.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(clippy::exhaustive_structs, reason = "there is one way to be wrong")]
pub struct NoSubject;

impl fmt::Display for NoSubject {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(
            "a subject is the key of a member, or `object.key` with the key of the object that holds it",
        )
    }
}

impl std::error::Error for NoSubject {}

impl Subject {
    /// Reads a path.
    ///
    /// # Errors
    /// [`NoSubject`] if there is not one name or two.
    pub fn parse(path: &str) -> Result<Self, NoSubject> {
        let (outer, key) = match path.split_once('.') {
            Some((outer, key)) => (Some(outer), key),
            None => (None, path),
        };
        if key.is_empty() || key.contains('.') || outer.is_some_and(str::is_empty) {
            return Err(NoSubject);
        }
        Ok(Self { outer: outer.map(str::to_owned), key: key.to_owned() })
    }

    /// The key of the object that holds the member, if it is named.
    #[must_use]
    pub fn outer(&self) -> Option<&str> {
        self.outer.as_deref()
    }

    /// The key of the member.
    #[must_use]
    pub fn key(&self) -> &str {
        &self.key
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_or_two_names() {
        assert_eq!(Subject::parse("user").unwrap().outer(), None);
        let two = Subject::parse("user.id").unwrap();
        assert_eq!((two.outer(), two.key()), (Some("user"), "id"));
        for bad in ["", ".", "a.", ".b", "a.b.c"] {
            assert_eq!(Subject::parse(bad), Err(NoSubject), "{bad}");
        }
    }
}
