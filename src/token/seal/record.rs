//! Whole records, sealed: what cannot go on is kept for the holder of the private key, and for nobody else.
//!
//! The same HPKE as in tokens, under an info of its own, so that neither is ever taken for the other. Four fields stand one
//! behind the other: the mark, the encapsulated key, and the sealed record with its tag; as text, the mark and the rest in
//! base 32, which is one word that no rule finds anything in.

use super::{ENCAPSULATED, Encapsulated, PrivateSealKey, Recipient, SealSeed, base32};
use hpke::aead::ChaCha20Poly1305;
use hpke::kdf::HkdfSha256;
use hpke::kem::X25519HkdfSha256;
use hpke::{Deserializable, OpModeR, OpModeS, Serializable};
use std::fmt;
use zeroize::Zeroizing;

/// What a sealed record begins with.
const MARK: &[u8] = b"BBSEALED1";
/// What keys are bound to besides the keys themselves.
const INFO: &[u8] = b"blackbar sealed record 1";

/// Seals whole records for one recipient.
#[derive(Clone)]
pub struct Sealer {
    recipient: Recipient,
    seed: SealSeed,
}

impl Sealer {
    /// Seals for `recipient`.
    #[must_use]
    pub const fn new(recipient: Recipient, seed: SealSeed) -> Self {
        Self { recipient, seed }
    }

    /// A sealed copy of a record: 57 bytes longer. `None` if the key cannot be used.
    #[must_use]
    pub fn seal(&self, record: &[u8]) -> Option<Vec<u8>> {
        let (encapsulated, sealed) =
            hpke::single_shot_seal_with_rng::<ChaCha20Poly1305, HkdfSha256, X25519HkdfSha256>(
                &OpModeS::Base,
                &self.recipient.0,
                INFO,
                record,
                MARK,
                &mut self.seed.draw("record", record),
            )
            .ok()?;
        Some([MARK, encapsulated.to_bytes().as_slice(), &sealed].concat())
    }

    /// The same as one word of letters and digits.
    #[must_use]
    pub fn seal_as_text(&self, record: &[u8]) -> Option<String> {
        let sealed = self.seal(record)?;
        let mark = String::from_utf8_lossy(MARK);
        Some(format!("{mark}{}", base32::encode(sealed.get(MARK.len()..)?)))
    }

    /// Bytes of the text of a record of `bytes` bytes.
    #[must_use]
    pub fn text_len(bytes: usize) -> usize {
        MARK.len() + base32::length(ENCAPSULATED + bytes + super::TAG)
    }
}

impl fmt::Debug for Sealer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Sealer({:?})", self.recipient)
    }
}

/// Opens a sealed record, as bytes or as text. `None` if it is none, was changed, or is for another key.
#[must_use]
pub fn open_record(key: &PrivateSealKey, sealed: &[u8]) -> Option<Zeroizing<Vec<u8>>> {
    let rest = sealed.strip_prefix(MARK)?;
    let from_text = base32::decode(rest);
    let open = |rest: &[u8]| {
        let (encapsulated, sealed) = rest.split_at_checked(ENCAPSULATED)?;
        let opened = hpke::single_shot_open::<ChaCha20Poly1305, HkdfSha256, X25519HkdfSha256>(
            &OpModeR::Base,
            &key.0,
            &Encapsulated::from_bytes(encapsulated).ok()?,
            INFO,
            sealed,
            MARK,
        );
        opened.ok().map(Zeroizing::new)
    };
    from_text.and_then(|bytes| open(&bytes)).or_else(|| open(rest))
}

/// Whether these bytes begin as a sealed record does.
#[must_use]
pub fn is_sealed(data: &[u8]) -> bool {
    data.starts_with(MARK)
}

/// Where a sealed record stands in a text: the first one.
#[must_use]
pub fn find_record(text: &[u8]) -> Option<&[u8]> {
    let at = text.windows(MARK.len()).position(|window| window == MARK)?;
    let rest = text.get(at..)?;
    let end = rest.iter().position(|b| !b.is_ascii_alphanumeric()).unwrap_or(rest.len());
    rest.get(..end)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn key(byte: u8) -> PrivateSealKey {
        PrivateSealKey::new(&[byte; 32]).unwrap()
    }

    #[test]
    fn a_record_is_opened_by_its_key_alone() {
        let sealer = Sealer::new(key(7).recipient(), SealSeed::new(&Zeroizing::new([1; 32])));
        for record in [&b""[..], b"mail ada@example.com", &[0xFF; 10_000]] {
            let sealed = sealer.seal(record).unwrap();
            assert_eq!(sealed.len(), record.len() + 57);
            assert_ne!(sealer.seal(record).unwrap(), sealed, "no two are the same");
            assert_eq!(open_record(&key(7), &sealed).unwrap().as_slice(), record);
            let text = sealer.seal_as_text(record).unwrap();
            assert_eq!(text.len(), Sealer::text_len(record.len()));
            let line = format!(r#"{{"message":"WITHHELD-x","sealed":"{text}"}}"#);
            let found = find_record(line.as_bytes()).unwrap();
            assert_eq!(found, text.as_bytes());
            assert_eq!(open_record(&key(7), found).unwrap().as_slice(), record);
            assert!(open_record(&key(8), &sealed).is_none());
            let mut changed = sealed.clone();
            *changed.last_mut().unwrap() ^= 1;
            assert!(open_record(&key(7), &changed).is_none());
            assert!(open_record(&key(7), &sealed[..40]).is_none());
        }
        assert!(open_record(&key(7), b"BBSEALED1").is_none() && find_record(b"nothing").is_none());
        assert!(!format!("{sealer:?}").contains("[7, 7"));
    }
}
