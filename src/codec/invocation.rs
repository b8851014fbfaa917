//! Events of AWS Lambda, told apart by the names of their members.

use crate::text::{Framing, frame};
use serde::Deserialize;
use serde::de::IgnoredAny;

/// What calls the function.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(clippy::exhaustive_enums, reason = "callers handle each")]
pub enum Invocation {
    /// A Firehose stream that has its records transformed.
    Firehose,
    /// A CloudWatch Logs subscription.
    Logs,
    /// A Kinesis stream.
    Kinesis,
    /// A person who tries the function: `{}`, or an object with the member `blackbar`.
    Test,
    /// Something else.
    Unknown,
}

/// Levels of objects and arrays in an event. Those of AWS have five.
const DEPTH: usize = 64;

#[derive(Deserialize)]
struct Members {
    #[serde(rename = "deliveryStreamArn")]
    delivery_stream_arn: Option<IgnoredAny>,
    records: Option<IgnoredAny>,
    #[serde(rename = "Records")]
    event_records: Option<IgnoredAny>,
    awslogs: Option<IgnoredAny>,
    blackbar: Option<IgnoredAny>,
}

impl Invocation {
    /// Tells what a document is; it is checked that no parser needs much depth for it.
    #[must_use]
    pub fn of(document: &[u8]) -> Self {
        let text = document.trim_ascii();
        if frame(text, DEPTH) != Framing::Complete(text.len()) {
            return Self::Unknown;
        }
        let Ok(members) = serde_json::from_slice::<Members>(text) else { return Self::Unknown };
        if members.delivery_stream_arn.is_some() && members.records.is_some() {
            Self::Firehose
        } else if members.awslogs.is_some() {
            Self::Logs
        } else if members.event_records.is_some() {
            Self::Kinesis
        } else if members.blackbar.is_some()
            || text.strip_prefix(b"{").is_some_and(|t| t.trim_ascii() == b"}")
        {
            Self::Test
        } else {
            Self::Unknown
        }
    }

    /// The name, in metrics and messages.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Firehose => "firehose",
            Self::Logs => "logs",
            Self::Kinesis => "kinesis",
            Self::Test => "test",
            Self::Unknown => "unknown",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn events_are_told_apart() {
        let deep = format!(r#"{{"awslogs":{}1{}}}"#, "[".repeat(100), "]".repeat(100));
        for (event, want) in [
            (
                r#"{"invocationId":"i","deliveryStreamArn":"a","region":"r","records":[]}"#,
                Invocation::Firehose,
            ),
            (r#"{"awslogs":{"data":"H4s="}}"#, Invocation::Logs),
            (r#"{"Records":[{"kinesis":{}}]}"#, Invocation::Kinesis),
            (" {\n} ", Invocation::Test),
            (r#"{"blackbar":"test"}"#, Invocation::Test),
            (r#"{"key1":"value1"}"#, Invocation::Unknown),
            ("[]", Invocation::Unknown),
            ("", Invocation::Unknown),
            (r#"{"awslogs":{"data":"H4s="}"#, Invocation::Unknown),
            (deep.as_str(), Invocation::Unknown),
        ] {
            assert_eq!(Invocation::of(event.as_bytes()), want, "{event}");
        }
    }
}
