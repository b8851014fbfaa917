//! Key files: a key set as JSON, readable by its owner only.
//!
//! ```json
//! {
//!   "version": 1,
//!   "epochs": [{ "epoch": 1, "state": "primary", "id": "2sa7mtkv", "key": "32 bytes in base 64" }],
//!   "holds": [{ "epoch": 1, "name": "case 7" }]
//! }
//! ```

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
    place: String,
    problem: String,
}

impl fmt::Display for KeyFileError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.place, self.problem)
    }
}

impl std::error::Error for KeyFileError {}

/// Where keys come from.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum KeySource {
    /// A key file.
    File(PathBuf),
    /// An environment variable that holds the text of a key file.
    Environment(String),
}

impl KeySource {
    /// `env:NAME` is an environment variable; everything else is a file.
    #[must_use]
    pub fn from_name(name: &std::ffi::OsStr) -> Self {
        match name.to_str().and_then(|name| name.strip_prefix("env:")) {
            Some(variable) => Self::Environment(variable.to_owned()),
            None => Self::File(name.into()),
        }
    }

    /// Reads the key set.
    ///
    /// # Errors
    /// [`KeyFileError`] if there is none, if others may read the file, or if it is no key set.
    #[expect(clippy::disallowed_methods, reason = "this is settings")]
    pub fn read(&self) -> Result<KeySet, KeyFileError> {
        match self {
            Self::File(path) => {
                let fail = |problem: String| KeyFileError { place: path.display().to_string(), problem };
                let text = read_private(path).map_err(fail)?;
                parse(&text).map_err(fail)
            }
            Self::Environment(name) => {
                let fail = |problem: &str| KeyFileError {
                    place: format!("environment variable {name}"),
                    problem: problem.to_owned(),
                };
                let text = std::env::var_os(name).ok_or_else(|| fail("it is not set"))?;
                let text = Zeroizing::new(text.into_encoded_bytes());
                parse(&text).map_err(|problem| fail(&problem))
            }
        }
    }
}

#[derive(Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
struct Written<'a> {
    version: u32,
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
}

#[derive(Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
struct WrittenHold<'a> {
    epoch: u32,
    #[serde(borrow)]
    name: Cow<'a, str>,
}

/// Reads a key set. Messages name lines and epochs and quote nothing, since what is in the wrong place could be a key.
fn parse(text: &[u8]) -> Result<KeySet, String> {
    let written: Written<'_> = serde_json::from_slice(text).map_err(|e| {
        format!("line {}, column {}: this is no key file of blackbar; restore it, or make one with `blackbar keys generate`", e.line(), e.column())
    })?;
    if written.version != 1 {
        return Err(format!("it has version {}; this program reads version 1", written.version));
    }
    let mut epochs = Vec::new();
    for epoch in &written.epochs {
        let number = epoch.epoch;
        let state = State::from_name(epoch.state).ok_or_else(|| {
            format!("the state of epoch {number} is none of {}", State::ALL.map(State::name).join(", "))
        })?;
        epochs.push(match epoch.key {
            None if state == State::Destroyed => Epoch::destroyed(number, &epoch.id)
                .ok_or_else(|| format!("the id of epoch {number} is not eight characters of base 32"))?,
            None => return Err(format!("epoch {number} has no key and is not destroyed")),
            Some(key) => {
                let problem = |_| format!("the key of epoch {number} is not 32 bytes in base 64");
                // 32 bytes take 44 characters; the decoder asks for room in whole groups.
                let mut bytes = Zeroizing::new([0; 48]);
                let length =
                    BASE64_STANDARD.decode_slice(key, bytes.as_mut_slice()).map_err(|_| problem(()))?;
                let root = RootKey::new(bytes.get(..length).unwrap_or_default()).map_err(|_| problem(()))?;
                if root.id().to_string() != epoch.id {
                    return Err(crate::token::KeyError::WrongId(number).to_string());
                }
                Epoch::new(number, state, root)
            }
        });
    }
    let hold = |h: WrittenHold<'_>| Hold { epoch: h.epoch, name: h.name.into_owned() };
    KeySet::new(epochs, written.holds.into_iter().map(hold).collect()).map_err(|e| e.to_string())
}

/// The text of a key file. Wiped when dropped.
fn render(keys: &KeySet) -> Result<Zeroizing<Vec<u8>>, String> {
    let coded: Vec<Option<Zeroizing<String>>> = keys
        .epochs()
        .iter()
        .map(|epoch| epoch.key().map(|key| Zeroizing::new(BASE64_STANDARD.encode(key.reveal_key()))))
        .collect();
    let written = Written {
        version: 1,
        epochs: keys
            .epochs()
            .iter()
            .zip(&coded)
            .map(|(epoch, key)| WrittenEpoch {
                epoch: epoch.number(),
                state: epoch.state().name(),
                id: Cow::Owned(epoch.id().to_string()),
                key: key.as_ref().map(|key| key.as_str()),
            })
            .collect(),
        holds: keys
            .holds()
            .iter()
            .map(|h| WrittenHold { epoch: h.epoch, name: Cow::Borrowed(h.name.as_str()) })
            .collect(),
    };
    // Room from the beginning, so that the text is not moved and left behind while it grows.
    let room =
        256 + 256 * (keys.epochs().len() + keys.holds().iter().map(|h| 1 + h.name.len() / 32).sum::<usize>());
    let mut text = Zeroizing::new(Vec::with_capacity(room));
    serde_json::to_writer_pretty(&mut *text, &written).map_err(|e| e.to_string())?;
    text.push(b'\n');
    Ok(text)
}

fn read_private(path: &Path) -> Result<Zeroizing<Vec<u8>>, String> {
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

fn create(path: &Path, text: &[u8]) -> Result<(), KeyFileError> {
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

/// Replaces a key file in one step: whoever reads it finds the old keys or the new ones.
///
/// # Errors
/// [`KeyFileError`]; the old file is then as it was.
pub fn replace_key_file(path: &Path, keys: &KeySet) -> Result<(), KeyFileError> {
    let fail = |problem: String| KeyFileError { place: path.display().to_string(), problem };
    // Behind a link the file itself is replaced, not the link.
    let path = &std::fs::canonicalize(path).map_err(|e| fail(e.to_string()))?;
    let text = render(keys).map_err(fail)?;
    let mut name = path.as_os_str().to_owned();
    name.push(".new");
    let new = PathBuf::from(name);
    let done = write_new(&new, &text).and_then(|()| std::fs::rename(&new, path));
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
