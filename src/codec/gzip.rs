//! Packing: one gzip member.

use flate2::{Compression, GzBuilder};
use std::io::Write;

/// The level that makes the pipeline fast at a size near that of level 6.
pub const DEFAULT_LEVEL: u32 = 4;

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
