//! A gzip member that is all there: inflated in one go, into the room that it says it takes.
//!
//! What came in one such member, without optional fields, holds nothing but its document: it can go on as it came if
//! nothing changes in that.

use super::Caps;
use super::gunzip::RATIO_FLOOR;
use flate2::{Decompress, FlushDecompress, Status};

/// The largest window that the format knows, as a power of two (RFC 1951).
pub(super) const WINDOW: u8 = 15;

/// Inflates `data` if it is one member within the caps and nothing else. `None` is no verdict:
/// [`gunzip`](super::gunzip()) tells what it is.
pub(crate) fn inflate_member(data: &[u8], caps: &Caps) -> Option<Vec<u8>> {
    // A member ends with its length (RFC 1952, section 2.3.1). It may say anything: what does not come true is given up.
    let length = u32::from_le_bytes(*data.last_chunk()?);
    let most = (data.len() as u64).saturating_mul(caps.ratio).max(RATIO_FLOOR);
    let length = usize::try_from(length).ok().filter(|n| *n <= caps.document_bytes && *n as u64 <= most)?;
    let mut out = Vec::with_capacity(length.max(1));
    let mut inflate = Decompress::new_gzip(WINDOW);
    let ended = inflate.decompress_vec(data, &mut out, FlushDecompress::Finish);
    let whole = inflate.total_in() == data.len() as u64 && out.len() == length;
    (matches!(ended, Ok(Status::StreamEnd)) && whole).then_some(out)
}

/// Whether a gzip header has no optional fields, such as a name or a comment (RFC 1952, section 2.3.1).
pub(crate) const fn is_bare(data: &[u8]) -> bool {
    /// The method, deflate, is the only one there is.
    const DEFLATE: u8 = 8;
    matches!(data, [0x1F, 0x8B, DEFLATE, 0, ..])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::codec::{gunzip, gzip, members};
    use flate2::{Compression, GzBuilder};
    use proptest::prelude::*;
    use std::io::Write;

    /// A member with a name and a comment, which hold what no one has looked at.
    fn named(data: &[u8]) -> Vec<u8> {
        let header = GzBuilder::new().filename("customer-4711.log").comment("of a person");
        let mut writer = header.write(Vec::new(), Compression::new(6));
        writer.write_all(data).unwrap();
        writer.finish().unwrap()
    }

    #[test]
    fn bare_headers() {
        assert!(is_bare(&gzip(b"text", 6)));
        assert!(!is_bare(&named(b"text")));
        for data in [&b""[..], b"\x1F\x8B\x08", b"{\"a\":1}"] {
            assert!(!is_bare(data));
        }
    }

    #[test]
    fn nothing_else_is_a_member() {
        let caps = Caps::default();
        let one = gzip(b"some text", 6);
        assert_eq!(inflate_member(&one, &caps), Some(b"some text".to_vec()));
        assert_eq!(inflate_member(&gzip(b"", 6), &caps), Some(Vec::new()));
        assert_eq!(inflate_member(&named(b"some text"), &caps), Some(b"some text".to_vec()));
        for more in [&one[..], &gzip(b"", 6), b"\0", b"junk"] {
            assert_eq!(inflate_member(&[&one, more].concat(), &caps), None);
        }
        let small = Caps { document_bytes: 8, ..caps };
        assert_eq!(inflate_member(&one, &small), None);
        assert_eq!(inflate_member(&gzip(&vec![b'a'; 8 << 20], 9), &caps), None);
    }

    proptest! {
        #[test]
        fn what_is_inflated_is_what_gunzip_gives(
            text in proptest::collection::vec(any::<u8>(), 0..2000),
            repeated in 1_usize..40,
            level in 0_u32..10,
            (at, bit) in (any::<prop::sample::Index>(), 0_u32..9),
        ) {
            let text = text.repeat(repeated);
            let mut packed = gzip(&text, level);
            // One bit of some byte; the ninth is none.
            let at = at.index(packed.len());
            packed[at] ^= u8::try_from((1_u32 << bit) & 0xFF).unwrap();
            let slow = members(&packed, &Caps::default()).ok();
            let fast = inflate_member(&packed, &Caps::default());
            prop_assert!(fast.is_none() || fast == slow);
            prop_assert!(bit < 8 || fast == Some(text));
            prop_assert_eq!(gunzip(&packed, &Caps::default()).ok(), slow);
        }
    }
}
