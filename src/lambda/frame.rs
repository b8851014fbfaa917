//! What a reply holds besides the data of its records, so that its length is known before it is made.

use super::partition;
use super::record::Record;
use crate::codec::{answer_len, awslogs_len, base64_len, reply_len};
use crate::settings::PartitionKey;
use std::iter;

/// Bytes of a reply at most. Lambda takes 6 MB from a function that is called synchronously
/// (<https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html>), and AWS's own functions for Firehose stop
/// at 6,000,000 bytes.
pub(super) const REPLY_BYTES: usize = 6_000_000;

/// The form of a reply.
#[derive(Clone, Copy)]
pub(super) enum Frame<'a> {
    /// To Firehose, with these keys of partitions.
    Firehose(&'a [PartitionKey]),
    /// To whoever called with the data of a subscription.
    Logs,
}

impl Frame<'_> {
    /// Bytes around all records.
    fn around(self) -> usize {
        match self {
            Self::Firehose(_) => reply_len(iter::empty()),
            Self::Logs => awslogs_len(0),
        }
    }

    /// Bytes beside the data of a record of this name, at most. Whatever a reply says of a record is counted here.
    fn beside(self, id: &str) -> usize {
        match self {
            Self::Firehose(keys) => answer_len(id, 0) + partition::most(keys),
            Self::Logs => 0,
        }
    }

    /// Bytes of the answer to one record of this name with so many bytes of data, at most.
    pub(super) fn answer_len(self, id: &str, data: usize) -> usize {
        self.beside(id) + base64_len(data)
    }

    /// Bytes of a reply to records of these names with so many bytes of data each, at most.
    pub(super) fn len<'a>(self, records: impl Iterator<Item = (&'a str, usize)>) -> usize {
        self.around() + records.map(|(id, data)| self.answer_len(id, data)).sum::<usize>()
    }

    /// Room for the data of some records, in base64.
    pub(super) fn room(self, records: &[Record]) -> usize {
        REPLY_BYTES.saturating_sub(self.len(records.iter().map(|record| (record.id.as_str(), 0))))
    }

    /// What their data leaves of the room.
    pub(super) fn left(self, records: &[Record]) -> usize {
        REPLY_BYTES.saturating_sub(self.len(records.iter().map(Record::size)))
    }
}
