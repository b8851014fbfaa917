//! The catch of faults around one event.

use crate::text::Withhold;
use std::panic::{AssertUnwindSafe, catch_unwind};

/// Runs the search of one event. A panic in it withholds that event and no other. The caller discards all state that
/// the search has touched.
pub(super) fn guarded(search: impl FnOnce() -> Result<(), Withhold>) -> Result<(), Withhold> {
    catch_unwind(AssertUnwindSafe(search)).unwrap_or(Err(Withhold::Internal))
}
