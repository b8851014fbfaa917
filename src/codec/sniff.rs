//! What is it? Forms are recognised by content, never by name.

use memchr::memmem;
use std::sync::LazyLock;

/// Names of the first member of a CloudWatch Logs batch or of a Firehose transformation event.
const FIRST_MEMBERS: [&[u8]; 12] = [
    b"messageType",
    b"owner",
    b"logGroup",
    b"logStream",
    b"subscriptionFilters",
    b"logEvents",
    b"policyLevel",
    b"invocationId",
    b"deliveryStreamArn",
    b"sourceKinesisStreamArn",
    b"region",
    b"records",
];

/// Whether `data` begins with a gzip member (RFC 1952, section 2.3: two magic bytes, then method 8).
#[must_use]
pub fn is_gzip(data: &[u8]) -> bool {
    data.starts_with(&[0x1F, 0x8B])
}

/// Whether a text begins like a CloudWatch Logs batch or a Firehose event, judged by its first member.
#[must_use]
pub fn starts_envelope(text: &[u8]) -> bool {
    let text = text.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(text).trim_ascii_start();
    let Some(inner) = text.strip_prefix(b"{") else { return false };
    let Some(name) = inner.trim_ascii_start().strip_prefix(b"\"") else { return false };
    FIRST_MEMBERS.iter().any(|member| name.strip_prefix(*member).is_some_and(|rest| rest.starts_with(b"\"")))
}

/// Whether a JSON text could be a batch or a Firehose event: a cheap test, in any order of members.
#[must_use]
pub fn may_hold_envelope(text: &[u8]) -> bool {
    // Built once: building costs more than searching a line.
    static NAMES: LazyLock<[memmem::Finder<'static>; 3]> =
        LazyLock::new(|| [r#""logEvents""#, r#""records""#, r#""recordId""#].map(memmem::Finder::new));
    let [events, records, id] = &*NAMES;
    // Capitals within words are rare, so what has one is looked for first.
    events.find(text).is_some() || (id.find(text).is_some() && records.find(text).is_some())
}
