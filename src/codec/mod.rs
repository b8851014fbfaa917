//! Wire formats, floor 4: capped gunzip, CloudWatch Logs batches, Firehose transformation events, lines.
//!
//! Pure: bytes in, positions or bytes out. Inflation is the one place where input can grow, so it is the one place
//! with a decoder, and it is capped.

mod batch;
mod caps;
mod firehose;
mod gunzip;
mod gzip;
mod sniff;
mod splitter;

pub use batch::{Batch, LogEvent, stub_batch};
pub use caps::Caps;
pub use firehose::{TransformEvent, TransformRecord, reply};
pub use gunzip::{Damage, Gunzip, gunzip};
pub use gzip::{DEFAULT_LEVEL, gzip};
pub use sniff::{is_gzip, may_hold_envelope, starts_envelope};
pub use splitter::{Block, Record, RecordKind, Separator, Splitter};
