//! The one look at the clock: entries of allow-lists and approvals end.

use crate::settings::Day;

/// Seconds since the beginning of 1970, UTC.
///
/// # Errors
/// The clock stands before 1970.
#[expect(clippy::disallowed_types, reason = "floor 8 is where time enters")]
pub(super) fn now() -> Result<u64, String> {
    std::time::SystemTime::now()
        .duration_since(std::time::UNIX_EPOCH)
        .map(|since| since.as_secs())
        .map_err(|_| "the clock of this machine stands before 1970".to_owned())
}

/// The day that it is, UTC. A clock before 1970 says 1970.
pub(super) fn today() -> Day {
    Day::of_unix(now().unwrap_or(0))
}
