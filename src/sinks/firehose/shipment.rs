//! Which records go into the next request, and which come again. Plain data: no clock, no network, no chance.

use std::collections::HashSet;
use std::time::Duration;

/// Records of a request at most (<https://docs.aws.amazon.com/firehose/latest/APIReference/API_PutRecordBatch.html>).
pub const REQUEST_RECORDS: usize = 500;
/// Bytes of a request at most. AWS says 4 MB; the records are counted as they travel, in base64, so it holds however that
/// is meant.
pub const REQUEST_BYTES: usize = 4_000_000;
/// Bytes of a record at most: 1,000 KiB before base64.
pub const RECORD_BYTES: usize = 1_024_000;
/// Bytes that stand around a record in a request: `{"Data":""},`.
const FRAME: usize = 12;

/// The first pause is up to this long.
const FIRST_PAUSE: Duration = Duration::from_millis(100);
/// And no pause is longer.
const LONGEST_PAUSE: Duration = Duration::from_secs(5);

/// One record.
#[expect(clippy::exhaustive_structs, reason = "callers make them")]
pub struct Entry {
    /// Records of the same order arrive in order: one log stream.
    pub order: u64,
    /// Its bytes.
    pub data: Vec<u8>,
}

/// What is to be done next.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(clippy::exhaustive_enums, reason = "who drives it handles each")]
pub enum Step {
    /// Send the records of [`Shipment::request`].
    Send,
    /// Wait for a time drawn between nothing and this: full jitter.
    Pause(Duration),
    /// Nothing is left to do.
    Done,
}

/// Why a request failed as a whole.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(clippy::exhaustive_enums, reason = "who drives it says one")]
pub enum Failed {
    /// It may go better: throttled, not available, no answer in time. Without an answer the records may have arrived;
    /// they are sent again, since arriving twice is better than not at all.
    ForNow,
    /// It cannot go better: no such stream, no permission.
    ForGood,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum State {
    Open,
    Accepted,
    GivenUp,
}

/// Some records on their way: each is accepted or given up in the end.
pub struct Shipment {
    entries: Vec<(Entry, State, u32)>,
    request: Vec<usize>,
    attempts: u32,
    /// Requests in a row of which something was refused.
    refusals: u32,
    pause: bool,
    /// Records sent again.
    pub resent: u64,
}

impl std::fmt::Debug for Shipment {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Shipment({} records)", self.entries.len())
    }
}

impl Shipment {
    /// Records in order, each of at most [`RECORD_BYTES`], to be tried so often.
    #[must_use]
    pub fn new(entries: Vec<Entry>, attempts: u32) -> Self {
        let entries = entries.into_iter().map(|entry| (entry, State::Open, 0)).collect();
        Self { entries, request: Vec::new(), attempts: attempts.max(1), refusals: 0, pause: false, resent: 0 }
    }

    /// What is to be done now.
    ///
    /// A request has one record of each order, the first that is open: if it is refused, those behind it have not
    /// overtaken it.
    pub fn step(&mut self) -> Step {
        if std::mem::take(&mut self.pause) {
            let doubled = FIRST_PAUSE.saturating_mul(1 << self.refusals.saturating_sub(1).min(16));
            return Step::Pause(doubled.min(LONGEST_PAUSE));
        }
        self.request.clear();
        let mut orders = HashSet::new();
        let mut bytes = 0;
        for (index, (entry, state, _)) in self.entries.iter().enumerate() {
            if *state != State::Open || !orders.insert(entry.order) {
                continue;
            }
            let size = entry.data.len().div_ceil(3) * 4 + FRAME;
            if bytes + size > REQUEST_BYTES && !self.request.is_empty() {
                break;
            }
            bytes += size;
            self.request.push(index);
            if self.request.len() == REQUEST_RECORDS {
                break;
            }
        }
        if self.request.is_empty() { Step::Done } else { Step::Send }
    }

    /// The records of the request.
    pub fn request(&self) -> impl Iterator<Item = &[u8]> {
        self.request.iter().filter_map(|n| self.entries.get(*n)).map(|(entry, ..)| entry.data.as_slice())
    }

    /// What the answer says of each record of the request. One of which it says nothing is refused.
    pub fn answered(&mut self, accepted: &[bool]) {
        let request = std::mem::take(&mut self.request);
        let mut refused = false;
        for (n, index) in request.into_iter().enumerate() {
            if accepted.get(n) == Some(&true) {
                if let Some((entry, state, _)) = self.entries.get_mut(index) {
                    *state = State::Accepted;
                    // It is not needed any more, and there may be much of it.
                    entry.data = Vec::new();
                }
            } else {
                refused = true;
                self.refuse(index);
            }
        }
        self.refusals = if refused { self.refusals + 1 } else { 0 };
        self.pause = refused && self.is_open();
    }

    /// The request failed as a whole.
    pub fn failed(&mut self, how: Failed) {
        match how {
            Failed::ForNow => self.answered(&[]),
            Failed::ForGood => self.give_up(),
        }
    }

    /// Gives up all that is open: there is no time.
    pub fn give_up(&mut self) {
        self.request.clear();
        self.pause = false;
        for (_, state, _) in &mut self.entries {
            if *state == State::Open {
                *state = State::GivenUp;
            }
        }
    }

    fn refuse(&mut self, index: usize) {
        let Some((entry, state, tried)) = self.entries.get_mut(index) else { return };
        *tried += 1;
        if *tried < self.attempts {
            self.resent += 1;
            return;
        }
        *state = State::GivenUp;
        // What stands behind it in its order would come before it when all of it comes again.
        let order = entry.order;
        for (entry, state, _) in self.entries.iter_mut().skip(index) {
            if entry.order == order && *state == State::Open {
                *state = State::GivenUp;
            }
        }
    }

    fn is_open(&self) -> bool {
        self.entries.iter().any(|(_, state, _)| *state == State::Open)
    }

    /// Of each record, in order: nothing if it was accepted, else its bytes.
    pub fn finish(self) -> impl Iterator<Item = Option<Vec<u8>>> {
        self.entries.into_iter().map(|(entry, state, _)| (state != State::Accepted).then_some(entry.data))
    }
}
