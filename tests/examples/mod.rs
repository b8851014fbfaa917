//! The examples and look-alikes of `rules/*.toml`, with their generated parts filled in.
//!
//! Nothing that looks like a secret is written down: `{alnum:36}` stands for 36 characters made up when the test
//! runs, the same for each run. Values that carry a checksum are examples that their issuers publish.

use serde::Deserialize;
use std::path::Path;

#[derive(Deserialize)]
struct File {
    rule: Vec<Raw>,
}

#[derive(Deserialize)]
struct Raw {
    id: String,
    examples: Vec<String>,
    lookalikes: Vec<String>,
}

/// A rule's texts.
pub(crate) struct Rule {
    pub(crate) file: String,
    pub(crate) id: String,
    pub(crate) examples: Vec<Example>,
    pub(crate) lookalikes: Vec<String>,
}

/// A text with the bytes that the rule must find in it.
#[derive(Clone, Debug)]
pub(crate) struct Example {
    pub(crate) text: String,
    pub(crate) start: usize,
    pub(crate) end: usize,
}

impl Example {
    pub(crate) fn value(&self) -> &str {
        &self.text[self.start..self.end]
    }
}

/// All rules of all files.
pub(crate) fn all() -> Vec<Rule> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("rules");
    let mut files: Vec<_> = std::fs::read_dir(folder).unwrap().map(|f| f.unwrap().path()).collect();
    files.sort();
    let mut rules = Vec::new();
    for path in files.iter().filter(|p| p.extension().is_some_and(|e| e == "toml")) {
        let file: File = toml::from_str(&std::fs::read_to_string(path).unwrap()).unwrap();
        for raw in file.rule {
            let mut seed = seed_of(&raw.id);
            rules.push(Rule {
                file: path.file_name().unwrap().to_string_lossy().into_owned(),
                examples: raw.examples.iter().flat_map(|e| example(&raw.id, &expand(e, &mut seed))).collect(),
                lookalikes: raw
                    .lookalikes
                    .iter()
                    .map(|l| expand(l, &mut seed).replace(['«', '»'], ""))
                    .collect(),
                id: raw.id,
            });
        }
    }
    rules
}

/// One example for each marked value; all markers are removed from the text.
fn example(id: &str, marked: &str) -> Vec<Example> {
    let mut text = String::new();
    let mut starts = Vec::new();
    let mut spans = Vec::new();
    for c in marked.chars() {
        match c {
            '«' => starts.push(text.len()),
            '»' => spans.push((starts.pop().expect("an opening mark"), text.len())),
            c => text.push(c),
        }
    }
    assert!(!spans.is_empty() && starts.is_empty(), "{id}: an example marks its finding with « »: {marked}");
    spans.into_iter().map(|(start, end)| Example { text: text.clone(), start, end }).collect()
}

/// Replaces `{class:count}` by as many characters of the class.
pub(crate) fn expand(template: &str, seed: &mut u64) -> String {
    let mut out = String::new();
    let mut rest = template;
    while let Some(open) = rest.find('{') {
        out.push_str(&rest[..open]);
        rest = &rest[open..];
        let generated = rest.find('}').and_then(|close| {
            let (class, count) = rest[1..close].split_once(':')?;
            Some((close, generate(class, count.parse().ok()?, seed)?))
        });
        match generated {
            Some((close, text)) => {
                out.push_str(&text);
                rest = &rest[close + 1..];
            }
            None => {
                out.push('{');
                rest = &rest[1..];
            }
        }
    }
    out + rest
}

fn generate(class: &str, count: usize, seed: &mut u64) -> Option<String> {
    const LOWER: &str = "abcdefghijklmnopqrstuvwxyz";
    const UPPER: &str = "ABCDEFGHIJKLMNOPQRSTUVWXYZ";
    const DIGIT: &str = "0123456789";
    // Groups of which each gives some characters, so that a text of eight or more has all kinds.
    let groups: &[&str] = match class {
        "digit" => &[DIGIT],
        "hex" => &["abcdef", DIGIT],
        "HEX" => &["ABCDEF", DIGIT],
        "lower" => &[LOWER],
        "upper" => &[UPPER],
        "alnum" => &[LOWER, UPPER, DIGIT],
        "lowernum" => &[LOWER, DIGIT],
        "uppernum" => &[UPPER, DIGIT],
        "base32" => &[UPPER, "234567"],
        "crc62" => return with_checksum(&generate("alnum", count.checked_sub(6)?, seed)?),
        "base64" => &[LOWER, UPPER, DIGIT, "+/"],
        "base64url" | "token" => &[LOWER, UPPER, DIGIT, "-_"],
        _ => return None,
    };
    let mut text = String::new();
    for i in 0..count {
        // Punctuation stays inside, where no bound can mistake it.
        let inner = i > 0 && i + 1 < count;
        let choice = next(seed) % (groups.len() * 4);
        let group = groups[if inner { choice % groups.len() } else { choice % groups.len().min(3) }];
        let group = if group.len() == 2 && choice >= groups.len() { groups[0] } else { group };
        text.push(char::from(group.as_bytes()[next(seed) % group.len()]));
    }
    Some(text)
}

/// Random letters and digits with their CRC-32 in six digits of base62 behind them, as tokens of GitHub have it.
fn with_checksum(random: &str) -> Option<String> {
    const DIGITS: &[u8] = b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
    let mut crc = flate2::Crc::new();
    crc.update(random.as_bytes());
    let sum = usize::try_from(crc.sum()).ok()?;
    let digit = |power| char::from(DIGITS[sum / 62_usize.pow(power) % 62]);
    Some(random.chars().chain((0..6).rev().map(digit)).collect())
}

/// A small generator (SplitMix64): the same texts on every machine.
pub(crate) fn next(seed: &mut u64) -> usize {
    *seed = seed.wrapping_add(0x9E37_79B9_7F4A_7C15);
    let mut z = *seed;
    z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    usize::try_from((z ^ (z >> 31)) >> 32).unwrap()
}

/// The seed of a rule, from its name.
pub(crate) fn seed_of(name: &str) -> u64 {
    name.bytes().fold(0xCBF2_9CE4_8422_2325, |h, b| (h ^ u64::from(b)).wrapping_mul(0x0100_0000_01B3))
}
