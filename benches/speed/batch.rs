//! Packed CloudWatch batches, beside the codec alone and beside what one would write first.

use crate::support::batch::{Packed, batches, others, redact, repack};
use crate::support::text::texts;
use blackbar::Redactor;
use blackbar::codec::Caps;
use blackbar::pipeline::Engine;
use criterion::{BenchmarkId, Criterion, Throughput};

pub(crate) fn group(c: &mut Criterion) {
    let engine = Engine::new(Redactor::builtin().unwrap(), Caps::default()).level(1);
    let mut group = c.benchmark_group("batch");
    for text in texts(crate::BYTES) {
        let packed = batches(&text.bytes);
        group.throughput(Throughput::Bytes(packed.iter().map(|p| p.document as u64).sum()));
        let all = |one: &dyn Fn(&[u8]) -> usize| packed.iter().map(|p: &Packed| one(&p.gzip)).sum::<usize>();
        group.bench_function(BenchmarkId::new("redact", &text.name), |b| {
            b.iter(|| all(&|gz| redact(&engine, gz)));
        });
        group.bench_function(BenchmarkId::new("codec alone", &text.name), |b| {
            b.iter(|| all(&|gz| repack(gz, 1)));
        });
        group.bench_function(BenchmarkId::new("miniz_oxide and serde_json, level 6", &text.name), |b| {
            b.iter(|| all(&others));
        });
    }
    group.finish();
}
