//! Standard output.

use super::{Parcel, Receipt, Sink};
use std::io::{self, Write};

/// Writes parcels to standard output.
#[derive(Debug, Default)]
#[non_exhaustive]
pub struct Stdout;

impl Sink for Stdout {
    async fn deliver(&mut self, parcels: Vec<Parcel>) -> Vec<Receipt> {
        let mut out = io::stdout().lock();
        parcels
            .iter()
            .map(|parcel| match out.write_all(&parcel.bytes).and_then(|()| out.flush()) {
                Ok(()) => Receipt::Delivered,
                Err(e) => Receipt::Refused(e),
            })
            .collect()
    }

    async fn close(&mut self) -> io::Result<()> {
        io::stdout().lock().flush()
    }
}
