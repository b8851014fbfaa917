//! Rules of the house that a reader would otherwise have to watch.

use crate::layers::{code, sources};
use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

/// The files that may look into a [`Secret`](blackbar::span::Secret).
const READERS_OF_SECRETS: [&str; 8] = [
    "redact/op/date_shift.rs",
    "redact/op/generalise.rs",
    "redact/op/partial.rs",
    "token/date_shift.rs",
    "token/encrypt.rs",
    "token/format_preserving.rs",
    "token/pseudonym.rs",
    "token/seal.rs",
];

/// The files that may look into a [`RootKey`](blackbar::token::RootKey): one derives from it, one writes it down.
const READERS_OF_KEYS: [&str; 2] = ["settings/key_file.rs", "token/derive.rs"];

/// Lines of a file of `src/` at most.
const LONGEST: usize = 700;

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// All files below a folder of the repository that end so.
fn files(folder: &str, ending: &str) -> Vec<(PathBuf, String)> {
    let mut found = Vec::new();
    let mut folders = vec![root().join(folder)];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() && !path.ends_with("target") {
                folders.push(path);
            } else if path.extension().is_some_and(|e| e == ending) {
                let text = fs::read_to_string(&path).unwrap();
                found.push((path, text));
            }
        }
    }
    assert!(!found.is_empty(), "{folder} has no file .{ending}");
    found
}

/// All Rust files of the repository.
fn rust() -> Vec<(PathBuf, String)> {
    ["src", "tests", "benches", "fuzz"].iter().flat_map(|folder| files(folder, "rs")).collect()
}

#[test]
fn no_source_file_is_long() {
    for (path, text) in sources() {
        assert!(text.lines().count() <= LONGEST, "src/{}: over {LONGEST} lines", path.display());
    }
}

#[test]
fn every_source_file_says_what_it_is() {
    for (path, text) in sources() {
        let said = text.lines().next().is_some_and(|l| l.starts_with("//! ") && l.len() > 10);
        assert!(said || path.starts_with("bin"), "src/{} does not begin with `//!`", path.display());
    }
}

#[test]
fn nothing_is_left_undone() {
    // Put together here, so that this file does not hold them.
    let words =
        [["TO", "DO"], ["FIX", "ME"], ["XX", "X"], ["todo", "!("], ["unimplemented", "!("], ["dbg", "!("]];
    for (path, text) in rust() {
        for word in words.map(|w| w.concat()) {
            let marks = text.match_indices(&word).filter(|(i, _)| {
                let byte =
                    |at: Option<usize>| at.and_then(|a| text.as_bytes().get(a)).copied().unwrap_or(b' ');
                let free = |b: u8| !b.is_ascii_alphanumeric();
                free(byte(i.checked_sub(1))) && (word.ends_with('(') || free(byte(Some(i + word.len()))))
            });
            assert_eq!(marks.count(), 0, "{}: {word}", path.display());
        }
    }
}

#[test]
fn no_test_is_left_out() {
    for (path, text) in rust() {
        for word in [["#[igno", "re"], ["#[should_", "panic"]].map(|w| w.concat()) {
            assert!(!text.contains(&word), "{}: {word}", path.display());
        }
    }
}

#[test]
fn every_rule_file_is_whole_and_names_its_sources() {
    for (path, text) in files("rules", "toml") {
        assert!(text.ends_with('\n') && !text.ends_with("\n\n"), "{}: its end", path.display());
        assert!(!text.contains('\r') && !text.contains('\t'), "{}: white space", path.display());
        let file: toml::Table = toml::from_str(&text).unwrap();
        for rule in file["rule"].as_array().unwrap() {
            let source = rule.get("source").and_then(toml::Value::as_str).unwrap_or_default();
            assert!(
                source.starts_with("https://") || source.starts_with("http://"),
                "{}: {}",
                path.display(),
                rule["id"].as_str().unwrap()
            );
        }
    }
}

/// The files of `src/` whose code, without tests, holds one of these.
fn callers(calls: &[&str]) -> BTreeSet<String> {
    sources()
        .into_iter()
        .filter(|(_, text)| {
            let code = code(text);
            let code = code.split("#[cfg(test)]").next().unwrap_or_default().to_owned();
            calls.iter().any(|call| code.contains(call))
        })
        .map(|(path, _)| path.to_str().unwrap().to_owned())
        .collect()
}

#[test]
fn few_and_known_places_look_into_secrets() {
    let readers = callers(&[".expose(", "Secret::expose"]);
    assert_eq!(readers, READERS_OF_SECRETS.map(str::to_owned).into());
    let readers = callers(&[".reveal_key(", "RootKey::reveal_key"]);
    assert_eq!(readers, READERS_OF_KEYS.map(str::to_owned).into());
}

#[test]
fn no_source_or_test_names_a_place_on_a_machine() {
    for (path, text) in rust() {
        for place in [["/ho", "me/"], ["/wo", "rk/"], ["/ro", "ot/"], ["/Us", "ers/"]].map(|p| p.concat()) {
            let named = text.match_indices(&place).any(|(i, _)| {
                // In an address on the web, a host stands before it.
                !text[..i].ends_with(|c: char| c.is_alphanumeric() || c == '.' || c == '/')
            });
            assert!(!named, "{}: {place}", path.display());
        }
    }
}

#[test]
fn unsafe_code_stays_forbidden() {
    let manifest = fs::read_to_string(root().join("Cargo.toml")).unwrap();
    assert!(manifest.contains("unsafe_code = \"forbid\"") || manifest.contains("unsafe_code = \"deny\""));
    assert!(manifest.contains("panic = \"unwind\""), "one bad event must not take the process down");
}

/// Without the feature, a codec that has vector code leaves all of it out and says nothing.
#[test]
fn the_codec_has_its_vector_code() {
    for manifest in ["Cargo.toml", "fuzz/Cargo.toml", "benches/hyperscan/Cargo.toml"] {
        let text = fs::read_to_string(root().join(manifest)).unwrap();
        let manifest: toml::Table = text.parse().unwrap();
        for kind in ["dependencies", "dev-dependencies"] {
            let codec = manifest.get(kind).and_then(|all| all.get("flate2"));
            let features = codec.map(|codec| codec["features"].as_array().unwrap());
            let has = |name: &str| features.is_none_or(|all| all.iter().any(|f| f.as_str() == Some(name)));
            assert!(has("zlib-rs") && has("runtime_detection"), "{kind}: flate2 in {text}");
        }
    }
}
