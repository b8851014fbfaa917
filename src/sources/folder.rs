//! The files of a folder.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

/// The file at `path`, or all files of the folder at `path` and of the folders in it, sorted by name. Symbolic links
/// to folders are not followed; hidden files are left out.
///
/// # Errors
/// The path or a folder in it cannot be read.
pub fn files_of(path: &Path) -> io::Result<Vec<PathBuf>> {
    if !fs::metadata(path)?.is_dir() {
        return Ok(vec![path.to_owned()]);
    }
    let mut files = Vec::new();
    let mut folders = vec![path.to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder)? {
            let entry = entry?;
            let kind = entry.file_type()?;
            if entry.file_name().as_encoded_bytes().starts_with(b".") {
                continue;
            }
            if kind.is_dir() {
                folders.push(entry.path());
            } else {
                files.push(entry.path());
            }
        }
    }
    files.sort_unstable();
    Ok(files)
}
