//! A bucket of S3 for sealed copies: encrypted by KMS on top, and locked for a time if that is asked for.

use crate::aws::Session;
use aws_sdk_s3::Client;
use aws_sdk_s3::error::{ProvideErrorMetadata, SdkError};
use aws_sdk_s3::primitives::{ByteStream, DateTime};
use aws_sdk_s3::types::{ObjectLockMode, ServerSideEncryption};

/// Where copies go. What is put there must be sealed before.
#[derive(Debug)]
pub struct Bucket {
    client: Client,
    name: String,
    prefix: String,
    kms_key: Option<String>,
    lock_days: Option<u32>,
}

impl Bucket {
    /// The bucket and prefix of `s3://BUCKET/PREFIX`, in the home region.
    ///
    /// # Errors
    /// It is written otherwise.
    pub fn new(session: &Session, url: &str) -> Result<Self, String> {
        let rest = url.strip_prefix("s3://").unwrap_or_default();
        let (name, prefix) = rest.split_once('/').unwrap_or((rest, ""));
        if name.is_empty() {
            return Err("a bucket is written s3://BUCKET/PREFIX".to_owned());
        }
        let config = session.config(None, None)?;
        // A host of its own for each bucket is for AWS; what stands elsewhere is asked by path.
        let config = aws_sdk_s3::config::Builder::from(&config)
            .force_path_style(config.endpoint_url().is_some())
            .build();
        let prefix = prefix.trim_end_matches('/').to_owned();
        Ok(Self {
            client: Client::from_conf(config),
            name: name.to_owned(),
            prefix,
            kms_key: None,
            lock_days: None,
        })
    }

    /// Encrypts with this key of KMS in place of the account's key for S3.
    #[must_use]
    pub fn kms_key(mut self, key: Option<String>) -> Self {
        self.kms_key = key;
        self
    }

    /// Locks each object for so many days: nobody can delete it, whoever they are (Object Lock in compliance mode). The
    /// bucket must allow it.
    #[must_use]
    pub const fn lock_days(mut self, days: Option<u32>) -> Self {
        self.lock_days = days;
        self
    }

    /// Puts a new object, at `now` in seconds since 1970; one of that name is never written over.
    ///
    /// # Errors
    /// The code of the service.
    pub async fn put(&self, name: &str, sealed: Vec<u8>, now: u64) -> Result<(), String> {
        let key = if self.prefix.is_empty() { name.to_owned() } else { format!("{}/{name}", self.prefix) };
        let mut call = self
            .client
            .put_object()
            .bucket(&self.name)
            .key(key)
            .if_none_match("*")
            .content_type("application/octet-stream")
            .server_side_encryption(ServerSideEncryption::AwsKms)
            .set_ssekms_key_id(self.kms_key.clone())
            .body(ByteStream::from(sealed));
        if let Some(days) = self.lock_days {
            let until = i64::try_from(now + u64::from(days) * 86_400).unwrap_or(i64::MAX);
            call = call
                .object_lock_mode(ObjectLockMode::Compliance)
                .object_lock_retain_until_date(DateTime::from_secs(until));
        }
        call.send().await.map(|_| ()).map_err(|e| problem(&e))
    }

    /// Names of the objects below the prefix, in order.
    ///
    /// # Errors
    /// The code of the service.
    pub async fn list(&self) -> Result<Vec<String>, String> {
        let mut names = Vec::new();
        let mut pages =
            self.client.list_objects_v2().bucket(&self.name).prefix(&self.prefix).into_paginator().send();
        while let Some(page) = pages.next().await {
            let page = page.map_err(|e| problem(&e))?;
            names.extend(page.contents().iter().filter_map(|object| object.key().map(str::to_owned)));
        }
        Ok(names)
    }

    /// The bytes of an object, or of one of its versions; `most` of them at most.
    ///
    /// # Errors
    /// The code of the service, or that it is longer.
    pub async fn get(&self, key: &str, version: Option<&str>, most: Option<u64>) -> Result<Vec<u8>, String> {
        let call = self.client.get_object().bucket(&self.name).key(key);
        let object = call.set_version_id(version.map(str::to_owned)).send().await.map_err(|e| problem(&e))?;
        // It says its length before it is read.
        let len = object.content_length().and_then(|len| u64::try_from(len).ok());
        if let Some(most) = most.filter(|most| len.is_none_or(|len| len > *most)) {
            return Err(format!("it is longer than {} MiB", most >> 20));
        }
        let body = object.body.collect().await.map_err(|_| "the connection broke".to_owned())?;
        Ok(body.to_vec())
    }

    /// What follows the name of the bucket.
    #[must_use]
    pub fn prefix(&self) -> &str {
        &self.prefix
    }
}

/// An error by its code: a message may name more.
fn problem<E: ProvideErrorMetadata, R>(e: &SdkError<E, R>) -> String {
    match e {
        SdkError::TimeoutError(_) => "no answer in time".to_owned(),
        SdkError::DispatchFailure(_) => "no connection or no credentials".to_owned(),
        _ => {
            let code = e.code().unwrap_or("error");
            code.chars().filter(char::is_ascii_alphanumeric).take(64).collect()
        }
    }
}
