//! The one integration test binary: linking once is cheap, linking per file is not.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::string_slice,
    reason = "tests report by failing"
)]

mod cli;
mod corpus;
mod examples;
mod laws;
mod layers;
mod rules;
mod tidy;
mod tokens;
