//! Packing: one gzip member.

use super::member::WINDOW;
use flate2::{Compress, Compression, FlushCompress, Status};

/// The fastest level whose output is at most a quarter larger than that of level 6: a tenth, where level 1 takes half as
/// much again. `blackbar redact --gzip-level N` on batches of one's own tells.
pub const DEFAULT_LEVEL: u32 = 2;

/// Packs `data` into one member, without a time stamp or a name, so that equal input gives equal output.
#[must_use]
pub fn gzip(data: &[u8], level: u32) -> Vec<u8> {
    Packer::new(level).pack(data)
}

/// Packs one piece of data after the other in the same memory, each into a member of its own. It keeps the end of what it
/// packed last, and is for what is clean.
#[derive(Debug)]
pub(crate) struct Packer {
    level: u32,
    packer: Compress,
}

impl Packer {
    /// Packs at a level, 0 to 9.
    pub(crate) fn new(level: u32) -> Self {
        Self { level, packer: Compress::new_gzip(Compression::new(level.min(9)), WINDOW) }
    }

    /// The level.
    pub(crate) const fn level(&self) -> u32 {
        self.level
    }

    /// Packs as [`gzip`] does.
    pub(crate) fn pack(&mut self, data: &[u8]) -> Vec<u8> {
        let packer = &mut self.packer;
        // A fresh one needs none.
        if packer.total_in() > 0 || packer.total_out() > 0 {
            packer.reset();
        }
        let mut out = Vec::with_capacity(data.len() / 4 + 64);
        loop {
            let taken = usize::try_from(packer.total_in()).unwrap_or(usize::MAX);
            let rest = data.get(taken..).unwrap_or_default();
            match packer.compress_vec(rest, &mut out, FlushCompress::Finish) {
                Ok(Status::StreamEnd) => return out,
                Ok(Status::Ok | Status::BufError) => out.reserve(data.len() / 4 + 64),
                // Packing in memory does not fail; if it ever did, an empty output is no leak.
                Err(_) => return Vec::new(),
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::codec::{Caps, gunzip};

    #[test]
    fn what_is_packed_comes_back() {
        // The last does not get smaller.
        let mut seed = 1_u32;
        let noise = std::iter::repeat_with(|| {
            seed = seed.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            seed.to_le_bytes()[3]
        });
        for data in [Vec::new(), vec![b'a'; 1 << 20], noise.take(300_000).collect()] {
            for level in [0, 1, 2, 6, 9, 12] {
                assert_eq!(gunzip(&gzip(&data, level), &Caps::default()).ok(), Some(data.clone()), "{level}");
            }
        }
    }

    #[test]
    fn what_was_packed_before_does_not_matter() {
        let log = |n: usize| (0..n).map(|i| format!("line {i} of {n}\n")).collect::<String>();
        for level in 0..=9 {
            let mut packer = Packer::new(level);
            for n in [3, 40_000, 0, 500, 40_000, 1] {
                assert_eq!(packer.pack(log(n).as_bytes()), gzip(log(n).as_bytes(), level), "{n} at {level}");
            }
        }
    }
}
