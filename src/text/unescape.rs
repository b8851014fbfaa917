//! JSON string escapes (RFC 8259, section 7), undone.

use super::OffsetMap;
use super::eight::{equal, first};
use memchr::memchr;

/// Bytes of a word.
const WORD: usize = 8;

/// Undoes the escapes of `source`, the inside of a JSON string or text that may hold pieces of one. Replaces the
/// contents of `out` and `map`. What is no escape stays as it is; a lone surrogate becomes U+FFFD. Returns whether
/// there was any escape.
pub fn unescape(source: &[u8], out: &mut Vec<u8>, map: &mut OffsetMap) -> bool {
    map.clear();
    // No escape is shorter than what it stands for. A word more, since words are written whole.
    out.clear();
    out.resize(source.len() + WORD, 0);
    let (mut at, mut len) = (0, 0);
    loop {
        let plain = copy_plain(source, at, out, len);
        (at, len) = (at + plain, len + plain);
        let Some(second) = source.get(at + 1) else { break };
        let (taken, written) = match SIMPLE.get(usize::from(*second)) {
            Some(&byte) if byte != 0 => {
                put(out, len, byte);
                (2, 1)
            }
            _ => match unicode(source.get(at..).unwrap_or_default()) {
                Some((taken, c)) => {
                    let mut utf8 = [0; 4];
                    c.encode_utf8(&mut utf8).bytes().zip(len..).for_each(|(byte, at)| put(out, at, byte));
                    (taken, c.len_utf8())
                }
                None => {
                    put(out, len, b'\\');
                    (at, len) = (at + 1, len + 1);
                    continue;
                }
            },
        };
        (at, len) = (at + taken, len + written);
        map.push(len, written, at, taken);
    }
    if source.get(at).is_some() {
        put(out, len, b'\\');
        len += 1;
    }
    out.truncate(len);
    len != source.len()
}

/// Copies what stands from `at` on before the first backslash to `len`; returns how many bytes that are.
#[inline]
fn copy_plain(source: &[u8], at: usize, out: &mut [u8], len: usize) -> usize {
    /// Words that are looked at one by one: in JSON within JSON the next backslash is near, and to begin a long search costs
    /// more than to look at them.
    const NEAR: usize = 4;
    let mut plain = 0;
    for _ in 0..NEAR {
        let Some(word) = source.get(at + plain..at + plain + WORD).and_then(<[u8]>::first_chunk::<WORD>)
        else {
            break;
        };
        if let Some(to) = out.get_mut(len + plain..len + plain + WORD) {
            to.copy_from_slice(word);
        }
        let found = first(equal(u64::from_le_bytes(*word), b'\\'));
        plain += found;
        if found < WORD {
            return plain;
        }
    }
    let rest = source.get(at + plain..).unwrap_or_default();
    let more = memchr(b'\\', rest).unwrap_or(rest.len());
    if let (Some(to), Some(from)) = (out.get_mut(len + plain..len + plain + more), rest.get(..more)) {
        to.copy_from_slice(from);
    }
    plain + more
}

#[inline]
fn put(out: &mut [u8], at: usize, byte: u8) {
    if let Some(to) = out.get_mut(at) {
        *to = byte;
    }
}

/// What a backslash and a byte stand for; 0 where that takes more than a byte, or is nothing.
const SIMPLE: [u8; 256] = {
    let mut table = [0; 256];
    table[b'"' as usize] = b'"';
    table[b'\\' as usize] = b'\\';
    table[b'/' as usize] = b'/';
    table[b'b' as usize] = 8;
    table[b'f' as usize] = 12;
    table[b'n' as usize] = b'\n';
    table[b'r' as usize] = b'\r';
    table[b't' as usize] = b'\t';
    table
};

/// The escape `\uXXXX`, or a pair of them for a character with surrogates, at the beginning of `text`: its length, and what
/// it stands for.
fn unicode(text: &[u8]) -> Option<(usize, char)> {
    if text.get(1) != Some(&b'u') {
        return None;
    }
    let first = hex4(text, 2)?;
    let (code, len) = match first {
        0xD800..=0xDBFF => {
            let second = (text.get(6..8) == Some(b"\\u")).then(|| hex4(text, 8));
            match second.flatten() {
                Some(low @ 0xDC00..=0xDFFF) => (0x10000 + ((first - 0xD800) << 10) + (low - 0xDC00), 12),
                _ => (0xFFFD, 6),
            }
        }
        0xDC00..=0xDFFF => (0xFFFD, 6),
        _ => (first, 6),
    };
    Some((len, char::from_u32(code).unwrap_or(char::REPLACEMENT_CHARACTER)))
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
        fn each_escape_is_undone_where_it_stands(text in proptest::collection::vec(
            prop_oneof![any::<u8>(), Just(b'a'), Just(b'\\'), prop::sample::select(&b"\\\"u0dDbn\x5b\x5d\xdc"[..])], 0..120,
        ), plain in 0_usize..100) {
            let text = [vec![b'a'; plain], text].concat();
            let (mut slow, mut at) = (Vec::new(), 0);
            while let Some(byte) = text.get(at) {
                let simple = text.get(at + 1).map_or(0, |b| SIMPLE[usize::from(*b)]);
                let (taken, bytes) = match unicode(&text[at..]) {
                    Some((taken, c)) if *byte == b'\\' => (taken, c.to_string().into_bytes()),
                    _ if *byte == b'\\' && simple != 0 => (2, vec![simple]),
                    _ => (1, vec![*byte]),
                };
                slow.extend(bytes);
                at += taken;
            }
            let (mut out, mut map) = (Vec::new(), OffsetMap::new());
            prop_assert_eq!(unescape(&text, &mut out, &mut map), slow.len() != text.len());
            prop_assert_eq!(&out, &slow);
            prop_assert_eq!(map.source(Span::new(0, out.len())), Span::new(0, text.len()));
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
