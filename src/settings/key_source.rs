//! Where keys come from: a name on the command line to a key set.

use super::key_file::{self, KeyFileError};
use crate::token::KeySet;
use std::ffi::OsStr;
use std::path::PathBuf;
use zeroize::Zeroizing;

/// What programs say that were built without the feature `aws`.
#[cfg(not(feature = "aws"))]
pub(super) const NO_AWS: &str = "this program was built without AWS; build it with `--features aws`";

/// Where keys come from.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum KeySource {
    /// A key file.
    File(PathBuf),
    /// An environment variable that holds the text of a key file.
    Environment(String),
    /// A secret of AWS Secrets Manager that holds the text of a key file.
    Secret {
        /// Its name or ARN.
        id: String,
        /// The staging label of the version; without one that is `AWSCURRENT`.
        stage: Option<String>,
    },
    /// A key file whose keys are wrapped by a key of AWS KMS.
    Kms(PathBuf),
}

impl KeySource {
    /// `env:NAME` is an environment variable, `aws-secret:NAME` or `aws-secret:NAME#STAGE` a secret, `aws-kms:FILE` a file
    /// with wrapped keys; everything else is a file.
    #[must_use]
    pub fn from_name(name: &OsStr) -> Self {
        let text = name.to_str().unwrap_or_default();
        match text.split_once(':') {
            Some(("env", variable)) => Self::Environment(variable.to_owned()),
            // Neither names nor ARNs of secrets hold a `#`.
            Some(("aws-secret", secret)) => match secret.split_once('#') {
                Some((id, stage)) => Self::Secret { id: id.to_owned(), stage: Some(stage.to_owned()) },
                None => Self::Secret { id: secret.to_owned(), stage: None },
            },
            Some(("aws-kms", file)) => Self::Kms(file.into()),
            _ => Self::File(name.into()),
        }
    }

    /// What it is called in messages.
    pub(super) fn place(&self) -> String {
        match self {
            Self::File(path) | Self::Kms(path) => path.display().to_string(),
            Self::Environment(name) => format!("environment variable {name}"),
            Self::Secret { id, stage: None } => format!("secret {id}"),
            Self::Secret { id, stage: Some(stage) } => format!("secret {id}, version {stage}"),
        }
    }

    /// Reads the key set.
    ///
    /// # Errors
    /// [`KeyFileError`] if there is none, if others may read the file, if it is no key set, or if AWS does not give it.
    pub fn read(&self) -> Result<KeySet, KeyFileError> {
        let fail = |problem: String| KeyFileError { place: self.place(), problem };
        match self {
            Self::File(path) => {
                key_file::read_private(path).and_then(|text| key_file::parse(&text)).map_err(fail)
            }
            Self::Environment(name) => variable(name).and_then(|text| key_file::parse(&text)).map_err(fail),
            #[cfg(feature = "aws")]
            Self::Secret { id, stage } => {
                let text = super::secrets_manager::read(id, stage.as_deref()).map_err(fail)?;
                key_file::parse(&text).map_err(fail)
            }
            #[cfg(feature = "aws")]
            Self::Kms(_) => super::KeyFile::open(self).map(super::KeyFile::into_keys),
            #[cfg(not(feature = "aws"))]
            Self::Secret { .. } | Self::Kms(_) => Err(fail(NO_AWS.to_owned())),
        }
    }
}

#[expect(clippy::disallowed_methods, reason = "this is settings")]
fn variable(name: &str) -> Result<Zeroizing<Vec<u8>>, String> {
    let text = std::env::var_os(name).ok_or("it is not set")?;
    Ok(Zeroizing::new(text.into_encoded_bytes()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_says_where_to_look() {
        let secret = |id: &str, stage: Option<&str>| KeySource::Secret {
            id: id.to_owned(),
            stage: stage.map(str::to_owned),
        };
        let arn = "arn:aws:secretsmanager:eu-central-1:111122223333:secret:keys-a1B2c3";
        for (name, want) in [
            ("keys.json", KeySource::File("keys.json".into())),
            ("./env:A", KeySource::File("./env:A".into())),
            ("env:A", KeySource::Environment("A".to_owned())),
            ("aws-secret:keys", secret("keys", None)),
            ("aws-secret:keys#AWSPREVIOUS", secret("keys", Some("AWSPREVIOUS"))),
            (&format!("aws-secret:{arn}"), secret(arn, None)),
            ("aws-kms:a:b", KeySource::Kms("a:b".into())),
        ] {
            assert_eq!(KeySource::from_name(OsStr::new(name)), want, "{name}");
        }
    }
}
