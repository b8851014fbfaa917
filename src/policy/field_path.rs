//! Paths to fields of JSON events, with wildcards.

use std::fmt;

/// One step of a path, from a value to one in it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[expect(clippy::exhaustive_enums, reason = "callers must handle each")]
pub enum Step {
    /// The member of an object with this name, which is as it is after the escapes of JSON are undone.
    Name(String),
    /// The element of an array at this place, counted from 0.
    Index(usize),
    /// Any element of an array: `[*]`.
    Element,
    /// Any member or element: `*`.
    Any,
    /// Any number of steps, also none: `**`.
    Deep,
}

/// A path such as `user.email`, `items[*].card`, `**.password` or `$['odd.name'][0]`: what JSONPath (RFC 9535) writes, and
/// besides it `**`, and no `$.` at the beginning. A path leads on into documents that stand in strings.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct FieldPath {
    text: String,
    steps: Vec<Step>,
    /// How many steps stand before the first `**`.
    plain: usize,
}

/// Steps of a path at most.
const LONGEST: usize = 64;

/// Why a text is no path.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum PathError {
    /// It has no step.
    Empty,
    /// A name is missing between two dots, or at an end.
    Name,
    /// What stands in brackets is no number, no `*` and no name in quotes.
    Bracket,
    /// It has too many steps.
    Long,
}

impl fmt::Display for PathError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Empty => "a path names at least one field, such as `user.email`",
            Self::Name => {
                "a name is missing beside a dot; write `user.email`, or ['odd.name'] for a name with dots"
            }
            Self::Bracket => "in brackets stands `*`, a number, or a name in quotes: `items[*].id`",
            Self::Long => "a path has at most 64 steps",
        })
    }
}

impl std::error::Error for PathError {}

impl FieldPath {
    /// Reads a path.
    ///
    /// # Errors
    /// [`PathError`]; nothing of the text is in it.
    pub fn parse(text: &str) -> Result<Self, PathError> {
        let mut steps = Vec::new();
        let mut rest = text.strip_prefix('$').unwrap_or(text);
        let mut first = rest.len() == text.len();
        while !rest.is_empty() {
            if let Some(inside) = rest.strip_prefix('[') {
                let (step, behind) = bracket(inside)?;
                steps.push(step);
                rest = behind;
            } else {
                if let Some(behind) = rest.strip_prefix("..") {
                    steps.push(Step::Deep);
                    rest = behind;
                    if rest.starts_with('[') {
                        continue;
                    }
                } else if let Some(behind) = rest.strip_prefix('.') {
                    rest = if first { return Err(PathError::Name) } else { behind };
                } else if !first {
                    return Err(PathError::Name);
                }
                let end = rest.find(['.', '[']).unwrap_or(rest.len());
                let (name, behind) = rest.split_at_checked(end).unwrap_or_default();
                steps.push(match name {
                    "" => return Err(PathError::Name),
                    "*" => Step::Any,
                    "**" => Step::Deep,
                    name => Step::Name(name.to_owned()),
                });
                rest = behind;
            }
            first = false;
        }
        steps.dedup_by(|a, b| *a == Step::Deep && *b == Step::Deep);
        match steps.len() {
            0 => Err(PathError::Empty),
            n if n > LONGEST => Err(PathError::Long),
            _ => {
                let plain = steps.iter().take_while(|s| **s != Step::Deep).count();
                Ok(Self { text: text.to_owned(), steps, plain })
            }
        }
    }

    /// As it was written.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// Its steps.
    #[must_use]
    pub fn steps(&self) -> &[Step] {
        &self.steps
    }

    /// How many steps stand before the first `**`; all, if there is none.
    #[must_use]
    pub const fn plain_steps(&self) -> usize {
        self.plain
    }

    /// Whether it names one field and no more.
    #[must_use]
    pub fn is_exact(&self) -> bool {
        self.steps.iter().all(|s| matches!(s, Step::Name(_) | Step::Index(_)))
    }
}

/// The step in brackets and what stands behind them.
fn bracket(inside: &str) -> Result<(Step, &str), PathError> {
    for quote in ['\'', '"'] {
        if let Some(rest) = inside.strip_prefix(quote) {
            let (name, behind) = rest.split_once(quote).ok_or(PathError::Bracket)?;
            let behind = behind.strip_prefix(']').ok_or(PathError::Bracket)?;
            return Ok((Step::Name(name.to_owned()), behind));
        }
    }
    let (what, behind) = inside.split_once(']').ok_or(PathError::Bracket)?;
    let step = if what == "*" {
        Step::Element
    } else if what.bytes().all(|b| b.is_ascii_digit()) {
        Step::Index(what.parse().map_err(|_| PathError::Bracket)?)
    } else {
        return Err(PathError::Bracket);
    };
    Ok((step, behind))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn steps(text: &str) -> Vec<Step> {
        FieldPath::parse(text).unwrap().steps
    }

    #[test]
    fn paths_are_read() {
        let name = |n: &str| Step::Name(n.to_owned());
        assert_eq!(steps("user.email"), [name("user"), name("email")]);
        assert_eq!(steps("$.user.email"), steps("user.email"));
        assert_eq!(steps("$['user'][\"e.mail\"]"), [name("user"), name("e.mail")]);
        assert_eq!(
            steps("items[*].tags[0].*"),
            [name("items"), Step::Element, name("tags"), Step::Index(0), Step::Any]
        );
        assert_eq!(steps("**.password"), [Step::Deep, name("password")]);
        assert_eq!(steps("$..password"), steps("**.password"));
        assert_eq!(steps("a..b"), steps("a.**.b"));
        assert_eq!(steps("**.**.a"), steps("**.a"));
        assert_eq!(steps("$..[0]"), [Step::Deep, Step::Index(0)]);
        assert_eq!(steps("[0].a"), [Step::Index(0), name("a")]);
        assert_eq!(FieldPath::parse("a.**.b").unwrap().plain_steps(), 1);
        assert!(FieldPath::parse("a[1].b").unwrap().is_exact());
        assert!(!FieldPath::parse("a[*].b").unwrap().is_exact());
    }

    #[test]
    fn what_is_no_path() {
        for (text, error) in [
            ("", PathError::Empty),
            ("$", PathError::Empty),
            (".a", PathError::Name),
            ("a.", PathError::Name),
            ("a...b", PathError::Name),
            ("a[0]b", PathError::Name),
            ("a[b]", PathError::Bracket),
            ("a[", PathError::Bracket),
            ("a[-1]", PathError::Bracket),
            ("a['b'", PathError::Bracket),
            ("a[]", PathError::Bracket),
        ] {
            assert_eq!(FieldPath::parse(text), Err(error), "{text}");
        }
        assert_eq!(FieldPath::parse("a.".repeat(70).trim_end_matches('.')), Err(PathError::Long));
    }
}
