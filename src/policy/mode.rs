//! What is done in an incident.

/// How much goes on at all.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum Mode {
    /// Events go on with their edits.
    #[default]
    Normal,
    /// Every value of every event is replaced, whether a rule finds something in it or not: by a pseudonym where there
    /// are keys, else by a label.
    TokenizeAll,
    /// Every event is withheld: a stub stands in its place and says so.
    QuarantineAll,
    /// Nothing is read. Where something must be answered, as in the library, it is as [`QuarantineAll`](Self::QuarantineAll).
    Pause,
}

impl Mode {
    /// Names in policy files.
    pub const NAMES: [&'static str; 4] = ["normal", "tokenize-all", "quarantine-all", "pause"];

    /// The mode of a name.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        match name {
            "normal" => Some(Self::Normal),
            "tokenize-all" => Some(Self::TokenizeAll),
            "quarantine-all" => Some(Self::QuarantineAll),
            "pause" => Some(Self::Pause),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Mode;

    #[test]
    fn every_name_is_a_mode() {
        assert!(Mode::NAMES.iter().all(|name| Mode::from_name(name).is_some()));
        assert_eq!(Mode::from_name("normal"), Some(Mode::default()));
    }
}
