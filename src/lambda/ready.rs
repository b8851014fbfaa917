//! What redacts: rules and policy on a pool of threads, within the time and the room that there are.

use super::answer::{Raw, Style};
use super::clock::Budget;
use super::crew::{Crew, Task};
use super::fit::{TOO_LARGE, rest_withheld, share, shrink};
use super::record::Record;
use crate::pipeline::Engine;
use crate::settings::InForce;
use crate::token::Recipient;
use std::sync::Arc;

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

impl Ready {
    /// Redacts records within the budget.
    pub(super) fn redact(&self, raws: Vec<(String, Raw)>, style: Style, budget: Budget) -> Vec<Record> {
        let tasks = raws.iter().map(|(_, raw)| {
            let (raw, engine) = (raw.clone(), Arc::clone(&self.engine));
            let task: Task<_> = Box::new(move |shut| raw.redact(&engine, style, shut, &[]));
            task
        });
        let done = self.crew.run(tasks.collect(), budget);
        done.into_iter()
            .zip(raws)
            .map(|(done, (id, raw))| {
                let answer = done.unwrap_or_else(|missing| raw.stub(missing.name(), style));
                Record { id, raw, answer }
            })
            .collect()
    }

    /// Shrinks the answers that take more than their share of `room` bytes of base64.
    pub(super) fn make_fit(&self, records: &mut [Record], style: Style, room: usize, budget: Budget) {
        let Some(most) = share(records.iter().map(|r| r.answer.data.len()), room) else { return };
        let mut large: Vec<&mut Record> =
            records.iter_mut().filter(|record| record.answer.data.len() > most).collect();
        for record in large.extract_if(.., |record| record.answer.forwarded > 0) {
            record.answer = rest_withheld(&record.raw, &record.answer, style);
        }
        let tasks = large.iter().map(|record| {
            let (raw, engine) = (record.raw.clone(), Arc::clone(&self.engine));
            let task: Task<_> = Box::new(move |shut| shrink(&raw, &engine, style, most, shut));
            task
        });
        let done = self.crew.run(tasks.collect(), budget);
        for (done, record) in done.into_iter().zip(large) {
            record.answer = done.unwrap_or_else(|_| record.raw.stub(TOO_LARGE, style));
        }
    }
}
