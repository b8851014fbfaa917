//! What a name says that holds a key word: whether it still names the same thing, and where it ends.

use super::{KEY_TAIL, name_before};
use crate::span::Span;

/// Key words of at least so many bytes say what they name whatever word follows, save one of [`OTHERS`].
const TELLING: usize = 6;
/// What may follow a shorter key word in a name that still names the same thing; digits beside it do not count.
const SUFFIXES: [&str; 13] = [
    "s",
    "value",
    "val",
    "text",
    "txt",
    "str",
    "string",
    "plain",
    "plaintext",
    "raw",
    "new",
    "old",
    "current",
];
/// The same for names of encodings, to which their digits belong.
const ENCODINGS: [&str; 2] = ["b64", "base64"];
/// Letters of the longest suffix; no encoding has as many.
const LONGEST: usize = {
    let (mut longest, mut i) = (0, 0);
    while i < SUFFIXES.len() {
        let letters = SUFFIXES[i].len();
        longest = if letters > longest { letters } else { longest };
        i += 1;
    }
    longest
};
/// What follows a key word in a name of something else: `password_reset_url`, `secretName`, `apikey_count`.
#[rustfmt::skip]
const OTHERS: &[&str] = &[
    "action", "address", "age", "alg", "algo", "algorithm", "algorithms", "alias", "arn", "array", "at", "attempt",
    "attempts", "audience", "authentication", "backend", "basic", "bits", "box", "bucket", "budget", "burst",
    "button", "bytes", "cache", "callback", "capacity", "case", "category", "cause", "change", "changed", "chars",
    "check", "checker", "checksum", "class", "column", "comment", "complexity", "config", "configuration", "cost",
    "count", "counter", "created", "date", "days", "desc", "description", "dialog", "dict", "digest", "digits", "dir",
    "disable", "disabled", "doc", "docs", "duration", "email", "empty", "enable", "enabled", "encoder", "encryption",
    "endpoint", "engine", "entropy", "err", "error", "errors", "event", "example", "examples", "exception", "exists",
    "exp", "expiration", "expire", "expired", "expires", "expiry", "factory", "fail", "failed", "failure", "feature",
    "field", "file", "filename", "filter", "fingerprint", "flag", "flags", "folder", "form", "format", "func",
    "function", "generator", "grant", "group", "guard", "handler", "hasher", "header", "help", "hide", "hint",
    "hints", "history", "hook", "host", "hostname", "icon", "id", "identifier", "ids", "idx", "in", "index", "info",
    "input", "interval", "invalid", "is", "issuer", "iterations", "kdf", "kind", "label", "len", "length", "level",
    "life", "lifetime", "limit", "line", "link", "list", "listener", "location", "log", "logger", "login", "logins",
    "lookup", "lower", "manager", "map", "mask", "masked", "match", "matches", "max", "message", "method", "methods",
    "metrics", "mgr", "min", "mismatch", "missing", "mode", "modified", "ms", "msg", "name", "names", "note",
    "notification", "num", "number", "offset", "ok", "on", "op", "operation", "option", "optional", "options",
    "owner", "page", "param", "parameter", "path", "pattern", "period", "policy", "position", "post", "prefix",
    "present", "price", "prompt", "property", "protected", "provider", "public", "quality", "quota", "rate", "reason",
    "ref", "reference", "refill", "regex", "regexp", "request", "required", "reset", "response", "retries", "ring",
    "role", "rotation", "rounds", "route", "rows", "rule", "rules", "scheme", "scope", "scopes", "score", "screen",
    "seconds", "section", "service", "set", "settings", "show", "since", "size", "slot", "source", "spec", "state",
    "status", "store", "strategy", "strength", "success", "suffix", "supply", "supported", "symbol", "symbols",
    "sync", "table", "template", "tests", "thumbprint", "time", "timeout", "timestamp", "title", "toggle", "total",
    "tries", "ttl", "type", "unit", "updated", "upper", "uri", "url", "usage", "used", "user", "username", "users",
    "valid", "validation", "validator", "var", "variable", "vault", "ver", "verified", "verify", "version", "view",
    "visible", "warning", "warnings", "window",
];
/// Where the words of [`OTHERS`] with each first letter begin, which are in the order of the alphabet.
const OTHERS_BY_LETTER: [usize; 27] = {
    let mut starts = [0; 27];
    let mut i = 0;
    while i < OTHERS.len() {
        // Behind the letter of this word, all words so far have begun.
        let mut letter = (OTHERS[i].as_bytes()[0] - b'a') as usize + 1;
        while letter < starts.len() {
            starts[letter] = i + 1;
            letter += 1;
        }
        i += 1;
    }
    starts
};
/// What stands before a key word in a name of something that is no secret: `public_key`, `fakeToken`.
const HARMLESS: [&str; 7] = ["public", "fake", "dummy", "example", "sample", "mock", "non"];

/// Where the name that holds the key word ends, if it still names the same thing.
#[must_use]
pub fn name_end(text: &[u8], key: Span) -> Option<usize> {
    let name = Name::new(text, key);
    name.is_same_thing().then_some(name.end)
}

/// The rest of a name behind a key word.
pub(super) struct Name<'a> {
    /// Bytes of the key word.
    key: usize,
    tail: &'a [u8],
    /// Where the name ends, with its place in a list.
    pub(super) end: usize,
}

