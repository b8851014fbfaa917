//! Redaction is local, covers, is idempotent and keeps JSON valid.

#![no_main]

#[path = "../laws.rs"]
#[allow(dead_code, reason = "each target asserts one law")]
mod laws;

libfuzzer_sys::fuzz_target!(|data: &[u8]| laws::redact(data));
