//! Findings of blocks, as `blackbar scan` reports them.

use crate::support::blocks::blocks;
use crate::support::text::texts;
use blackbar::Redactor;
use blackbar::codec::Caps;
use blackbar::pipeline::Engine;
use criterion::{Criterion, Throughput};

pub(crate) fn group(c: &mut Criterion) {
    let engine = Engine::new(Redactor::builtin().unwrap(), Caps::default());
    let mut group = c.benchmark_group("scan");
    for text in texts(crate::BYTES) {
        let blocks = blocks(&text.bytes);
        group.throughput(Throughput::Bytes(text.bytes.len() as u64));
        group.bench_function(&text.name, |b| {
            b.iter(|| blocks.iter().map(|block| engine.scan(block).found.len()).sum::<usize>());
        });
    }
    group.finish();
}
