//! What all benchmarks share: texts, batches, stocks of rules, and the clock.

#![allow(dead_code, reason = "each benchmark takes what it needs")]

pub(crate) mod batch;
pub(crate) mod blocks;
pub(crate) mod clock;
pub(crate) mod random;
pub(crate) mod stock;
pub(crate) mod text;
pub(crate) mod threads;
