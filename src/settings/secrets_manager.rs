//! Key files in AWS Secrets Manager (feature `aws`).

use crate::aws::{Regions, Session};
use aws_sdk_secretsmanager::Client;
use aws_sdk_secretsmanager::error::{ProvideErrorMetadata, SdkError};
use zeroize::Zeroizing;

/// Reads a secret: the version that is current, or the one with a staging label. What the SDK itself holds of the answer
/// while it reads it is not wiped.
pub(super) fn read(id: &str, stage: Option<&str>) -> Result<Zeroizing<Vec<u8>>, String> {
    let session = Session::start(Regions::default())?;
    let client = Client::new(&session.config(super::arn_region(id), None)?);
    let call = client.get_secret_value().secret_id(id).set_version_stage(stage.map(str::to_owned)).send();
    let secret = session.block_on(call).map_err(|e| problem(&e))?;
    let text = secret.secret_string.map(String::into_bytes);
    let text =
        text.or_else(|| secret.secret_binary.map(aws_sdk_secretsmanager::primitives::Blob::into_inner));
    text.map(Zeroizing::new).ok_or_else(|| "the secret is empty".to_owned())
}

/// What the service says, by its code alone.
fn problem<E: ProvideErrorMetadata, R>(e: &SdkError<E, R>) -> String {
    let why = match e {
        SdkError::TimeoutError(_) => "no answer in time",
        SdkError::DispatchFailure(_) => "no connection or no credentials",
        _ => match e.code() {
            Some("ResourceNotFoundException") => {
                "there is no such secret or version in this region (ResourceNotFoundException)"
            }
            Some(code) => code,
            None => "an answer that is none",
        },
    };
    format!("Secrets Manager did not give it: {why}")
}
