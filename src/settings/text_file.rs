//! Files that a person wrote, read as text.

use super::file_error::FileError;
use std::fs::File;
use std::io::Read;
use std::path::Path;

/// Bytes of a file of settings at most. What is longer is no such file, and a device may have no end at all.
pub const LONGEST_FILE: u64 = 16 << 20;

/// The text of a file.
///
/// # Errors
/// [`FileError`] if the file cannot be read, is no text or is too long.
pub(super) fn read_text(path: &Path) -> Result<String, FileError> {
    let file = File::open(path).map_err(|e| FileError::new(path, None, e.to_string()))?;
    text_from(path, file)
}

/// The text of a file that comes from somewhere else than `path`, which names it.
///
/// # Errors
/// As [`read_text`].
pub(super) fn text_from(path: &Path, from: impl Read) -> Result<String, FileError> {
    let fail = |problem: String| FileError::new(path, None, problem);
    let mut text = String::new();
    from.take(LONGEST_FILE + 1).read_to_string(&mut text).map_err(|e| fail(e.to_string()))?;
    if text.len() as u64 > LONGEST_FILE {
        return Err(fail(format!(
            "it is longer than {} MiB; give the file of settings itself",
            LONGEST_FILE >> 20
        )));
    }
    Ok(text)
}
