//! What may not stand next to a match.

use super::escape::ends_escape;

/// A class of bytes that may not stand directly beside a match: it would show that the match is a piece of
/// something longer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[non_exhaustive]
pub enum Bound {
    /// Anything may.
    None,
    /// No digit.
    Digit,
    /// No hexadecimal digit.
    Hex,
    /// No letter and no digit.
    Alnum,
    /// No letter, digit or `_`.
    Word,
    /// No letter, digit, `_` or `-`.
    Token,
    /// No byte of base64 in either alphabet: no letter, digit, `+`, `/`, `=`, `_` or `-`.
    Base64,
    /// No letter, digit or `_`, and no `.`, `,`, `-`, `+` or `/` that joins the match to further digits or letters. A
    /// comma joins groups of three digits only; it parts the fields of a list.
    Number,
    /// No letter and no digit, nor the `:` between user and password of a URL.
    Userinfo,
}

/// Longest user information of a URL that is looked at.
const USER: usize = 128;

impl Bound {
    /// Every bound.
    pub const ALL: [Self; 9] = [
        Self::None,
        Self::Digit,
        Self::Hex,
        Self::Alnum,
        Self::Word,
        Self::Token,
        Self::Base64,
        Self::Number,
        Self::Userinfo,
    ];

    /// The name in rule files.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::None => "none",
            Self::Digit => "digit",
            Self::Hex => "hex",
            Self::Alnum => "alnum",
            Self::Word => "word",
            Self::Token => "token",
            Self::Base64 => "base64",
            Self::Number => "number",
            Self::Userinfo => "userinfo",
        }
    }

    /// The bound of that name.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|b| b.name() == name)
    }

    /// Whether it keeps letters and digits away, so that a match stands where a word begins.
    #[must_use]
    pub const fn parts_words(self) -> bool {
        matches!(self, Self::Alnum | Self::Word | Self::Token | Self::Base64 | Self::Number | Self::Userinfo)
    }

    /// Whether a match may begin at `at`.
    #[must_use]
    pub fn allows_before(self, text: &[u8], at: usize) -> bool {
        let Some(before) = at.checked_sub(1).and_then(|i| text.get(i)).copied() else { return true };
        if self == Self::Number && before == b',' && !is_thousands(text, at) {
            return true;
        }
        if self == Self::Number && matches!(before, b'.' | b',' | b'-' | b'+' | b'/') {
            return !at.checked_sub(2).and_then(|i| text.get(i)).is_some_and(|b| is_word(*b));
        }
        if self == Self::Userinfo && in_userinfo(text, at) {
            return false;
        }
        !self.holds(before) || ends_escape(text, at)
    }

    /// Whether a match may end at `at`.
    #[must_use]
    pub fn allows_after(self, text: &[u8], at: usize) -> bool {
        let Some(after) = text.get(at).copied() else { return true };
        if self == Self::Number && after == b',' && !is_thousands(text, at + 1) {
            return true;
        }
        if self == Self::Number && matches!(after, b'.' | b',' | b'-' | b'/') {
            return !text.get(at + 1).is_some_and(u8::is_ascii_digit);
        }
        !self.holds(after)
    }

    const fn holds(self, b: u8) -> bool {
        match self {
            Self::None => false,
            Self::Digit => b.is_ascii_digit(),
            Self::Hex => b.is_ascii_hexdigit(),
            Self::Alnum | Self::Userinfo => b.is_ascii_alphanumeric(),
            Self::Word | Self::Number => is_word(b),
            Self::Token => is_word(b) || b == b'-',
            Self::Base64 => is_word(b) || matches!(b, b'-' | b'+' | b'/' | b'='),
        }
    }
}

/// Whether exactly three digits stand at `at`: behind a comma they belong to the number before it, any other count
/// begins the next field of a list.
fn is_thousands(text: &[u8], at: usize) -> bool {
    text.get(at..).unwrap_or_default().iter().take(4).take_while(|b| b.is_ascii_digit()).count() == 3
}

/// Whether `at` stands in the user information of a URL behind the colon: `https://user:pass`. A password with an `@` or
/// `!` that is not encoded is no local part of an address.
fn in_userinfo(text: &[u8], at: usize) -> bool {
    let head = text.get(..at).unwrap_or_default();
    let user =
        |b: &&u8| !b.is_ascii_whitespace() && !matches!(b, b'/' | b'?' | b'#' | b'"' | b'\'' | b'<' | b'>');
    let len = head.iter().rev().take(USER).take_while(user).count();
    let (before, userinfo) = head.split_at(head.len() - len);
    before.ends_with(b"://") && userinfo.contains(&b':')
}

const fn is_word(b: u8) -> bool {
    b.is_ascii_alphanumeric() || b == b'_'
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers() {
        let n = Bound::Number;
        assert!(n.allows_before(b"-41", 1));
        assert!(n.allows_before(b": 41", 2));
        assert!(!n.allows_before(b"_-41", 2));
        assert!(!n.allows_before(b"1.41", 2));
        assert!(!n.allows_before(b"x41", 1));
        assert!(n.allows_after(b"41.", 2));
        assert!(n.allows_after(b"41. x", 2));
        assert!(!n.allows_after(b"41.5", 2));
        assert!(!n.allows_after(b"41_", 2));
        assert!(n.allows_before(b"1,4111", 2));
        assert!(!n.allows_before(b"1,411", 2));
        assert!(n.allows_after(b"41,12/30", 2));
        assert!(!n.allows_after(b"41,123", 2));
    }

    #[test]
    fn user_information() {
        let u = Bound::Userinfo;
        assert!(!u.allows_before(b"https://bob:x", 12));
        assert!(!u.allows_before(b"redis://:x", 9));
        assert!(u.allows_before(b"mailto:x", 7));
        assert!(u.allows_before(b"http://host/a:x", 14));
        assert!(!u.allows_before(b"ax", 1));
        assert!(!u.allows_before(b"https://bob:a@x", 14));
        assert!(!u.allows_before(b"https://bob:a!x", 14));
        assert!(u.allows_before(b"https://x", 8));
        assert!(u.allows_before(b"http://host:80?to=x", 18));
    }

    #[test]
    fn an_escape_is_no_part_of_what_follows() {
        assert!(Bound::Word.allows_before(b"%3Dx", 3));
        assert!(Bound::Word.allows_before(b"\x1b[31mx", 5));
        assert!(!Bound::Word.allows_before(b"3Dx", 2));
    }

    #[test]
    fn edges_of_the_text_allow() {
        assert!(Bound::Base64.allows_before(b"x", 0));
        assert!(Bound::Base64.allows_after(b"x", 1));
        assert!(!Bound::Base64.allows_after(b"x=", 1));
    }
}
