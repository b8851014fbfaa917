//! The one look at the clock: deadlines, time stamps of metrics, and the day on which allow-lists expire.

#![expect(clippy::disallowed_types, reason = "floor 8 is where time enters")]

use crate::settings::Day;
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

/// Time since the process started.
#[derive(Debug)]
pub(super) struct Clock {
    start: Instant,
}

/// Until when the work of one invocation may go on.
#[derive(Clone, Copy, Debug)]
pub(super) struct Budget {
    /// From here on no further event is searched.
    pub(super) search: Instant,
    /// From here on nothing is waited for: the reply goes out.
    pub(super) reply: Instant,
}

/// The least time that is kept to build and send the reply.
const LEAST: Duration = Duration::from_millis(250);
/// The most.
const MOST: Duration = Duration::from_secs(5);
/// The time that an invocation has if nothing sensible is said of it: what a function gets that asks for nothing.
const UNKNOWN: Duration = Duration::from_secs(3);

impl Clock {
    pub(super) fn start() -> Self {
        Self { start: Instant::now() }
    }

    /// Milliseconds since the start.
    pub(super) fn elapsed_ms(&self) -> u64 {
        millis(self.start.elapsed())
    }

    /// Milliseconds since 1970.
    pub(super) fn now_ms() -> u64 {
        SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, millis)
    }

    /// The day that it is, UTC.
    pub(super) fn today() -> Day {
        Day::of_unix(Self::now_ms() / 1000)
    }

    /// The budget of an invocation that must be answered at `deadline_ms`, in milliseconds since 1970. A fifth of what
    /// remains is kept for the reply, and as much again for the event that is being searched when the time is over. A
    /// deadline that has passed says nothing: emulators count it from elsewhere.
    #[expect(clippy::unused_self, reason = "a clock is asked")]
    pub(super) fn budget(&self, deadline_ms: Option<u64>) -> Budget {
        let remaining = deadline_ms
            .and_then(|deadline| deadline.checked_sub(Self::now_ms()))
            .filter(|remaining| *remaining > 0)
            .map_or(UNKNOWN, Duration::from_millis);
        let kept = (remaining / 5).clamp(LEAST, MOST);
        let now = Instant::now();
        Budget {
            search: now + remaining.saturating_sub(kept * 2),
            reply: now + remaining.saturating_sub(kept),
        }
    }
}

impl Budget {
    /// Time until a moment; nothing if it has passed.
    pub(super) fn until(moment: Instant) -> Duration {
        moment.saturating_duration_since(Instant::now())
    }
}

fn millis(time: Duration) -> u64 {
    u64::try_from(time.as_millis()).unwrap_or(u64::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_budget_ends_before_the_deadline() {
        let clock = Clock::start();
        for (remaining, search, reply) in [(60_000, 50_000, 55_000), (3_000, 1_800, 2_400), (100, 0, 0)] {
            let budget = clock.budget(Some(Clock::now_ms() + remaining));
            for (moment, want) in [(budget.search, search), (budget.reply, reply)] {
                let got = Budget::until(moment).as_millis();
                assert!(got <= want && want <= got + 200, "{remaining}: {got} of {want}");
            }
        }
        for unknown in [None, Some(0), Some(600_000), Some(Clock::now_ms() - 1)] {
            let search = Budget::until(clock.budget(unknown).search).as_millis();
            assert!((1_600..=1_800).contains(&search), "{unknown:?}: {search}");
        }
    }
}
