//! The walker reads what another JSON reader reads.

#![no_main]

#[path = "../laws.rs"]
#[allow(dead_code, reason = "each target asserts one law")]
mod laws;

libfuzzer_sys::fuzz_target!(|data: &[u8]| laws::json_walk(data));
