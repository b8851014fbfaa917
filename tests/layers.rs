//! Modules import only from lower floors, never sideways and never up; the core knows no operating system.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

/// The floors, from the lowest; modules of one floor do not know each other.
const FLOORS: [&[&str]; 9] = [
    &["span"],
    &["text", "rules", "token"],
    &["detect", "policy"],
    &["redact"],
    &["logging", "codec"],
    &["coverage"],
    &["pipeline", "aws"],
    &["sources", "sinks", "settings"],
    &["app", "lambda"],
];

/// Modules that can be embedded anywhere.
const CORE: [&str; 7] = ["span", "text", "rules", "token", "detect", "policy", "redact"];

/// What the core does without.
const WORLD: [&str; 10] = [
    "std::io",
    "std::fs",
    "std::net",
    "std::time",
    "std::thread",
    "std::env",
    "std::process",
    "tokio",
    "async ",
    "rayon",
];

fn floor(module: &str) -> Option<usize> {
    FLOORS.iter().position(|floor| floor.contains(&module))
}

/// Every file of `src/` with its text, comments left out.
pub(crate) fn sources() -> Vec<(PathBuf, String)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut files = Vec::new();
    let mut folders = vec![root.clone()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|e| e == "rs") {
                let text = fs::read_to_string(&path).unwrap();
                files.push((path.strip_prefix(&root).unwrap().to_owned(), text));
            }
        }
    }
    files.sort();
    assert!(files.len() > 20);
    files
}

/// The code of a file: no line comments, no documentation.
pub(crate) fn code(text: &str) -> String {
    text.lines()
        .filter(|l| !l.trim_start().starts_with("//"))
        .map(|l| l.split(" // ").next().unwrap_or_default())
        .collect::<Vec<_>>()
        .join("\n")
}

/// The module that a file belongs to.
fn module(path: &Path) -> String {
    let first = path.components().next().unwrap().as_os_str().to_str().unwrap();
    first.trim_end_matches(".rs").to_owned()
}

/// The modules that a text names behind `crate::`, also in lists such as `crate::{a, b::c}`.
fn imports(code: &str) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    for (at, _) in code.match_indices("crate::") {
        let before = code[..at].chars().next_back();
        if before.is_some_and(|c| c.is_alphanumeric() || c == '_') {
            continue;
        }
        let rest = &code[at + "crate::".len()..];
        if let Some(list) = rest.strip_prefix('{') {
            let mut depth = 0_usize;
            let mut item = String::new();
            for c in list.chars() {
                match c {
                    '{' => depth += 1,
                    '}' if depth == 0 => break,
                    '}' => depth -= 1,
                    _ => {}
                }
                if c == ',' && depth == 0 {
                    found.insert(name(item.trim()));
                    item.clear();
                } else {
                    item.push(c);
                }
            }
            found.insert(name(item.trim()));
        } else {
            found.insert(name(rest));
        }
    }
    found.remove("");
    found
}

fn name(text: &str) -> String {
    text.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect()
}

#[test]
fn imports_are_read_in_all_their_forms() {
    let code =
        "use crate::a::B;\nuse crate::{c, d::{e, f}, g::H};\nlet x = crate::i::j(pub(crate) k);\nmycrate::l";
    assert_eq!(imports(code), ["a", "c", "d", "g", "i"].map(str::to_owned).into());
}

#[test]
fn modules_import_only_from_lower_floors() {
    let mut wrong = Vec::new();
    for (path, text) in sources() {
        let module = module(&path);
        if ["lib", "bin", "manual"].contains(&module.as_str()) {
            continue;
        }
        let own = floor(&module).unwrap_or_else(|| panic!("src/{} is on no floor", path.display()));
        for import in imports(&code(&text)) {
            if import == module {
                continue;
            }
            match floor(&import) {
                Some(other) if other < own => {}
                Some(_) => wrong.push(format!("src/{}: {module} imports {import}", path.display())),
                None => wrong.push(format!("src/{}: crate::{import} is no module", path.display())),
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn modules_are_never_left_by_super() {
    // That would go past the reading above.
    for (path, text) in sources().iter().filter(|(path, _)| path.components().count() > 1) {
        // `src/<module>/mod.rs` leaves its module by one `super`, `src/<module>/file.rs` by two.
        let levels = path.components().count() - usize::from(path.ends_with("mod.rs"));
        let code = code(text);
        let code = code.split("#[cfg(test)]").next().unwrap_or_default();
        assert!(!code.contains(&"super::".repeat(levels)), "src/{} leaves its module", path.display());
    }
}

#[test]
fn the_core_knows_no_operating_system() {
    let mut wrong = Vec::new();
    for (path, text) in sources() {
        if !CORE.contains(&module(&path).as_str()) {
            continue;
        }
        let code = code(&text);
        let code = code.split("#[cfg(test)]").next().unwrap_or_default();
        for word in WORLD {
            if code.contains(word) {
                wrong.push(format!("src/{} mentions {word}", path.display()));
            }
        }
        for list in code.match_indices("use std::{").map(|(i, _)| &code[i..]) {
            let list = list.split(';').next().unwrap_or_default();
            for word in ["io", "fs", "net", "time", "thread", "env", "process"] {
                let named = list.split(|c: char| !c.is_alphanumeric() && c != '_').any(|w| w == word);
                assert!(!named, "src/{} imports std::{word}", path.display());
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}
