//! JSON string escapes (RFC 8259, section 7), undone.

use super::OffsetMap;
use super::specials::{GROUP, LEVEL, backslashes, padded, quotes, taken};
use fearless_simd::{Simd, dispatch};

/// Bytes that are copied at once.
const PIECE: usize = 16;

/// Bytes that are seen together: a group, the end of an escape that begins with its last byte, and what pieces reach. More
/// than that, so that a place that is [cut](place) to a power of two needs no look whether it is one.
const SEEN: usize = 2 * GROUP + PIECE;

/// A place in a group or a little behind it.
#[inline(always)]
const fn place(at: usize) -> usize {
    at % (2 * GROUP)
}

/// Undoes the escapes of `source`, the inside of a JSON string or text that may hold pieces of one. Replaces the
/// contents of `out` and `map`. What is no escape stays as it is; a lone surrogate becomes U+FFFD. Returns whether
/// there was any escape.
pub fn unescape(source: &[u8], out: &mut Vec<u8>, map: &mut OffsetMap) -> bool {
    map.clear();
    out.clear();
    dispatch!(*LEVEL, simd => {
        append(simd, source, out, |len, written, at, taken| map.push(len, written, at, taken));
    });
    out.len() != source.len()
}

/// Appends `source` without its escapes to `out`.
#[cfg(feature = "pipeline")]
pub(crate) fn unescape_behind(source: &[u8], out: &mut Vec<u8>) {
    dispatch!(*LEVEL, simd => append(simd, source, out, |_, _, _, _| {}));
}

/// The same, and calls `escaped` for each escape as [`OffsetMap::push`] is called.
#[inline(always)]
fn append<S: Simd>(
    simd: S,
    source: &[u8],
    out: &mut Vec<u8>,
    mut escaped: impl FnMut(usize, usize, usize, usize),
) {
    // No escape is shorter than what it stands for.
    let first = out.len();
    out.resize(first + source.len() + SEEN, 0);
    let to = out.get_mut(first..).unwrap_or_default();
    // How far the source is done, and what came of it.
    let (mut at, mut len) = (0, 0);
    while at < source.len() {
        let rest = source.get(at..).unwrap_or_default();
        let tail;
        let seen = match rest.first_chunk() {
            Some(seen) => seen,
            None => {
                tail = padded(rest);
                &tail
            }
        };
        let Some(room) = to.get_mut(len..).and_then(<[u8]>::first_chunk_mut) else { break };
        let (taken, written) = group(simd, seen, rest.len(), room, |put, from| {
            escaped(len + put, 1, at + from, 2);
        });
        (at, len) = (at + taken, len + written);
        if taken < GROUP.min(rest.len()) {
            // What stands here is no escape of two bytes.
            let long = long_escape(source, at, to, len);
            let (taken, written) = long.unwrap_or_else(|| {
                put(to, len, b'\\');
                (1, 1)
            });
            (at, len) = (at + taken, len + written);
            if long.is_some() {
                escaped(len, written, at, taken);
            }
        }
    }
    out.truncate(first + len);
}

/// Copies a group of bytes and undoes its escapes of two bytes; `len` is how many bytes there are, and the others are zeros.
/// Returns how many were taken and how many were written. Fewer are taken than there are in the group if a backslash stands
/// behind them that makes no such escape; one more, if the last one does.
#[inline(always)]
fn group<S: Simd>(
    simd: S,
    seen: &[u8; SEEN],
    len: usize,
    room: &mut [u8; SEEN],
    mut escaped: impl FnMut(usize, usize),
) -> (usize, usize) {
    let from_byte = |at: usize| seen.get(at..).and_then(<[u8]>::first_chunk).unwrap_or(&[0; GROUP]);
    let slashes = backslashes(simd, from_byte(0));
    // What a backslash escapes may be a backslash, and is none that escapes.
    let (behind, goes_on) = taken(slashes, 0);
    let mut escapes = slashes & !behind;
    let (mut from, mut put) = (0, 0);
    // Nearly all escapes are of quotes and backslashes: these stay where they are, and the backslash before them goes. (One that
    // stands behind the group is not seen here, and takes the other way.)
    let selves = quotes(simd, from_byte(1)) | slashes >> 1;
    if escapes & !selves == 0 {
        while escapes != 0 {
            let slash = usize::try_from(escapes.trailing_zeros()).unwrap_or(GROUP);
            escapes &= escapes - 1;
            copy(seen, from, room, put, slash - from);
            put += slash - from;
            from = slash + 1;
            escaped(put + 1, from + 1);
        }
        let end = GROUP.min(len) + usize::from(goes_on == 1);
        copy(seen, from, room, put, end - from);
        return (end, put + end - from);
    }
    while escapes != 0 {
        let slash = usize::try_from(escapes.trailing_zeros()).unwrap_or(GROUP);
        escapes &= escapes - 1;
        copy(seen, from, room, put, slash - from);
        put += slash - from;
        from = slash;
        let escape = seen.get(place(slash + 1)).copied().unwrap_or_default();
        let simple = SIMPLE.get(usize::from(escape)).copied().unwrap_or_default();
        if simple == 0 {
            return (from, put);
        }
        if let Some(to) = room.get_mut(place(put)) {
            *to = simple;
        }
        (from, put) = (from + 2, put + 1);
        escaped(put, from);
    }
    let rest = GROUP.min(len).saturating_sub(from);
    copy(seen, from, room, put, rest);
    (from + rest, put + rest)
}

