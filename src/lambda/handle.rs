//! One function for four kinds of events.

use super::answer::{Answer, Raw, Style};
use super::clock::{Budget, Clock};
use super::console;
use super::crew::{Crew, Task};
use super::deliver;
use super::fit::{REPLY_BYTES, TOO_LARGE, share, shrink};
use super::forward::{parts, surplus, unmark};
use super::metrics::{Process, Report};
use super::partition;
use super::runtime::Failure;
use super::sealed;
use super::streams::Streams;
use crate::codec::{
    Invocation, Reply, TransformEvent, answer_len, awslogs_len, base64_len, kinesis_reply, read_awslogs,
    read_kinesis, reply_len, write_awslogs,
};
use crate::coverage::Coverage;
use crate::pipeline::Engine;
use crate::settings::{Environment, Forward, InForce, PartitionKey, SinkChoice};
use crate::sinks::{Parcel, RECORD_BYTES};
use crate::token::{Recipient, Sealer};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

/// The name of the reason when there is no configuration to redact under.
const START_FAILED: &str = "start_failed";

/// What came of an invocation.
pub(super) enum Answered {
    Reply(Vec<u8>),
    Failed(Failure),
}

/// What redacts.
pub(super) struct Ready {
    pub(super) engine: Arc<Engine>,
    pub(super) crew: Crew,
    /// Rules that run.
    pub(super) rules: usize,
    /// What is in force, and what names it.
    pub(super) force: InForce,
    /// Whom sealed copies are for, as the policy says it.
    pub(super) recipient: Option<Recipient>,
}

/// Where records go besides the reply.
#[derive(Default)]
pub(super) struct Ways {
    /// Seals copies of what is withheld.
    pub(super) sealer: Option<Sealer>,
    pub(super) streams: Option<Mutex<Streams>>,
}

/// The function, in force as long as the process lives.
pub(super) struct Function {
    /// What redacts, or what is wrong with the configuration.
    ready: Result<Ready, String>,
    ways: Ways,
    style: Style,
    sink: SinkChoice,
    forward: Forward,
    partition: Vec<PartitionKey>,
    namespace: Option<String>,
    init_ms: u64,
    cold: AtomicBool,
}

#[derive(Deserialize)]
struct TestEvent {
    blackbar: TestOf,
}

#[derive(Deserialize)]
struct TestOf {
    text: String,
}

#[derive(Serialize)]
struct TestReply<'a> {
    blackbar: &'a str,
    ready: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    problem: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    rules: Option<usize>,
    #[serde(skip_serializing_if = "Option::is_none")]
    rules_sha256: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    policy_sha256: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    text: Option<String>,
}

impl Function {
    pub(super) fn new(
        ready: Result<Ready, String>,
        ways: Ways,
        style: Style,
        environment: &Environment,
        init_ms: u64,
    ) -> Self {
        Self {
            ready,
            ways,
            style,
            sink: environment.sink.clone(),
            forward: environment.forward.clone(),
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
            Invocation::Kinesis => read_kinesis(&mut event).map(|records| {
                let (sequences, data) = records.into_iter().map(|r| (r.sequence, r.data)).unzip();
                self.kinesis(sequences, data, budget, report)
            }),
            Invocation::Test => Some(self.test(&event, budget, report)),
            Invocation::Unknown => None,
        };
        answered.unwrap_or_else(|| {
            let what = concat!(
                "not an event of Firehose, CloudWatch Logs or Kinesis; to try the function, send ",
                r#"{"blackbar":{"text":"..."}}"#
            );
            Answered::Failed(Failure::new("UnknownEvent", what))
        })
    }

