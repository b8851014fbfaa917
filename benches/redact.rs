//! Speed of the parts and of the whole: `cargo bench`.
//!
//! The texts are made here, the same for each run: lines as web servers and applications write them, and JSON lines
//! of which one in ten holds personal data (published test values).

#![allow(clippy::unwrap_used, missing_docs, reason = "a benchmark reports by failing")]

use blackbar::codec::{Block, Caps, Separator, Splitter, gzip};
use blackbar::pipeline::{Engine, Work};
use blackbar::{Redactor, Scratch};
use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use std::fmt::Write as _;
use std::hint::black_box;

/// A small generator (SplitMix64).
struct Random(u64);

impl Random {
    fn below(&mut self, n: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        (z ^ (z >> 31)) % n
    }
}

fn clean(lines: usize) -> String {
    let mut r = Random(1);
    let mut out = String::new();
    for i in 0..lines {
        let (ms, thread, block) = (r.below(1000), r.below(64), r.below(1 << 60));
        writeln!(
            out,
            "2026-01-15 10:{:02}:{:02},{ms:03} INFO [pool-1-thread-{thread}] dfs.DataNode$PacketResponder: \
             PacketResponder 1 for block blk_-{block} terminating after {} ms",
            i / 60 % 60,
            i % 60,
            r.below(90_000)
        )
        .unwrap();
    }
    out
}

fn json(lines: usize) -> String {
    let mut r = Random(2);
    let mut out = String::new();
    for i in 0..lines {
        let secret = match r.below(20) {
            0 => r#","email":"ada@example.com""#,
            1 => r#","payment":{"card":"4111 1111 1111 1111"}"#,
            _ => "",
        };
        writeln!(
            out,
            r#"{{"timestamp":"2026-01-15T10:{:02}:{:02}Z","level":"INFO","logger":"com.example.Controller","trace_id":"{:016x}{:016x}","http":{{"method":"GET","path":"/v1/orders/{}","status":200,"duration_ms":{}.{}}}{secret},"message":"order accepted and sent on"}}"#,
            i / 60 % 60,
            i % 60,
            r.below(u64::MAX),
            r.below(u64::MAX),
            r.below(1_000_000),
            r.below(100),
            r.below(1000)
        )
        .unwrap();
    }
    out
}

fn batch(text: &str) -> Vec<u8> {
    let events: Vec<String> = text
        .lines()
        .enumerate()
        .map(|(i, line)| {
            let message = serde_json::to_string(line).unwrap();
            format!(r#"{{"id":"{i:056}","timestamp":1768471200000,"message":{message}}}"#)
        })
        .collect();
    format!(
        r#"{{"messageType":"DATA_MESSAGE","owner":"123456789012","logGroup":"/aws/lambda/x","logStream":"s","subscriptionFilters":["f"],"logEvents":[{}]}}"#,
        events.join(",")
    )
    .into_bytes()
}

fn block(text: &[u8]) -> Block {
    let mut splitter = Splitter::new(Separator::Line, &Caps::default());
    splitter.buffer().extend_from_slice(text);
    splitter.next_block(true).unwrap()
}

fn speed(c: &mut Criterion) {
    let texts = [("clean", clean(3000)), ("json", json(1200))];
    let redactor = Redactor::builtin().unwrap();
    let mut scratch = Scratch::default();
    let mut group = c.benchmark_group("scan");
    for (name, text) in &texts {
        group.throughput(Throughput::Bytes(text.len() as u64));
        group.bench_function(*name, |b| {
            b.iter(|| {
                text.lines()
                    .filter(|l| redactor.text(l.as_bytes(), &mut scratch) == blackbar::Verdict::Clean)
                    .count()
            });
        });
    }
    group.finish();

    let engine = Engine::new(Redactor::builtin().unwrap(), Caps::default());
    let mut group = c.benchmark_group("redact");
    for (name, text) in &texts {
        group.throughput(Throughput::Bytes(text.len() as u64));
        group.bench_function(*name, |b| {
            b.iter_with_setup(
                || block(text.as_bytes()),
                |block| engine.run(Work::Block { block, pack: false }),
            );
        });
    }
    group.finish();

    let mut group = c.benchmark_group("batch");
    for (name, text) in &texts {
        let document = batch(text);
        let packed = gzip(&document, 6);
        group.throughput(Throughput::Bytes(document.len() as u64));
        group.bench_function(*name, |b| {
            b.iter(|| {
                let inflated = blackbar::codec::gunzip(&packed, &Caps::default()).unwrap();
                engine.run(Work::Block { block: block(&inflated), pack: true })
            });
        });
    }
    group.finish();
}

fn start(c: &mut Criterion) {
    c.bench_function("cold start/build", |b| b.iter(|| black_box(Redactor::builtin().unwrap())));
    c.bench_function("cold start/first line", |b| {
        b.iter(|| {
            let redactor = Redactor::builtin().unwrap();
            redactor
                .redact(black_box(b"login of ada@example.com from 8.8.8.8"), &mut Scratch::default())
                .len()
        });
    });
    let redactor = Redactor::builtin().unwrap();
    let mut scratch = Scratch::default();
    let line = clean(1);
    c.bench_function("logger line", |b| {
        b.iter(|| redactor.redact(black_box(line.as_bytes()), &mut scratch).len())
    });
}

criterion_group!(benches, speed, start);
criterion_main!(benches);
