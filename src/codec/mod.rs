//! Wire formats, floor 4: capped gunzip, CloudWatch Logs batches, Firehose transformation events, other events of AWS
//! Lambda, lines.
//!
//! Pure: bytes in, positions or bytes out. Inflation is the one place where input can grow, so it is the one place
//! with a decoder, and it is capped.

mod awslogs;
mod batch;
mod caps;
mod event_form;
mod firehose;
mod gunzip;
mod gzip;
mod halve;
mod invocation;
mod kinesis;
mod member;
mod redrive;
mod sniff;
mod splitter;

pub use awslogs::{awslogs_len, read_awslogs, write_awslogs};
pub use batch::{Batch, LogEvent, stub_batch};
pub use caps::Caps;
pub(crate) use event_form::walk_batch;
pub use firehose::{Reply, TransformEvent, TransformRecord, answer_len, base64_len, keys_len, reply_len};
pub(crate) use gunzip::members;
pub use gunzip::{Damage, Gunzip, gunzip};
pub(crate) use gzip::Packer;
pub use gzip::{DEFAULT_LEVEL, gzip};
pub use halve::halve;
pub use invocation::Invocation;
pub use kinesis::{KinesisRecord, kinesis_reply, read_kinesis};
pub(crate) use member::{inflate_member, is_bare};
pub use redrive::{Redriven, read_redriven};
pub use sniff::{is_gzip, may_hold_envelope, starts_envelope};
pub use splitter::{Block, Record, RecordKind, Separator, Splitter};
