//! A key file that is changed: its keys, and how they are wrapped if they are.

use super::key_file::{self, KeyFileError};
use super::key_source::KeySource;
#[cfg(feature = "aws")]
use super::{key_file::Wrapping, kms::Kms};
use crate::token::{KeySet, RootKey};
use std::path::{Path, PathBuf};

/// A key file with its keys. `Debug` prints no key.
#[derive(Debug)]
pub struct KeyFile {
    path: PathBuf,
    keys: KeySet,
    #[cfg(feature = "aws")]
    wrapped: Option<(Kms, Wrapping)>,
}

impl KeyFile {
    /// Reads a key file.
    ///
    /// # Errors
    /// [`KeyFileError`], also if the source is no file: what comes from elsewhere is changed there.
    pub fn open(source: &KeySource) -> Result<Self, KeyFileError> {
        let fail = |problem: String| KeyFileError { place: source.place(), problem };
        match source {
            KeySource::File(path) => Ok(Self {
                path: path.clone(),
                keys: source.read()?,
                #[cfg(feature = "aws")]
                wrapped: None,
            }),
            #[cfg(feature = "aws")]
            KeySource::Kms(path) => {
                let text = key_file::read_private(path).map_err(fail)?;
                let wrapping = key_file::wrapping(&text).map_err(fail)?;
                let kms = Kms::new(&wrapping.kms).map_err(fail)?;
                let keys = key_file::parse_wrapped(&text, |epoch, blob| kms.open(&wrapping.kms, epoch, blob));
                Ok(Self { path: path.clone(), keys: keys.map_err(fail)?, wrapped: Some((kms, wrapping)) })
            }
            #[cfg(not(feature = "aws"))]
            KeySource::Kms(_) => Err(fail(super::key_source::NO_AWS.to_owned())),
            KeySource::Environment(_) | KeySource::Secret { .. } => {
                Err(fail("keys are changed in a file, which then takes the place of what is here".to_owned()))
            }
        }
    }

    /// Makes a new key file with one epoch, whose key KMS draws and wraps with `kms`: the id, ARN or alias of a symmetric
    /// key.
    ///
    /// # Errors
    /// [`KeyFileError`], also if there is a file already.
    #[cfg(feature = "aws")]
    pub fn create_wrapped(path: &Path, kms: &str) -> Result<KeySet, KeyFileError> {
        let fail = |problem: String| KeyFileError { place: path.display().to_string(), problem };
        let service = Kms::new(kms).map_err(fail)?;
        let fresh = service.generate(kms, 1).map_err(fail)?;
        let wrapping = Wrapping { kms: fresh.kms, keys: [(1, fresh.wrapped)].into() };
        let keys = KeySet::generate(fresh.root);
        key_file::create(path, &key_file::render_wrapped(&keys, &wrapping).map_err(fail)?)?;
        Ok(keys)
    }

    /// As with the feature `aws`.
    ///
    /// # Errors
    /// Always: this program was built without it.
    #[cfg(not(feature = "aws"))]
    pub fn create_wrapped(path: &Path, _: &str) -> Result<KeySet, KeyFileError> {
        let problem = super::key_source::NO_AWS.to_owned();
        Err(KeyFileError { place: path.display().to_string(), problem })
    }

    /// The keys.
    #[must_use]
    pub const fn keys(&self) -> &KeySet {
        &self.keys
    }

    /// The keys, to be changed.
    pub const fn keys_mut(&mut self) -> &mut KeySet {
        &mut self.keys
    }

    /// The keys alone.
    #[must_use]
    pub fn into_keys(self) -> KeySet {
        self.keys
    }

    /// A key for the next epoch: what `random` draws, or what KMS draws where keys are wrapped.
    ///
    /// # Errors
    /// What `random` says, or KMS.
    pub fn fresh(&mut self, random: impl FnOnce() -> Result<RootKey, String>) -> Result<RootKey, String> {
        #[cfg(feature = "aws")]
        if let Some((kms, wrapping)) = &mut self.wrapped {
            let last = self.keys.epochs().last().map_or(0, crate::token::Epoch::number);
            let epoch = last.checked_add(1).ok_or("there are no numbers left for epochs")?;
            let fresh = kms.generate(&wrapping.kms, epoch)?;
            wrapping.keys.insert(epoch, fresh.wrapped);
            return Ok(fresh.root);
        }
        random()
    }

    /// Replaces the file in one step.
    ///
    /// # Errors
    /// [`KeyFileError`]; the old file is then as it was.
    pub fn save(&self) -> Result<(), KeyFileError> {
        let fail = |problem: String| KeyFileError { place: self.path.display().to_string(), problem };
        #[cfg(feature = "aws")]
        if let Some((_, wrapping)) = &self.wrapped {
            let text = key_file::render_wrapped(&self.keys, wrapping).map_err(fail)?;
            return key_file::replace(&self.path, &text);
        }
        key_file::replace(&self.path, &key_file::render(&self.keys).map_err(fail)?)
    }
}
