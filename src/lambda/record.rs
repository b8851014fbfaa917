//! A record on its way through the function, and what is left of it when it is finished.

use super::answer::{Answer, Raw};
use crate::coverage::Coverage;
use crate::pipeline::Shape;

/// A record on its way: what goes out for it may still change.
pub(super) struct Record {
    /// Its name: the id that Firehose gave it, or its number in a stream of Kinesis. Direct events have none.
    pub(super) id: String,
    /// As it came.
    pub(super) raw: Raw,
    pub(super) answer: Answer,
}

/// A record of which nothing changes any more. Replies, sinks and counts take no others, so what is to be said of the bytes
/// that went out for a record is said where it becomes one, by [`Record::finish`].
pub(super) struct Finished {
    pub(super) id: String,
    /// What it was when it came.
    pub(super) shape: Shape,
    /// The bytes that go out; none if it is dropped.
    pub(super) data: Vec<u8>,
    /// What was done, event by event.
    pub(super) coverage: Coverage,
    /// The log group, if it is asked for and there is one.
    pub(super) group: Option<String>,
    /// In how many records of a stream it went on, in whole or in part, before the reply.
    pub(super) forwarded: usize,
    /// Whether it had been forwarded before, or said so.
    pub(super) returned: bool,
}

impl Record {
    /// Its name, and the bytes that go out for it.
    pub(super) fn size(&self) -> (&str, usize) {
        (&self.id, self.answer.data.len())
    }

    /// Ends its way.
    pub(super) fn finish(self) -> Finished {
        let Self { id, raw, answer } = self;
        Finished {
            id,
            shape: raw.shape,
            data: answer.data,
            coverage: answer.coverage,
            group: answer.group,
            forwarded: answer.forwarded,
            returned: raw.returned,
        }
    }
}

impl Finished {
    /// Its name, and the bytes that go out for it.
    pub(super) fn size(&self) -> (&str, usize) {
        (&self.id, self.data.len())
    }
}
