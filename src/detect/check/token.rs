//! The value of a key such as `token` or `api_key`: what `password` takes, and beyond that random
//! enough to be made by a machine. Refused are names in snake, kebab and camel case, numbers, dates,
//! versions and host names, and letters that can be read as words. Randomness is the entropy of Shannon over the bytes of the value
//! <https://doi.org/10.1002/j.1538-7305.1948.tb01338.x>.

use super::{no_filler, password};
use crate::detect::entropy::entropy;

/// Shorter values are not made by machines as secrets.
const SHORTEST: usize = 8;
/// Bits per byte which a value shorter than [`LONG`] must have when it has no digit.
const ENTROPY_OF_SHORT: f64 = 3.0;
/// Bits per byte which longer values without a digit must have.
const ENTROPY_OF_LONG: f64 = 3.3;
/// From this length on the second threshold counts.
const LONG: usize = 20;
/// Bits per byte which even a value with digits must have; fewer are repetitions.
const ENTROPY_OF_MIXED: f64 = 2.2;
/// A decimal number is an id, a time or an amount, unless it has at least so many digits.
const LONG_NUMBER: usize = 20;
/// So many digits may hang at a word that is a name: `utf8`, `us-east-1`, `release-2024`.
const MOST_DIGITS_IN_NAME: usize = 4;
/// Words have no longer run of consonants (`lengths`, `rhythm`).
const MOST_CONSONANTS: usize = 5;
/// Words have at least one vowel in so many letters.
const LETTERS_PER_VOWEL: usize = 6;

/// From this length on a word is held to [`FOLLOWERS`].
const LONG_WORD: usize = 12;
/// So many of 100 neighbours in a word are in [`FOLLOWERS`]: 1 word of 100 has fewer than 77, 1 random text of 20
/// letters in 15 has more than 60.
const READABLE: usize = 60;
/// Which letters follow `a`, `b` and so on in words: those of more than 4 in 10,000 pairs of neighbours, counted in
/// 8,600 words of English technical prose.
const FOLLOWERS: [&[u8]; 26] = [
    b"bcdfgiklmnprstuvwy",
    b"abceilorsu",
    b"acehiklmorstuy",
    b"adefilorsu",
    b"abcdefgilmnopqrstuvwxy",
    b"aefilorstuy",
    b"aeghilnorsu",
    b"aeimortu",
    b"abcdefgklmnoprstvxz",
    b"e",
    b"aeis",
    b"adeilostuvy",
    b"abeimopsu",
    b"acdefgiklnopstuvy",
    b"abcdfgiklmnoprstuvwx",
    b"aehiloprstu",
    b"u",
    b"acdefgiklmnoprstuvy",
    b"acehiklmnopstuy",
    b"acdefhilmorstuwy",
    b"abcdegilmnprst",
    b"aeio",
    b"aehinors",
    b"ceipt",
    b"imnpst",
    b"aei",
];

pub(super) fn check(value: &[u8]) -> bool {
    value.len() >= SHORTEST
        && password::check(value)
        && !no_filler::is_filler(value)
        && !is_number(value)
        && !is_numbered(value)
        && !is_host(value)
        && (is_license(value) || !is_name(value))
        && is_random(value)
}

fn is_random(value: &[u8]) -> bool {
    let digits = value.iter().any(u8::is_ascii_digit);
    let others = value.iter().any(|byte| !byte.is_ascii_digit());
    let entropy = entropy(value);
    let enough = if value.len() < LONG { ENTROPY_OF_SHORT } else { ENTROPY_OF_LONG };
    entropy >= enough || (digits && (others || value.len() >= LONG_NUMBER) && entropy >= ENTROPY_OF_MIXED)
}

/// Digits and what groups them: a number, a version, a date, an address. A number in hexadecimal has `0x` before it.
fn is_number(value: &[u8]) -> bool {
    let grouping = |byte: &u8| byte.is_ascii_digit() || b".,:+-/ _".contains(byte);
    let hex =
        value.strip_prefix(b"0x").is_some_and(|hex| hex.len() <= 16 && hex.iter().all(u8::is_ascii_hexdigit));
    hex || (value.iter().all(grouping)
        && value.iter().filter(|byte| byte.is_ascii_digit()).count() < LONG_NUMBER)
}

/// A number and a colon before something: a position, an entry of a list, a time, an identifier of a user.
fn is_numbered(value: &[u8]) -> bool {
    let digits = value.iter().take_while(|byte| byte.is_ascii_digit()).count();
    digits > 0 && value.get(digits) == Some(&b':')
}

/// Groups of capitals and digits of one length, as licence keys are written: `AKQ7-ZZ81-MMP2`.
fn is_license(value: &[u8]) -> bool {
    let groups = || value.split(|byte| *byte == b'-');
    let first = groups().next().map_or(0, <[u8]>::len);
    let drawn = |group: &[u8]| {
        group.len() == first
            && group.iter().any(u8::is_ascii_digit)
            && group.iter().all(|byte| byte.is_ascii_uppercase() || byte.is_ascii_digit())
    };
    first >= 4 && groups().count() >= 3 && groups().all(drawn)
}

/// Lower-case labels between dots, the last one alphabetic, perhaps with a port.
fn is_host(value: &[u8]) -> bool {
    let mut halves = value.splitn(2, |byte| *byte == b':');
    let host = halves.next().unwrap_or_default();
    let port = halves.next().unwrap_or_default();
    let in_label = |byte: &u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || *byte == b'-';
    let mut labels = host.rsplit(|byte| *byte == b'.');
    let top = labels.next().unwrap_or_default();
    port.iter().all(u8::is_ascii_digit)
        && (2..=6).contains(&top.len())
        && top.iter().all(u8::is_ascii_lowercase)
        && host.contains(&b'.')
        && labels.all(|label| !label.is_empty() && label.iter().all(in_label))
}

