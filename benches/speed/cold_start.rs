//! What a process pays before its first line, and with it.

use blackbar::{Redactor, Scratch};
use criterion::Criterion;
use std::hint::black_box;

pub(crate) fn group(c: &mut Criterion) {
    let mut group = c.benchmark_group("cold_start");
    group.bench_function("build", |b| b.iter(|| black_box(Redactor::builtin().unwrap())));
    group.bench_function("build and first line", |b| {
        b.iter(|| {
            let redactor = Redactor::builtin().unwrap();
            redactor
                .redact(black_box(b"login of ada@example.com from 8.8.8.8"), &mut Scratch::default())
                .len()
        });
    });
    group.finish();
}
