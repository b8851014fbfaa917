//! What is wrong with a file that a person wrote.

use std::fmt;
use std::path::{Path, PathBuf};

/// What is wrong with a file of settings, where, and what to do. Values of allow-lists are not in it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FileError {
    path: PathBuf,
    line: Option<usize>,
    problem: String,
    unkeyed: bool,
}

impl FileError {
    pub(super) fn new(path: &Path, line: Option<usize>, problem: impl Into<String>) -> Self {
        Self { path: path.to_owned(), line, problem: problem.into(), unkeyed: false }
    }

    /// It is that an operator is asked for which is refused, since it has no key or a broken cipher.
    pub(super) fn of_operator(self) -> Self {
        Self { unkeyed: true, ..self }
    }

    /// Whether it is that an operator is asked for which is refused, since it has no key or a broken cipher.
    #[must_use]
    pub const fn is_unkeyed_operator(&self) -> bool {
        self.unkeyed
    }

    /// The file.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// The line, counted from 1, if it is one line.
    #[must_use]
    pub const fn line(&self) -> Option<usize> {
        self.line
    }

    /// What is wrong, and what to do.
    #[must_use]
    pub fn problem(&self) -> &str {
        &self.problem
    }
}

impl fmt::Display for FileError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.path.display())?;
        if let Some(line) = self.line {
            write!(f, ":{line}")?;
        }
        write!(f, ": {}", self.problem)
    }
}

impl std::error::Error for FileError {}
