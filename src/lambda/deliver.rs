//! The way to a sink.

use super::console;
use crate::sinks::{Parcel, Receipt, Sink, Stdout};

/// What begins each line on standard output. A line that begins so is no JSON: else an event could hold metrics, which
/// CloudWatch would take for those of this function.
const MARK: &[u8] = b"event ";

/// Delivers the data of records to standard output, one parcel each, and says of each whether it is there.
pub(super) fn print(data: Vec<Vec<u8>>) -> Vec<bool> {
    let parcels = data.iter().map(|data| Parcel::new(marked(data))).collect();
    wait(&mut Stdout::default(), parcels)
}

fn wait(sink: &mut impl Sink, parcels: Vec<Parcel>) -> Vec<bool> {
    let count = parcels.len();
    let runtime = match tokio::runtime::Builder::new_current_thread().build() {
        Ok(runtime) => runtime,
        Err(e) => {
            console::error(&format!("the sink cannot be reached: {}", e.kind()));
            return vec![false; count];
        }
    };
    told(runtime.block_on(sink.deliver(parcels)), count)
}

/// Of each of `count` parcels whether it is there. What is wrong is said once.
pub(super) fn told(receipts: Vec<Receipt>, count: usize) -> Vec<bool> {
    let mut said = false;
    let delivered = receipts.into_iter().map(|receipt| match receipt {
        Receipt::Delivered => true,
        Receipt::Refused(e) => {
            if !std::mem::replace(&mut said, true) {
                console::error(&format!("the sink refused records: {e}"));
            }
            false
        }
    });
    // A parcel without a receipt is not delivered.
    delivered.chain(std::iter::repeat(false)).take(count).collect()
}

/// The lines of some data, each marked and ended.
fn marked(data: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(data.len() + MARK.len() + 1);
    for line in data.split(|b| *b == b'\n').filter(|line| !line.is_empty()) {
        out.extend_from_slice(MARK);
        out.extend_from_slice(line);
        out.push(b'\n');
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_marked() {
        assert_eq!(marked(b"{\"_aws\":{}}\nb\n\nc"), b"event {\"_aws\":{}}\nevent b\nevent c\n");
        assert_eq!(marked(b""), b"");
    }

    #[test]
    fn what_has_no_receipt_is_not_delivered() {
        struct Half;
        impl Sink for Half {
            async fn deliver(&mut self, parcels: Vec<Parcel>) -> Vec<Receipt> {
                parcels.iter().take(1).map(|_| Receipt::Delivered).collect()
            }
            async fn close(&mut self) -> std::io::Result<()> {
                Ok(())
            }
        }
        let parcels = (0..3).map(|_| Parcel::new(Vec::new())).collect();
        assert_eq!(wait(&mut Half, parcels), [true, false, false]);
    }
}
