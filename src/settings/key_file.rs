//! Key files: a key set as JSON, readable by its owner only.
//!
//! ```json
//! {
//!   "version": 1,
//!   "epochs": [{ "epoch": 1, "state": "primary", "id": "2sa7mtkv", "key": "32 bytes in base 64" }],
//!   "holds": [{ "epoch": 1, "name": "case 7" }]
//! }
//! ```
//!
//! Where a key of AWS KMS wraps the keys, `kms` names it, and an epoch has `wrapped`, in base 64, in place of `key`.

use crate::token::{Epoch, Hold, KeySet, PrivateSealKey, RootKey, State};
use base64::prelude::{BASE64_STANDARD, Engine as _};
use serde::{Deserialize, Serialize};
use std::borrow::Cow;
use std::fmt;
use std::fs::{File, OpenOptions};
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};
use zeroize::Zeroizing;

/// Bytes of a key file at most: room for thousands of epochs.
const LONGEST: u64 = 1 << 20;

/// What is wrong with keys, where, and what to do. It holds no text of a key file.
#[derive(Debug)]
pub struct KeyFileError {
    pub(super) place: String,
    pub(super) problem: String,
}

impl fmt::Display for KeyFileError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.place, self.problem)
    }
}

impl std::error::Error for KeyFileError {}

#[derive(Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
struct Written<'a> {
    version: u32,
    /// The key of KMS that wraps those of the epochs.
    #[serde(default, skip_serializing_if = "Option::is_none", borrow)]
    kms: Option<Cow<'a, str>>,
    #[serde(borrow)]
    epochs: Vec<WrittenEpoch<'a>>,
    #[serde(default, skip_serializing_if = "Vec::is_empty", borrow)]
    holds: Vec<WrittenHold<'a>>,
}

#[derive(Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
struct WrittenEpoch<'a> {
    epoch: u32,
    state: &'a str,
    id: Cow<'a, str>,
    /// Borrowed from the text that is wiped; never copied by the parser.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    key: Option<&'a str>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    wrapped: Option<&'a str>,
}

/// How the keys of a file are wrapped.
#[cfg(feature = "aws")]
#[derive(Clone, Debug)]
pub(super) struct Wrapping {
    /// The key of KMS that wraps them.
    pub(super) kms: String,
    /// By epoch, in base 64.
    pub(super) keys: std::collections::BTreeMap<u32, String>,
}

#[derive(Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
struct WrittenHold<'a> {
    epoch: u32,
    #[serde(borrow)]
    name: Cow<'a, str>,
}

/// Reads a key set. Messages name lines and epochs and quote nothing, since what is in the wrong place could be a key.
pub(super) fn parse(text: &[u8]) -> Result<KeySet, String> {
    let written = written(text)?;
    if written.kms.is_some() {
        return Err("its keys are wrapped by KMS; name it `aws-kms:FILE`".to_owned());
    }
    key_set(written, |epoch, _| {
        Err(format!("the key of epoch {epoch} is wrapped, and no `kms` says by what"))
    })
}

/// Reads a key set whose keys `open` unwraps.
#[cfg(feature = "aws")]
pub(super) fn parse_wrapped(
    text: &[u8],
    open: impl FnMut(u32, &str) -> Result<RootKey, String>,
) -> Result<KeySet, String> {
    let written = written(text)?;
    if let Some(epoch) = written.epochs.iter().find(|epoch| epoch.key.is_some()) {
        return Err(format!(
            "the key of epoch {} is not wrapped; it is known to who has the file",
            epoch.epoch
        ));
    }
    key_set(written, open)
}

/// How the keys of a file are wrapped.
#[cfg(feature = "aws")]
pub(super) fn wrapping(text: &[u8]) -> Result<Wrapping, String> {
    let written = written(text)?;
    let kms = written.kms.ok_or("its keys are not wrapped by KMS; name it without `aws-kms:`")?;
    let wrapped = |e: &WrittenEpoch<'_>| Some((e.epoch, e.wrapped?.to_owned()));
    Ok(Wrapping { kms: kms.into_owned(), keys: written.epochs.iter().filter_map(wrapped).collect() })
}