    /// Every record is answered, in order, and never `ProcessingFailed`: that and an error alike would make Firehose write
    /// the raw record to its error bucket.
    fn firehose(&self, event: TransformEvent, budget: Budget, report: &mut Report) -> Answered {
        report.event(Invocation::Firehose, event.records.len());
        let (ids, raws): (Vec<String>, Vec<Raw>) =
            event.records.into_iter().map(|record| (record.id, Raw::of_firehose(record.data))).unzip();
        report.returned(raws.iter().filter(|raw| raw.returned).count());
        let mut answers = self.redact(&raws, self.style, budget);
        let each = partition::most(&self.partition);
        let names = reply_len(ids.iter().map(|id| (id.as_str(), 0))) + each * ids.len();
        let room = REPLY_BYTES.saturating_sub(names);
        // A stream that reads from Kinesis takes no records from elsewhere.
        let own = event.stream.filter(|_| !event.from_kinesis);
        self.send_on(&raws, &mut answers, own.as_deref(), room, budget, report);
        self.make_fit(&raws, &mut answers, room, budget);
        settle(&ids, &raws, &mut answers, self.style, REPLY_BYTES.saturating_sub(each * ids.len()));
        let lens = |answers: &[Answer]| answers.iter().map(|a| base64_len(a.data.len())).sum::<usize>();
        let left = room.saturating_sub(lens(&answers));
        self.keep_copies(&raws, &mut answers, left, budget);
        let mut reply = Reply::with_capacity(names + lens(&answers));
        let ready = self.ready.as_ref().ok();
        for (id, answer) in ids.iter().zip(&answers) {
            report.count(&answer.coverage);
            let keys = partition::keys(&self.partition, answer, ready);
            reply.push(id, (!answer.data.is_empty()).then_some(answer.data.as_slice()), &keys);
        }
        Answered::Reply(reply.finish())
    }

    /// Sends on what the reply has no room for, if there is a stream for it. What the stream does not take stays.
    fn send_on(
        &self,
        raws: &[Raw],
        answers: &mut [Answer],
        own: Option<&str>,
        room: usize,
        budget: Budget,
        report: &mut Report,
    ) {
        let back = match &self.forward {
            Forward::None => return,
            Forward::Own => true,
            Forward::Stream(_) => false,
        };
        let Some(streams) = &self.ways.streams else { return };
        let sizes: Vec<(usize, bool)> =
            raws.iter().zip(&*answers).map(|(raw, a)| (a.data.len(), !(back && raw.returned))).collect();
        let going = surplus(&sizes, room);
        if going.is_empty() {
            return;
        }
        if back && own.is_none() {
            console::warn("the stream takes no records from elsewhere, so none are sent back to it");
            return;
        }
        let (mut entries, mut counts) = (Vec::new(), Vec::new());
        for number in &going {
            if let (Some(raw), Some(answer)) = (raws.get(*number), answers.get(*number)) {
                let parts = parts(raw, answer, back);
                counts.push((*number, parts.going.len(), parts.staying));
                entries.extend(parts.going);
            }
        }
        let mut streams = streams.lock().unwrap_or_else(PoisonError::into_inner);
        let before = streams.resent();
        let time = Budget::until(budget.reply) / 4 * 3;
        let (left, why) = streams.forward(own.filter(|_| back), entries, time);
        report.resent(streams.resent() - before);
        if let Some(why) = why.filter(|_| left.iter().any(Option::is_some)) {
            console::error(&format!("the stream does not take what the reply has no room for: {why}"));
        }
        let mut left = left.into_iter();
        let mut forwarded = 0;
        for (number, count, staying) in counts {
            let refused: Vec<Vec<u8>> =
                left.by_ref().take(count).flatten().map(|data| unmark(data).0).collect();
            forwarded += count - refused.len();
            if let Some(answer) = answers.get_mut(number).filter(|_| refused.len() < count) {
                // A part of it is there and must not come twice.
                answer.data = [refused, staying].concat().concat();
                answer.partial = true;
            }
        }
        report.forwarded(forwarded);
    }

