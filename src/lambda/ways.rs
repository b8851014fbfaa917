//! The ways of records besides the reply: on to a stream, to the sink, and sealed to the quarantine.

use super::answer::{Raw, Style};
use super::clock::{Budget, Clock};
use super::console;
use super::deliver;
use super::forward::{parts, surplus, unmark};
use super::metrics::Report;
use super::record::{Finished, Record};
use super::sealed;
use super::streams::Streams;
use crate::codec::base64_len;
use crate::settings::{Environment, Forward, SinkChoice};
use crate::sinks::Parcel;
use crate::token::Sealer;
use std::sync::{Mutex, MutexGuard, PoisonError};

/// What there is besides the reply.
pub(super) struct Ways {
    /// Seals copies of what is withheld.
    pub(super) sealer: Option<Sealer>,
    pub(super) streams: Option<Mutex<Streams>>,
    pub(super) sink: SinkChoice,
    forward: Forward,
}

/// Room for sealed copies, in bytes.
#[derive(Clone, Copy)]
pub(super) struct Room {
    /// Of the line of one copy.
    pub(super) line: usize,
    /// Of what all of them add to data in base64.
    pub(super) growth: usize,
}

impl Ways {
    /// Those that the configuration names, without what has to be reached first.
    pub(super) fn new(environment: &Environment) -> Self {
        let (sink, forward) = (environment.sink.clone(), environment.forward.clone());
        Self { sealer: None, streams: None, sink, forward }
    }

    fn streams(&self) -> Option<MutexGuard<'_, Streams>> {
        self.streams.as_ref().map(|streams| streams.lock().unwrap_or_else(PoisonError::into_inner))
    }

    /// Sends on what the reply has no room for, if there is a stream for it. What the stream does not take stays.
    pub(super) fn send_on(
        &self,
        records: &mut [Record],
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
        let Some(mut streams) = self.streams() else { return };
        let size = |record: &Record| (record.answer.data.len(), !(back && record.raw.returned));
        let going = surplus(&records.iter().map(size).collect::<Vec<_>>(), room);
        if going.is_empty() {
            return;
        }
        if back && own.is_none() {
            console::warn("the stream takes no records from elsewhere, so none are sent back to it");
            return;
        }
        let (mut entries, mut counts) = (Vec::new(), Vec::new());
        for number in &going {
            if let Some(record) = records.get(*number) {
                let parts = parts(&record.raw, &record.answer, back);
                counts.push((*number, parts.going.len(), parts.staying));
                entries.extend(parts.going);
            }
        }
        let before = streams.resent();
        let time = Budget::until(budget.reply) / 4 * 3;
        let (left, why) = streams.forward(own.filter(|_| back), entries, time);
        report.resent(streams.resent() - before);
        if let Some(why) = why.filter(|_| left.iter().any(Option::is_some)) {
            console::error(&format!("the stream does not take what the reply has no room for: {why}"));
        }
        let mut left = left.into_iter();
        for (number, count, staying) in counts {
            let refused: Vec<Vec<u8>> =
                left.by_ref().take(count).flatten().map(|data| unmark(data).0).collect();
            if let Some(record) = records.get_mut(number).filter(|_| refused.len() < count) {
                record.answer.forwarded = count - refused.len();
                record.answer.data = [refused, staying].concat().concat();
            }
        }
    }

    /// Keeps sealed copies of records of which something is withheld: in the bucket, or in a line behind what is left of them
    /// as long as there is room.
    pub(super) fn keep_copies(&self, records: &mut [Record], style: Style, mut room: Room, budget: Budget) {
        let Some(sealer) = &self.sealer else { return };
        for Record { raw, answer, .. } in records {
            let withheld = answer.coverage.events_withheld_total();
            if withheld == 0 {
                continue;
            }
            if self.is_kept_in_bucket(sealer, raw, budget) {
                answer.coverage.sealed = withheld;
                continue;
            }
            let Some(mut line) = sealed::line(sealer, raw, room.line.min(room.growth)) else { continue };
            if answer.open {
                line.insert(0, b'\n');
            }
            let line = style.like(raw.shape, line);
            let growth = base64_len(answer.data.len() + line.len()) - base64_len(answer.data.len());
            if growth <= room.growth {
                room.growth -= growth;
                answer.data.extend_from_slice(&line);
                answer.coverage.sealed = withheld;
            }
        }
    }

    fn is_kept_in_bucket(&self, sealer: &Sealer, raw: &Raw, budget: Budget) -> bool {
        let Some(streams) = self.streams() else { return false };
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

    /// Hands records to the sink; says of each whether it is there. Their data is gone then. Only what is there is counted.
    pub(super) fn deliver(
        &self,
        records: &mut [Finished],
        style: Style,
        budget: Budget,
        report: &mut Report,
    ) -> Vec<bool> {
        let data = records.iter_mut().map(|record| std::mem::take(&mut record.data));
        let delivered = match (&self.sink, self.streams()) {
            (SinkChoice::Stdout, _) => deliver::print(data.collect()),
            (SinkChoice::Firehose(_), Some(mut streams)) => {
                let data: Vec<Vec<u8>> = data.collect();
                let parcel = |(data, record): (Vec<u8>, &Finished)| {
                    Parcel::new(data).packed(style.packs(record.shape))
                };
                let parcels = data.into_iter().zip(&*records).map(parcel).collect();
                let before = streams.resent();
                let receipts = streams.deliver(parcels, Budget::until(budget.reply));
                report.resent(streams.resent() - before);
                deliver::told(receipts, records.len())
            }
            (SinkChoice::None | SinkChoice::Firehose(_), _) => vec![false; records.len()],
        };
        for (record, _) in records.iter().zip(&delivered).filter(|(_, delivered)| **delivered) {
            report.count(record);
        }
        report.refused(delivered.iter().filter(|delivered| !**delivered).count());
        delivered
    }
}
