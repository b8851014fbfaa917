//! `blackbar rules import`.

use super::args::ImportOptions;
use super::print;
use crate::app::{EXIT_FOUND, EXIT_OK, console};
use crate::settings::import_gitleaks;
use std::io::Write;
use std::path::Path;

pub(super) fn import(options: &ImportOptions) -> Result<u8, String> {
    let imported = import_gitleaks(&options.file).map_err(|e| e.to_string())?;
    let mut lost = imported.notes.clone();
    match &options.allow_out {
        Some(path) if !imported.allow.is_empty() => write(path, &imported.allow)?,
        None if !imported.allow.is_empty() => {
            lost.push("allow-lists: not written; --allow-out FILE writes what they say of values".to_owned());
        }
        _ => {}
    }
    if imported.count > 0 {
        match &options.out {
            Some(path) => write(path, &imported.rules)?,
            None => print(&imported.rules)?,
        }
    }
    let file = options.file.display();
    for note in &lost {
        console::say(&format!("{file}: {note}\n"));
    }
    console::say(&format!("{} rules carried over, {} remarks\n", imported.count, lost.len()));
    Ok(if lost.is_empty() && imported.count > 0 { EXIT_OK } else { EXIT_FOUND })
}

/// Writes a new file.
fn write(path: &Path, text: &str) -> Result<(), String> {
    let wrong = |e: std::io::Error| format!("{}: {e}; nothing is written over", path.display());
    let mut file = std::fs::File::create_new(path).map_err(wrong)?;
    file.write_all(text.as_bytes()).map_err(|e| format!("{}: {e}", path.display()))
}
