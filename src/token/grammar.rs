//! How a token is written. Reading it here says that it has the form, not that it is ours: that is for the keyed check.

use super::base32;

/// How every token begins; the number is the version of the grammar.
pub const TOKEN_PREFIX: &str = "BB1-";

/// Characters of the name of a class in a token at most.
pub const LONGEST_CLASS: usize = 48;

/// Characters of a key's identifier.
pub(super) const KEY_ID: usize = base32::length(5);

/// Bytes of a pseudonym: 128 bits.
pub(super) const PSEUDONYM: usize = 16;

/// Bytes of the check: 40 bits.
pub(super) const CHECK: usize = 5;

/// What a token is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) enum Kind {
    /// Stands for a value and cannot be opened.
    Pseudonym,
    /// Holds a value for whoever has the root key.
    Encrypted,
    /// Holds a value for whoever has the recipient's private key.
    Sealed,
}

impl Kind {
    /// The letter before the key's identifier.
    pub(super) const fn letter(self) -> char {
        match self {
            Self::Pseudonym => 'p',
            Self::Encrypted => 'e',
            Self::Sealed => 's',
        }
    }

    const fn from_letter(letter: u8) -> Option<Self> {
        match letter {
            b'p' => Some(Self::Pseudonym),
            b'e' => Some(Self::Encrypted),
            b's' => Some(Self::Sealed),
            _ => None,
        }
    }
}

/// Bytes of the blocks that a payload which can be opened is made of.
pub(super) const BLOCK: usize = 16;

/// Blocks of a payload at most.
pub(super) const BLOCKS: usize = 63;

/// Characters of the number of blocks.
pub(super) const COUNT: usize = 2;

/// Bytes of the longest token.
pub(super) const LONGEST: usize = TOKEN_PREFIX.len()
    + LONGEST_CLASS
    + 2
    + KEY_ID
    + 1
    + COUNT
    + base32::length(BLOCK * BLOCKS)
    + 1
    + base32::length(CHECK);

/// The parts of a text with the form of a token.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Form<'a> {
    /// The class as it stands in the token.
    pub(super) class: &'a [u8],
    pub(super) kind: Kind,
    /// The identifier of the key, in base 32.
    pub(super) key_id: &'a [u8],
    /// The payload, in base 32.
    pub(super) payload: &'a [u8],
    /// All that the check is computed over: everything before it.
    pub(super) body: &'a [u8],
    /// The check, in base 32.
    pub(super) check: &'a [u8],
}

impl Form<'_> {
    /// Bytes of the whole token.
    pub(super) const fn len(&self) -> usize {
        self.body.len() + self.check.len()
    }
}

/// The name of a class as it stands in tokens: `_` for what is no lower-case letter or digit, and no longer than
/// [`LONGEST_CLASS`].
pub(super) fn class_name(class: &str) -> String {
    let inert = |c: char| if c.is_ascii_lowercase() || c.is_ascii_digit() { c } else { '_' };
    class.chars().take(LONGEST_CLASS).map(inert).collect()
}

/// Appends everything before the payload: version, class, kind and key. The class is as it stands in tokens.
pub(super) fn append_head(class: &str, kind: Kind, key_id: &str, out: &mut String) {
    out.push_str(TOKEN_PREFIX);
    out.push_str(class);
    out.push('.');
    out.push(kind.letter());
    out.push_str(key_id);
    out.push('.');
}

/// Reads the form of a token that `text` begins with. Every part has a known length, so the end is known whatever
/// follows.
pub(super) fn read(text: &[u8]) -> Option<Form<'_>> {
    let rest = text.strip_prefix(TOKEN_PREFIX.as_bytes())?;
    let is_name = |b: &&u8| b.is_ascii_lowercase() || b.is_ascii_digit() || **b == b'_';
    let class = rest.get(..rest.iter().take(LONGEST_CLASS).take_while(is_name).count())?;
    let (kind, rest) = rest.get(class.len()..)?.strip_prefix(b".")?.split_first()?;
    let kind = Kind::from_letter(*kind).filter(|_| !class.is_empty())?;
    let (key_id, rest) = part(rest, KEY_ID)?;
    let rest = rest.strip_prefix(b".")?;
    let payload_length = match kind {
        Kind::Pseudonym => base32::length(PSEUDONYM),
        Kind::Encrypted | Kind::Sealed => COUNT + base32::length(BLOCK * count_of(rest)?),
    };
    let (payload, rest) = part(rest, payload_length)?;
    let (check, rest) = part(rest.strip_prefix(b".")?, base32::length(CHECK))?;
    let body = text.get(..text.len() - rest.len() - check.len())?;
    Some(Form { class, kind, key_id, payload, body, check })
}

