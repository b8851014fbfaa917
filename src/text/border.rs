//! Where words begin and end in names.

use crate::span::Span;

/// Whether `span` stands at word borders in `text`: `ssn` in `SSN:`, `user_ssn`, `userSsn` and `ssn2`, but not in
/// `lessness`. A change from a small letter or digit to a capital is a border, and so is the last capital before a small letter
/// (`DBPassword`). With `glued`, the left border is not asked for (`userpassword`).
#[must_use]
pub fn word_at(text: &[u8], span: Span, glued: bool) -> bool {
    let at = |i: usize| text.get(i).copied().unwrap_or(b' ');
    let (first, second, last) = (at(span.start), at(span.start + 1), at(span.end.saturating_sub(1)));
    let before = span.start.checked_sub(1).map_or(b' ', at);
    let after = at(span.end);
    let left = glued
        || !before.is_ascii_alphanumeric()
        || (first.is_ascii_uppercase() && (!before.is_ascii_uppercase() || second.is_ascii_lowercase()))
        || (!first.is_ascii_digit() && before.is_ascii_digit() && !hex_run_before(text, span.start));
    let right = !after.is_ascii_alphabetic() || (!last.is_ascii_uppercase() && after.is_ascii_uppercase());
    left && right
}

/// Whether what stands before `at` looks like a piece of hexadecimal text rather than a counter: `2ssn` is a
/// counter and a word, `9f3ab2ssn` is noise.
fn hex_run_before(text: &[u8], at: usize) -> bool {
    text.get(..at).unwrap_or_default().iter().rev().take_while(|b| b.is_ascii_alphanumeric()).take(3).count()
        > 2
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, word: &str, glued: bool) -> bool {
        let at = text.to_ascii_lowercase().find(word).unwrap();
        word_at(text.as_bytes(), Span::new(at, at + word.len()), glued)
    }

    #[test]
    fn borders() {
        for good in ["ssn", "SSN:", "user_ssn", "userSsn", "ssn2", "x-ssn-y", "DBSsn", "ssnNumber"] {
            assert!(check(good, "ssn", false), "{good}");
        }
        for bad in ["lessness", "ssnumber", "USSN", "9f3ab2ssn"] {
            assert!(!check(bad, "ssn", false), "{bad}");
        }
        assert!(check("auth0Token", "auth0", false));
        assert!(check("userpassword=", "password", true));
        assert!(!check("passwordless", "password", true));
    }
}