    /// Keeps sealed copies of records of which something is withheld: in the bucket, or behind their stubs as long as there
    /// is room for so many bytes of base64.
    fn keep_copies(&self, raws: &[Raw], answers: &mut [Answer], mut room: usize, budget: Budget) {
        let Some(sealer) = &self.ways.sealer else { return };
        for (raw, answer) in raws.iter().zip(answers) {
            let withheld = answer.coverage.events_withheld_total();
            if withheld == 0 {
                continue;
            }
            if self.is_kept_in_bucket(sealer, raw, budget) {
                answer.coverage.sealed = withheld;
                continue;
            }
            let Some(line) = sealed::line(sealer, raw, room) else { continue };
            let line = self.style.like(raw.shape, line);
            let growth = base64_len(answer.data.len() + line.len()) - base64_len(answer.data.len());
            if growth <= room {
                room -= growth;
                answer.data.extend_from_slice(&line);
                answer.coverage.sealed = withheld;
            }
        }
    }

    fn is_kept_in_bucket(&self, sealer: &Sealer, raw: &Raw, budget: Budget) -> bool {
        let Some(streams) = &self.ways.streams else { return false };
        let streams = streams.lock().unwrap_or_else(PoisonError::into_inner);
        let time = Budget::until(budget.reply) / 4 * 3;
        if !streams.has_bucket() || time.is_zero() {
            return false;
        }
        let Some(copy) = sealed::copy(sealer, raw) else { return false };
        match sealed::name(Clock::now_ms() / 1000).and_then(|name| streams.keep(&name, copy, time)) {
            Ok(()) => true,
            Err(why) => {
                console::error(&format!("the quarantine does not take a sealed copy: {why}"));
                false
            }
        }
    }

    /// The event of a subscription that calls the function: the reply is an event of the same form, for whoever called
    /// and waits, or for a destination of the function. With a sink it goes there.
    fn logs(&self, data: Result<Vec<u8>, usize>, budget: Budget, report: &mut Report) -> Answered {
        report.event(Invocation::Logs, 1);
        if let Err(failure) = self.configured() {
            return Answered::Failed(failure);
        }
        let raws = [Raw::new(data)];
        if self.sink == SinkChoice::None {
            let mut answers = self.redact(&raws, self.style, budget);
            let room = REPLY_BYTES - awslogs_len(0);
            self.make_fit(&raws, &mut answers, room, budget);
            let left = room.saturating_sub(answers.iter().map(|a| base64_len(a.data.len())).sum());
            self.keep_copies(&raws, &mut answers, left, budget);
            let answer = answers.pop().unwrap_or_default();
            report.count(&answer.coverage);
            return Answered::Reply(write_awslogs(&answer.data));
        }
        let answers = self.redact(&raws, self.style.unpacked(), budget);
        match self.deliver(&raws, answers, budget, report).contains(&false) {
            true => {
                Answered::Failed(Failure::new("SinkRefused", "the sink refused the events; they come again"))
            }
            false => Answered::Reply(b"{}".to_vec()),
        }
    }

    /// The events of a stream. Only what the sink refuses is named to come again: content that cannot be read is a stub,
    /// and never stops the stream.
    fn kinesis(
        &self,
        sequences: Vec<String>,
        data: Vec<Result<Vec<u8>, usize>>,
        budget: Budget,
        report: &mut Report,
    ) -> Answered {
        report.event(Invocation::Kinesis, sequences.len());
        if let Err(failure) = self.configured() {
            return Answered::Failed(failure);
        }
        if self.sink == SinkChoice::None {
            // The reply to a stream is thrown away: without a sink the events would be lost.
            let what = "events of Kinesis need a sink: set BLACKBAR_SINK; they come again";
            return Answered::Failed(Failure::new("NoSink", what));
        }
        let raws: Vec<Raw> = data.into_iter().map(Raw::new).collect();
        let answers = self.redact(&raws, self.style.unpacked(), budget);
        let delivered = self.deliver(&raws, answers, budget, report);
        let failed = sequences.iter().zip(delivered).filter(|(_, delivered)| !delivered);
        Answered::Reply(kinesis_reply(failed.map(|(sequence, _)| sequence.as_str())))
    }

