//! Records that the reply has no room for, on to a stream: which, in what parts, and the mark that they carry when they go
//! back to the stream that they came from.
//!
//! What goes is redacted and in its last form. So when it comes back, the reply to it is about as long as the event, which
//! fits; and the mark forbids to forward it again, so there is no loop whatever happens. Anybody can write the mark: it
//! changes nothing else, and what carries it is searched as everything is.

use super::answer::{Answer, Raw};
use crate::codec::{Caps, base64_len, gunzip, gzip, is_gzip};
use crate::sinks::{Entry, RECORD_BYTES, order_of, parted};

/// The mark: a line before all others, which may go on as what it is.
const MARK: &[u8] = b"{\"blackbar\":\"forwarded\"}\n";

/// The level of the packed mark; another one could change its bytes.
const MARK_LEVEL: u32 = 0;

/// Takes the mark off data, and says whether it was there.
pub(super) fn unmark(data: Vec<u8>) -> (Vec<u8>, bool) {
    let packed = gzip(MARK, MARK_LEVEL);
    for mark in [MARK, &packed] {
        if let Some(rest) = data.strip_prefix(mark) {
            return (rest.to_vec(), true);
        }
    }
    (data, false)
}

/// Puts the mark on data.
fn marked(data: &[u8]) -> Vec<u8> {
    if is_gzip(data) { [gzip(MARK, MARK_LEVEL).as_slice(), data].concat() } else { [MARK, data].concat() }
}

/// Which records go on, so that the others have at most `room` bytes of base64: the last ones, so that the order stays.
/// Of each record its bytes, and whether it may go.
pub(super) fn surplus(records: &[(usize, bool)], room: usize) -> Vec<usize> {
    let total: usize = records.iter().map(|(bytes, _)| base64_len(*bytes)).sum();
    if total <= room {
        return Vec::new();
    }
    let stay: usize = records.iter().filter(|(_, may)| !may).map(|(bytes, _)| base64_len(*bytes)).sum();
    let mut left = room.saturating_sub(stay);
    let mut full = false;
    let mut going = Vec::new();
    for (number, (bytes, _)) in records.iter().enumerate().filter(|(_, (bytes, may))| *may && *bytes > 0) {
        let size = base64_len(*bytes);
        full |= size > left;
        if full {
            going.push(number);
        } else {
            left -= size;
        }
    }
    going
}

/// A record on its way: what goes, and what stays since it fits nowhere.
pub(super) struct Parts {
    pub(super) going: Vec<Entry>,
    pub(super) staying: Vec<Vec<u8>>,
}

/// The parts of a record's answer, each a record of a stream; with the mark if it goes back to its own.
pub(super) fn parts(raw: &Raw, answer: &Answer, own: bool) -> Parts {
    let packed = is_gzip(&answer.data);
    let unlimited =
        Caps { document_bytes: usize::MAX, ratio: u64::MAX, members: u64::MAX, ..Caps::default() };
    // It was packed or read a moment ago.
    let data =
        if packed { gunzip(&answer.data, &unlimited).unwrap_or_default() } else { answer.data.clone() };
    let order = if raw.shape.batch { order_of(&data) } else { 0 };
    let room = if own { RECORD_BYTES - 2 * MARK.len() - 64 } else { RECORD_BYTES };
    let mut parts = Parts { going: Vec::new(), staying: Vec::new() };
    for part in parted(data, packed, room) {
        if part.fits {
            let data = if own { marked(&part.data) } else { part.data };
            parts.going.push(Entry { order, data });
        } else {
            parts.staying.push(part.data);
        }
    }
    parts
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn the_mark_comes_off_as_it_went_on() {
        for data in [&b"a\n"[..], b"", &gzip(b"a\n", 6), MARK] {
            let on = marked(data);
            assert!(on.len() <= data.len() + 2 * MARK.len() + 64);
            assert_eq!(unmark(on), (data.to_vec(), true));
        }
        for data in [&b"a"[..], b"", &gzip(MARK, 6)] {
            assert_eq!(unmark(data.to_vec()), (data.to_vec(), false));
        }
        // Both together are what a reader of gzip takes.
        let both = marked(&gzip(b"a\n", 6));
        assert_eq!(gunzip(&both, &Caps::default()).unwrap(), [MARK, b"a\n"].concat());
    }

    proptest! {
        #[test]
        fn what_stays_fits_and_keeps_its_order(
            records in prop::collection::vec((0_usize..3000, prop::bool::weighted(0.8)), 0..40), room in 0_usize..40_000,
        ) {
            let going = surplus(&records, room);
            prop_assert!(going.iter().all(|n| records[*n].1), "what is marked stays");
            let stays: usize = (0..records.len()).filter(|n| !going.contains(n)).map(|n| base64_len(records[n].0)).sum();
            let fixed: usize = records.iter().filter(|r| !r.1).map(|r| base64_len(r.0)).sum();
            prop_assert!(stays <= room.max(fixed));
            if let Some(first) = going.first() {
                let behind = (first + 1..records.len()).filter(|n| records[*n].1 && records[*n].0 > 0);
                prop_assert!(behind.clone().all(|n| going.contains(&n)), "the last ones go");
            } else {
                prop_assert!(stays <= room || records.iter().all(|r| !r.1 || r.0 == 0));
            }
        }
    }
}
