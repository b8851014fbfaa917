//! One function for four kinds of events.

use super::answer::{Raw, Style};
use super::clock::{Budget, Clock};
use super::fit::settle;
use super::frame::Frame;
use super::metrics::{Process, Report};
use super::partition;
use super::ready::Ready;
use super::record::{Finished, Record};
use super::runtime::Failure;
use super::test_event;
use super::ways::{Room, Ways};
use crate::codec::{
    Invocation, KinesisRecord, Reply, TransformEvent, kinesis_reply, read_awslogs, read_kinesis,
    write_awslogs,
};
use crate::settings::{Environment, PartitionKey, SinkChoice};
use crate::sinks::RECORD_BYTES;
use std::collections::BTreeMap;
use std::sync::atomic::{AtomicBool, Ordering};

/// The name of the reason when there is no configuration to redact under.
const START_FAILED: &str = "start_failed";

/// What came of an invocation.
pub(super) enum Answered {
    Reply(Vec<u8>),
    Failed(Failure),
}

/// The function, in force as long as the process lives.
pub(super) struct Function {
    /// What redacts, or what is wrong with the configuration.
    ready: Result<Ready, String>,
    ways: Ways,
    style: Style,
    partition: Vec<PartitionKey>,
    namespace: Option<String>,
    init_ms: u64,
    cold: AtomicBool,
}

impl Function {
    pub(super) fn new(
        ready: Result<Ready, String>,
        ways: Ways,
        environment: &Environment,
        init_ms: u64,
    ) -> Self {
        Self {
            ready,
            ways,
            style: Style::new(environment),
            partition: environment.partition.clone(),
            namespace: environment.namespace.clone(),
            init_ms,
            cold: AtomicBool::new(true),
        }
    }

    /// Answers an event.
    pub(super) fn handle(&self, mut event: Vec<u8>, budget: Budget, report: &mut Report) -> Answered {
        let kind = Invocation::of(&event);
        report.event(kind, 0);
        let answered = match kind {
            Invocation::Firehose => TransformEvent::read_in_place(&mut event).map(|e| {
                drop(std::mem::take(&mut event));
                self.firehose(e, budget, report)
            }),
            Invocation::Logs => read_awslogs(&mut event).map(|data| self.logs(data, budget, report)),
            Invocation::Kinesis => {
                read_kinesis(&mut event).map(|records| self.kinesis(records, budget, report))
            }
            Invocation::Test => Some(self.test(&event, budget, report)),
            Invocation::Unknown => None,
        };
        answered.unwrap_or_else(|| {
            let what = format!(
                "not an event of Firehose, CloudWatch Logs or Kinesis; to try the function, send {}",
                test_event::EXAMPLE
            );
            Answered::Failed(Failure::new("UnknownEvent", what))
        })
    }

    /// Every record is answered, in order, and never `ProcessingFailed`: that and an error alike would make Firehose write
    /// the raw record to its error bucket.
    fn firehose(&self, event: TransformEvent, budget: Budget, report: &mut Report) -> Answered {
        report.event(Invocation::Firehose, event.records.len());
        // A stream that reads from Kinesis takes no records from elsewhere.
        let own = event.stream.filter(|_| !event.from_kinesis);
        let raws = event.records.into_iter().map(|record| (record.id, Raw::of_firehose(record.data)));
        let mut records = self.redact(raws.collect(), self.style, budget);
        let frame = Frame::Firehose(&self.partition);
        let room = frame.room(&records);
        self.ways.send_on(&mut records, own.as_deref(), room, budget, report);
        let finished = self.for_reply(records, frame, budget, report);
        let mut reply = Reply::with_capacity(frame.len(finished.iter().map(Finished::size)));
        let ready = self.ready.as_ref().ok();
        for record in finished {
            let keys = partition::keys(&self.partition, &record, ready);
            reply.push(&record.id, (!record.data.is_empty()).then_some(record.data.as_slice()), &keys);
        }
        Answered::Reply(reply.finish())
    }

    /// The event of a subscription that calls the function: the reply is an event of the same form, for whoever called
    /// and waits, or for a destination of the function. With a sink it goes there.
    fn logs(&self, data: Result<Vec<u8>, usize>, budget: Budget, report: &mut Report) -> Answered {
        report.event(Invocation::Logs, 1);
        if let Err(failure) = self.configured() {
            return Answered::Failed(failure);
        }
        let raws = vec![(String::new(), Raw::new(data))];
        if self.ways.sink == SinkChoice::None {
            let records = self.redact(raws, self.style, budget);
            let finished = self.for_reply(records, Frame::Logs, budget, report);
            return Answered::Reply(write_awslogs(finished.first().map_or(&[], |record| &record.data)));
        }
        match self.to_sink(raws, budget, report).is_empty() {
            true => Answered::Reply(b"{}".to_vec()),
            false => {
                Answered::Failed(Failure::new("SinkRefused", "the sink refused the events; they come again"))
            }
        }
    }

