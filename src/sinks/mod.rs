//! Where redacted records go, floor 7: one file each.

mod files;
mod firehose;
#[cfg(feature = "aws")]
mod s3;
mod stdout;

pub use files::Files;
#[cfg(feature = "aws")]
pub use firehose::Stream;
pub use firehose::{
    Entry, Failed, Firehose, Part, Put, RECORD_BYTES, REQUEST_BYTES, REQUEST_RECORDS, Shipment, Step,
    order_of, parted,
};
#[cfg(feature = "aws")]
pub use s3::Bucket;
pub use stdout::Stdout;

use std::future::Future;
use std::io;

/// Some redacted records that are delivered together.
#[non_exhaustive]
pub struct Parcel {
    /// The bytes: whole records, each with its line's end.
    pub bytes: Vec<u8>,
    /// Whether a sink that makes records of its own packs them.
    pub packed: bool,
}

impl Parcel {
    /// A parcel of `bytes`.
    #[must_use]
    pub const fn new(bytes: Vec<u8>) -> Self {
        Self { bytes, packed: false }
    }

    /// Sets whether it is to be packed.
    #[must_use]
    pub const fn packed(mut self, packed: bool) -> Self {
        self.packed = packed;
        self
    }
}

impl std::fmt::Debug for Parcel {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Parcel({} bytes)", self.bytes.len())
    }
}

/// What a sink says of one parcel.
#[derive(Debug)]
#[expect(clippy::exhaustive_enums, reason = "callers must handle each")]
pub enum Receipt {
    /// It is where it should be.
    Delivered,
    /// It is not.
    Refused(io::Error),
}

/// Takes parcels and gives one receipt for each, in order.
pub trait Sink {
    /// Delivers parcels.
    fn deliver(&mut self, parcels: Vec<Parcel>) -> impl Future<Output = Vec<Receipt>> + Send;

    /// Finishes: everything delivered so far is complete and visible.
    ///
    /// # Errors
    /// Something delivered before could not be completed.
    fn close(&mut self) -> impl Future<Output = io::Result<()>> + Send;

    /// Bytes of parcels that are better delivered together; 0 if it makes no difference.
    fn together(&self) -> usize {
        0
    }
}
