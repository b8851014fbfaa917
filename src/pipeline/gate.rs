//! Which events may still be searched: the caller's clock and the room in its output, as plain data.

use std::sync::atomic::{AtomicBool, Ordering};

/// The caller's time is over.
const OUT_OF_TIME: &str = "out_of_time";
/// The caller's output has no room for it.
const NO_ROOM: &str = "reply_too_large";

/// The gate that is never shut.
static OPEN: AtomicBool = AtomicBool::new(false);

/// What every event of a document passes before it is searched.
#[derive(Clone, Copy, Debug)]
#[expect(clippy::exhaustive_structs, reason = "callers set both")]
pub struct Gate<'a> {
    /// Set from another thread when the time is over: events not yet searched are withheld as `out_of_time`.
    pub shut: &'a AtomicBool,
    /// Numbers of the events, counted from 0 through the document and in order, for which there is no room: they are
    /// withheld as `reply_too_large`.
    pub shed: &'a [usize],
}

impl Gate<'_> {
    /// Lets everything pass.
    #[must_use]
    pub fn open() -> Self {
        Self { shut: &OPEN, shed: &[] }
    }

    /// Why an event does not pass; `None` if it does.
    pub(super) fn refuses(&self, event: usize) -> Option<&'static str> {
        if self.is_shut() {
            Some(OUT_OF_TIME)
        } else if self.shed.binary_search(&event).is_ok() {
            Some(NO_ROOM)
        } else {
            None
        }
    }

    /// Whether the time is over.
    pub(super) fn is_shut(&self) -> bool {
        self.shut.load(Ordering::Relaxed)
    }
}
