//! Rolling files in a folder.

use super::{Parcel, Receipt, Sink};
use std::fs::{self, File, OpenOptions};
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use tokio::task::spawn_blocking;

/// Writes parcels to `blackbar-00000001.jsonl` and so on. A file carries the ending `.part` until it is complete and
/// on disk; a number is never used twice.
#[derive(Debug)]
pub struct Files {
    state: Option<State>,
}

#[derive(Debug)]
struct State {
    folder: PathBuf,
    roll_bytes: u64,
    number: u64,
    open: Option<(File, PathBuf, u64)>,
}

impl Files {
    /// A sink into `folder`, which is made if it is not there. A new file begins once one holds `roll_bytes`.
    ///
    /// # Errors
    /// The folder cannot be made or read.
    pub fn new(folder: &Path, roll_bytes: u64) -> io::Result<Self> {
        fs::create_dir_all(folder)?;
        let mut number = 0;
        for entry in fs::read_dir(folder)? {
            number = number.max(number_of(&entry?.file_name().to_string_lossy()).unwrap_or(0));
        }
        Ok(Self { state: Some(State { folder: folder.to_owned(), roll_bytes, number, open: None }) })
    }
}

impl Sink for Files {
    async fn deliver(&mut self, parcels: Vec<Parcel>) -> Vec<Receipt> {
        let lost = || Receipt::Refused(io::Error::other("the file sink has stopped"));
        let count = parcels.len();
        let Some(mut state) = self.state.take() else { return (0..count).map(|_| lost()).collect() };
        let done = spawn_blocking(move || {
            let receipts = parcels
                .iter()
                .map(|p| state.write(&p.bytes).map_or_else(Receipt::Refused, |()| Receipt::Delivered))
                .collect();
            (state, receipts)
        });
        match done.await {
            Ok((state, receipts)) => {
                self.state = Some(state);
                receipts
            }
            Err(_) => (0..count).map(|_| lost()).collect(),
        }
    }

    async fn close(&mut self) -> io::Result<()> {
        let Some(mut state) = self.state.take() else { return Ok(()) };
        spawn_blocking(move || state.finish()).await.unwrap_or_else(|e| Err(io::Error::other(e)))
    }
}

impl State {
    fn write(&mut self, bytes: &[u8]) -> io::Result<()> {
        if bytes.is_empty() {
            return Ok(());
        }
        if self.open.as_ref().is_some_and(|(_, _, size)| *size >= self.roll_bytes) {
            self.finish()?;
        }
        if self.open.is_none() {
            self.number += 1;
            let path = self.folder.join(format!("blackbar-{:08}.jsonl.part", self.number));
            // A new file, or an error: nothing is ever written over.
            let file = OpenOptions::new().write(true).create_new(true).open(&path)?;
            self.open = Some((file, path, 0));
        }
        if let Some((file, _, size)) = &mut self.open {
            file.write_all(bytes)?;
            *size += bytes.len() as u64;
        }
        Ok(())
    }

    fn finish(&mut self) -> io::Result<()> {
        let Some((file, path, _)) = self.open.take() else { return Ok(()) };
        file.sync_all()?;
        fs::rename(&path, path.with_extension(""))
    }
}

/// The number in the name of a file of this sink.
fn number_of(name: &str) -> Option<u64> {
    name.strip_prefix("blackbar-")?.split('.').next()?.parse().ok()
}