/// Copies `count` bytes from `from` on to `put`; what stands behind them there is lost. Nothing of it lies more than a byte
/// behind the group.
#[inline(always)]
fn copy(seen: &[u8; SEEN], from: usize, room: &mut [u8; SEEN], put: usize, count: usize) {
    copy_piece(seen, from, room, put);
    // Escapes are nearer to each other in most text that has any.
    let mut done = PIECE;
    while done < count {
        copy_piece(seen, from + done, room, put + done);
        done += PIECE;
    }
}

#[inline(always)]
fn copy_piece(seen: &[u8; SEEN], from: usize, room: &mut [u8; SEEN], put: usize) {
    let piece = seen.get(place(from)..place(from) + PIECE).and_then(<[u8]>::first_chunk::<PIECE>);
    let to = room.get_mut(place(put)..place(put) + PIECE).and_then(<[u8]>::first_chunk_mut::<PIECE>);
    if let (Some(piece), Some(to)) = (piece, to) {
        *to = *piece;
    }
}

#[inline(never)]
fn long_escape(source: &[u8], slash: usize, out: &mut [u8], len: usize) -> Option<(usize, usize)> {
    let (taken, c) = unicode(source.get(slash..)?)?;
    c.encode_utf8(&mut [0; 4]).bytes().zip(len..).for_each(|(byte, at)| put(out, at, byte));
    Some((taken, c.len_utf8()))
}

/// Whether such a byte behind a backslash makes an escape of two bytes.
#[inline]
pub(super) fn is_simple(byte: u8) -> bool {
    SIMPLE.get(usize::from(byte)).is_some_and(|byte| *byte != 0)
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
    use fearless_simd::Level;
    use proptest::prelude::*;

    /// Pieces of strings; the first eight hold no escape but those of quotes and backslashes.
    const PARTS: [&str; 10] =
        [r#"\""#, r#"\""#, r"\\", r"\\", "abc", "x", "0123456789", r#"name\":"#, r"\n", r"\u00e9"];

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
            let mut behind = b"x".to_vec();
            dispatch!(*LEVEL, simd => append(simd, &text, &mut behind, |_, _, _, _| {}));
            prop_assert_eq!(behind, [b"x".to_vec(), slow].concat());
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(2000))]
        /// Groups with escapes of quotes and backslashes alone, and with others; over the ends of groups.
        #[test]
        fn each_byte_is_of_its_escape(
            plain in 0_usize..70,
            kinds in prop::sample::select(vec![8, PARTS.len()]),
            parts in proptest::collection::vec(0_usize..PARTS.len(), 0..50),
        ) {
            let parts = parts.iter().filter_map(|part| PARTS.get(part % kinds));
            let source = "a".repeat(plain) + &parts.copied().collect::<String>();
            let (mut slow, mut at) = (Vec::new(), 0);
            while let Some(byte) = source.as_bytes().get(at) {
                let (taken, text) = match source.get(at + 1..at + 2) {
                    _ if *byte != b'\\' => (1, source.get(at..=at)),
                    Some("n") => (2, Some("\n")),
                    Some("u") => (6, Some("é")),
                    escaped => (2, escaped),
                };
                let span = Span::new(at, at + taken);
                slow.extend(text.unwrap_or_default().bytes().map(|byte| (byte, span)));
                at += taken;
            }
            for level in [*LEVEL, Level::baseline()] {
                let (mut out, mut map) = (Vec::new(), OffsetMap::new());
                let mut push = |len, written, at, taken| map.push(len, written, at, taken);
                dispatch!(level, simd => append(simd, source.as_bytes(), &mut out, &mut push));
                let place = |i| map.source(Span::new(i, i + 1));
                let fast: Vec<_> = (0..).zip(&out).map(|(i, byte)| (*byte, place(i))).collect();
                prop_assert_eq!(&fast, &slow, "{}", source);
            }
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
