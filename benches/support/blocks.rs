//! Blocks as a stream is cut into them.

use blackbar::codec::{Block, Caps, Separator, Splitter};
use blackbar::pipeline::{Engine, Work};

/// The blocks of `text`.
pub(crate) fn blocks(text: &[u8]) -> Vec<Block> {
    let mut splitter = Splitter::new(Separator::Line, &Caps::default());
    splitter.buffer().extend_from_slice(text);
    std::iter::from_fn(|| splitter.next_block(true)).collect()
}

/// Redacts blocks; the number of bytes that come out.
pub(crate) fn redact(engine: &Engine, blocks: Vec<Block>) -> usize {
    blocks.into_iter().map(|block| engine.run(Work::Block { block, pack: false }).bytes.len()).sum()
}
