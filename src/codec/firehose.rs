//! Firehose transformation events and their replies.
//!
//! <https://docs.aws.amazon.com/firehose/latest/dev/data-transformation.html>. Every record is answered, and always
//! with `Ok`: a record that is answered `ProcessingFailed` is written to the error bucket with its original data.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde::Deserialize;
use serde::de::IgnoredAny;
use std::borrow::Cow;

/// An event.
#[derive(Debug)]
#[non_exhaustive]
pub struct TransformEvent {
    /// The records in order.
    pub records: Vec<TransformRecord>,
    /// The ARN of the stream.
    pub stream: Option<String>,
    /// Whether the stream reads from one of Kinesis, and so takes no records from elsewhere.
    pub from_kinesis: bool,
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
struct WireEvent<'a> {
    #[serde(rename = "invocationId")]
    invocation_id: Option<IgnoredAny>,
    #[serde(rename = "deliveryStreamArn", borrow)]
    delivery_stream_arn: Option<Member<'a>>,
    #[serde(rename = "sourceKinesisStreamArn")]
    kinesis_stream_arn: Option<IgnoredAny>,
    #[serde(borrow)]
    records: Vec<WireRecord<'a>>,
}

/// A text, or something else that is not looked at.
#[derive(Deserialize)]
#[serde(untagged)]
enum Member<'a> {
    Text(#[serde(borrow)] Cow<'a, str>),
    Other(IgnoredAny),
}

#[derive(Deserialize)]
struct WireRecord<'a> {
    #[serde(rename = "recordId", borrow)]
    id: Cow<'a, str>,
    #[serde(default, borrow)]
    data: Option<Cow<'a, str>>,
}

impl TransformEvent {
    /// Reads a JSON document whose depth was checked; `None` if it is no such event: an object with `invocationId`,
    /// `deliveryStreamArn` and `records`. Log lines with records of their own are not answered like one.
    #[must_use]
    pub fn read(document: &[u8]) -> Option<Self> {
        Self::read_in_place(&mut document.to_vec())
    }

    /// The same for a document that may be destroyed: the parser unescapes in place.
    #[must_use]
    pub fn read_in_place(document: &mut [u8]) -> Option<Self> {
        let event: WireEvent<'_> = simd_json::serde::from_slice(document).ok()?;
        let stream = match event.invocation_id.and(event.delivery_stream_arn)? {
            Member::Text(arn) => Some(arn.into_owned()),
            Member::Other(_) => None,
        };
        let read = |record: WireRecord<'_>| {
            let encoded = record.data.unwrap_or_default();
            TransformRecord { id: record.id.into_owned(), data: decode(&encoded) }
        };
        let from_kinesis = event.kinesis_stream_arn.is_some();
        Some(Self { records: event.records.into_iter().map(read).collect(), stream, from_kinesis })
    }
}

/// Data in base64, or the length of what is none.
pub(super) fn decode(encoded: &str) -> Result<Vec<u8>, usize> {
    STANDARD.decode(encoded).map_err(|_| encoded.len())
}

/// Appends data in base64.
pub(super) fn encode_onto(data: &[u8], out: &mut Vec<u8>) {
    let start = out.len();
    out.resize(start + base64_len(data.len()), 0);
    if let Some(room) = out.get_mut(start..) {
        // The room is what it takes.
        let written = STANDARD.encode_slice(data, room).unwrap_or_default();
        out.truncate(start + written);
    }
}

/// What stands around the answers of a reply.
const OPEN: &[u8] = br#"{"records":["#;
const CLOSE: &[u8] = b"]}";

/// What begins the keys of an answer.
const METADATA: &[u8] = br#","metadata":{"partitionKeys":{"#;

/// Bytes that keys take in an answer at most, for names and values of so many bytes that need no escaping.
#[must_use]
pub fn keys_len(lengths: &[(usize, usize)]) -> usize {
    if lengths.is_empty() {
        return 0;
    }
    METADATA.len() + 2 + lengths.iter().map(|(name, value)| name + value + r#""":"","#.len()).sum::<usize>()
}

/// The reply to an event: each name with its new data, in the order of the event.
pub struct Reply {
    out: Vec<u8>,
}

impl std::fmt::Debug for Reply {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Reply({} bytes)", self.out.len())
    }
}

