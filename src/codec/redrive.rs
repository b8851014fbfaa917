//! Records that did not make it: what Firehose writes to an error bucket, and sealed copies.
//!
//! <https://docs.aws.amazon.com/firehose/latest/dev/data-transformation-failure-handling.html>: an object holds one JSON
//! object for each record, with what went wrong and the record as it came, in base64, as `rawData`.

use super::firehose::decode;
use super::{Caps, Damage, gunzip, is_gzip};
use crate::token::{find_record, is_sealed};
use serde::Deserialize;
use serde::de::IgnoredAny;
use std::borrow::Cow;

/// One record.
#[expect(clippy::exhaustive_enums, reason = "callers handle each")]
pub enum Redriven {
    /// As it came to the stream.
    Raw(Vec<u8>),
    /// Sealed, for the holder of a private key.
    Sealed(Vec<u8>),
}

#[derive(Deserialize)]
struct Failure<'a> {
    #[serde(rename = "rawData", borrow)]
    raw: Cow<'a, str>,
    #[serde(rename = "errorCode")]
    _code: IgnoredAny,
}

/// The records in an object of an error bucket or of a quarantine, or in output with sealed copies in it; anything else is
/// one record.
///
/// # Errors
/// It is packed, and the stream is damaged or beyond the caps.
pub fn read_redriven(data: Vec<u8>, caps: &Caps) -> Result<Vec<Redriven>, Damage> {
    if is_sealed(&data) {
        return Ok(vec![Redriven::Sealed(data)]);
    }
    let unpacked =
        if is_gzip(&data) { gunzip(&data, caps).map_err(|(damage, _)| damage)? } else { Vec::new() };
    let text = if is_gzip(&data) { unpacked.as_slice() } else { data.as_slice() };
    if let Some(failures) = failures(text) {
        return Ok(failures);
    }
    let mut found = Vec::new();
    let mut rest = text;
    while let Some(sealed) = find_record(rest) {
        found.push(Redriven::Sealed(sealed.to_vec()));
        // `sealed` lies in `rest`: what stands behind it is what is left.
        let end = memchr::memmem::find(rest, sealed).map_or(rest.len(), |at| at + sealed.len());
        rest = rest.get(end..).unwrap_or_default();
    }
    Ok(if found.is_empty() { vec![Redriven::Raw(data)] } else { found })
}

/// The records of failures, if that is what all of a text consists of.
fn failures(text: &[u8]) -> Option<Vec<Redriven>> {
    let failures = serde_json::Deserializer::from_slice(text).into_iter::<Failure<'_>>();
    let read = |failure: Result<Failure<'_>, _>| Some(Redriven::Raw(decode(&failure.ok()?.raw).ok()?));
    let found: Vec<Redriven> = failures.map(read).collect::<Option<_>>()?;
    (!found.is_empty()).then_some(found)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::codec::gzip;

    fn read(data: &[u8]) -> Vec<(bool, Vec<u8>)> {
        let found = read_redriven(data.to_vec(), &Caps::default()).unwrap();
        found
            .into_iter()
            .map(|record| match record {
                Redriven::Raw(data) => (false, data),
                Redriven::Sealed(data) => (true, data),
            })
            .collect()
    }

    #[test]
    fn records_are_taken_out_of_what_is_around_them() {
        let failure = r#"{"attemptsMade":4,"arrivalTimestamp":1,"errorCode":"Lambda.FunctionError","errorMessage":"m","attemptEndingTimestamp":2,"rawData":"YQ==","lambdaArn":"arn"}"#;
        let (a, two) = ((false, b"a".to_vec()), format!("{failure}\n{failure}"));
        assert_eq!(read(failure.as_bytes()).first(), Some(&a));
        assert_eq!(read(two.as_bytes()), [a.clone(), a.clone()]);
        assert_eq!(read(&gzip(two.replace('\n', "").as_bytes(), 1)), [a.clone(), a]);
        // Something else is a record itself.
        for other in
            ["line\n", "", r#"{"rawData":"YQ=="}"#, r#"{"rawData":"?","errorCode":"x"}"#, "BBSEALED0"]
        {
            assert_eq!(read(other.as_bytes()), [(false, other.as_bytes().to_vec())]);
        }
        let packed = gzip(b"line\n", 1);
        assert_eq!(read(&packed), [(false, packed.clone())], "as it came");
        assert!(read_redriven(packed[..15].to_vec(), &Caps::default()).is_err());
        // Sealed copies: a whole object, or in lines.
        assert_eq!(read(b"BBSEALED1\x00\xFF"), [(true, b"BBSEALED1\x00\xFF".to_vec())]);
        let line =
            "x\n{\"message\":\"SEALED-record\",\"sealed\":\"BBSEALED1abc\"}\n{\"sealed\":\"BBSEALED1d\"}";
        let both = [(true, b"BBSEALED1abc".to_vec()), (true, b"BBSEALED1d".to_vec())];
        assert_eq!(read(line.as_bytes()), both);
        assert_eq!(read(&gzip(line.as_bytes(), 1)), both);
    }
}
