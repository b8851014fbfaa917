//! Events of a CloudWatch Logs subscription that calls a function directly.
//!
//! <https://docs.aws.amazon.com/lambda/latest/dg/services-cloudwatchlogs.html>: `{"awslogs":{"data":"..."}}`, where the
//! data is a packed batch in base64.

use super::firehose::{base64_len, decode, encode_onto};
use serde::Deserialize;
use std::borrow::Cow;

#[derive(Deserialize)]
struct WireEvent<'a> {
    #[serde(borrow)]
    awslogs: WireLogs<'a>,
}

#[derive(Deserialize)]
struct WireLogs<'a> {
    #[serde(borrow)]
    data: Cow<'a, str>,
}

/// The data of a JSON document whose depth was checked and which is destroyed, or the length of what was no base64;
/// `None` if it is no such event.
#[must_use]
pub fn read_awslogs(document: &mut [u8]) -> Option<Result<Vec<u8>, usize>> {
    let event: WireEvent<'_> = simd_json::serde::from_slice(document).ok()?;
    Some(decode(&event.awslogs.data))
}

/// What stands around the data.
const OPEN: &[u8] = br#"{"awslogs":{"data":""#;
const CLOSE: &[u8] = br#""}}"#;

/// Bytes of an event of that much data.
#[must_use]
pub const fn awslogs_len(data: usize) -> usize {
    OPEN.len() + base64_len(data) + CLOSE.len()
}

/// An event of that data.
#[must_use]
pub fn write_awslogs(data: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(awslogs_len(data.len()));
    out.extend_from_slice(OPEN);
    encode_onto(data, &mut out);
    out.extend_from_slice(CLOSE);
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_is_read() {
        for data in [&b""[..], b"a", b"ab", b"abc"] {
            let mut event = write_awslogs(data);
            assert_eq!(event.len(), awslogs_len(data.len()));
            assert_eq!(read_awslogs(&mut event), Some(Ok(data.to_vec())));
        }
        assert_eq!(
            read_awslogs(&mut br#"{"awslogs":{"data":"!!","more":[1]},"x":{}}"#.to_vec()),
            Some(Err(2))
        );
        assert_eq!(read_awslogs(&mut br#"{"awslogs":{"data":1}}"#.to_vec()), None);
        assert_eq!(read_awslogs(&mut br#"{"awslogs":{"#.to_vec()), None);
    }
}
