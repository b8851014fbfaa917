//! `blackbar redrive`.

use super::args::RedriveOptions;
use super::run::{Input, Inputs, to_output};
use super::{EXIT_ERROR, console};
use crate::codec::{Caps, Redriven, Separator, read_redriven};
use crate::settings::read_seal_key_file;
use crate::sources::{Reader, files_of};
use crate::token::{PrivateSealKey, open_record};
use std::cell::Cell;
use std::collections::VecDeque;
use std::io::{self, Cursor, Read};
use std::path::{Path, PathBuf};

/// Objects by name, fetched one after the other.
type Fetch = Box<dyn FnMut(&Path) -> io::Result<Vec<u8>>>;

pub(super) fn redrive(options: &RedriveOptions) -> Result<u8, String> {
    let keys = options.private_key.iter().map(|path| read_seal_key_file(path));
    let keys = keys.collect::<Result<Vec<PrivateSealKey>, _>>().map_err(|e| e.to_string())?;
    let (names, mut fetch) = match options.input.to_str().filter(|input| input.starts_with("s3://")) {
        Some(url) => bucket(options, url)?,
        None => folder(&options.input)?,
    };
    let mut names: VecDeque<PathBuf> = names.into();
    let mut records: VecDeque<(PathBuf, Redriven)> = VecDeque::new();
    let unopened = Cell::new(0_u64);
    let next = |caps: &Caps| loop {
        if let Some((path, record)) = records.pop_front() {
            let data = match record {
                Redriven::Raw(data) => data,
                Redriven::Sealed(sealed) => match keys.iter().find_map(|key| open_record(key, &sealed)) {
                    Some(data) => data.to_vec(),
                    None => {
                        unopened.set(unopened.get() + 1);
                        continue;
                    }
                },
            };
            let size = data.len() as u64;
            let reader = Reader::new(Box::new(Cursor::new(data)), Separator::Line, caps);
            return Some(Input { path, size, reader });
        }
        let path = names.pop_front()?;
        let found = fetch(&path).and_then(|data| {
            read_redriven(data, caps)
                .map_err(|damage| io::Error::new(io::ErrorKind::InvalidData, damage.name()))
        });
        match found {
            Ok(found) => records.extend(found.into_iter().map(|record| (path.clone(), record))),
            Err(e) => return Some(Input { path, size: 0, reader: Err(e) }),
        }
    };
    let code = to_output(&options.out, &options.common, Inputs { total: 0, next: Box::new(next) })?;
    match unopened.get() {
        0 => Ok(code),
        n => {
            let remedy =
                if keys.is_empty() { "name a private key with `--private-key`" } else { "no key opens them" };
            console::error(&format!("{n} sealed copies were left: {remedy}"));
            Ok(EXIT_ERROR)
        }
    }
}

fn folder(input: &Path) -> Result<(Vec<PathBuf>, Fetch), String> {
    if input.as_os_str() == "-" {
        let read = |_: &Path| {
            let mut data = Vec::new();
            io::stdin().lock().read_to_end(&mut data).map(|_| data)
        };
        return Ok((vec![input.to_owned()], Box::new(read)));
    }
    let files = files_of(input).map_err(|e| format!("{}: {e}", input.display()))?;
    Ok((files, Box::new(|path: &Path| std::fs::read(path))))
}

#[cfg(feature = "aws")]
fn bucket(options: &RedriveOptions, url: &str) -> Result<(Vec<PathBuf>, Fetch), String> {
    use crate::sinks::Bucket;
    let session = super::aws::session(&options.out.aws)?;
    let bucket = Bucket::new(&session, url)?;
    let names = session.block_on(bucket.list()).map_err(|e| format!("{url}: {e}"))?;
    let fetch = move |path: &Path| {
        let key = path.to_str().unwrap_or_default();
        session.block_on(bucket.get(key, None, None)).map_err(io::Error::other)
    };
    Ok((names.into_iter().map(PathBuf::from).collect(), Box::new(fetch)))
}

#[cfg(not(feature = "aws"))]
fn bucket(_: &RedriveOptions, _: &str) -> Result<(Vec<PathBuf>, Fetch), String> {
    Err("this program was built without AWS; build it with `--features aws`".to_owned())
}
