//! Files that a person wrote, read as text.

use super::file_error::FileError;
use std::fs::File;
use std::io::{self, Read};
use std::path::Path;

/// Bytes of such a file at most. What is longer is no such file, and a device may have no end at all.
const LONGEST: u64 = 16 << 20;

/// The text of a file.
///
/// # Errors
/// [`FileError`] if the file cannot be read, is no text or is too long.
pub(super) fn read_text(path: &Path) -> Result<String, FileError> {
    let fail = |problem: String| FileError::new(path, None, problem);
    let read = |from: File| -> io::Result<String> {
        let mut text = String::new();
        from.take(LONGEST + 1).read_to_string(&mut text)?;
        Ok(text)
    };
    let text = File::open(path).and_then(read).map_err(|e| fail(e.to_string()))?;
    if text.len() as u64 > LONGEST {
        return Err(fail(format!(
            "it is longer than {} MiB; give the file of settings itself",
            LONGEST >> 20
        )));
    }
    Ok(text)
}
