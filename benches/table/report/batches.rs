//! Packed CloudWatch batches, beside what the codec alone costs.

use super::rounds::{Candidate, Figures, measure};
use super::schemes::redactor;
use super::{head, short};
use crate::support::batch::{self, Packed, batches};
use crate::support::text::{Text, quiet};
use blackbar::codec::{Caps, DEFAULT_LEVEL};
use blackbar::detect::Method;
use blackbar::pipeline::Engine;

/// Bytes of text that go into the batches.
const BYTES: usize = 2_000_000;

/// Every batch once.
fn all<'a>(packed: &'a [Packed], bytes: usize, one: impl Fn(&[u8]) -> usize + 'a) -> Candidate<'a> {
    Candidate::new(bytes, move || packed.iter().map(|p| one(&p.gzip) as u64).sum())
}

pub(super) fn print(texts: &[Text]) {
    let engine = |level| Engine::new(redactor(Method::Triggered), Caps::default()).level(level);
    let (fast, usual) = (engine(1), engine(DEFAULT_LEVEL));
    let mut columns: Vec<Vec<Figures>> = Vec::new();
    for text in texts {
        let packed = batches(text.head(BYTES));
        let bytes = packed.iter().map(|p| p.document).sum();
        let clean = batches(&quiet(usual.redactor(), text.head(BYTES)));
        let clean_bytes = clean.iter().map(|p| p.document).sum();
        let candidates = vec![
            all(&packed, bytes, batch::others),
            all(&packed, bytes, |gz| batch::repack(gz, DEFAULT_LEVEL)),
            all(&packed, bytes, |gz| batch::repack(gz, 1)),
            all(&packed, bytes, |gz| batch::redact(&usual, gz)),
            all(&packed, bytes, |gz| batch::redact(&fast, gz)),
            all(&clean, clean_bytes, |gz| batch::repack(gz, DEFAULT_LEVEL)),
            all(&clean, clean_bytes, |gz| batch::answer(&usual, gz, DEFAULT_LEVEL)),
        ];
        columns.push(measure(21, candidates));
    }
    println!("\n## Packed CloudWatch batches\n");
    println!("MB/s of the inflated documents; ratio to the same without redaction; ratio to the first row.");
    head("way", texts, &["of the codec alone", "of the first row"]);
    let usual = format!("gunzip, gzip level {DEFAULT_LEVEL}");
    let redacted = format!("**gunzip, redact, gzip level {DEFAULT_LEVEL} (the default)**");
    let batches_alone = format!("nothing to redact: {usual}");
    let names = [
        "miniz_oxide (flate2's default), serde_json there and back, level 6, no redaction",
        usual.as_str(),
        "gunzip, gzip level 1",
        redacted.as_str(),
        "**gunzip, redact, gzip level 1**",
        batches_alone.as_str(),
        "**nothing to redact: gunzip, redact, on as it came** (the function)",
    ];
    for (i, name) in names.iter().enumerate() {
        let speeds: Vec<_> = columns.iter().map(|c| short(c[i].speed)).collect();
        let over = |other: usize| {
            columns.iter().map(|c| short(c[i].speed / c[other].speed)).collect::<Vec<_>>().join(" / ")
        };
        let alone = match i {
            3 | 4 => over(i - 2),
            6 => over(5),
            _ => String::new(),
        };
        // Those with nothing to redact are others.
        let first = if i < 5 { over(0) } else { String::new() };
        println!("| {name} | {} | {alone} | {first} |", speeds.join(" | "));
    }
}