/// Whether a text has the form of one token and nothing else. It says nothing about who made it.
#[must_use]
pub fn has_form(text: &[u8]) -> bool {
    read(text).is_some_and(|form| form.len() == text.len())
}

const DIGITS: &[u8; 32] = b"abcdefghijklmnopqrstuvwxyz234567";

/// The number of blocks as it stands before the payload: two digits of base 32, the higher one first.
#[cfg(any(test, feature = "tokens-reversible"))]
pub(super) fn count(blocks: usize) -> [char; COUNT] {
    [blocks / 32, blocks % 32].map(|digit| DIGITS.get(digit).map_or('a', |b| char::from(*b)))
}

fn count_of(text: &[u8]) -> Option<usize> {
    let digit = |at: usize| DIGITS.iter().position(|d| Some(d) == text.get(at));
    let blocks = digit(0)? * 32 + digit(1)?;
    (1..=BLOCKS).contains(&blocks).then_some(blocks)
}

/// The first `length` bytes, if all are digits of base 32.
fn part(text: &[u8], length: usize) -> Option<(&[u8], &[u8])> {
    let (part, rest) = text.split_at_checked(length)?;
    part.iter().all(|b| matches!(b, b'a'..=b'z' | b'2'..=b'7')).then_some((part, rest))
}

#[cfg(test)]
mod tests {
    use super::*;

    const TOKEN: &str = "BB1-email.pabcdefgh.abcdefghijklmnopqrstuvwx22.22222222";

    #[test]
    fn a_token_is_read_up_to_its_end() {
        for after in ["", ".", " x", "abc", "@example.com", "-2"] {
            let text = format!("{TOKEN}{after}");
            let form = read(text.as_bytes()).unwrap();
            assert_eq!((form.class, form.key_id), (&b"email"[..], &b"abcdefgh"[..]));
            assert_eq!(form.len(), TOKEN.len());
            assert_eq!(form.body, &TOKEN.as_bytes()[..TOKEN.len() - 8]);
        }
    }

    #[test]
    fn what_is_no_token_is_not_read() {
        for cut in 0..TOKEN.len() {
            assert_eq!(read(&TOKEN.as_bytes()[..cut]), None, "{cut}");
        }
        for (from, to) in [
            ("BB1", "BB2"),
            ("email", ""),
            ("email", "Email"),
            (".p", ".x"),
            ("gh.", "gh1"),
            ("22222222", "22222-22"),
        ] {
            assert_eq!(read(TOKEN.replace(from, to).as_bytes()), None, "{from} {to}");
        }
    }

    #[test]
    fn classes_are_made_inert_and_short() {
        assert_eq!(class_name("vendor:x.Y"), "vendor_x__");
        let mut head = String::new();
        append_head(&class_name(&"c".repeat(99)), Kind::Sealed, "abcdefgh", &mut head);
        assert_eq!(head.len() + COUNT + base32::length(BLOCK * BLOCKS) + 1 + base32::length(CHECK), LONGEST);
    }

    #[test]
    fn the_number_of_blocks_says_how_long_a_payload_is() {
        for blocks in 1..=BLOCKS {
            let count: String = count(blocks).iter().collect();
            let payload = "a".repeat(base32::length(BLOCK * blocks));
            let token = format!("BB1-email.eabcdefgh.{count}{payload}.22222222");
            assert_eq!(read(format!("{token}abc").as_bytes()).unwrap().len(), token.len());
            assert_eq!(read(&token.as_bytes()[..token.len() - 1]), None);
        }
        for count in ["aa", "b7", "77", "A2", "."] {
            assert_eq!(
                read(format!("BB1-email.eabcdefgh.{count}{}", "a".repeat(3000)).as_bytes()),
                None,
                "{count}"
            );
        }
    }
}
