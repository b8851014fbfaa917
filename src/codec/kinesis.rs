//! Events of a Kinesis stream that calls a function, and the reply that names what is to be tried again.
//!
//! <https://docs.aws.amazon.com/lambda/latest/dg/with-kinesis.html> and, for the reply,
//! <https://docs.aws.amazon.com/lambda/latest/dg/services-kinesis-batchfailurereporting.html>.

use super::firehose::decode;
use serde::{Deserialize, Serialize};
use std::borrow::Cow;

/// One record.
#[non_exhaustive]
pub struct KinesisRecord {
    /// Its sequence number, by which it is named in the reply.
    pub sequence: String,
    /// Its data, or the length of what was no base64.
    pub data: Result<Vec<u8>, usize>,
}

impl std::fmt::Debug for KinesisRecord {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("KinesisRecord")
            .field("bytes", &self.data.as_ref().map_or_else(|len| *len, Vec::len))
            .finish_non_exhaustive()
    }
}

#[derive(Deserialize)]
struct WireEvent<'a> {
    #[serde(rename = "Records", borrow)]
    records: Vec<WireRecord<'a>>,
}

#[derive(Deserialize)]
struct WireRecord<'a> {
    #[serde(borrow)]
    kinesis: WireKinesis<'a>,
}

#[derive(Deserialize)]
struct WireKinesis<'a> {
    #[serde(rename = "sequenceNumber", borrow)]
    sequence: Cow<'a, str>,
    #[serde(default, borrow)]
    data: Option<Cow<'a, str>>,
}

/// The records of a JSON document whose depth was checked and which is destroyed; `None` if it is no such event.
#[must_use]
pub fn read_kinesis(document: &mut [u8]) -> Option<Vec<KinesisRecord>> {
    let event: WireEvent<'_> = simd_json::serde::from_slice(document).ok()?;
    let read = |record: WireRecord<'_>| KinesisRecord {
        sequence: record.kinesis.sequence.into_owned(),
        data: decode(&record.kinesis.data.unwrap_or_default()),
    };
    Some(event.records.into_iter().map(read).collect())
}

#[derive(Serialize)]
struct WireReply<'a> {
    #[serde(rename = "batchItemFailures")]
    failures: Vec<WireFailure<'a>>,
}

#[derive(Serialize)]
struct WireFailure<'a> {
    #[serde(rename = "itemIdentifier")]
    sequence: &'a str,
}

/// The reply that names the records which were not delivered.
#[must_use]
pub fn kinesis_reply<'a>(failed: impl Iterator<Item = &'a str>) -> Vec<u8> {
    let reply = WireReply { failures: failed.map(|sequence| WireFailure { sequence }).collect() };
    // Strings serialise; an empty reply would make the whole batch come again.
    serde_json::to_vec(&reply).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn records_are_read_and_named() {
        let mut event =
            br#"{"Records":[{"kinesis":{"kinesisSchemaVersion":"1.0","sequenceNumber":"495","data":"YQ=="},
            "eventSource":"aws:kinesis"},{"kinesis":{"sequenceNumber":"496","data":"?"}}]}"#
                .to_vec();
        let records = read_kinesis(&mut event).unwrap();
        let read: Vec<_> = records.iter().map(|r| (r.sequence.as_str(), r.data.clone())).collect();
        assert_eq!(read, [("495", Ok(b"a".to_vec())), ("496", Err(1))]);
        assert_eq!(format!("{:?}", records[0]), "KinesisRecord { bytes: 1, .. }");
        assert_eq!(
            kinesis_reply(["496"].into_iter()),
            br#"{"batchItemFailures":[{"itemIdentifier":"496"}]}"#
        );
        assert_eq!(kinesis_reply([].into_iter()), br#"{"batchItemFailures":[]}"#);
        assert!(read_kinesis(&mut br#"{"Records":[{"s3":{}}]}"#.to_vec()).is_none());
    }
}