/// Words, short numbers, and words with a short number behind, joined as names are.
fn is_name(value: &[u8]) -> bool {
    let constant = |byte: &u8| byte.is_ascii_uppercase() || *byte == b'_';
    if value.contains(&b'_') && value.iter().all(constant) {
        return true;
    }
    let joint = |byte: &u8| {
        matches!(byte, b'-' | b'_' | b'.' | b':' | b'/' | b' ' | b',' | b'@' | b'#' | b'+' | b'=')
    };
    value.split(joint).all(|part| {
        let letters = part.iter().take_while(|byte| byte.is_ascii_alphabetic()).count();
        let (word, number) = part.split_at_checked(letters).unwrap_or_default();
        let numbered = number.len() <= MOST_DIGITS_IN_NAME && number.iter().all(u8::is_ascii_digit);
        (numbered && is_words(word)) || is_numbered_words(part)
    })
}

/// Words with a short number between them: `Sha256Digest`, `Base64Encoder`.
fn is_numbered_words(part: &[u8]) -> bool {
    let mut runs = part.chunk_by(|a, b| a.is_ascii_digit() == b.is_ascii_digit());
    let word = |run: &[u8]| {
        run.len() >= 3 && run.iter().all(u8::is_ascii_alphabetic) && is_words(run) && is_readable(run)
    };
    match (runs.next(), runs.next(), runs.next(), runs.next()) {
        (Some(before), Some(number), Some(after), None) => {
            part.len() < LONG && number.len() <= MOST_DIGITS_IN_NAME && word(before) && word(after)
        }
        _ => false,
    }
}

/// Letters that can be read as one word, or as some in camel case.
fn is_words(letters: &[u8]) -> bool {
    let mut humps = 0;
    let mut vowels = 0;
    let mut consonants = 0_usize;
    let mut longest = 0;
    let mut before = b'A';
    for &byte in letters {
        if before.is_ascii_lowercase() && byte.is_ascii_uppercase() {
            humps += 1;
            consonants = 0;
        }
        if matches!(byte.to_ascii_lowercase(), b'a' | b'e' | b'i' | b'o' | b'u' | b'y') {
            vowels += 1;
            consonants = 0;
        } else {
            consonants += 1;
            longest = longest.max(consonants);
        }
        before = byte;
    }
    // An abbreviation needs no vowel, a camel has at least three letters between its humps.
    letters.len() < LETTERS_PER_VOWEL
        || (longest <= MOST_CONSONANTS
            && vowels * LETTERS_PER_VOWEL >= letters.len()
            && (humps + 1) * 3 <= letters.len()
            && (letters.len() < LONG_WORD || is_readable(letters)))
}

/// Whether most letters follow others as they do in words. Of neighbours in English words 96 of 100 are in
/// [`FOLLOWERS`], of random ones 42.
fn is_readable(letters: &[u8]) -> bool {
    let mixed = letters.iter().any(u8::is_ascii_lowercase);
    let mut pairs = 0_usize;
    let mut known = 0_usize;
    for pair in letters.windows(2) {
        let [a, b] = pair else { continue };
        // Where a hump begins, and in an abbreviation, anything may follow.
        if mixed && b.is_ascii_uppercase() {
            continue;
        }
        let row = usize::from(a.to_ascii_lowercase().wrapping_sub(b'a'));
        pairs += 1;
        known += usize::from(FOLLOWERS.get(row).is_some_and(|next| next.contains(&b.to_ascii_lowercase())));
    }
    known * 100 >= pairs * READABLE
}

#[cfg(test)]
mod tests {
    use super::check;

    #[test]
    fn tokens_are_valid() {
        for value in [
            "a1b2c3d4e5",
            "q7Zp-91xK_22vb",
            "0123456789abcdef0123456789abcdef",
            "xkqzvwtrplmnbghd",
            "aBcXyZQwPlmTrkVbNs",
            "eyJhbGciOi.eyJzdWIiOi.c2lnbmF0dXJl1",
            "82736451928374650192837465",
            "live_9f8e7d6c5b4a",
            "AKQ7-ZZ81-MMP2-X99L",
            "ABCD1234-EFGH5678-IJKL9101",
            "DjayBenyJrtpvydFCzAphcqc",
            "zyxwvutsrqponmlkjihg",
        ] {
            assert!(check(value.as_bytes()), "{value}");
        }
    }

    #[test]
    fn others_are_not() {
        for value in [
            "short1",
            "user_access_token",
            "my-service-name",
            "getUserNameFromSession",
            "us-east-1",
            "1700000000",
            "1700000000123",
            "2024-01-31",
            "1.22.333-4444",
            "db01.prod.example.com:5432",
            "aaaaaaaa1",
            "[REDACTED]",
            "${API_TOKEN}",
            "authorization_code",
            "refresh",
            "0x80041064",
            "Sha256Digest",
            "Base64Encoder",
            "CREDSPP_SUBMIT_TYPE",
            "UnexpectedTokenException",
            "internationalization",
            "application/json",
            "release-2024",
            "10.0.0.1:8080",
            "ContentSecurityPolicy",
            "urn:ietf:params:oauth",
        ] {
            assert!(!check(value.as_bytes()), "{value}");
        }
    }
}
