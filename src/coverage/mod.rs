//! Counts that balance, floor 5.
//!
//! in = clean + redacted + withheld + dropped; out = clean + redacted + stubs; withheld = sealed + unsealed;
//! coverage = bytes searched / bytes in, and the rest by named reason. Counters merge by addition, in any order.

mod emf;

pub use emf::{DEFAULT_NAMESPACE, Emf, Unit, is_namespace};

use crate::detect::RuleIndex;
use crate::policy::Clause;
use std::collections::BTreeMap;
use std::fmt;

/// What was done, counted in events and in bytes of inflated documents.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Coverage {
    /// Events that came in.
    pub events_in: u64,
    /// Events that went on as they were.
    pub clean: u64,
    /// Events that went on with edits.
    pub redacted: u64,
    /// Events that did not go on, by reason; a stub stands for each.
    pub withheld: BTreeMap<&'static str, u64>,
    /// Events that needed no place in the output, by reason.
    pub dropped: BTreeMap<&'static str, u64>,
    /// Stubs that went on.
    pub stubs: u64,
    /// Withheld events of which a sealed copy was kept.
    pub sealed: u64,
    /// Bytes that came in, after inflation.
    pub bytes_in: u64,
    /// Bytes that were searched.
    pub bytes_searched: u64,
    /// Bytes that were not searched, by reason.
    pub bytes_unsearched: BTreeMap<&'static str, u64>,
    /// Edits made.
    pub edits: u64,
    /// CloudWatch Logs batches read.
    pub batches: u64,
    /// Findings by rule, also of rules whose findings the policy keeps.
    pub findings: BTreeMap<RuleIndex, u64>,
    /// Findings that an allow-list let through, by rule; not among `findings`.
    pub allowed: BTreeMap<RuleIndex, u64>,
    /// What there is to count under contracts, by the contract's place in the policy; of withheld events too.
    pub contracts: BTreeMap<(usize, Clause), u64>,
    /// Events of sources that the policy does not name and lets pass.
    pub unlisted: u64,
}

impl Coverage {
    /// An event that went on as it was.
    pub const fn event_clean(&mut self) {
        self.events_in += 1;
        self.clean += 1;
    }

    /// An event that went on with edits.
    pub const fn event_redacted(&mut self) {
        self.events_in += 1;
        self.redacted += 1;
    }

    /// Events for which one stub each went on.
    pub fn events_withheld(&mut self, reason: &'static str, events: u64) {
        self.events_in += events;
        self.stubs += events;
        *self.withheld.entry(reason).or_default() += events;
    }

    /// Events without a place in the output.
    pub fn events_dropped(&mut self, reason: &'static str, events: u64) {
        self.events_in += events;
        *self.dropped.entry(reason).or_default() += events;
    }

    /// Bytes that were searched.
    pub const fn searched(&mut self, bytes: usize) {
        self.bytes_in += bytes as u64;
        self.bytes_searched += bytes as u64;
    }

    /// Bytes that were not.
    pub fn unsearched(&mut self, reason: &'static str, bytes: u64) {
        if bytes > 0 {
            self.bytes_in += bytes;
            *self.bytes_unsearched.entry(reason).or_default() += bytes;
        }
    }

    /// Adds the counts of another part of the work.
    pub fn merge(&mut self, other: &Self) {
        fn add<K: Ord + Copy>(to: &mut BTreeMap<K, u64>, from: &BTreeMap<K, u64>) {
            for (key, count) in from {
                *to.entry(*key).or_default() += count;
            }
        }
        self.events_in += other.events_in;
        self.clean += other.clean;
        self.redacted += other.redacted;
        self.stubs += other.stubs;
        self.sealed += other.sealed;
        self.bytes_in += other.bytes_in;
        self.bytes_searched += other.bytes_searched;
        self.edits += other.edits;
        self.batches += other.batches;
        add(&mut self.withheld, &other.withheld);
        add(&mut self.dropped, &other.dropped);
        add(&mut self.bytes_unsearched, &other.bytes_unsearched);
        add(&mut self.findings, &other.findings);
        add(&mut self.allowed, &other.allowed);
        add(&mut self.contracts, &other.contracts);
        self.unlisted += other.unlisted;
    }

    /// Withheld events, all reasons together.
    #[must_use]
    pub fn events_withheld_total(&self) -> u64 {
        self.withheld.values().sum()
    }

    /// Dropped events, all reasons together.
    #[must_use]
    pub fn events_dropped_total(&self) -> u64 {
        self.dropped.values().sum()
    }

    /// Events and stubs that went on.
    #[must_use]
    pub const fn events_out(&self) -> u64 {
        self.clean + self.redacted + self.stubs
    }

    /// Withheld events of which nothing was kept.
    #[must_use]
    pub fn unsealed(&self) -> u64 {
        self.events_withheld_total().saturating_sub(self.sealed)
    }

    /// How often contracts were broken.
    #[must_use]
    pub fn violations(&self) -> u64 {
        self.contracts.iter().filter(|((_, clause), _)| clause.is_violation()).map(|(_, count)| count).sum()
    }

    /// Share of the bytes that were searched, from 0 to 1; 1 if there were none.
    #[must_use]
    #[expect(clippy::cast_precision_loss, reason = "a share of byte counts below 2^53")]
    pub fn share_searched(&self) -> f64 {
        if self.bytes_in == 0 { 1.0 } else { self.bytes_searched as f64 / self.bytes_in as f64 }
    }

    /// Checks that every event and every byte is accounted for.
    ///
    /// # Errors
    /// [`Imbalance`] names the sum that does not hold.
    pub fn balance(&self) -> Result<(), Imbalance> {
        let withheld = self.events_withheld_total();
        let check = |holds: bool, what| if holds { Ok(()) } else { Err(Imbalance(what)) };
        check(
            self.events_in == self.clean + self.redacted + withheld + self.events_dropped_total(),
            "in = clean + redacted + withheld + dropped",
        )?;
        check(self.stubs == withheld, "one stub for each withheld event")?;
        check(withheld >= self.sealed, "withheld = sealed + unsealed")?;
        check(
            self.bytes_in == self.bytes_searched + self.bytes_unsearched.values().sum::<u64>(),
            "bytes in = bytes searched + bytes not searched",
        )
    }
}

/// A sum that does not hold: events or bytes are unaccounted for, which is an alarm of its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Imbalance(&'static str);

impl fmt::Display for Imbalance {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "the counts do not balance: {}", self.0)
    }
}

impl std::error::Error for Imbalance {}

#[cfg(test)]
mod tests {
    use super::*;

    fn some(n: u64) -> Coverage {
        let mut c = Coverage::default();
        c.event_clean();
        c.event_redacted();
        c.events_withheld(if n.is_multiple_of(2) { "a" } else { "b" }, n);
        c.events_dropped("control_message", 1);
        c.searched(100);
        c.unsearched("syntax", n);
        c
    }

    #[test]
    fn sums_hold_and_merge_in_any_order() {
        let (a, b, c) = (some(1), some(2), some(3));
        let mut left = a.clone();
        left.merge(&b);
        left.merge(&c);
        let mut right = c;
        right.merge(&a);
        right.merge(&b);
        assert_eq!(left, right);
        assert_eq!(left.balance(), Ok(()));
        assert_eq!(left.events_in, 15);
    }

    #[test]
    fn an_imbalance_is_seen() {
        let mut c = some(1);
        c.events_in += 1;
        assert!(c.balance().is_err());
        let mut c = some(1);
        c.bytes_in += 1;
        assert!(c.balance().is_err());
    }
}
