//! The one integration test binary: linking once is cheap, linking per file is not.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::string_slice,
    reason = "tests report by failing"
)]

mod allocations;
mod bench_text;
mod cli;
mod corpus;
mod examples;
mod fields;
#[cfg(feature = "lambda")]
mod lambda;
mod laws;
mod layers;
mod notations;
mod rules;
#[path = "../benches/support/mod.rs"]
mod support;
mod tidy;
mod tokens;
