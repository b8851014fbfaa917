//! Inflation: every member, capped, checked.
//!
//! A gzip stream may have many members (RFC 1952, section 2.2); a reader that stops at the first lets the rest
//! through unsearched.

#![expect(clippy::disallowed_types, reason = "this is the capped decoder that the others are to use")]

use super::Caps;
use super::member::inflate_member;
use flate2::bufread::GzDecoder;
use std::fmt;
use std::io::{self, BufRead, Read};
use std::ops::RangeInclusive;

/// Inflated bytes before the ratio is looked at.
pub(super) const RATIO_FLOOR: u64 = 1 << 20;

/// What is wrong with a compressed stream.
#[derive(Debug)]
#[non_exhaustive]
pub enum Damage {
    /// It ends within a member.
    Truncated,
    /// The data of a member does not fit its checksum, or a member is no deflate stream.
    Corrupt,
    /// Something that is no member follows a member.
    TrailingGarbage,
    /// It inflates to more than the allowed multiple of its size.
    Ratio,
    /// It has more members than allowed.
    Members,
    /// It inflates to more than the allowed size.
    TooLarge,
    /// The source could not be read.
    Io(io::Error),
}

impl Damage {
    /// The name in stubs and metrics.
    #[must_use]
    pub const fn name(&self) -> &'static str {
        match self {
            Self::Truncated => "gzip_truncated",
            Self::Corrupt => "gzip_corrupt",
            Self::TrailingGarbage => "gzip_trailing_garbage",
            Self::Ratio => "gzip_ratio",
            Self::Members => "gzip_members",
            Self::TooLarge => "document_too_large",
            Self::Io(_) => "read_error",
        }
    }
}

impl fmt::Display for Damage {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Io(e) => write!(f, "{e}"),
            other => f.write_str(other.name()),
        }
    }
}

/// Reads the members of a gzip stream one after the other.
pub struct Gunzip<R: BufRead> {
    state: State<R>,
    caps: Caps,
    inflated: u64,
    members: u64,
}

enum State<R: BufRead> {
    Member(Box<GzDecoder<Counted<R>>>),
    Done,
}

impl<R: BufRead> fmt::Debug for Gunzip<R> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Gunzip")
            .field("inflated", &self.inflated)
            .field("members", &self.members)
            .finish_non_exhaustive()
    }
}

impl<R: BufRead> Gunzip<R> {
    /// A reader of `source`, which begins with a gzip header.
    pub fn new(source: R, caps: &Caps) -> Self {
        let counted = Counted { source, consumed: 0, failed: None };
        Self { state: State::Member(Box::new(GzDecoder::new(counted))), caps: *caps, inflated: 0, members: 1 }
    }

    /// Appends up to `max` inflated bytes to `out`. Returns how many; fewer is the end, with every member checked.
    ///
    /// # Errors
    /// [`Damage`]. What was appended before is good as far as it goes, but not covered by a checksum.
    pub fn read_into(&mut self, out: &mut Vec<u8>, max: usize) -> Result<usize, Damage> {
        let start = out.len();
        out.resize(start + max, 0);
        let mut filled = start;
        let result = loop {
            if filled == out.len() {
                break Ok(());
            }
            match self.read_some(out.get_mut(filled..).unwrap_or_default()) {
                Ok(0) => break Ok(()),
                Ok(n) => filled += n,
                Err(damage) => break Err(damage),
            }
        };
        out.truncate(filled);
        result.map(|()| filled - start)
    }

    fn read_some(&mut self, buffer: &mut [u8]) -> Result<usize, Damage> {
        loop {
            let State::Member(decoder) = &mut self.state else { return Ok(0) };
            match decoder.read(buffer) {
                Ok(0) => {
                    if !self.next_member()? {
                        return Ok(0);
                    }
                }
                Ok(n) => {
                    self.inflated += n as u64;
                    let consumed = decoder.get_ref().consumed;
                    if self.inflated > RATIO_FLOOR && self.inflated / self.caps.ratio.max(1) > consumed {
                        self.state = State::Done;
                        return Err(Damage::Ratio);
                    }
                    return Ok(n);
                }
                Err(e) if e.kind() == io::ErrorKind::Interrupted => {}
                Err(e) => {
                    let failed = decoder.get_mut().failed.take();
                    self.state = State::Done;
                    return Err(match failed {
                        Some(source) => Damage::Io(source),
                        None if e.kind() == io::ErrorKind::UnexpectedEof => Damage::Truncated,
                        None => Damage::Corrupt,
                    });
                }
            }
        }
    }

    /// A member has ended well. Begins the next one; `false` at the end of the stream.
    fn next_member(&mut self) -> Result<bool, Damage> {
        let State::Member(decoder) = std::mem::replace(&mut self.state, State::Done) else {
            return Ok(false);
        };
        let mut source = decoder.into_inner();
        // Zeros may pad the end, as on tapes; gzip(1) ignores them too.
        loop {
            let buffered = source.fill_buf().map_err(Damage::Io)?;
            match buffered.first() {
                None => return Ok(false),
                Some(0) => {
                    let zeros = buffered.iter().take_while(|b| **b == 0).count();
                    source.consume(zeros);
                }
                Some(0x1F) => break,
                Some(_) => return Err(Damage::TrailingGarbage),
            }
        }
        self.members += 1;
        if self.members > self.caps.members {
            return Err(Damage::Members);
        }
        self.state = State::Member(Box::new(GzDecoder::new(source)));
        Ok(true)
    }
}

