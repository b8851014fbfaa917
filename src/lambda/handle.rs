//! One function for four kinds of events.

use super::answer::{Answer, Raw, Style};
use super::clock::{Budget, Clock};
use super::crew::{Crew, Task};
use super::deliver;
use super::fit::{REPLY_BYTES, TOO_LARGE, share, shrink};
use super::metrics::{Process, Report};
use super::runtime::Failure;
use crate::codec::{
    Invocation, Reply, TransformEvent, answer_len, awslogs_len, kinesis_reply, read_awslogs, read_kinesis,
    reply_len, write_awslogs,
};
use crate::coverage::Coverage;
use crate::pipeline::Engine;
use crate::settings::{Environment, InForce, SinkChoice};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

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
}

/// The function, in force as long as the process lives.
pub(super) struct Function {
    /// What redacts, or what is wrong with the configuration.
    ready: Result<Ready, String>,
    style: Style,
    sink: SinkChoice,
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
        style: Style,
        environment: &Environment,
        init_ms: u64,
    ) -> Self {
        let (sink, namespace) = (environment.sink, environment.namespace.clone());
        Self { ready, style, sink, namespace, init_ms, cold: AtomicBool::new(true) }
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
            event.records.into_iter().map(|record| (record.id, Raw::new(record.data))).unzip();
        let mut answers = self.redact(&raws, self.style, budget);
        let lens = |answers: &[Answer]| answers.iter().map(|a| a.data.len()).collect::<Vec<_>>();
        let names = reply_len(ids.iter().map(|id| (id.as_str(), 0)));
        self.make_fit(&raws, &mut answers, REPLY_BYTES.saturating_sub(names), budget);
        settle(&ids, &raws, &mut answers, self.style);
        let len = reply_len(ids.iter().map(String::as_str).zip(lens(&answers)));
        let mut reply = Reply::with_capacity(len);
        for (id, answer) in ids.iter().zip(&answers) {
            report.count(&answer.coverage);
            reply.push(id, (!answer.data.is_empty()).then_some(answer.data.as_slice()));
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
        let raws = [Raw::new(data)];
        if self.sink == SinkChoice::None {
            let mut answers = self.redact(&raws, self.style, budget);
            self.make_fit(&raws, &mut answers, REPLY_BYTES - awslogs_len(0), budget);
            let answer = answers.pop().unwrap_or_default();
            report.count(&answer.coverage);
            return Answered::Reply(write_awslogs(&answer.data));
        }
        let answers = self.redact(&raws, self.style.unpacked(), budget);
        match self.deliver(answers, report).contains(&false) {
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
        let delivered = self.deliver(answers, report);
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
        let large: Vec<(&Raw, &mut Answer)> =
            raws.iter().zip(answers).filter(|(_, answer)| answer.data.len() > most).collect();
        let style = self.style;
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
    fn deliver(&self, answers: Vec<Answer>, report: &mut Report) -> Vec<bool> {
        let (coverages, data): (Vec<Coverage>, Vec<Vec<u8>>) =
            answers.into_iter().map(|a| (a.coverage, a.data)).unzip();
        let delivered = deliver::deliver(self.sink, data);
        for (coverage, _) in coverages.iter().zip(&delivered).filter(|(_, delivered)| **delivered) {
            report.count(coverage);
        }
        report.refused(delivered.iter().filter(|delivered| !**delivered).count());
        delivered
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
fn settle(ids: &[String], raws: &[Raw], answers: &mut [Answer], style: Style) {
    let mut total = reply_len(ids.iter().zip(&*answers).map(|(id, a)| (id.as_str(), a.data.len())));
    if total <= REPLY_BYTES {
        return;
    }
    let mut order: Vec<usize> = (0..answers.len()).collect();
    order.sort_by_key(|n| std::cmp::Reverse(answers.get(*n).map(|a| a.data.len())));
    for drop_it in [false, true] {
        for n in &order {
            if total <= REPLY_BYTES {
                return;
            }
            let (Some(id), Some(raw), Some(answer)) = (ids.get(*n), raws.get(*n), answers.get_mut(*n)) else {
                continue;
            };
            let new = if drop_it { dropped(raw) } else { raw.stub(TOO_LARGE, style) };
            if new.data.len() < answer.data.len() {
                total = total + answer_len(id, new.data.len()) - answer_len(id, answer.data.len());
                *answer = new;
            }
        }
    }
}

/// A record without a place in the reply.
fn dropped(raw: &Raw) -> Answer {
    let mut coverage = Coverage::default();
    coverage.events_dropped(TOO_LARGE, 1);
    coverage.unsearched("dropped", raw.shape.bytes);
    Answer { coverage, ..Answer::default() }
}
