//! JSON string escapes (RFC 8259, section 7), undone.

use super::OffsetMap;
use super::eight::{equal, first};
use memchr::memchr;

/// Undoes the escapes of `source`, the inside of a JSON string or text that may hold pieces of one. Replaces the
/// contents of `out` and `map`. What is no escape stays as it is; a lone surrogate becomes U+FFFD. Returns whether
/// there was any escape.
pub fn unescape(source: &[u8], out: &mut Vec<u8>, map: &mut OffsetMap) -> bool {
    out.clear();
    map.clear();
    out.reserve(source.len());
    let mut at = 0;
    while let Some(found) = next_slash(source.get(at..).unwrap_or_default()) {
        let slash = at + found;
        out.extend_from_slice(source.get(at..slash).unwrap_or_default());
        let before = out.len();
        let len = match source.get(slash + 1) {
            Some(b'u') => unicode(source, slash, out),
            Some(&b) => match simple(b) {
                Some(byte) => {
                    out.push(byte);
                    2
                }
                None => 0,
            },
            None => 0,
        };
        if len == 0 {
            out.push(b'\\');
            at = slash + 1;
        } else {
            at = slash + len;
            map.push(out.len(), out.len() - before, at, len);
        }
    }
    out.extend_from_slice(source.get(at..).unwrap_or_default());
    out.len() != source.len()
}

/// Where the next backslash stands.
fn next_slash(text: &[u8]) -> Option<usize> {
    /// Words of eight bytes in which it is looked for first: in JSON within JSON it is near, and to begin a long search costs more
    /// than to look at them.
    const NEAR: usize = 4;
    let (words, _) = text.as_chunks::<8>();
    for (i, word) in words.iter().take(NEAR).enumerate() {
        let found = first(equal(u64::from_le_bytes(*word), b'\\'));
        if found < 8 {
            return Some(8 * i + found);
        }
    }
    let at = 8 * words.len().min(NEAR);
    Some(at + memchr(b'\\', text.get(at..)?)?)
}

const fn simple(b: u8) -> Option<u8> {
    Some(match b {
        b'"' | b'\\' | b'/' => b,
        b'b' => 8,
        b'f' => 12,
        b'n' => b'\n',
        b'r' => b'\r',
        b't' => b'\t',
        _ => return None,
    })
}

/// Decodes `\uXXXX`, or a pair of surrogates, at `slash`. Returns the length of the escape, 0 if it is none.
fn unicode(source: &[u8], slash: usize, out: &mut Vec<u8>) -> usize {
    let Some(first) = hex4(source, slash + 2) else { return 0 };
    let (code, len) = match first {
        0xD800..=0xDBFF => {
            let second = (source.get(slash + 6..slash + 8) == Some(b"\\u")).then(|| hex4(source, slash + 8));
            match second.flatten() {
                Some(low @ 0xDC00..=0xDFFF) => (0x10000 + ((first - 0xD800) << 10) + (low - 0xDC00), 12),
                _ => (0xFFFD, 6),
            }
        }
        0xDC00..=0xDFFF => (0xFFFD, 6),
        _ => (first, 6),
    };
    let c = char::from_u32(code).unwrap_or(char::REPLACEMENT_CHARACTER);
    out.extend_from_slice(c.encode_utf8(&mut [0; 4]).as_bytes());
    len
}

fn hex4(source: &[u8], at: usize) -> Option<u32> {
    source.get(at..at + 4)?.iter().try_fold(0, |n, &b| Some(n << 4 | char::from(b).to_digit(16)?))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::span::Span;
    use proptest::prelude::*;

    fn check(source: &str, want: &str) {
        let (mut out, mut map) = (Vec::new(), OffsetMap::new());
        unescape(source.as_bytes(), &mut out, &mut map);
        assert_eq!(String::from_utf8_lossy(&out), want, "{source}");
        // Every decoded byte comes from a piece of the source that decodes to a text with that byte.
        for (i, byte) in out.iter().enumerate() {
            let span = map.source(Span::new(i, i + 1));
            let (mut again, mut unused) = (Vec::new(), OffsetMap::new());
            unescape(span.of(source.as_bytes()), &mut again, &mut unused);
            assert!(again.contains(byte), "{source} at {i}: {span:?}");
        }
    }

    #[test]
    fn escapes() {
        check(r"plain", "plain");
        check(r#"a\"b\\c\/d"#, "a\"b\\c/d");
        check(r"\n\t\r\b\f", "\n\t\r\u{8}\u{c}");
        check(r"\u0041\u00e9\u20AC\ud83d\ude00!", "Aé€😀!");
        check(r"\ud800x \udc00 \ud800\u0041", "\u{FFFD}x \u{FFFD} \u{FFFD}A");
        check(r"\q \u12 \", r"\q \u12 \");
    }

    proptest! {
        #[test]
        fn the_next_backslash_is_found(text in proptest::collection::vec(
            prop_oneof![any::<u8>(), Just(b'a'), Just(b'\\'), prop::sample::select(&b"\x5b\x5d\xdc"[..])], 0..80,
        ), plain in 0_usize..60) {
            let text = [vec![b'a'; plain], text].concat();
            prop_assert_eq!(next_slash(&text), text.iter().position(|b| *b == b'\\'));
        }
    }

    #[test]
    fn spans_take_whole_escapes() {
        let (mut out, mut map) = (Vec::new(), OffsetMap::new());
        unescape(br"x\u00e9y", &mut out, &mut map);
        assert_eq!(map.source(Span::new(2, 3)), Span::new(1, 7));
        assert_eq!(map.source(Span::new(0, 1)), Span::new(0, 1));
        assert_eq!(map.source(Span::new(3, 4)), Span::new(7, 8));
        assert_eq!(map.source(Span::new(0, 4)), Span::new(0, 8));
    }
}
