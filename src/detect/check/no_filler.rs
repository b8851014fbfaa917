//! A token that is not made of filler: `ghp_xxxx`, `AKIAXXXX`, `key_12312312312`, `your-key-here`, `ops_eyJ...`.
//!
//! People who write about tokens, and programs which mask them, keep the prefix and fill the rest with one
//! character, a short group again and again, dots, or words which ask for the real one. What a machine draws at random
//! looks like that with a chance that can be neglected. No standard defines this. A walk through the alphabet is
//! no filler here, since people do take such values as keys. Values that vendors publish as examples, such as
//! `AKIAIOSFODNN7EXAMPLE`, look random and pass too: nobody can tell them by their form.

/// Shorter values tell nothing.
const SHORTEST: usize = 8;
/// A value of groups of up to so many bytes that repeat is filler.
const PERIOD: usize = 3;
/// A group counts if it stands at least so often.
const REPEATS: usize = 4;
/// So many equal bytes are a run. A value of which half stands in runs is filler.
const RUN: usize = 5;

/// Words of those who ask for the real value. Each has a letter or sign pattern that random values hardly have. By the first byte
/// the second one is known.
const WORDS: &[&[u8]] = &[
    b"your-",
    b"your_",
    b"yourapi",
    b"yourkey",
    b"yoursecret",
    b"yourtoken",
    b"youraccess",
    b"-here",
    b"_here",
    b"placeholder",
    b"replaceme",
    b"replace-me",
    b"replace_me",
    b"replace-with",
    b"replace_with",
    b"insert-",
    b"insert_",
    b"redacted",
    b"<redact",
    b"dummykey",
    b"dummytoken",
    b"fakekey",
    b"faketoken",
];

/// By the first byte of a word, its second one, [folded](fold); nought where none begins.
const SECONDS: [u8; 32] = {
    let mut seconds = [0; 32];
    let mut rest = WORDS;
    while let [[first, second, ..], others @ ..] = rest {
        let known = seconds[row(*first)];
        assert!(
            known == 0 || known == fold(*second),
            "two words have first bytes of one row, and other second ones"
        );
        seconds[row(*first)] = fold(*second);
        rest = others;
    }
    seconds
};

pub(super) fn check(value: &[u8]) -> bool {
    !is_filler(value)
}

/// Whether a value is filler rather than a secret.
pub(super) fn is_filler(value: &[u8]) -> bool {
    value.len() >= SHORTEST
        && (is_elided(value) || is_runs(value) || is_periodic(value) || asks_for_another(value))
}

/// Whether one of [`WORDS`] stands in a value, in any case. Many values are asked: two letters tell most places apart.
fn asks_for_another(value: &[u8]) -> bool {
    let is_word = |at: usize| {
        let begins =
            |word: &&[u8]| value.get(at..at + word.len()).is_some_and(|v| v.eq_ignore_ascii_case(word));
        WORDS.iter().any(begins)
    };
    let can_begin = |[first, second]: [u8; 2]| SECONDS.get(row(first)) == Some(&fold(second));
    value.array_windows().enumerate().any(|(at, two)| can_begin(*two) && is_word(at))
}

/// A byte without regard to the case of letters. That some other bytes become equal too costs a look at the words.
const fn fold(byte: u8) -> u8 {
    byte | 0x20
}

/// The place of a first byte in [`SECONDS`].
const fn row(first: u8) -> usize {
    (first % 32) as usize
}

/// Cut with dots: `ops_eyJzaWdu...`.
fn is_elided(value: &[u8]) -> bool {
    value.ends_with(b"...") || value.ends_with("…".as_bytes())
}

/// A short group of different letters and digits, again and again to the end, behind a prefix of less than a third. Case and
/// what is neither do not count.
fn is_periodic(value: &[u8]) -> bool {
    let core = || value.iter().rev().filter(|b| b.is_ascii_alphanumeric()).map(u8::to_ascii_lowercase);
    (2..=PERIOD).any(|period| {
        let same = core().zip(core().skip(period)).take_while(|(later, earlier)| later == earlier).count();
        let repeated = same + period;
        repeated >= SHORTEST.max(period * REPEATS)
            && core().take(period).any(|byte| Some(byte) != core().next())
            && repeated * 3 >= core().count() * 2
    })
}

/// Whether half of a value stands in runs of what masks are made of: `AP6xxxxxx`.
pub(super) fn is_masked(value: &[u8]) -> bool {
    runs(value, |byte| matches!(byte, b'x' | b'X' | b'*' | b'#' | b'.' | b'_' | b'-')) * 2 >= value.len()
}

/// Runs of one byte make half of the value. Capitals other than `X` are let through: `AAAA` is base64 of zeros.
fn is_runs(value: &[u8]) -> bool {
    runs(value, |byte| !byte.is_ascii_uppercase() || byte == b'X') * 2 > value.len()
}

/// How many bytes stand in runs of one that fills.
fn runs(value: &[u8], fills: impl Fn(u8) -> bool) -> usize {
    // Most values have no run at all, which is told without a branch for each byte.
    let is_run = |bytes: &[u8; RUN]| bytes.array_windows().fold(true, |equal, [a, b]| equal & (a == b));
    if !value.array_windows().fold(false, |any, bytes| any | is_run(bytes)) {
        return 0;
    }
    value
        .chunk_by(|a, b| a == b)
        .filter(|run| run.len() >= RUN && run.first().is_some_and(|byte| fills(*byte)))
        .map(<[u8]>::len)
        .sum()
}

#[cfg(test)]
mod tests {
    use super::{WORDS, asks_for_another, check};

    #[test]
    fn every_word_is_found() {
        for word in WORDS {
            assert!(asks_for_another(&[b"qz", *word].concat()), "{word:?}");
            assert!(asks_for_another(&[&word.to_ascii_uppercase()[..], b"q"].concat()), "{word:?}");
            assert!(!asks_for_another(&word[..word.len() - 1]), "{word:?}");
        }
    }

    #[test]
    fn filler_is_refused() {
        for value in [
            "ghp_xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx",
            "AKIAXXXXXXXXXXXXXXXX",
            "GR1348941XXXXXXXXXXXXXXXXXXXX",
            "aaaaaaaaaa1111111111bbbbbbbbbb2222222222",
            "12312312312312312312",
            "00000000000000000000000000000000000TUVWXYZ",
            "glpat-your-token-here",
            "your_api_key",
            "ops_eyJzaWduSW5BZGRyZXNz...",
            "AKCp##############################",
            "deadbeef-REDACTED-1",
            "abcxxxxx",
        ] {
            assert!(!check(value.as_bytes()), "{value}");
        }
    }

    #[test]
    fn values_are_taken() {
        for value in [
            "",
            "AKIAIOSFODNN7EXAMPLE",
            "AKIAZZZZZZZZZZZZZZZZ",
            "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY",
            "9b1deb4d-3b7d-4bad-9bdd-2b0d7b3dcb6d",
            "0a4f91c2b7e6d8350a9c1f2e3d4b5a69",
            "7QpZ2xWv9RtK",
            "4012888888881881",
            "abcdefghijklmnopqrstuvwxyz012345",
            "abcd1234abcd1234abcd1234",
            "abcdxxxx",
        ] {
            assert!(check(value.as_bytes()), "{value}");
        }
    }
}
