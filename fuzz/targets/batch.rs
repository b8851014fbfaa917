//! Batches: every leaf has one role, and the counts balance.

#![no_main]

#[path = "../laws.rs"]
#[allow(dead_code, reason = "each target asserts one law")]
mod laws;

libfuzzer_sys::fuzz_target!(|data: &[u8]| laws::batch(data));
