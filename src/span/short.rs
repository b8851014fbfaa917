//! Text that is shared if it is long, and copied if it is short: threads that count who shares a label wait for each other.

use std::sync::Arc;

/// Bytes that are held in place: with them it has 32, and they are enough for the labels of nearly all classes.
const SHORT: usize = 30;

/// Text that is cheap to copy.
#[derive(Clone, PartialEq, Eq)]
pub(super) enum Shared {
    /// Nought behind its end.
    Short { len: u8, bytes: [u8; SHORT] },
    /// Longer than [`SHORT`] bytes.
    Long(Arc<str>),
}

impl Shared {
    pub(super) fn as_bytes(&self) -> &[u8] {
        match self {
            Self::Short { len, bytes } => bytes.get(..usize::from(*len)).unwrap_or_default(),
            Self::Long(text) => text.as_bytes(),
        }
    }

    pub(super) fn as_str(&self) -> &str {
        match self {
            // It was a text when it came in.
            Self::Short { .. } => std::str::from_utf8(self.as_bytes()).unwrap_or_default(),
            Self::Long(text) => text,
        }
    }
}

impl From<&str> for Shared {
    fn from(text: &str) -> Self {
        let mut bytes = [0; SHORT];
        match (bytes.get_mut(..text.len()), u8::try_from(text.len())) {
            (Some(place), Ok(len)) => {
                place.copy_from_slice(text.as_bytes());
                Self::Short { len, bytes }
            }
            _ => Self::Long(text.into()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_stays_as_it_is() {
        for text in ["", "null", "é", &"a".repeat(SHORT), &"b".repeat(SHORT + 1), &"é".repeat(300)] {
            let shared = Shared::from(text);
            assert_eq!((shared.as_str(), shared.as_bytes()), (text, text.as_bytes()));
            assert_eq!(matches!(shared, Shared::Long(_)), text.len() > SHORT, "{text}");
            assert!(shared == Shared::from(text));
        }
        assert!(Shared::from("a") != Shared::from("a\0"));
        assert_eq!(size_of::<Shared>(), 32);
    }
}
