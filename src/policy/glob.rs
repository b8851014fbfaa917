//! Globs over names of accounts, regions and log groups.

use std::fmt;

/// A pattern over a whole name: `*` is any text, also none. `{tenant}`, at most once and after plain text only, is one or
/// more characters other than `/`, as few as possible.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Glob {
    text: String,
    /// What stands before `{tenant}`, if it is there.
    before: Option<String>,
    /// The rest: texts between which anything may stand.
    parts: Vec<String>,
}

/// What `{tenant}` is written as.
const CAPTURE: &str = "{tenant}";

/// Why a text is no glob.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum GlobError {
    /// There is nothing in it.
    Empty,
    /// A brace that is not part of `{tenant}`, or `{tenant}` twice.
    Brace,
    /// `*` before or beside `{tenant}`, so that there would be several tenants to choose from.
    Ambiguous,
}

impl fmt::Display for GlobError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Empty => "it is empty; write `*` for anything",
            Self::Brace => "braces stand for `{tenant}` alone, and that at most once",
            Self::Ambiguous => {
                "before `{tenant}` there may be no `*`, and none beside it: it would not be clear which part is the tenant"
            }
        })
    }
}

impl std::error::Error for GlobError {}

impl Glob {
    /// Reads a glob.
    ///
    /// # Errors
    /// [`GlobError`].
    pub fn parse(text: &str) -> Result<Self, GlobError> {
        if text.is_empty() {
            return Err(GlobError::Empty);
        }
        let (before, rest) = match text.split_once(CAPTURE) {
            None => (None, text),
            Some((before, rest)) if before.contains('*') || rest.starts_with('*') => {
                return Err(GlobError::Ambiguous);
            }
            Some((before, rest)) => (Some(before), rest),
        };
        if before.unwrap_or_default().contains(['{', '}']) || rest.contains(['{', '}']) {
            return Err(GlobError::Brace);
        }
        let parts = rest.split('*').map(str::to_owned).collect();
        Ok(Self { text: text.to_owned(), before: before.map(str::to_owned), parts })
    }

    /// As it was written.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// Whether it names a tenant.
    #[must_use]
    pub const fn has_tenant(&self) -> bool {
        self.before.is_some()
    }

    /// Whether it is for `name`.
    #[must_use]
    pub fn matches(&self, name: &str) -> bool {
        if self.has_tenant() { self.tenant(name).is_some() } else { self.rest_matches(name) }
    }

    /// What `{tenant}` stands for in `name`; `None` if it does not match or names none.
    #[must_use]
    pub fn tenant<'n>(&self, name: &'n str) -> Option<&'n str> {
        let rest = name.strip_prefix(self.before.as_deref()?)?;
        let longest = rest.find('/').unwrap_or(rest.len());
        let ends = rest.char_indices().map(|(i, c)| i + c.len_utf8()).take_while(|end| *end <= longest);
        let found = ends.into_iter().find(|end| rest.get(*end..).is_some_and(|r| self.rest_matches(r)))?;
        rest.get(..found)
    }

    /// Whether the parts are all of `name`. Each is taken at its first place: what comes later would leave less for the
    /// others.
    fn rest_matches(&self, name: &str) -> bool {
        let Some((first, others)) = self.parts.split_first() else { return name.is_empty() };
        let Some((last, middle)) = others.split_last() else { return name == first };
        let Some(mut rest) = name.strip_prefix(first.as_str()) else { return false };
        for part in middle {
            match rest.find(part.as_str()).and_then(|at| rest.get(at + part.len()..)) {
                Some(behind) => rest = behind,
                None => return false,
            }
        }
        rest.ends_with(last.as_str())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn matches(glob: &str, name: &str) -> bool {
        Glob::parse(glob).unwrap().matches(name)
    }

    #[test]
    fn stars_are_anything() {
        for (glob, name) in [
            ("*", ""),
            ("*", "a/b"),
            ("/aws/*", "/aws/"),
            ("a*b*c", "abbc"),
            ("a*b*c", "a-c-b-c"),
            ("a", "a"),
        ] {
            assert!(matches(glob, name), "{glob} {name}");
        }
        for (glob, name) in [("a", "ab"), ("a*", "ba"), ("a*b*c", "acb"), ("ab*bc", "abc"), ("/aws/*", "")] {
            assert!(!matches(glob, name), "{glob} {name}");
        }
    }

    #[test]
    fn tenants_are_captured() {
        let tenant = |glob: &str, name: &str| Glob::parse(glob).unwrap().tenant(name).map(str::to_owned);
        assert_eq!(tenant("/app/{tenant}/*", "/app/acme/web").as_deref(), Some("acme"));
        assert_eq!(tenant("/app/{tenant}-log", "/app/a-b-log").as_deref(), Some("a-b"));
        assert_eq!(tenant("/app/{tenant}-*", "/app/a-b-log").as_deref(), Some("a"));
        assert_eq!(tenant("{tenant}", "ä").as_deref(), Some("ä"));
        for (glob, name) in [
            ("/app/{tenant}/*", "/app//web"),
            ("/app/{tenant}/*", "/app/acme"),
            ("/app/{tenant}", "/app/a/b"),
            ("/app/*", "/app/a"),
        ] {
            assert_eq!(tenant(glob, name), None, "{glob} {name}");
        }
    }

    #[test]
    fn what_is_no_glob() {
        for (text, error) in [
            ("", GlobError::Empty),
            ("{tenant", GlobError::Brace),
            ("{team}", GlobError::Brace),
            ("/{tenant}/{tenant}", GlobError::Brace),
            ("*/{tenant}/", GlobError::Ambiguous),
            ("/{tenant}*", GlobError::Ambiguous),
        ] {
            assert_eq!(Glob::parse(text), Err(error), "{text}");
        }
    }
}
