//! The one look at the clock: entries of allow-lists expire.

use crate::settings::Day;

/// The day that it is, UTC. A clock before 1970 says 1970.
#[expect(clippy::disallowed_types, reason = "floor 8 is where time enters")]
pub(super) fn today() -> Day {
    let now = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH);
    Day::of_unix(now.map_or(0, |d| d.as_secs()))
}