    /// Says what is in force, and redacts a text.
    fn test(&self, event: &[u8], budget: Budget, report: &mut Report) -> Answered {
        let text = serde_json::from_slice(event).ok().map(|e: TestEvent| e.blackbar.text);
        let text = text.map(|text| {
            let raws = [Raw::new(Ok(text.into_bytes()))];
            let answer = self.redact(&raws, self.style.unpacked(), budget).pop().unwrap_or_default();
            report.count(&answer.coverage);
            String::from_utf8_lossy(&answer.data).into_owned()
        });
        let ready = self.ready.as_ref();
        let reply = TestReply {
            blackbar: env!("CARGO_PKG_VERSION"),
            ready: ready.is_ok(),
            problem: ready.err().map(String::as_str),
            rules: ready.ok().map(|r| r.rules),
            rules_sha256: ready.ok().map(|r| r.force.rules_sha256.as_str()),
            policy_sha256: ready.ok().map(|r| r.force.policy_sha256.as_str()),
            text,
        };
        // Texts and numbers serialise.
        Answered::Reply(serde_json::to_vec(&reply).unwrap_or_default())
    }

    /// Events that come again after an error are not answered with stubs when the configuration is wrong.
    fn configured(&self) -> Result<(), Failure> {
        let what = "the configuration is wrong, as the log says; the events come again";
        self.ready.as_ref().map(|_| ()).map_err(|_| Failure::new("StartFailed", what))
    }

    /// Redacts records within the budget.
    fn redact(&self, raws: &[Raw], style: Style, budget: Budget) -> Vec<Answer> {
        let Ok(ready) = &self.ready else {
            return raws.iter().map(|raw| raw.stub(START_FAILED, style)).collect();
        };
        let tasks = raws.iter().map(|raw| {
            let (raw, engine) = (raw.clone(), Arc::clone(&ready.engine));
            let task: Task<Answer> = Box::new(move |shut| raw.redact(&engine, style, shut, &[]));
            task
        });
        let done = ready.crew.run(tasks.collect(), budget);
        done.into_iter()
            .zip(raws)
            .map(|(done, raw)| done.unwrap_or_else(|missing| raw.stub(missing.name(), style)))
            .collect()
    }

    /// Shrinks the answers that take more than their share of `room` bytes of base64.
    fn make_fit(&self, raws: &[Raw], answers: &mut [Answer], room: usize, budget: Budget) {
        let Some(most) = share(answers.iter().map(|a| a.data.len()), room) else { return };
        let style = self.style;
        let mut large: Vec<(&Raw, &mut Answer)> =
            raws.iter().zip(answers).filter(|(_, answer)| answer.data.len() > most).collect();
        for (raw, answer) in large.extract_if(.., |(_, answer)| answer.partial) {
            *answer = rest_withheld(raw, answer, style);
        }
        let Ok(ready) = &self.ready else { return };
        let tasks = large.iter().map(|(raw, _)| {
            let (raw, engine) = (Raw::clone(raw), Arc::clone(&ready.engine));
            let task: Task<Answer> = Box::new(move |shut| shrink(&raw, &engine, style, most, shut));
            task
        });
        let done = ready.crew.run(tasks.collect(), budget);
        for (done, (raw, answer)) in done.into_iter().zip(large) {
            *answer = done.unwrap_or_else(|_| raw.stub(TOO_LARGE, style));
        }
    }