fn written(text: &[u8]) -> Result<Written<'_>, String> {
    let written: Written<'_> = serde_json::from_slice(text).map_err(|e| {
        format!("line {}, column {}: this is no key file of blackbar; restore it, or make one with `blackbar keys generate`", e.line(), e.column())
    })?;
    if written.version != 1 {
        return Err(format!("it has version {}; this program reads version 1", written.version));
    }
    Ok(written)
}

fn key_set(
    written: Written<'_>,
    mut open: impl FnMut(u32, &str) -> Result<RootKey, String>,
) -> Result<KeySet, String> {
    let mut epochs = Vec::new();
    for epoch in &written.epochs {
        let number = epoch.epoch;
        let state = State::from_name(epoch.state).ok_or_else(|| {
            format!("the state of epoch {number} is none of {}", State::ALL.map(State::name).join(", "))
        })?;
        let root = match (epoch.key, epoch.wrapped) {
            (None, None) if state == State::Destroyed => {
                let gone = Epoch::destroyed(number, &epoch.id);
                epochs.push(
                    gone.ok_or_else(|| {
                        format!("the id of epoch {number} is not eight characters of base 32")
                    })?,
                );
                continue;
            }
            (None, None) => return Err(format!("epoch {number} has no key and is not destroyed")),
            (Some(_), Some(_)) => return Err(format!("epoch {number} has two keys, one of them wrapped")),
            (None, Some(_)) if state == State::Destroyed => {
                return Err(crate::token::KeyError::KeyOfDestroyed(number).to_string());
            }
            (None, Some(wrapped)) => open(number, wrapped)?,
            (Some(key), None) => {
                let problem = |_| format!("the key of epoch {number} is not 32 bytes in base 64");
                // 32 bytes take 44 characters; the decoder asks for room in whole groups.
                let mut bytes = Zeroizing::new([0; 48]);
                let length =
                    BASE64_STANDARD.decode_slice(key, bytes.as_mut_slice()).map_err(|_| problem(()))?;
                RootKey::new(bytes.get(..length).unwrap_or_default()).map_err(|_| problem(()))?
            }
        };
        if root.id().to_string() != epoch.id {
            return Err(crate::token::KeyError::WrongId(number).to_string());
        }
        epochs.push(Epoch::new(number, state, root));
    }
    let hold = |h: WrittenHold<'_>| Hold { epoch: h.epoch, name: h.name.into_owned() };
    KeySet::new(epochs, written.holds.into_iter().map(hold).collect()).map_err(|e| e.to_string())
}

/// The text of a key file. Wiped when dropped.
pub(super) fn render(keys: &KeySet) -> Result<Zeroizing<Vec<u8>>, String> {
    let coded: Vec<Option<Zeroizing<String>>> = keys
        .epochs()
        .iter()
        .map(|epoch| epoch.key().map(|key| Zeroizing::new(BASE64_STANDARD.encode(key.reveal_key()))))
        .collect();
    let mut written = form(keys);
    for (epoch, key) in written.epochs.iter_mut().zip(&coded) {
        epoch.key = key.as_ref().map(|key| key.as_str());
    }
    text(&written)
}

/// The text of a key file whose keys are wrapped.
#[cfg(feature = "aws")]
pub(super) fn render_wrapped(keys: &KeySet, wrapping: &Wrapping) -> Result<Zeroizing<Vec<u8>>, String> {
    let mut written = form(keys);
    written.kms = Some(Cow::Borrowed(&wrapping.kms));
    for (written, epoch) in written.epochs.iter_mut().zip(keys.epochs()) {
        if epoch.key().is_some() {
            let wrapped = wrapping.keys.get(&epoch.number());
            let wrapped =
                wrapped.ok_or_else(|| format!("the key of epoch {} is not wrapped", epoch.number()))?;
            written.wrapped = Some(wrapped);
        }
    }
    text(&written)
}

/// All of a key file but the keys.
fn form(keys: &KeySet) -> Written<'_> {
    let epoch = |epoch: &Epoch| WrittenEpoch {
        epoch: epoch.number(),
        state: epoch.state().name(),
        id: Cow::Owned(epoch.id().to_string()),
        key: None,
        wrapped: None,
    };
    let holds =
        keys.holds().iter().map(|h| WrittenHold { epoch: h.epoch, name: Cow::Borrowed(h.name.as_str()) });
    Written {
        version: 1,
        kms: None,
        epochs: keys.epochs().iter().map(epoch).collect(),
        holds: holds.collect(),
    }
}