impl Reply {
    /// An empty reply with room for so many bytes.
    #[must_use]
    pub fn with_capacity(bytes: usize) -> Self {
        let mut out = Vec::with_capacity(bytes);
        out.extend_from_slice(OPEN);
        Self { out }
    }

    /// Answers a record: `Ok` with its data, or `Dropped`. Keys are names and values that need no escaping.
    pub fn push(&mut self, id: &str, data: Option<&[u8]>, keys: &[(&str, String)]) {
        if self.out.len() > OPEN.len() {
            self.out.push(b',');
        }
        self.out.extend_from_slice(br#"{"recordId":"#);
        self.out.extend_from_slice(&json_string(id));
        self.out.extend_from_slice(match data {
            Some(_) => br#","result":"Ok","data":""#,
            None => br#","result":"Dropped","data":""#,
        });
        encode_onto(data.unwrap_or_default(), &mut self.out);
        self.out.push(b'"');
        if data.is_some() && !keys.is_empty() {
            // The names are those of the model: `metadata.partitionKeys`.
            self.out.extend_from_slice(METADATA);
            for (n, (name, value)) in keys.iter().enumerate() {
                if n > 0 {
                    self.out.push(b',');
                }
                self.out.extend_from_slice(&json_string(name));
                self.out.push(b':');
                self.out.extend_from_slice(&json_string(value));
            }
            self.out.extend_from_slice(b"}}");
        }
        self.out.push(b'}');
    }

    /// The whole reply.
    #[must_use]
    pub fn finish(mut self) -> Vec<u8> {
        self.out.extend_from_slice(CLOSE);
        self.out
    }
}

/// Bytes of a string as JSON.
fn json_string(text: &str) -> Vec<u8> {
    // Strings serialise.
    serde_json::to_vec(text).unwrap_or_default()
}

/// Bytes of `data` bytes in base64.
#[must_use]
pub const fn base64_len(data: usize) -> usize {
    data.div_ceil(3) * 4
}

/// Bytes of the answer to a record, with its comma: an upper bound, met by all but the last answer that is `Dropped`.
#[must_use]
pub fn answer_len(id: &str, data: usize) -> usize {
    const FRAME: usize = r#"{"recordId":,"result":"Dropped","data":""},"#.len();
    FRAME + json_string(id).len() + base64_len(data)
}

/// Bytes of a reply to records of these names with so many bytes of data each: an upper bound.
pub fn reply_len<'a>(answers: impl Iterator<Item = (&'a str, usize)>) -> usize {
    OPEN.len() + CLOSE.len() + answers.map(|(id, data)| answer_len(id, data)).sum::<usize>()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_length_of_a_reply_is_known_before() {
        for (id, data) in [("a", Some(&b"1"[..])), ("quote\"d", Some(b"12")), ("b", Some(b"123")), ("", None)]
        {
            let mut reply = Reply::with_capacity(0);
            reply.push(id, data, &[]);
            reply.push(id, data, &[]);
            let out = reply.finish();
            let len = data.map_or(0, <[u8]>::len);
            let bound = reply_len([(id, len), (id, len)].into_iter());
            assert!(out.len() <= bound && bound - out.len() <= 11, "{} {bound}", out.len());
            let read: serde_json::Value = serde_json::from_slice(&out).unwrap();
            assert_eq!(read["records"][1]["recordId"], id);
            assert_eq!(
                decode(read["records"][1]["data"].as_str().unwrap()).unwrap(),
                data.unwrap_or_default()
            );
        }
        assert_eq!(Reply::with_capacity(0).finish(), br#"{"records":[]}"#);
    }

    #[test]
    fn keys_are_metadata() {
        let mut reply = Reply::with_capacity(0);
        reply.push("a", Some(b"1"), &[("log_group", "_aws_shop".to_owned()), ("b", "c".to_owned())]);
        reply.push("b", None, &[("b", "c".to_owned())]);
        let out = reply.finish();
        let read: serde_json::Value = serde_json::from_slice(&out).unwrap();
        let keys = serde_json::json!({"partitionKeys": {"log_group": "_aws_shop", "b": "c"}});
        assert_eq!(read["records"][0]["metadata"], keys);
        assert!(read["records"][1].get("metadata").is_none(), "what is dropped has none");
        let bound = reply_len([("a", 1), ("b", 0)].into_iter()) + keys_len(&[(9, 9), (1, 1)]);
        assert!(out.len() <= bound, "{} {bound}", out.len());
    }
}
