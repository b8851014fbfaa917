//! How often a record can come by.

/// Whether a record that went through can come through again: from a dead-letter queue, a replay, or a second pipeline.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[expect(clippy::exhaustive_enums, reason = "there is once, and there is not once")]
pub enum Passes {
    /// It does not. A retry that begins with the original is no second pass.
    #[default]
    Once,
    /// It may. Operators whose results cannot be told from values are refused.
    Many,
}

impl Passes {
    /// Names in policy files.
    pub const NAMES: [&'static str; 2] = ["once", "many"];

    /// The value of a name.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        match name {
            "once" => Some(Self::Once),
            "many" => Some(Self::Many),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Passes;

    #[test]
    fn every_name_is_known() {
        assert!(Passes::NAMES.iter().all(|name| Passes::from_name(name).is_some()));
        assert_eq!(Passes::from_name("once"), Some(Passes::default()));
    }
}