fn text(written: &Written<'_>) -> Result<Zeroizing<Vec<u8>>, String> {
    // Room from the beginning, so that the text is not moved and left behind while it grows.
    let holds: usize = written.holds.iter().map(|h| 1 + h.name.len() / 32).sum();
    let wrapped: usize = written.epochs.iter().filter_map(|e| e.wrapped).map(str::len).sum();
    let room = 512 + wrapped + 256 * (written.epochs.len() + holds);
    let mut text = Zeroizing::new(Vec::with_capacity(room));
    serde_json::to_writer_pretty(&mut *text, written).map_err(|e| e.to_string())?;
    text.push(b'\n');
    Ok(text)
}

pub(super) fn read_private(path: &Path) -> Result<Zeroizing<Vec<u8>>, String> {
    let file = File::open(path).map_err(|e| match e.kind() {
        io::ErrorKind::NotFound => {
            "there is no such file; `blackbar keys generate --out FILE` makes one, and `env:NAME` names an \
             environment variable"
                .to_owned()
        }
        _ => e.to_string(),
    })?;
    let data = file.metadata().map_err(|e| e.to_string())?;
    refuse_open_permissions(&data)?;
    if !data.is_file() || data.len() > LONGEST {
        return Err(format!("a key file is a regular file of at most {LONGEST} bytes"));
    }
    let room = usize::try_from(data.len()).unwrap_or(0);
    // One byte more than there should be: reading to the end then moves nothing.
    let mut text = Zeroizing::new(Vec::with_capacity(room + 1));
    file.take(LONGEST).read_to_end(&mut text).map_err(|e| e.to_string())?;
    Ok(text)
}

#[cfg(unix)]
fn refuse_open_permissions(data: &std::fs::Metadata) -> Result<(), String> {
    use std::os::unix::fs::PermissionsExt;
    let mode = data.permissions().mode() & 0o777;
    if mode & 0o077 == 0 {
        Ok(())
    } else {
        Err(format!("others than its owner may use this file (mode {mode:03o}); run `chmod 600` on it"))
    }
}

#[cfg(not(unix))]
#[expect(clippy::unnecessary_wraps, reason = "the same form as where permissions can be asked for")]
fn refuse_open_permissions(_: &std::fs::Metadata) -> Result<(), String> {
    Ok(())
}

/// Writes a new key file that only its owner may read.
///
/// # Errors
/// [`KeyFileError`], also if there is a file already.
pub fn create_key_file(path: &Path, keys: &KeySet) -> Result<(), KeyFileError> {
    let fail = |problem: String| KeyFileError { place: path.display().to_string(), problem };
    create(path, &render(keys).map_err(fail)?)
}

pub(super) fn create(path: &Path, text: &[u8]) -> Result<(), KeyFileError> {
    let fail = |problem: String| KeyFileError { place: path.display().to_string(), problem };
    write_new(path, text).map_err(|e| match e.kind() {
        io::ErrorKind::AlreadyExists => {
            fail("there is a file already; keys are never overwritten: choose another name".to_owned())
        }
        _ => fail(e.to_string()),
    })
}

/// Writes a new file with a private key for sealed tokens: 32 bytes in base 64 and a line feed.
///
/// # Errors
/// [`KeyFileError`], also if there is a file already.
pub fn create_seal_key_file(path: &Path, private: &Zeroizing<[u8; 32]>) -> Result<(), KeyFileError> {
    let mut text = Zeroizing::new(String::with_capacity(64));
    BASE64_STANDARD.encode_string(private.as_slice(), &mut text);
    text.push('\n');
    create(path, text.as_bytes())
}

/// Reads what [`create_seal_key_file`] writes.
///
/// # Errors
/// [`KeyFileError`] if there is none, if others may read the file, or if it is no private key.
pub fn read_seal_key_file(path: &Path) -> Result<PrivateSealKey, KeyFileError> {
    let fail = |problem: String| KeyFileError { place: path.display().to_string(), problem };
    let text = read_private(path).map_err(fail)?;
    let mut bytes = Zeroizing::new([0; 48]);
    BASE64_STANDARD
        .decode_slice(text.trim_ascii(), bytes.as_mut_slice())
        .ok()
        .and_then(|length| PrivateSealKey::new(bytes.get(..length)?).ok())
        .ok_or_else(|| fail("it is no private key as `blackbar keys recipient` makes it".to_owned()))
}

