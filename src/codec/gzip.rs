//! Packing: one gzip member.

use flate2::{Compression, GzBuilder};
use std::io::Write;

/// The fastest level whose output is at most a quarter larger than that of level 6: a tenth, where level 1 takes half as
/// much again. `blackbar redact --gzip-level N` on batches of one's own tells.
pub const DEFAULT_LEVEL: u32 = 2;

/// Packs `data` into one member, without a time stamp or a name, so that equal input gives equal output.
#[must_use]
pub fn gzip(data: &[u8], level: u32) -> Vec<u8> {
    let mut packer = GzBuilder::new()
        .mtime(0)
        .write(Vec::with_capacity(data.len() / 4 + 64), Compression::new(level.min(9)));
    // Writing to memory does not fail; if it ever did, an empty output is no leak.
    match packer.write_all(data) {
        Ok(()) => packer.finish().unwrap_or_default(),
        Err(_) => Vec::new(),
    }
}
