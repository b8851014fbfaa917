//! Objects of error buckets and of quarantines: nothing is lost, and records of failures come back as they were.

#![no_main]

#[path = "../laws.rs"]
#[allow(dead_code, reason = "each target asserts one law")]
mod laws;

libfuzzer_sys::fuzz_target!(|data: &[u8]| laws::redriven(data));
