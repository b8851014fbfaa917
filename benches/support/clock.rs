//! Time of the processor, so that a machine that does something else besides does not spoil the figures.

use std::time::Duration;

/// Time that this thread has been running on a core.
#[cfg(unix)]
pub(crate) fn cpu() -> Duration {
    let now = rustix::time::clock_gettime(rustix::time::ClockId::ThreadCPUTime);
    Duration::new(u64::try_from(now.tv_sec).unwrap(), u32::try_from(now.tv_nsec).unwrap())
}

/// Elsewhere, the time on the wall since the first call.
#[cfg(not(unix))]
#[expect(clippy::disallowed_types, reason = "a benchmark measures time")]
pub(crate) fn cpu() -> Duration {
    use std::time::Instant;
    static START: std::sync::OnceLock<Instant> = std::sync::OnceLock::new();
    START.get_or_init(Instant::now).elapsed()
}
