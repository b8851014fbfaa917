//! Prints the tables of the manual's page `speed`: `cargo bench --bench table`.
//!
//! Everything runs on one thread, and time is that of the processor; figures are medians of rounds in which the candidates
//! take turns.
//! `benches/hyperscan` prints the same with Hyperscan among the others.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::print_stdout,
    reason = "a benchmark prints, and reports by failing"
)]

#[path = "report/mod.rs"]
mod report;
#[path = "../schemes/mod.rs"]
mod schemes;
#[path = "../support/mod.rs"]
mod support;

fn main() {
    report::print(None);
}
