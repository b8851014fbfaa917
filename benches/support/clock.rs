//! Time of the processor, so that a machine that does something else besides does not spoil the figures.

use std::time::Duration;

/// Time that the threads of this process have been running on cores, all added up: nothing that is handed to another
/// thread goes uncounted.
#[cfg(unix)]
pub(crate) fn cpu() -> Duration {
    let now = rustix::time::clock_gettime(rustix::time::ClockId::ProcessCPUTime);
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
