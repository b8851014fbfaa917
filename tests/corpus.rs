//! Replays the corpus of the fuzzer: what once was hard stays right, on every machine and without a fuzzer.

#[path = "../fuzz/laws.rs"]
mod laws;

use proptest::prelude::*;
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

#[test]
fn what_is_redriven() {
    check("redriven", laws::redriven);
}

/// Pieces of which an object of an error bucket or of a quarantine is made, and others.
fn piece() -> impl Strategy<Value = Vec<u8>> {
    let fixed: [&[u8]; 8] = [
        br#"{"errorCode":"x","rawData":"YQ=="}"#,
        br#"{"rawData":"YmI=","errorCode":null,"more":[1]}"#,
        br#"{"errorCode":"x","rawData":"?"}"#,
        br#"{"message":"SEALED-record","sealed":"BBSEALED1abcdefgh"}"#,
        b"BBSEALED1",
        b"\n",
        b" ",
        b"line\n",
    ];
    prop_oneof![
        4 => prop::sample::select(fixed.to_vec()).prop_map(<[u8]>::to_vec),
        1 => prop::collection::vec(any::<u8>(), 0..200),
    ]
}

proptest! {
    #[test]
    fn what_is_redriven_is_what_failed(pieces in prop::collection::vec(piece(), 0..6), packed in any::<bool>()) {
        let data = pieces.concat();
        laws::redriven(&if packed { blackbar::codec::gzip(&data, 1) } else { data });
    }
}
