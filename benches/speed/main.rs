//! Speed of the parts and of the whole: `cargo bench --bench speed`.
//!
//! Criterion measures time on the wall; everything here runs on one thread, so on a machine that does nothing else it is
//! the time of one core. `cargo bench --bench table` measures time of the processor and compares.

#![allow(clippy::unwrap_used, clippy::panic, missing_docs, reason = "a benchmark reports by failing")]

#[path = "../support/mod.rs"]
mod support;

mod batch;
mod cold_start;
mod logger_line;
mod redact;
mod rules;
mod scan;
mod triggers;

use criterion::{Criterion, criterion_group};

/// Bytes of each text.
const BYTES: usize = 1_000_000;

criterion_group!(
    benches,
    triggers::group,
    scan::group,
    redact::group,
    batch::group,
    rules::group,
    cold_start::group,
    logger_line::group
);

fn main() {
    support::threads::one();
    benches();
    Criterion::default().configure_from_args().final_summary();
}