    /// Hands answers to the sink; says of each whether it is there. Only what is there is counted.
    fn deliver(
        &self,
        raws: &[Raw],
        mut answers: Vec<Answer>,
        budget: Budget,
        report: &mut Report,
    ) -> Vec<bool> {
        let count = answers.len();
        self.keep_beside(raws, &mut answers, budget);
        let (coverages, data): (Vec<Coverage>, Vec<Vec<u8>>) =
            answers.into_iter().map(|a| (a.coverage, a.data)).unzip();
        let delivered = match (&self.sink, &self.ways.streams) {
            (SinkChoice::Stdout, _) => deliver::print(data),
            (SinkChoice::Firehose(_), Some(streams)) => {
                let parcel =
                    |(data, raw): (Vec<u8>, &Raw)| Parcel::new(data).packed(self.style.packs(raw.shape));
                let parcels = data.into_iter().zip(raws).map(parcel).collect();
                let mut streams = streams.lock().unwrap_or_else(PoisonError::into_inner);
                let before = streams.resent();
                let receipts = streams.deliver(parcels, Budget::until(budget.reply));
                report.resent(streams.resent() - before);
                deliver::told(receipts, count)
            }
            (SinkChoice::None | SinkChoice::Firehose(_), _) => vec![false; count],
        };
        for (coverage, _) in coverages.iter().zip(&delivered).filter(|(_, delivered)| **delivered) {
            report.count(coverage);
        }
        report.refused(delivered.iter().filter(|delivered| !**delivered).count());
        delivered
    }

    /// Keeps sealed copies of records that go to the sink: in the bucket, or in a line of their own.
    fn keep_beside(&self, raws: &[Raw], answers: &mut [Answer], budget: Budget) {
        let Some(sealer) = &self.ways.sealer else { return };
        for (raw, answer) in raws.iter().zip(answers) {
            let withheld = answer.coverage.events_withheld_total();
            if withheld == 0 {
                continue;
            }
            if self.is_kept_in_bucket(sealer, raw, budget) {
                answer.coverage.sealed = withheld;
            } else if let Some(line) = sealed::line(sealer, raw, RECORD_BYTES) {
                if answer.data.last().is_some_and(|b| *b != b'\n') {
                    answer.data.push(b'\n');
                }
                answer.data.extend_from_slice(&line);
                answer.coverage.sealed = withheld;
            }
        }
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

/// The last resort: whole records become stubs, the largest first, and if there are so many that not even their stubs
/// fit, they are dropped.
fn settle(ids: &[String], raws: &[Raw], answers: &mut [Answer], style: Style, most: usize) {
    let mut total = reply_len(ids.iter().zip(&*answers).map(|(id, a)| (id.as_str(), a.data.len())));
    if total <= most {
        return;
    }
    let mut order: Vec<usize> = (0..answers.len()).collect();
    order.sort_by_key(|n| std::cmp::Reverse(answers.get(*n).map(|a| a.data.len())));
    for drop_it in [false, true] {
        for n in &order {
            if total <= most {
                return;
            }
            let (Some(id), Some(raw), Some(answer)) = (ids.get(*n), raws.get(*n), answers.get_mut(*n)) else {
                continue;
            };
            let new = if drop_it { dropped(raw) } else { rest_withheld(raw, answer, style) };
            if new.data.len() < answer.data.len() {
                total = total + answer_len(id, new.data.len()) - answer_len(id, answer.data.len());
                *answer = new;
            }
        }
    }
}

/// A stub for a record that does not fit. If a part of it went on, it is not known which events did, so all are counted as
/// withheld.
fn rest_withheld(raw: &Raw, answer: &Answer, style: Style) -> Answer {
    let mut new = raw.stub(TOO_LARGE, style);
    if answer.partial {
        new.coverage.events_withheld(TOO_LARGE, (answer.sizes.len() as u64).saturating_sub(1));
    }
    new
}

/// A record without a place in the reply.
fn dropped(raw: &Raw) -> Answer {
    let mut coverage = Coverage::default();
    coverage.events_dropped(TOO_LARGE, 1);
    coverage.unsearched("dropped", raw.shape.bytes);
    Answer { coverage, ..Answer::default() }
}