/// Inflates a whole document.
///
/// # Errors
/// The damage, and what could be inflated before it. Only [`Damage::TrailingGarbage`] means that all of that is good.
pub fn gunzip(data: &[u8], caps: &Caps) -> Result<Vec<u8>, (Damage, Vec<u8>)> {
    inflate_member(data, caps).map_or_else(|| members(data, caps), Ok)
}

/// As [`gunzip`], one member after the other and piece by piece.
pub(crate) fn members(data: &[u8], caps: &Caps) -> Result<Vec<u8>, (Damage, Vec<u8>)> {
    const STEPS: RangeInclusive<usize> = 16 << 10..=256 << 10;
    // A member ends with its length (RFC 1952): room for it and a byte more, by whose absence the end shows. It may say
    // anything, and nothing but room depends on it.
    let length = data.last_chunk().map_or(0, |length| u32::from_le_bytes(*length));
    let step = usize::try_from(length).map_or(usize::MAX, |length| length.saturating_add(1));
    let step = step.clamp(*STEPS.start(), *STEPS.end());
    let mut reader = Gunzip::new(data, caps);
    let mut out = Vec::new();
    loop {
        match reader.read_into(&mut out, step) {
            Ok(_) if out.len() > caps.document_bytes => return Err((Damage::TooLarge, out)),
            Ok(n) if n < step => return Ok(out),
            Ok(_) => {}
            Err(damage) => return Err((damage, out)),
        }
    }
}

/// Counts what is taken from the source, and keeps its errors apart from those of the format.
struct Counted<R> {
    source: R,
    consumed: u64,
    failed: Option<io::Error>,
}

impl<R: BufRead> Read for Counted<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let available = self.fill_buf()?;
        let n = available.len().min(buffer.len());
        let (Some(to), Some(from)) = (buffer.get_mut(..n), available.get(..n)) else { return Ok(0) };
        to.copy_from_slice(from);
        self.consume(n);
        Ok(n)
    }
}

impl<R: BufRead> BufRead for Counted<R> {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        match self.source.fill_buf() {
            Ok(buffer) => Ok(buffer),
            Err(e) => {
                let kind = e.kind();
                if kind != io::ErrorKind::Interrupted {
                    self.failed = Some(e);
                }
                Err(kind.into())
            }
        }
    }

    fn consume(&mut self, n: usize) {
        self.consumed += n as u64;
        self.source.consume(n);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::codec::gzip;

    fn check(data: &[u8], want: Result<&[u8], &str>) {
        let got = gunzip(data, &Caps::default());
        match (got, want) {
            (Ok(got), Ok(want)) => assert_eq!(got, want),
            (Err((damage, _)), Err(name)) => assert_eq!(damage.name(), name),
            (got, want) => panic!("{:?} {want:?}", got.map(|g| g.len())),
        }
    }

    #[test]
    fn members() {
        let (a, b) = (gzip(b"first ", 6), gzip(b"second", 1));
        check(&a, Ok(b"first "));
        check(&[a.clone(), b.clone()].concat(), Ok(b"first second"));
        check(&[a.clone(), gzip(b"", 6), b.clone(), vec![0; 9]].concat(), Ok(b"first second"));
        check(&[a.clone(), b"junk".to_vec()].concat(), Err("gzip_trailing_garbage"));
        check(&[a.clone(), b[..b.len() - 3].to_vec()].concat(), Err("gzip_truncated"));
        let mut wrong = a;
        let crc = wrong.len() - 8;
        wrong[crc] ^= 1;
        check(&wrong, Err("gzip_corrupt"));
    }

    #[test]
    fn every_cut_is_seen() {
        let whole = gzip(&b"some text that is packed ".repeat(20), 6);
        for cut in 2..whole.len() {
            assert!(gunzip(&whole[..cut], &Caps::default()).is_err(), "{cut}");
        }
    }

    #[test]
    fn bombs() {
        let bomb = gzip(&vec![b'a'; 8 << 20], 9);
        let (damage, partial) = gunzip(&bomb, &Caps::default()).unwrap_err();
        assert_eq!(damage.name(), "gzip_ratio");
        assert!(partial.len() <= 2 << 20);
        let caps = Caps { ratio: 5000, document_bytes: 1 << 20, ..Caps::default() };
        let (damage, partial) = gunzip(&bomb, &caps).unwrap_err();
        assert_eq!(damage.name(), "document_too_large");
        assert!(partial.len() <= (1 << 20) + (512 << 10));
        let caps = Caps { members: 2, ..Caps::default() };
        assert_eq!(gunzip(&gzip(b"x", 6).repeat(3), &caps).unwrap_err().0.name(), "gzip_members");
    }
}
