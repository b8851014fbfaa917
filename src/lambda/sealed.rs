//! Sealed copies: a record of which something was withheld is kept whole for the holder of the private key, in the bucket
//! of the quarantine or beside its stub.

use super::answer::Raw;
use crate::codec::gzip;
use crate::token::{Recipient, SealSeed, Sealer};
use zeroize::Zeroizing;

/// The level at which a copy is packed before it is sealed.
const LEVEL: u32 = 6;

/// A sealer for the recipient, with randomness of the system.
pub(super) fn sealer(recipient: &Recipient) -> Result<Sealer, String> {
    Ok(Sealer::new(recipient.clone(), seed()?))
}

/// Randomness of the system for what is sealed.
pub(super) fn seed() -> Result<SealSeed, String> {
    let mut bytes = Zeroizing::new([0; 32]);
    getrandom::fill(bytes.as_mut_slice())
        .map_err(|e| format!("the operating system gives no random numbers: {e}"))?;
    Ok(SealSeed::new(&bytes))
}

/// A name for a copy, made at `now` in seconds since 1970: in order of time, and never the same.
pub(super) fn name(now: u64) -> Result<String, String> {
    let mut bytes = [0; 16];
    getrandom::fill(&mut bytes).map_err(|e| format!("the operating system gives no random numbers: {e}"))?;
    let number = u128::from_le_bytes(bytes);
    Ok(format!("{now:010}-{number:032x}.sealed"))
}

/// The record as it came, packed.
fn packed(raw: &Raw) -> Option<Vec<u8>> {
    let data = raw.data.as_ref().ok()?;
    Some(if raw.shape.packed { data.to_vec() } else { gzip(data, LEVEL) })
}

/// A sealed copy for the bucket; `None` if the record could not be read at all.
pub(super) fn copy(sealer: &Sealer, raw: &Raw) -> Option<Vec<u8>> {
    sealer.seal(&packed(raw)?)
}

/// A sealed copy as a line, or as a batch of one event where the record was one, of `most` bytes at most before it is
/// packed again.
pub(super) fn line(sealer: &Sealer, raw: &Raw, most: usize) -> Option<Vec<u8>> {
    let packed = packed(raw)?;
    if Sealer::text_len(packed.len()) + 256 > most {
        return None;
    }
    let text = sealer.seal_as_text(&packed)?;
    let event = format!(r#"{{"message":"SEALED-record","sealed":"{text}"}}"#);
    let line = if raw.shape.batch {
        format!(
            concat!(
                r#"{{"messageType":"DATA_MESSAGE","owner":"","logGroup":"","logStream":"","subscriptionFilters":[],"#,
                r#""logEvents":[{{"id":"","timestamp":0,{}]}}"#,
                "\n"
            ),
            event.strip_prefix('{').unwrap_or_default()
        )
    } else {
        event + "\n"
    };
    Some(line.into_bytes())
}
