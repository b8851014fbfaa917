//! A Firehose transformation event and its reply.

use super::engine::{Form, Task};
use crate::codec::{TransformEvent, gunzip, is_gzip, reply};
use crate::span::{Patch, Span};

/// Data of a record that is no base64.
const INVALID_BASE64: &str = "invalid_base64";

impl Task<'_> {
    /// Puts the reply in the place of the event.
    pub(super) fn transform(&mut self, block: &[u8], span: Span, event: TransformEvent) {
        let mut answers = Vec::with_capacity(event.records.len());
        for record in event.records {
            answers.push((record.id, self.data(record.data)));
        }
        if self.engine.form != Form::Lines {
            let reply = reply(answers.iter_mut().map(|(id, data)| (id.as_str(), std::mem::take(data))));
            self.splice.replace(block, span, &reply);
        }
    }

    /// The redacted data of one record.
    fn data(&mut self, data: Result<Vec<u8>, usize>) -> Vec<u8> {
        let data = match data {
            Ok(data) => data,
            Err(len) => {
                self.coverage.events_withheld(INVALID_BASE64, 1);
                self.coverage.unsearched("withheld", len as u64);
                let stub = Patch::stub(INVALID_BASE64);
                if self.engine.form == Form::Lines {
                    self.line(stub.as_bytes());
                }
                return stub.as_bytes().to_vec();
            }
        };
        let packed = is_gzip(&data);
        let (document, damage) = if packed {
            match gunzip(&data, &self.engine.caps) {
                Ok(document) => (document, None),
                Err((damage, partial)) => (partial, Some(damage)),
            }
        } else {
            (data, None)
        };
        let outcome = self.engine.document(document, damage.as_ref());
        self.coverage.merge(&outcome.coverage);
        if self.engine.form == Form::Lines {
            self.lines.extend_from_slice(&outcome.bytes);
            return Vec::new();
        }
        if packed { self.engine.pack(&outcome.bytes) } else { outcome.bytes }
    }
}
