//! The trigger pass: text in which nothing is found ends there.

use crate::support::blocks::{blocks, redact};
use crate::support::text::{quiet, texts};
use blackbar::codec::Caps;
use blackbar::detect::Method;
use blackbar::pipeline::Engine;
use blackbar::{Builder, Policy, Redactor};
use criterion::{BatchSize, BenchmarkId, Criterion, Throughput};

pub(crate) fn group(c: &mut Criterion) {
    let mut group = c.benchmark_group("triggers");
    for (path, method) in [("vector", Method::Triggered), ("portable", Method::Portable)] {
        let redactor = Redactor::with_rules(Builder::default().method(method), &Policy::default()).unwrap();
        let engine = Engine::new(redactor, Caps::default());
        for text in texts(crate::BYTES) {
            let quiet = quiet(engine.redactor(), &text.bytes);
            group.throughput(Throughput::Bytes(quiet.len() as u64));
            group.bench_function(BenchmarkId::new(path, &text.name), |b| {
                b.iter_batched(|| blocks(&quiet), |blocks| redact(&engine, blocks), BatchSize::LargeInput);
            });
        }
    }
    group.finish();
}
