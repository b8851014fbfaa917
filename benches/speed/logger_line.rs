//! A clean line of 200 bytes in a logger. That it allocates nothing is a test: `tests/allocations.rs`.

use crate::support::text::logger_line;
use blackbar::{Redactor, Scratch};
use criterion::{Criterion, Throughput};
use std::hint::black_box;

pub(crate) fn group(c: &mut Criterion) {
    let redactor = Redactor::builtin().unwrap();
    let mut scratch = Scratch::default();
    let line = logger_line();
    let mut group = c.benchmark_group("logger_line");
    group.throughput(Throughput::Bytes(line.len() as u64));
    group.bench_function("clean", |b| b.iter(|| redactor.redact(black_box(&line), &mut scratch).len()));
    group.finish();
}
