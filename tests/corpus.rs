//! Replays the corpus of the fuzzer: what once was hard stays right, on every machine and without a fuzzer.

#[path = "../fuzz/laws.rs"]
mod laws;

use std::fs;
use std::path::Path;

fn check(target: &str, law: fn(&[u8])) {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("fuzz/corpus").join(target);
    let mut files: Vec<_> = fs::read_dir(folder).unwrap().map(|f| f.unwrap().path()).collect();
    files.sort();
    assert!(files.len() >= 5, "{target} has a corpus");
    for path in files {
        let data = fs::read(&path).unwrap();
        // The name of the file stands above the assertion that fails.
        let done = std::panic::catch_unwind(|| law(&data));
        assert!(done.is_ok(), "{} breaks a law", path.display());
        // A text cut anywhere is an input too.
        for cut in [data.len() / 3, data.len() / 2, data.len().saturating_sub(1)] {
            let done = std::panic::catch_unwind(|| law(&data[..cut]));
            assert!(done.is_ok(), "{} cut to {cut} bytes breaks a law", path.display());
        }
    }
}

#[test]
fn inflation() {
    check("gunzip", laws::gunzip);
}

#[test]
fn batches() {
    check("batch", laws::batch);
}

#[test]
fn json() {
    check("json_walk", laws::json_walk);
}

#[test]
fn redaction() {
    check("redact", laws::redact);
}
