//! Speed by the number of rules.

use crate::support::blocks::{blocks, redact};
use crate::support::stock::{SIZES, redactor};
use crate::support::text::texts;
use blackbar::codec::Caps;
use blackbar::pipeline::Engine;
use criterion::{BatchSize, BenchmarkId, Criterion, Throughput};

pub(crate) fn group(c: &mut Criterion) {
    let texts = texts(crate::BYTES);
    let all: Vec<&[u8]> = texts.iter().map(|t| t.bytes.as_slice()).collect();
    let mut group = c.benchmark_group("rules");
    for size in SIZES {
        let engine = Engine::new(redactor(size, &all), Caps::default());
        for text in &texts {
            group.throughput(Throughput::Bytes(text.bytes.len() as u64));
            group.bench_function(BenchmarkId::new(&text.name, size), |b| {
                b.iter_batched(
                    || blocks(&text.bytes),
                    |blocks| redact(&engine, blocks),
                    BatchSize::LargeInput,
                );
            });
        }
    }
    group.finish();
}
