//! Redaction: line after line, as a logger has them, and blocks, as the command line has them.

use crate::support::blocks::{blocks, redact};
use crate::support::text::texts;
use blackbar::codec::Caps;
use blackbar::pipeline::Engine;
use blackbar::{Redactor, Scratch};
use criterion::{BatchSize, BenchmarkId, Criterion, Throughput};

pub(crate) fn group(c: &mut Criterion) {
    let engine = Engine::new(Redactor::builtin().unwrap(), Caps::default());
    let mut scratch = Scratch::default();
    let mut group = c.benchmark_group("redact");
    for text in texts(crate::BYTES) {
        group.throughput(Throughput::Bytes(text.bytes.len() as u64));
        group.bench_function(BenchmarkId::new("lines", &text.name), |b| {
            b.iter(|| {
                let lines = text.bytes.split(|b| *b == b'\n');
                lines.map(|line| engine.redactor().redact(line, &mut scratch).len()).sum::<usize>()
            });
        });
        group.bench_function(BenchmarkId::new("blocks", &text.name), |b| {
            b.iter_batched(|| blocks(&text.bytes), |blocks| redact(&engine, blocks), BatchSize::LargeInput);
        });
    }
    group.finish();
}
