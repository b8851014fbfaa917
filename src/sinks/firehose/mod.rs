//! A stream of Amazon Data Firehose.
//!
//! Lines of one log stream that follow each other become one record of at most 1,000 KiB, packed or not. Requests have
//! 500 records and 4 MB at most. Exactly the records that the service refuses are sent again, after pauses with full jitter
//! (<https://aws.amazon.com/builders-library/timeouts-retries-and-backoff-with-jitter/>), and within a log stream no
//! record overtakes another. What is refused too often is given back.

#[cfg(feature = "aws")]
mod client;
mod pack;
mod shipment;

#[cfg(feature = "aws")]
pub use client::Stream;
pub use pack::{Part, order_of, parted};
pub use shipment::{Entry, Failed, RECORD_BYTES, REQUEST_BYTES, REQUEST_RECORDS, Shipment, Step};

use super::{Parcel, Receipt, Sink};
use std::future::Future;
use std::io;
use std::time::Duration;

/// Who sends a request and waits.
pub trait Put {
    /// Sends records in one request; says of each whether the stream has it. An error names itself and holds nothing of
    /// the records.
    fn put(
        &mut self,
        records: Vec<Vec<u8>>,
    ) -> impl Future<Output = Result<Vec<bool>, (Failed, String)>> + Send;

    /// Waits for a time drawn between nothing and this. False if there is no time for it.
    fn pause(&mut self, most: Duration) -> impl Future<Output = bool> + Send;
}

/// The sink.
#[derive(Debug)]
pub struct Firehose<P> {
    put: P,
    attempts: u32,
    /// Records that were sent again.
    pub resent: u64,
    /// Events that are too large for a record; a stub went on for each.
    pub stubs: u64,
}

impl<P: Put> Firehose<P> {
    /// How often a record is tried. With the pauses between it is half a minute on the average.
    pub const ATTEMPTS: u32 = 20;

    /// The sink that sends by `put`.
    pub const fn new(put: P) -> Self {
        Self { put, attempts: Self::ATTEMPTS, resent: 0, stubs: 0 }
    }

    /// Who sends.
    pub const fn put(&mut self) -> &mut P {
        &mut self.put
    }

    /// Sends records of at most [`RECORD_BYTES`], in order where they have the same order. Of each that the stream does not
    /// have in the end, its bytes come back; and what went wrong last.
    pub async fn ship(&mut self, entries: Vec<Entry>) -> (Vec<Option<Vec<u8>>>, Option<String>) {
        let mut shipment = Shipment::new(entries, self.attempts);
        let mut why = None;
        loop {
            match shipment.step() {
                Step::Done => break,
                Step::Pause(most) => {
                    if !self.put.pause(most).await {
                        shipment.give_up();
                    }
                }
                Step::Send => {
                    let records = shipment.request().map(<[u8]>::to_vec).collect();
                    match self.put.put(records).await {
                        Ok(accepted) => shipment.answered(&accepted),
                        Err((how, what)) => {
                            why = Some(what);
                            shipment.failed(how);
                        }
                    }
                }
            }
        }
        self.resent += shipment.resent;
        (shipment.finish().collect(), why)
    }
}

impl<P: Put + Send> Sink for Firehose<P> {
    async fn deliver(&mut self, parcels: Vec<Parcel>) -> Vec<Receipt> {
        let packed = pack::pack(&parcels);
        drop(parcels);
        self.stubs += packed.stubs;
        let (left, why) = self.ship(packed.entries).await;
        let why = why.unwrap_or_else(|| "the stream refuses records".to_owned());
        let receipt = |records: Vec<usize>| match records.iter().all(|n| matches!(left.get(*n), Some(None))) {
            true => Receipt::Delivered,
            false => Receipt::Refused(io::Error::other(why.clone())),
        };
        packed.parcels.into_iter().map(receipt).collect()
    }

    async fn close(&mut self) -> io::Result<()> {
        Ok(())
    }

    fn together(&self) -> usize {
        REQUEST_BYTES
    }
}

#[cfg(test)]
mod tests;
