//! Prints the tables of the manual's page `speed`: `cargo bench --bench table`.
//!
//! Time is that of the processor for one thread; figures are medians of rounds in which the candidates take turns.
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
