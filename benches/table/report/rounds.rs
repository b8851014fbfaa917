//! Candidates take turns, and the median of their rounds counts.

use crate::support::clock::cpu;
use std::time::Duration;

/// What one round of a candidate gave.
pub(crate) struct Round {
    pub(crate) time: Duration,
    /// What it found, for those that find.
    pub(crate) found: u64,
}

/// Something to measure.
pub(crate) struct Candidate<'a> {
    /// Bytes of text that a round goes through.
    pub(crate) bytes: usize,
    pub(crate) round: Box<dyn FnMut() -> Round + 'a>,
}

impl<'a> Candidate<'a> {
    /// A candidate without anything that must be made ready before each round.
    pub(crate) fn new(bytes: usize, mut run: impl FnMut() -> u64 + 'a) -> Self {
        Self { bytes, round: Box::new(move || timed(&mut run)) }
    }
}

/// The time of the processor that `run` takes.
pub(crate) fn timed(run: impl FnOnce() -> u64) -> Round {
    let start = cpu();
    let found = std::hint::black_box(run());
    Round { time: cpu().saturating_sub(start), found }
}

/// The figures of a candidate.
#[derive(Clone, Copy)]
pub(crate) struct Figures {
    /// Millions of bytes a second.
    pub(crate) speed: f64,
    pub(crate) seconds: f64,
    /// Findings in each million bytes.
    pub(crate) found: f64,
}

/// Measures `rounds` rounds of each candidate after one that does not count.
pub(crate) fn measure(rounds: usize, mut candidates: Vec<Candidate<'_>>) -> Vec<Figures> {
    let mut times = vec![Vec::new(); candidates.len()];
    let mut found = vec![0; candidates.len()];
    for turn in 0..=rounds {
        for (i, candidate) in candidates.iter_mut().enumerate() {
            let round = (candidate.round)();
            found[i] = round.found;
            if turn > 0 {
                times[i].push(round.time);
            }
        }
    }
    let figures = candidates.iter().zip(times).zip(found).map(|((candidate, mut times), found)| {
        times.sort_unstable();
        let seconds = times[times.len() / 2].as_secs_f64();
        let millions = candidate.bytes as f64 / 1e6;
        Figures { speed: millions / seconds, seconds, found: found as f64 / millions }
    });
    figures.collect()
}
