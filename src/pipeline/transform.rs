//! The data of a record of Firehose and the like, and a Firehose transformation event with its reply.

use super::engine::{Engine, Form, Outcome, Task};
use super::gate::Gate;
use crate::codec::{
    Caps, Gunzip, Reply, TransformEvent, inflate_member, is_bare, is_gzip, members, reply_len,
    starts_envelope, stub_batch,
};
use crate::coverage::Coverage;
use crate::span::{Patch, Span};
use crate::text::Withhold;
use std::borrow::Cow;
use std::panic::{AssertUnwindSafe, catch_unwind};

/// Data of a record that is no base64.
const INVALID_BASE64: &str = "invalid_base64";

/// The form of a record's data, as far as its beginning tells.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Shape {
    /// Whether it is packed.
    pub packed: bool,
    /// Whether it begins like a batch, so that its stub must be one.
    pub batch: bool,
    /// Its bytes, as they came.
    pub bytes: u64,
}

impl Shape {
    /// Looks at data, or at the length of what was no base64.
    #[must_use]
    pub fn of(data: Result<&[u8], usize>) -> Self {
        /// Bytes that are inflated: the first member's name stands in them.
        const BEGINNING: usize = 256;
        let data = match data {
            Ok(data) => data,
            Err(len) => return Self { bytes: len as u64, ..Self::default() },
        };
        let packed = is_gzip(data);
        let batch = if packed {
            let mut beginning = Vec::new();
            // Of damaged data, what comes out before the damage tells.
            drop(Gunzip::new(data, &Caps::default()).read_into(&mut beginning, BEGINNING));
            starts_envelope(&beginning)
        } else {
            starts_envelope(data)
        };
        Self { packed, batch, bytes: data.len() as u64 }
    }

    /// The stub of data that is not looked at, not packed.
    #[must_use]
    pub fn stub(self, reason: &'static str, form: Form) -> Outcome {
        let mut outcome = Outcome::default();
        outcome.coverage.events_withheld(reason, 1);
        outcome.coverage.unsearched("withheld", self.bytes);
        outcome.bytes = match form {
            Form::Same | Form::Documents if self.batch => stub_batch(reason),
            _ => Patch::stub(reason).as_bytes().to_vec(),
        };
        outcome.bytes.push(b'\n');
        outcome
    }
}

impl Engine {
    /// Redacts the data of a record: batches or lines, packed or not. The output is not packed; see
    /// [`Outcome::as_it_came`]. Does not fail and does not panic: what goes wrong is withheld and counted.
    #[must_use]
    pub fn record(&self, data: Cow<'_, [u8]>, gate: Gate<'_>) -> Outcome {
        if gate.is_shut() {
            return Shape::of(Ok(&data)).stub("out_of_time", self.form);
        }
        let fault = |shape: Shape| shape.stub(Withhold::Internal.name(), self.form);
        if is_gzip(&data) {
            let done = catch_unwind(AssertUnwindSafe(|| self.packed_record(&data, gate)));
            // What the data is takes a look into it, which few need.
            return done.unwrap_or_else(|_| fault(Shape::of(Ok(&data))));
        }
        let shape = Shape::of(Ok(&data));
        let done = catch_unwind(AssertUnwindSafe(|| self.document(data.into_owned(), None, gate)));
        let as_it_came = false;
        done.map_or_else(|_| fault(shape), |outcome| Outcome { as_it_came, ..outcome })
    }

    fn packed_record(&self, data: &[u8], gate: Gate<'_>) -> Outcome {
        if let Some(document) = inflate_member(data, &self.caps) {
            let outcome = self.document(document, None, gate);
            // A name or a comment in its header was not looked at.
            return Outcome { as_it_came: outcome.as_it_came && is_bare(data), ..outcome };
        }
        let outcome = match members(data, &self.caps) {
            Ok(document) => self.document(document, None, gate),
            Err((damage, partial)) => self.document(partial, Some(&damage), gate),
        };
        Outcome { as_it_came: false, ..outcome }
    }

    /// The stub of data that was no base64.
    #[must_use]
    pub fn no_base64(&self, len: usize) -> Outcome {
        let mut outcome = Shape::of(Err(len)).stub(INVALID_BASE64, self.form);
        if self.form != Form::Lines {
            // It is all of the data, and no line among others.
            outcome.bytes.pop();
        }
        outcome
    }
}

impl Task<'_> {
    /// Puts the reply in the place of the event.
    pub(super) fn transform(&mut self, block: &[u8], span: Span, event: TransformEvent) {
        let mut answers = Vec::with_capacity(event.records.len());
        let mut coverage = Coverage::default();
        for record in event.records {
            let (outcome, packed) = match record.data {
                Ok(data) if is_gzip(&data) => {
                    (self.engine.record(Cow::Borrowed(&data), self.gate), Some(data))
                }
                Ok(data) => (self.engine.record(Cow::Owned(data), self.gate), None),
                Err(len) => (self.engine.no_base64(len), None),
            };
            coverage.merge(&outcome.coverage);
            if self.engine.form == Form::Lines {
                self.lines.extend_from_slice(&outcome.bytes);
            } else {
                let data = match packed {
                    Some(data) if outcome.as_it_came => data,
                    Some(_) => self.engine.pack(&outcome.bytes),
                    None => outcome.bytes,
                };
                answers.push((record.id, data));
            }
        }
        self.coverage.merge(&coverage);
        if self.engine.form != Form::Lines {
            let mut reply =
                Reply::with_capacity(reply_len(answers.iter().map(|(id, data)| (id.as_str(), data.len()))));
            for (id, data) in &answers {
                reply.push(id, Some(data), &[]);
            }
            self.splice.replace(block, span, &reply.finish());
        }
    }
}