impl<'a> Name<'a> {
    /// The name that holds the key word.
    pub(super) fn new(text: &'a [u8], key: Span) -> Self {
        let rest = text.get(key.end..).unwrap_or_default();
        let in_name = |b: &&u8| IN_NAME.get(usize::from(**b)) == Some(&true);
        let tail = rest.get(..rest.iter().take(KEY_TAIL).take_while(in_name).count()).unwrap_or_default();
        // A dash that is no part of a name belongs to `->`.
        let tail = tail.strip_suffix(b"-").unwrap_or(tail);
        let end = key.end + tail.len() + place_in_list(rest.get(tail.len()..).unwrap_or_default());
        Self { key: key.len(), tail, end }
    }

    /// Whether it still names the same thing. Behind a long key word this costs more than all else that is asked of one.
    pub(super) fn is_same_thing(&self) -> bool {
        self.may_be_same_thing() && (self.key < TELLING || !words(self.tail).any(is_another))
    }

    /// The same, as far as it can be told for little.
    pub(super) fn may_be_same_thing(&self) -> bool {
        self.tail.is_empty() || self.key >= TELLING || is_suffix(self.tail)
    }
}

/// The length of the place in a list behind a name, as properties have it: `.0`, `[12]`.
fn place_in_list(rest: &[u8]) -> usize {
    let [open, rest @ ..] = rest else { return 0 };
    let digits = rest.iter().take(4).take_while(|b| b.is_ascii_digit()).count();
    let close = match open {
        b'.' if matches!(rest.get(digits), Some(b'=' | b':' | b' ')) => 0,
        b'[' if rest.get(digits) == Some(&b']') && matches!(rest.get(digits + 1), Some(b'=' | b':')) => 1,
        _ => return 0,
    };
    if digits == 0 { 0 } else { 1 + digits + close }
}

/// What names are made of, by byte: most key words stand in longer ones.
static IN_NAME: [bool; 256] = {
    let mut in_name = [false; 256];
    let mut byte = 0;
    while byte < u8::MAX {
        in_name[byte as usize] = byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-');
        byte += 1;
    }
    in_name
};

/// Whether a tail says only how the thing is written or which one it is.
fn is_suffix(tail: &[u8]) -> bool {
    let mut letters = [0; LONGEST];
    let mut count = 0;
    for byte in tail.iter().filter(|b| b.is_ascii_alphabetic()) {
        let Some(letter) = letters.get_mut(count) else { return false };
        *letter = byte.to_ascii_lowercase();
        count += 1;
    }
    let word = letters.get(..count).unwrap_or_default();
    let written = || tail.iter().filter(|b| b.is_ascii_alphanumeric()).map(u8::to_ascii_lowercase);
    word.is_empty()
        || SUFFIXES.iter().any(|suffix| suffix.as_bytes() == word)
        || ENCODINGS.iter().any(|encoding| written().eq(encoding.bytes()))
}

/// The words of a name: parted by what is no letter, and where a capital follows a small letter.
fn words(name: &[u8]) -> impl Iterator<Item = &[u8]> {
    name.split(|b| !b.is_ascii_alphabetic())
        .flat_map(|part| part.chunk_by(|a, b| !(a.is_ascii_lowercase() && b.is_ascii_uppercase())))
        .filter(|word| !word.is_empty())
}

/// Whether a word is one of [`OTHERS`].
fn is_another(word: &[u8]) -> bool {
    let letter = word.first().map_or(0, |b| usize::from(b.to_ascii_lowercase().wrapping_sub(b'a')));
    let bounds = OTHERS_BY_LETTER.get(letter).zip(OTHERS_BY_LETTER.get(letter + 1));
    bounds.is_some_and(|(from, to)| is_one_of(word, OTHERS.get(*from..*to).unwrap_or_default()))
}

fn is_one_of(word: &[u8], list: &[&str]) -> bool {
    list.iter().any(|known| known.as_bytes().eq_ignore_ascii_case(word))
}

/// Whether the name that goes on at `at` begins with a word that says that its value is no secret.
pub(super) fn is_harmless(text: &[u8], at: usize) -> bool {
    words(name_before(text, at, b"").of(text)).any(|word| is_one_of(word, &HARMLESS))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tails_that_name_the_same_thing() {
        for (tail, same) in [
            ("", true),
            ("_2", true),
            ("s", true),
            ("Value", true),
            ("_plain_text", true),
            ("_new1", true),
            ("_b64", true),
            ("Base64", true),
            ("_base64_", true),
            ("_b", false),
            ("_base", false),
            ("_base32", false),
            ("StatusBar", false),
            ("_plaintexts", false),
        ] {
            assert_eq!(is_suffix(tail.as_bytes()), same, "{tail}");
        }
    }

    #[test]
    fn every_word_of_something_else_is_found() {
        assert!(OTHERS.is_sorted_by_key(|word| word.as_bytes()[0]));
        for word in OTHERS {
            assert!(
                is_another(word.as_bytes()) && is_another(word.to_ascii_uppercase().as_bytes()),
                "{word}"
            );
        }
        for word in ["", "zzz", "tokens", "4"] {
            assert!(!is_another(word.as_bytes()), "{word}");
        }
    }
}
