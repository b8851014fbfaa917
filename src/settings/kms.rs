//! Root keys that AWS KMS draws and wraps (feature `aws`).
//!
//! The data key of `GenerateDataKey` is the root key of an epoch. Its encryption context, which `Decrypt` must name again,
//! says what it is for: so a wrapped key of another use, version or epoch does not open, and a policy of the key can
//! allow this context alone. The context stands in CloudTrail, as does every call.

use crate::aws::{Regions, Session};
use crate::token::RootKey;
use aws_sdk_kms::Client;
use aws_sdk_kms::error::{ProvideErrorMetadata, SdkError};
use aws_sdk_kms::primitives::Blob;
use aws_sdk_kms::types::DataKeySpec;
use base64::prelude::{BASE64_STANDARD, Engine as _};
use std::collections::HashMap;
use std::fmt;
use zeroize::Zeroizing;

/// The way to the service.
pub(super) struct Kms {
    session: Session,
    client: Client,
}

impl fmt::Debug for Kms {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Kms")
    }
}

/// A key that was drawn.
pub(super) struct Fresh {
    pub(super) root: RootKey,
    /// In base 64.
    pub(super) wrapped: String,
    /// The ARN of the key that wraps it.
    pub(super) kms: String,
}

/// What a wrapped key is for.
fn context(epoch: u32) -> HashMap<String, String> {
    [
        ("blackbar-purpose", "root key of tokens".to_owned()),
        ("blackbar-version", "1".to_owned()),
        ("blackbar-epoch", epoch.to_string()),
    ]
    .map(|(name, value)| (name.to_owned(), value))
    .into()
}

impl Kms {
    /// The service in the region of a key's ARN, or in the home region.
    pub(super) fn new(key: &str) -> Result<Self, String> {
        let session = Session::start(Regions::default())?;
        let client = Client::new(&session.config(super::arn_region(key), None)?);
        Ok(Self { session, client })
    }

    /// Draws a key for an epoch.
    pub(super) fn generate(&self, key: &str, epoch: u32) -> Result<Fresh, String> {
        let call = self
            .client
            .generate_data_key()
            .key_id(key)
            .key_spec(DataKeySpec::Aes256)
            .set_encryption_context(Some(context(epoch)))
            .send();
        let drawn = self.session.block_on(call).map_err(|e| problem("drew no key", &e))?;
        let wrapped = drawn.ciphertext_blob.ok_or("KMS gave no wrapped key")?;
        let root = root(drawn.plaintext)?;
        Ok(Fresh {
            root,
            wrapped: BASE64_STANDARD.encode(wrapped.as_ref()),
            kms: drawn.key_id.unwrap_or_else(|| key.to_owned()),
        })
    }

    /// Opens the wrapped key of an epoch.
    pub(super) fn open(&self, key: &str, epoch: u32, wrapped: &str) -> Result<RootKey, String> {
        let blob = BASE64_STANDARD
            .decode(wrapped)
            .map_err(|_| format!("the wrapped key of epoch {epoch} is not base 64"))?;
        let call = self
            .client
            .decrypt()
            .key_id(key)
            .ciphertext_blob(Blob::new(blob))
            .set_encryption_context(Some(context(epoch)))
            .send();
        let opened =
            self.session.block_on(call).map_err(|e| problem(&format!("did not open epoch {epoch}"), &e))?;
        root(opened.plaintext)
    }
}

fn root(plain: Option<Blob>) -> Result<RootKey, String> {
    let plain = Zeroizing::new(plain.ok_or("KMS gave no key")?.into_inner());
    RootKey::new(&plain).map_err(|e| e.to_string())
}

/// What the service says, by its code: messages of services may repeat what was sent.
fn problem<E: ProvideErrorMetadata, R>(what: &str, e: &SdkError<E, R>) -> String {
    let why = match e {
        SdkError::TimeoutError(_) => "no answer in time",
        SdkError::DispatchFailure(_) => "no connection or no credentials",
        _ => match e.code() {
            Some("InvalidCiphertextException") => {
                "it was not wrapped by this key for this epoch (InvalidCiphertextException); restore the file"
            }
            Some(code) => code,
            None => "an answer that is none",
        },
    };
    format!("KMS {what}: {why}")
}
