//! Firehose transformation events and their replies.
//!
//! <https://docs.aws.amazon.com/firehose/latest/dev/data-transformation.html>. Every record is answered, and always
//! with `Ok`: a record that is answered `ProcessingFailed` is written to the error bucket with its original data.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde::{Deserialize, Serialize};

/// An event.
#[derive(Debug)]
#[non_exhaustive]
pub struct TransformEvent {
    /// The records in order.
    pub records: Vec<TransformRecord>,
}

/// One record of an event.
#[non_exhaustive]
pub struct TransformRecord {
    /// Its name, to be given back.
    pub id: String,
    /// Its data, or the length of what was no base64.
    pub data: Result<Vec<u8>, usize>,
}

impl std::fmt::Debug for TransformRecord {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("TransformRecord")
            .field("bytes", &self.data.as_ref().map_or_else(|len| *len, Vec::len))
            .finish_non_exhaustive()
    }
}

#[derive(Deserialize)]
struct WireEvent {
    #[serde(rename = "invocationId")]
    invocation_id: Option<String>,
    #[serde(rename = "deliveryStreamArn")]
    delivery_stream_arn: Option<String>,
    records: Vec<WireRecord>,
}

#[derive(Deserialize)]
struct WireRecord {
    #[serde(rename = "recordId")]
    id: String,
    #[serde(default)]
    data: Option<String>,
}

#[derive(Serialize)]
struct WireReply<'a> {
    records: Vec<WireAnswer<'a>>,
}

#[derive(Serialize)]
struct WireAnswer<'a> {
    #[serde(rename = "recordId")]
    id: &'a str,
    result: &'static str,
    data: String,
}

impl TransformEvent {
    /// Reads a JSON document whose depth was checked; `None` if it is no such event: an object with `invocationId`,
    /// `deliveryStreamArn` and `records`. Log lines with records of their own are not answered like one.
    #[must_use]
    pub fn read(document: &[u8]) -> Option<Self> {
        // The parser unescapes in place, so it works on a copy.
        let mut copy = document.to_vec();
        let event: WireEvent = simd_json::serde::from_slice(&mut copy).ok()?;
        event.invocation_id.and(event.delivery_stream_arn)?;
        let read = |record: WireRecord| {
            let encoded = record.data.unwrap_or_default();
            TransformRecord { id: record.id, data: STANDARD.decode(&encoded).map_err(|_| encoded.len()) }
        };
        Some(Self { records: event.records.into_iter().map(read).collect() })
    }
}

/// The reply to an event: each name with its new data.
#[must_use]
pub fn reply<'a>(answers: impl Iterator<Item = (&'a str, Vec<u8>)>) -> Vec<u8> {
    let records =
        answers.map(|(id, data)| WireAnswer { id, result: "Ok", data: STANDARD.encode(data) }).collect();
    // Strings serialise; an empty reply would make Firehose try again, which leaks nothing.
    serde_json::to_vec(&WireReply { records }).unwrap_or_default()
}
