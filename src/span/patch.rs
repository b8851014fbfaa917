//! Replacement text that is right everywhere.

use super::short::Shared;

/// Every label begins with this: `REDACTED-email`.
pub const LABEL_PREFIX: &str = "REDACTED-";

/// What a label calls a union of findings of different classes of which none contains the others.
pub const UNION_CLASS: &str = "multiple";

/// Every stub that stands for a withheld event begins with this: `WITHHELD-event_too_large`.
pub const STUB_PREFIX: &str = "WITHHELD-";

/// Replacement text, but for [`formed`](Patch::formed) one, from an alphabet that needs no escaping in JSON at any depth, in a URL (RFC 3986, section
/// 2.3, unreserved characters, and `*`) or in CSV: ASCII letters and digits, `-`, `_`, `.`, `~` and `*`.
#[derive(Clone, PartialEq, Eq)]
pub struct Patch(Shared);

impl Patch {
    /// A patch of `text`, or `None` if a byte of it is outside of the inert alphabet.
    #[must_use]
    pub fn inert(text: &str) -> Option<Self> {
        text.bytes().all(is_inert).then(|| Self(Shared::from(text)))
    }

    /// A patch with the form of the value that it stands for: besides the inert alphabet, separators that need no escape
    /// in JSON at any depth, and that the value must hold at the same place, so that URLs and CSV stay as they were.
    /// `None` if another byte is in it.
    #[must_use]
    pub fn formed(text: &str) -> Option<Self> {
        text.bytes().all(|b| is_inert(b) || b" /:+()@,#".contains(&b)).then(|| Self(Shared::from(text)))
    }

    /// The label of a class: `REDACTED-` and the class name, with `.` for what is not inert in it.
    #[must_use]
    pub fn label(class: &str) -> Self {
        let name = class.chars().map(|c| if is_inert_char(c) { c } else { '.' });
        Self(Shared::from(LABEL_PREFIX.chars().chain(name).collect::<String>().as_str()))
    }

    /// The text of a stub for a withheld event: `WITHHELD-` and the reason.
    #[must_use]
    pub fn stub(reason: &str) -> Self {
        let name = reason.chars().map(|c| if is_inert_char(c) { c } else { '.' });
        Self(Shared::from(STUB_PREFIX.chars().chain(name).collect::<String>().as_str()))
    }

    /// Whether it is a label.
    #[must_use]
    pub fn is_label(&self) -> bool {
        self.as_bytes().starts_with(LABEL_PREFIX.as_bytes())
    }

    /// This patch with `-N` behind it, which tells two keys of one object apart.
    #[must_use]
    pub fn numbered(&self, n: usize) -> Self {
        Self(Shared::from(format!("{}-{n}", self.as_str()).as_str()))
    }

    /// Nothing.
    #[must_use]
    pub fn empty() -> Self {
        Self(Shared::from(""))
    }

    /// JSON `null`, which takes the place of a number.
    #[must_use]
    pub fn null() -> Self {
        Self(Shared::from("null"))
    }

    /// The text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        self.0.as_str()
    }

    /// The bytes of the text.
    #[must_use]
    pub fn as_bytes(&self) -> &[u8] {
        self.0.as_bytes()
    }
}

/// Prints the text: a patch holds nothing of the original beyond what an operator was told to keep.
impl std::fmt::Debug for Patch {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Patch({} bytes)", self.as_bytes().len())
    }
}

/// The name in the label or stub that covers the byte at `at`, if one does: `us_ssn` for every byte of
/// `REDACTED-us_ssn`. The caller decides whether it is a name that it gives out.
#[must_use]
pub fn label_at(text: &[u8], at: usize) -> Option<&[u8]> {
    // Names of classes are short: a label begins at most this far before any of its bytes.
    const REACH: usize = 96;
    let head = text.get(..=at)?;
    let is_part = |b: &&u8| b.is_ascii_alphanumeric() || matches!(b, b'_' | b'.' | b'-');
    let from = head.len() - head.iter().rev().take(REACH).take_while(is_part).count();
    (from..=at).find_map(|start| {
        let rest = text.get(start..)?;
        // Asked of each finding: nearly none stands behind such a letter.
        let begins = |p: &&str| p.as_bytes().first() == rest.first() && rest.starts_with(p.as_bytes());
        let prefix = [LABEL_PREFIX, STUB_PREFIX].into_iter().find(begins)?;
        let (name, len) = label_name(rest, prefix)?;
        (at < start + len).then_some(name)
    })
}

/// The name in the label or stub that `text` begins with, and the length of prefix and name. The name is without the
/// full stops of a sentence that ends with it; the length is with them.
#[must_use]
pub fn label_name<'a>(text: &'a [u8], prefix: &str) -> Option<(&'a [u8], usize)> {
    let rest = text.strip_prefix(prefix.as_bytes())?;
    let is_name = |b: &&u8| b.is_ascii_lowercase() || b.is_ascii_digit() || matches!(b, b'_' | b'.');
    let name = rest.get(..rest.iter().take_while(is_name).count())?;
    Some((without_final_dots(name), prefix.len() + name.len()))
}

/// Without the full stops of a sentence that ends with the label.
fn without_final_dots(name: &[u8]) -> &[u8] {
    let end = name.iter().rposition(|&b| b != b'.').map_or(0, |i| i + 1);
    name.get(..end).unwrap_or_default()
}

const fn is_inert(b: u8) -> bool {
    b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_' | b'.' | b'~' | b'*')
}

fn is_inert_char(c: char) -> bool {
    u8::try_from(c).is_ok_and(is_inert)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_inert_alphabet_is_taken() {
        assert!(Patch::inert("a-Z_0.~*").is_some());
        for bad in ["\"", "\\", "a b", "a,b", "é", "a/b", "<", "&"] {
            assert!(Patch::inert(bad).is_none(), "{bad}");
        }
        assert_eq!(Patch::label("vendor:x").as_str(), "REDACTED-vendor.x");
    }

    #[test]
    fn words_inside_labels_are_known() {
        let text = b"a REDACTED-us_ssn b ssn xREDACTED-email. ";
        assert_eq!(label_at(text, 14), Some(&b"us_ssn"[..]));
        assert_eq!(label_at(text, 2), Some(&b"us_ssn"[..]));
        assert_eq!(label_at(text, 20), None);
        assert_eq!(label_at(text, 36), Some(&b"email"[..]));
        assert_eq!(label_at(b"REDACTED-ab_Ssn", 13), None);
    }
}
