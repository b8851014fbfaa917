//! Rules as data, floor 1: what a rule is, and the built-in ones.
//!
//! A rule is written in a TOML file. Those of `rules/` are compiled into a table by `build.rs`, others are read when the
//! program starts, and `syntax` is the one reader for both. A rule names where a match may begin (literals, a [`Shape`],
//! or key names), a pattern that is tried only there, what may not stand on either side of it, a check of the value, and
//! words near by that raise the confidence or veto the finding.

mod bound;
mod builtin;
mod confidence;
mod escape;
#[cfg(feature = "pipeline")]
pub mod examples;
#[cfg(feature = "pipeline")]
pub(crate) mod facts;
mod head;
mod inner;
#[cfg(feature = "pipeline")]
mod make;
#[cfg(feature = "pipeline")]
mod near;
#[cfg(feature = "pipeline")]
mod parts;
#[cfg(feature = "pipeline")]
pub(crate) mod syntax;
mod within;

pub use bound::Bound;
pub use builtin::builtin;
#[cfg(feature = "pipeline")]
pub use builtin::{Stock, stock};
pub use confidence::Confidence;
pub(crate) use escape::escape_end;
pub use head::{AsciiSet, Head};
pub use inner::Inner;
#[cfg(feature = "pipeline")]
pub(crate) use make::make;
#[cfg(feature = "pipeline")]
pub(crate) use near::nearest;
pub use within::{ByteSet, Side, Within};

use std::borrow::Cow;

/// Text of a rule: static for a built-in one.
pub type Text = Cow<'static, str>;

/// What to look for, how to be sure, and what to call it.
#[derive(Clone, Debug)]
#[expect(
    clippy::exhaustive_structs,
    reason = "rules are written out as literals; a new field concerns each of them"
)]
pub struct Rule {
    /// Unique name, in kebab case.
    pub id: Text,
    /// What a finding is: `email`, `github_token`. Operators are chosen by it and labels carry it.
    pub class: Text,
    /// One line for people.
    pub summary: Text,
    /// Where the format is published.
    pub source: Text,
    /// How sure a match is with no context word near.
    pub confidence: Confidence,
    /// How sure it is with one; the same if `None`.
    pub with_context: Option<Confidence>,
    /// Words that set `with_context`: lower case, at word borders, up to [`CONTEXT_BEFORE`] bytes before or
    /// [`CONTEXT_AFTER`] bytes after the match, or in the key of the member or of the object around it.
    pub context: Cow<'static, [Text]>,
    /// Words that veto a finding, in the same places.
    pub against: Cow<'static, [Text]>,
    /// Name of the check that the value must pass.
    pub check: Option<Text>,
    /// Bits of entropy for each byte which the value must exceed: Shannon's, of the bytes of the value, from 0 to 8.
    pub entropy: Option<f64>,
    /// How it is found.
    pub find: Find,
}

/// How far before a match a context word may begin, in bytes.
pub const CONTEXT_BEFORE: usize = 64;
/// How far after a match a context word may end, in bytes.
pub const CONTEXT_AFTER: usize = 32;

/// The two kinds of rules.
#[derive(Clone, Debug)]
#[expect(clippy::exhaustive_enums, reason = "the scanner handles each")]
pub enum Find {
    /// Text that looks like something.
    Pattern {
        /// Where a match can begin.
        start: Start,
        /// Bytes that every match begins with of which none is white space, a control character or a double quote;
        /// 0 where nothing is known. `build.rs` proves it from the pattern.
        solid: usize,
        /// Digits that every match has at least in its beginning of digits with single blanks, `.`, `/`, `+` or `-` between
        /// groups of them, or its check asks for there; 0 if that is not known. A match is not tried where fewer stand.
        digits: usize,
        /// A literal that every match holds, as far as one is known. A rule with a lazy shape is not tried where it does
        /// not stand behind what can stand before it. `build.rs` works it out for shapes.
        inner: Inner,
        /// Signs (neither letters, digits nor white space) that every match holds, as far as they are known.
        signs: Cow<'static, [u8]>,
        /// Bytes of a match at most; 0 if there is no bound.
        longest: usize,
        /// Which bytes can stand in the beginning of a match, as far as that is known. A match is not tried where others
        /// stand. `build.rs` works it out for shapes.
        head: Head,
        /// The regular expression of the match; ASCII, over bytes.
        pattern: Text,
        /// Whether literals and pattern ignore ASCII case.
        ignore_case: bool,
        /// The group that is the finding; 0 is the whole match.
        capture: usize,
        /// Where that group stands within the match, if it is told by what stands around it. `build.rs` proves it from the
        /// pattern.
        within: Within,
        /// What may not stand before the match.
        left: Bound,
        /// What may not stand after the match.
        right: Bound,
    },
    /// The value that is assigned to a key with a telling name.
    Pair {
        /// Key words, in lower case; `_` stands for any of `_`, `-`, `.`, a space, or nothing.
        keys: Cow<'static, [Text]>,
        /// The regular expression that the whole value must match.
        pattern: Text,
    },
}

/// Where a match of a pattern can begin.
#[derive(Clone, Debug)]
#[expect(clippy::exhaustive_enums, reason = "the scanner handles each")]
pub enum Start {
    /// At `offset` bytes before one of these words.
    Literals {
        /// Every match has one of them.
        words: Cow<'static, [Text]>,
        /// Distance from the beginning of the match to the word, in bytes.
        offset: usize,
    },
    /// Where a hand-made finder says so.
    Shape(Shape),
}

/// Hand-made finders of the places where a match can begin.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Shape {
    /// The local part before an `@` that an alphanumeric follows.
    Email,
    /// A dotted quad that is not the tail of a longer one.
    Ipv4,
    /// Hexadecimal groups with at least five colons, or with `::`.
    Ipv6,
    /// Six pairs of hexadecimal digits between five equal separators, `:` or `-`, not after another pair.
    Mac,
    /// A `+` before a digit.
    Plus,
    /// Two letters of one case and two digits, not after an alphanumeric, with at least eleven more letters or digits
    /// that single spaces may part.
    Iban,
    /// A digit that can begin a payment card number, not after a word byte, with at least eleven more that single spaces or dashes may part.
    Card,
    /// Three, two and four digits, parted by the same dash or space, not after a word byte.
    Ssn,
    /// Any digit that is not after a word byte. Only for rules that a context word arms.
    Digit,
    /// Any alphanumeric that is not after a word byte. Only for rules that a context word arms.
    Word,
}

impl Shape {
    /// Every shape.
    pub const ALL: [Self; 10] = [
        Self::Email,
        Self::Ipv4,
        Self::Ipv6,
        Self::Mac,
        Self::Plus,
        Self::Iban,
        Self::Card,
        Self::Ssn,
        Self::Digit,
        Self::Word,
    ];

    /// The place in [`Self::ALL`].
    pub(crate) const fn index(self) -> usize {
        self as usize
    }

    /// The name in rule files.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Email => "email",
            Self::Ipv4 => "ipv4",
            Self::Ipv6 => "ipv6",
            Self::Mac => "mac",
            Self::Plus => "plus",
            Self::Iban => "iban",
            Self::Card => "card",
            Self::Ssn => "ssn",
            Self::Digit => "digit",
            Self::Word => "word",
        }
    }

    /// The shape of that name.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|s| s.name() == name)
    }

    /// Whether it is too frequent to be looked for in all text.
    #[must_use]
    pub const fn is_lazy(self) -> bool {
        matches!(self, Self::Digit | Self::Word)
    }
}
