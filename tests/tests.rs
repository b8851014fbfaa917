//! The one integration test binary: linking once is cheap, linking per file is not.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "tests report by failing")]

mod examples;
mod rules;