    /// The events of a stream. Only what the sink refuses is named to come again: content that cannot be read is a stub,
    /// and never stops the stream.
    fn kinesis(&self, records: Vec<KinesisRecord>, budget: Budget, report: &mut Report) -> Answered {
        report.event(Invocation::Kinesis, records.len());
        if let Err(failure) = self.configured() {
            return Answered::Failed(failure);
        }
        if self.ways.sink == SinkChoice::None {
            // The reply to a stream is thrown away: without a sink the events would be lost.
            let what = "events of Kinesis need a sink: set BLACKBAR_SINK; they come again";
            return Answered::Failed(Failure::new("NoSink", what));
        }
        let raws = records.into_iter().map(|record| (record.sequence, Raw::new(record.data)));
        let refused = self.to_sink(raws.collect(), budget, report);
        Answered::Reply(kinesis_reply(refused.iter().map(String::as_str)))
    }

    /// Says what is in force, and redacts a text.
    fn test(&self, event: &[u8], budget: Budget, report: &mut Report) -> Answered {
        let text = test_event::text(event).map(|text| {
            let raws = vec![(String::new(), Raw::new(Ok(text.into_bytes())))];
            let records = self.redact(raws, self.style.unpacked(), budget);
            let finished: Vec<Finished> = records.into_iter().map(Record::finish).collect();
            finished.iter().for_each(|record| report.count(record));
            finished.iter().map(|record| String::from_utf8_lossy(&record.data)).collect()
        });
        Answered::Reply(test_event::reply(self.ready.as_ref().map_err(String::as_str), text))
    }

    /// Events that come again after an error are not answered with stubs when the configuration is wrong.
    fn configured(&self) -> Result<(), Failure> {
        let what = "the configuration is wrong, as the log says; the events come again";
        self.ready.as_ref().map(|_| ()).map_err(|_| Failure::new("StartFailed", what))
    }

    /// Redacts records within the budget, or withholds them if there is nothing to redact with.
    fn redact(&self, raws: Vec<(String, Raw)>, style: Style, budget: Budget) -> Vec<Record> {
        match &self.ready {
            Ok(ready) => ready.redact(raws, style, budget),
            Err(_) => raws
                .into_iter()
                .map(|(id, raw)| Record { id, answer: raw.stub(START_FAILED, style), raw })
                .collect(),
        }
    }

    /// Finishes records for a reply of this form: they fit, and sealed copies stand with them as far as there is room.
    fn for_reply(
        &self,
        mut records: Vec<Record>,
        frame: Frame<'_>,
        budget: Budget,
        report: &mut Report,
    ) -> Vec<Finished> {
        let room = frame.room(&records);
        if let Ok(ready) = &self.ready {
            ready.make_fit(&mut records, self.style, room, budget);
        }
        settle(&mut records, frame, self.style);
        let left = frame.left(&records);
        self.ways.keep_copies(&mut records, self.style, Room { line: left, growth: left }, budget);
        let finished: Vec<Finished> = records.into_iter().map(Record::finish).collect();
        finished.iter().for_each(|record| report.count(record));
        finished
    }

    /// Redacts records and hands them to the sink; gives the names of those that it refused.
    fn to_sink(&self, raws: Vec<(String, Raw)>, budget: Budget, report: &mut Report) -> Vec<String> {
        let style = self.style.unpacked();
        let mut records = self.redact(raws, style, budget);
        let room = Room { line: RECORD_BYTES, growth: usize::MAX };
        self.ways.keep_copies(&mut records, style, room, budget);
        let mut finished: Vec<Finished> = records.into_iter().map(Record::finish).collect();
        let delivered = self.ways.deliver(&mut finished, self.style, budget, report);
        let refused = finished.into_iter().zip(delivered).filter(|(_, delivered)| !delivered);
        refused.map(|(record, _)| record.id).collect()
    }

    /// Writes the counts of an invocation.
    pub(super) fn publish(&self, report: Report, clock: &Clock) {
        let mut classes: BTreeMap<&str, u64> = BTreeMap::new();
        let scanner = self.ready.as_ref().ok().map(|ready| ready.engine.redactor().scanner());
        let findings = report.coverage().findings.clone();
        for (index, count) in findings {
            if let Some(rule) = scanner.and_then(|s| s.rule(index)) {
                *classes.entry(&rule.class).or_default() += count;
            }
        }
        let cold = self.cold.swap(false, Ordering::Relaxed);
        let process = Process {
            namespace: self.namespace.as_deref(),
            cold_ms: cold.then_some(self.init_ms),
            start_failed: self.ready.is_err(),
            force: self.ready.as_ref().ok().map(|ready| &ready.force),
        };
        report.publish(clock, process, &classes);
    }
}
