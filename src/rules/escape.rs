//! Escapes that stand for one byte or set colours. The letter or digit at their end is no part of what follows.
//!
//! | escape | |
//! |---|---|
//! | `%3D` | RFC 3986, section 2.1 |
//! | `\x3d` | string literals of C and its relatives |
//! | `ESC[1;31m` | select graphic rendition, ECMA-48, section 8.3.117; ESC also as `\x1b`, `\033` or `\e` |

/// Longest list of codes in a sequence that sets colours: `38;2;255;255;255;48;2;255;255;255`.
const CODES: usize = 40;
/// The escape byte, and how string literals write it.
const ESC: [&[u8]; 5] = [b"\x1b", b"\\x1b", b"\\x1B", b"\\033", b"\\e"];

/// Whether such an escape ends at `at`.
pub(crate) fn ends_escape(text: &[u8], at: usize) -> bool {
    let head = text.get(..at).unwrap_or_default();
    match head {
        [.., b'%', a, b] | [.., b'\\', b'x', a, b] if a.is_ascii_hexdigit() && b.is_ascii_hexdigit() => true,
        [before @ .., b'm'] => {
            let len = before.iter().rev().take(CODES).take_while(|b| is_code(**b)).count();
            let open = before.get(..before.len() - len).and_then(|before| before.strip_suffix(b"["));
            open.is_some_and(|open| ESC.iter().any(|esc| open.ends_with(esc)))
        }
        _ => false,
    }
}

/// Where the escape that begins at `at` with `%`, `\` or the escape byte ends; `None` if none does.
#[inline]
pub(crate) fn escape_end(text: &[u8], at: usize) -> Option<usize> {
    let rest = text.get(at..).unwrap_or_default();
    // Nearly all backslashes are before quotes.
    if !matches!(rest, [b'%' | b'\x1b', ..] | [b'\\', b'x' | b'0' | b'e', ..]) {
        return None;
    }
    if let Some(esc) = ESC.iter().find(|esc| rest.starts_with(esc))
        && rest.get(esc.len()) == Some(&b'[')
    {
        let codes = rest.get(esc.len() + 1..).unwrap_or_default();
        let len = codes.iter().take(CODES).take_while(|b| is_code(**b)).count();
        if codes.get(len) == Some(&b'm') {
            return Some(at + esc.len() + 1 + len + 1);
        }
    }
    match rest {
        [b'%', a, b, ..] if a.is_ascii_hexdigit() && b.is_ascii_hexdigit() => Some(at + 3),
        [b'\\', b'x', a, b, ..] if a.is_ascii_hexdigit() && b.is_ascii_hexdigit() => Some(at + 4),
        _ => None,
    }
}

const fn is_code(byte: u8) -> bool {
    byte.is_ascii_digit() || byte == b';'
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn escapes() {
        for escape in
            ["%3D", "%20", "%3a", "\\x3d", "\x1b[m", "\x1b[1;31m", "\\033[32m", "\\x1b[0m", "\\e[4m"]
        {
            let text = format!("a {escape}x");
            assert_eq!(escape_end(text.as_bytes(), 2), Some(2 + escape.len()), "{escape}");
            assert!(ends_escape(text.as_bytes(), 2 + escape.len()), "{escape}");
        }
        for other in ["%3", "D", "3D", "%zD", "x3d", "n", "\\n", "[31m", "m", "\\m", "\x1b31m", "=4D"] {
            let text = format!("a {other}x");
            assert_eq!(escape_end(text.as_bytes(), 2), None, "{other}");
            assert!(!ends_escape(text.as_bytes(), 2 + other.len()), "{other}");
        }
    }

    proptest! {
        #[test]
        fn both_ways_agree(text in r"([%\\\x1bxem\[;]|[0-9a-f]|\\x|\\033\[|31){0,40}") {
            let text = text.as_bytes();
            let ends: Vec<usize> = (0..text.len()).filter_map(|at| escape_end(text, at)).collect();
            for at in (0..text.len()).filter(|at| text[*at].is_ascii_alphanumeric()) {
                prop_assert_eq!(ends_escape(text, at), ends.contains(&at), "{}", at);
            }
        }
    }
}
