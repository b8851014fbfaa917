//! The audit file: one JSON object a line, appended and made durable before any value is shown.

use serde::{Deserialize, Serialize};
use std::fs::{File, OpenOptions};
use std::io::{self, BufRead, BufReader, Seek, SeekFrom, Write};
use std::path::Path;

/// What is written about one call. Tokens are no secrets; values never stand here.
#[derive(Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Record {
    pub(super) time: String,
    pub(super) event: String,
    pub(super) ticket: String,
    pub(super) approvers: Vec<String>,
    pub(super) expires: String,
    pub(super) tenant: String,
    pub(super) purpose: String,
    pub(super) budget: u64,
    /// Tokens asked for under the ticket, this call among them.
    pub(super) used: u64,
    pub(super) opened: Vec<String>,
    pub(super) refused: Vec<String>,
}

/// The audit file, locked: a second call waits until this one has written.
#[derive(Debug)]
pub(super) struct Audit {
    file: File,
}

/// Makes the name of a new file durable, too: a record is of no use in a file that nobody finds after a crash.
fn durable_name(path: &Path) -> io::Result<()> {
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    if cfg!(unix) { File::open(folder)?.sync_all() } else { Ok(()) }
}

impl Audit {
    /// Opens the file for appending, or begins it, readable by its owner only.
    pub(super) fn open(path: &Path) -> io::Result<Self> {
        let mut options = OpenOptions::new();
        options.read(true).append(true).create(true);
        #[cfg(unix)]
        {
            use std::os::unix::fs::OpenOptionsExt;
            options.mode(0o600);
        }
        let is_new = !path.try_exists()?;
        let file = options.open(path)?;
        if !file.metadata()?.is_file() {
            // A device may give bytes without end, and keeps no record.
            return Err(io::Error::other("an audit file is a regular file"));
        }
        file.lock()?;
        if is_new {
            durable_name(path)?;
        }
        Ok(Self { file })
    }

    /// How many tokens were asked for under a ticket so far. A line that cannot be read is an error, since it could be one
    /// of the ticket.
    pub(super) fn used(&mut self, ticket: &str) -> Result<u64, String> {
        self.file.seek(SeekFrom::Start(0)).map_err(|e| e.to_string())?;
        let mut reader = BufReader::new(&self.file);
        let mut line = Vec::new();
        let (mut used, mut number) = (0_u64, 0_u64);
        loop {
            line.clear();
            number += 1;
            if reader.read_until(b'\n', &mut line).map_err(|e| e.to_string())? == 0 {
                break;
            }
            let record: Record = serde_json::from_slice(&line).map_err(|_| {
                format!("line {number} is no audit record; keep the file as it is and begin another one")
            })?;
            if record.ticket == ticket {
                used = used.saturating_add((record.opened.len() + record.refused.len()) as u64);
            }
        }
        Ok(used)
    }

    /// Appends a record; it is on disk when this returns.
    pub(super) fn append(&mut self, record: &Record) -> io::Result<()> {
        let mut line = serde_json::to_vec(record)?;
        line.push(b'\n');
        self.file.write_all(&line)?;
        self.file.sync_all()
    }
}