/// Replaces a key file in one step: whoever reads it finds the old keys or the new ones. After an error the old file is as
/// it was.
pub(super) fn replace(path: &Path, text: &[u8]) -> Result<(), KeyFileError> {
    let fail = |problem: String| KeyFileError { place: path.display().to_string(), problem };
    // Behind a link the file itself is replaced, not the link.
    let path = &std::fs::canonicalize(path).map_err(|e| fail(e.to_string()))?;
    let mut name = path.as_os_str().to_owned();
    name.push(".new");
    let new = PathBuf::from(name);
    let done = write_new(&new, text).and_then(|()| std::fs::rename(&new, path));
    done.map_err(|e| match e.kind() {
        io::ErrorKind::AlreadyExists => fail(format!(
            "{} is there: another change is under way, or one was cut off; take it away if none is",
            new.display()
        )),
        _ => fail(e.to_string()),
    })?;
    sync_folder(path).map_err(|e| fail(e.to_string()))
}

fn write_new(path: &Path, text: &[u8]) -> io::Result<()> {
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    {
        use std::os::unix::fs::OpenOptionsExt;
        options.mode(0o600);
    }
    let mut file = options.open(path)?;
    let written = file.write_all(text).and_then(|()| file.sync_all());
    if written.is_err() {
        // What is half written is no key file; that it stays would only be in the way.
        drop(file);
        std::fs::remove_file(path)?;
    }
    written.and_then(|()| sync_folder(path))
}

/// Makes the name of a file durable.
#[cfg(unix)]
fn sync_folder(path: &Path) -> io::Result<()> {
    let folder = path.parent().filter(|p| !p.as_os_str().is_empty()).unwrap_or(Path::new("."));
    File::open(folder)?.sync_all()
}

#[cfg(not(unix))]
fn sync_folder(_: &Path) -> io::Result<()> {
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn keys() -> KeySet {
        let mut keys = KeySet::generate(RootKey::new(&[1; 32]).unwrap());
        keys.rotate(RootKey::new(&[2; 32]).unwrap()).unwrap();
        keys.stage(RootKey::new(&[3; 32]).unwrap()).unwrap();
        keys.destroy(1).unwrap();
        keys.hold(Hold { epoch: 2, name: "case \"7\"".to_owned() }).unwrap();
        keys
    }

    #[test]
    fn what_is_written_is_read() {
        let text = render(&keys()).unwrap();
        let read = parse(&text).unwrap();
        assert_eq!(format!("{read:?}"), format!("{:?}", keys()));
        assert_eq!(read.holds(), keys().holds());
        assert_eq!(read.epochs()[1].key().unwrap().reveal_key(), &[2; 32]);
        assert!(read.epochs()[0].key().is_none());
    }

    #[test]
    fn the_text_is_not_moved_while_it_grows() {
        let keys = keys();
        let text = render(&keys).unwrap();
        assert!(text.len() < 256 + 256 * keys.epochs().len());
    }

    #[test]
    fn problems_quote_nothing() {
        let text = String::from_utf8(render(&keys()).unwrap().to_vec()).unwrap();
        let key = BASE64_STANDARD.encode([2; 32]);
        let other = BASE64_STANDARD.encode([9; 32]);
        for (from, to, want) in [
            ("\"version\": 1", "\"version\": 2", "it has version 2"),
            ("\"primary\"", "\"main\"", "the state of epoch 2 is none of pending, primary"),
            ("\"primary\"", "\"pending\"", "exactly one primary epoch; this one has 0"),
            (&key, "AgICAgICAgICAgIC", "the key of epoch 2 is not 32 bytes"),
            (&key, &other, "the id of epoch 2 is not that of its key"),
            ("\"version\"", "\"key-material\"", "line 2, column "),
            ("\"state\": \"primary\"", "\"state\": 3", "line 11, column "),
        ] {
            let problem = parse(text.replacen(from, to, 1).as_bytes()).unwrap_err();
            assert!(problem.contains(want), "{problem}");
            assert!(
                !problem.contains("AgIC") && !problem.contains("CQkJ") && !problem.contains("material"),
                "{problem}"
            );
        }
        assert!(parse(b"").is_err() && parse(b"[]").is_err());
    }
}
