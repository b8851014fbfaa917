//! Requests to the service, through the SDK.

use super::{Failed, Put};
use crate::aws::{Role, Session};
use aws_sdk_firehose::Client;
use aws_sdk_firehose::config::retry::RetryConfig;
use aws_sdk_firehose::error::{ProvideErrorMetadata, SdkError};
use aws_sdk_firehose::operation::put_record_batch::PutRecordBatchError;
use aws_sdk_firehose::primitives::Blob;
use aws_sdk_firehose::types::Record;
use std::time::Duration;
use tokio::time::Instant;

/// A stream, and until when it may be tried.
#[derive(Debug)]
pub struct Stream {
    client: Client,
    name: String,
    deadline: Option<Instant>,
}

impl Stream {
    /// The stream of a name in the home region, or of an ARN in its own, under a role if there is one.
    ///
    /// # Errors
    /// It is no name of a stream, or in a region that is not allowed.
    pub fn new(session: &Session, name: &str, role: Option<&Role>) -> Result<Self, String> {
        let (region, name) = parse(name)?;
        let config = session.config(region, role).map_err(|e| format!("stream {name}: {e}"))?;
        // What comes again is decided here and not by the SDK, which would send whole requests again.
        let config =
            aws_sdk_firehose::config::Builder::from(&config).retry_config(RetryConfig::disabled()).build();
        Ok(Self { client: Client::from_conf(config), name: name.to_owned(), deadline: None })
    }

    /// The region that it is in.
    #[must_use]
    pub fn region(&self) -> &str {
        self.client.config().region().map_or("", |region| region.as_ref())
    }

    /// From now on nothing is waited for longer than this.
    pub fn within(&mut self, time: Duration) {
        self.deadline = Some(Instant::now() + time);
    }
}

impl Put for Stream {
    async fn put(&mut self, records: Vec<Vec<u8>>) -> Result<Vec<bool>, (Failed, String)> {
        let count = records.len();
        let mut call = self.client.put_record_batch().delivery_stream_name(&self.name);
        for data in records {
            match Record::builder().data(Blob::new(data)).build() {
                Ok(record) => call = call.records(record),
                Err(_) => return Err((Failed::ForGood, "a record cannot be built".to_owned())),
            }
        }
        let answer = match self.deadline {
            None => call.send().await,
            Some(deadline) => match tokio::time::timeout_at(deadline, call.send()).await {
                Ok(answer) => answer,
                Err(_) => return Err((Failed::ForGood, "there was no time for an answer".to_owned())),
            },
        };
        match answer {
            Ok(answer) => {
                // Only a record with an id is there.
                let mut accepted: Vec<bool> = answer
                    .request_responses()
                    .iter()
                    .map(|r| r.error_code().is_none() && r.record_id().is_some())
                    .collect();
                if accepted.len() != count {
                    accepted.clear();
                }
                Ok(accepted)
            }
            Err(e) => Err(failed(&e)),
        }
    }

    async fn pause(&mut self, most: Duration) -> bool {
        let mut bytes = [0; 4];
        // Without randomness it is the whole pause.
        let share = getrandom::fill(&mut bytes).map_or(u32::MAX, |()| u32::from_le_bytes(bytes));
        let end = Instant::now() + most.mul_f64(f64::from(share) / f64::from(u32::MAX));
        if self.deadline.is_some_and(|deadline| end >= deadline) {
            return false;
        }
        tokio::time::sleep_until(end).await;
        true
    }
}

/// The region, if it is an ARN, and the name.
fn parse(text: &str) -> Result<(Option<&str>, &str), String> {
    let (region, name) = match text.splitn(6, ':').collect::<Vec<_>>().as_slice() {
        ["arn", _, "firehose", region, _, name] => {
            (Some(*region), name.strip_prefix("deliverystream/").unwrap_or_default())
        }
        [name] => (None, *name),
        _ => (None, ""),
    };
    let right = (1..=64).contains(&name.len())
        && name.bytes().all(|b| b.is_ascii_alphanumeric() || b"_.-".contains(&b));
    if right {
        return Ok((region, name));
    }
    Err("a stream is written by its name, or as arn:aws:firehose:REGION:ACCOUNT:deliverystream/NAME"
        .to_owned())
}

/// What an error of a request is; its message may name accounts, so only its code is told.
fn failed(e: &SdkError<PutRecordBatchError>) -> (Failed, String) {
    /// Codes of answers below 500 after which it may go better.
    const BUSY: [&str; 4] = [
        "ThrottlingException",
        "LimitExceededException",
        "ProvisionedThroughputExceededException",
        "RequestTimeoutException",
    ];
    let status = match e {
        SdkError::TimeoutError(_) => return (Failed::ForNow, "no answer in time".to_owned()),
        SdkError::DispatchFailure(failure) => {
            let what = if failure.is_io() || failure.is_timeout() {
                "no connection"
            } else {
                "no credentials or no connection"
            };
            return (Failed::ForNow, what.to_owned());
        }
        SdkError::ResponseError(response) => response.raw().status().as_u16(),
        SdkError::ServiceError(error) => error.raw().status().as_u16(),
        _ => return (Failed::ForGood, "the request cannot be built: are there credentials?".to_owned()),
    };
    let code: String =
        e.code().unwrap_or("error").chars().filter(char::is_ascii_alphanumeric).take(64).collect();
    let how = match status {
        429 | 500.. => Failed::ForNow,
        _ if BUSY.contains(&code.as_str()) => Failed::ForNow,
        _ => Failed::ForGood,
    };
    (how, format!("{code}, status {status}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn streams_are_named() {
        assert_eq!(parse("logs"), Ok((None, "logs")));
        let arn = "arn:aws:firehose:eu-central-1:111122223333:deliverystream/logs_1.a-b";
        assert_eq!(parse(arn), Ok((Some("eu-central-1"), "logs_1.a-b")));
        for bad in [
            "",
            "a b",
            "a/b",
            "arn:aws:s3:::bucket",
            "arn:aws:firehose:eu-central-1:1:stream/a",
            &"a".repeat(65),
        ] {
            assert!(parse(bad).is_err(), "{bad}");
        }
    }
}
