//! The answer to one record: its redacted data in the form in which it goes out.

use super::forward::unmark;
use super::partition;
use crate::codec::gzip;
use crate::coverage::Coverage;
use crate::pipeline::{Engine, Form, Gate, Outcome, Shape};
use crate::settings::{Environment, Output, Packing, PartitionKey};
use std::borrow::Cow;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;

/// How data goes out.
#[derive(Clone, Copy, Debug)]
pub(super) struct Style {
    pub(super) form: Form,
    packing: Packing,
    level: u32,
    /// Whether what goes out packed is packed anew, even if it could go on as it came.
    anew: bool,
    /// Whether the log group is asked for.
    group: bool,
}

/// The level of packing that is tried before events are given up for want of room.
const SMALLER_LEVEL: u32 = 6;

/// Data of one record as it came; cheap to copy.
#[derive(Clone)]
pub(super) struct Raw {
    pub(super) data: Result<Arc<Vec<u8>>, usize>,
    pub(super) shape: Shape,
    /// Whether it was forwarded before, or says so.
    pub(super) returned: bool,
}

/// What goes out for it.
#[derive(Default)]
pub(super) struct Answer {
    /// The data, packed if it is to be.
    pub(super) data: Vec<u8>,
    /// Bytes before packing.
    pub(super) unpacked: usize,
    pub(super) coverage: Coverage,
    /// Bytes of each event, in order.
    pub(super) sizes: Vec<usize>,
    /// The log group, if it is asked for and there is one.
    pub(super) group: Option<String>,
    /// In how many records of a stream it went on, in whole or in part: then it must not be made again from the record.
    pub(super) forwarded: usize,
    /// Whether its last line has no end.
    pub(super) open: bool,
}

impl Raw {
    pub(super) fn new(data: Result<Vec<u8>, usize>) -> Self {
        let shape = Shape::of(data.as_deref().map_err(|len| *len));
        Self { data: data.map(Arc::new), shape, returned: false }
    }

    /// The same of a record of Firehose, which may have been forwarded before.
    pub(super) fn of_firehose(data: Result<Vec<u8>, usize>) -> Self {
        match data.map(unmark) {
            Ok((data, returned)) => Self { returned, ..Self::new(Ok(data)) },
            Err(len) => Self::new(Err(len)),
        }
    }

    /// Redacts it. Events of the numbers `shed` are withheld for want of room.
    pub(super) fn redact(&self, engine: &Engine, style: Style, shut: &AtomicBool, shed: &[usize]) -> Answer {
        let outcome = match &self.data {
            Ok(data) => engine.record(Cow::Borrowed(data), Gate { shut, shed }),
            Err(len) => engine.no_base64(*len),
        };
        let same = self.data.as_deref().ok().filter(|_| outcome.as_it_came);
        style.finish(outcome, self.shape, same.map(Vec::as_slice))
    }

    /// Its stub.
    pub(super) fn stub(&self, reason: &'static str, style: Style) -> Answer {
        style.finish(self.shape.stub(reason, style.form), self.shape, None)
    }
}

impl Style {
    pub(super) fn new(environment: &Environment) -> Self {
        let form = match environment.output {
            Output::Same => Form::Same,
            Output::Documents => Form::Documents,
            Output::Lines => Form::Lines,
        };
        let group = environment.partition.contains(&PartitionKey::LogGroup);
        Self { form, packing: environment.packing, level: environment.gzip_level, anew: false, group }
    }

    /// The same, never packed.
    pub(super) const fn unpacked(self) -> Self {
        Self { packing: Packing::None, ..self }
    }

    /// The same, packed better if it is packed.
    pub(super) fn smaller(self) -> Self {
        Self { level: self.level.max(SMALLER_LEVEL), anew: true, ..self }
    }

    /// `same` is the same data, packed as it came.
    fn finish(self, outcome: Outcome, shape: Shape, same: Option<&[u8]>) -> Answer {
        let pack = self.packs(shape);
        let unpacked = outcome.bytes.len();
        let open = outcome.bytes.last().is_some_and(|b| *b != b'\n');
        let group = if self.group && shape.batch { partition::group(&outcome.bytes) } else { None };
        // What is empty is dropped, and stays empty.
        let data = match same.filter(|_| !self.anew) {
            _ if !pack || unpacked == 0 => outcome.bytes,
            Some(same) => same.to_vec(),
            None => gzip(&outcome.bytes, self.level),
        };
        let (coverage, sizes) = (outcome.coverage, outcome.sizes);
        Answer { data, unpacked, coverage, sizes, group, forwarded: 0, open }
    }

    /// Whether data of this shape goes out packed.
    pub(super) const fn packs(self, shape: Shape) -> bool {
        match self.packing {
            Packing::Same => shape.packed,
            Packing::Gzip => true,
            Packing::None => false,
        }
    }

    /// Packs a line that is put behind an answer, if the answer is.
    pub(super) fn like(self, shape: Shape, line: Vec<u8>) -> Vec<u8> {
        if self.packs(shape) { gzip(&line, self.level) } else { line }
    }
}
