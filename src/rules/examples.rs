//! Examples and look-alikes of rules, with their generated parts filled in.
//!
//! Nothing that looks like a secret is written down: `{alnum:36}` stands for 36 characters that are made up when the
//! example is used, the same each time. Values that carry a checksum are examples that their issuers publish.

/// Kinds of generated characters: the name, and groups of which each gives some characters, so that a text of eight or
/// more has all kinds.
pub const KINDS: [(&str, &[&str]); 13] = [
    ("digit", &[DIGIT]),
    ("hex", &["abcdef", DIGIT]),
    ("HEX", &["ABCDEF", DIGIT]),
    ("lower", &[LOWER]),
    ("upper", &[UPPER]),
    ("alnum", &[LOWER, UPPER, DIGIT]),
    ("lowernum", &[LOWER, DIGIT]),
    ("uppernum", &[UPPER, DIGIT]),
    ("base32", &[UPPER, "234567"]),
    (CRC62, &[LOWER, UPPER, DIGIT]),
    ("base64", &[LOWER, UPPER, DIGIT, "+/"]),
    ("base64url", &[LOWER, UPPER, DIGIT, "-_"]),
    ("token", &[LOWER, UPPER, DIGIT, "-_"]),
];
/// Letters and digits, the last six of which are a checksum of the others.
const CRC62: &str = "crc62";
const LOWER: &str = "abcdefghijklmnopqrstuvwxyz";
const UPPER: &str = "ABCDEFGHIJKLMNOPQRSTUVWXYZ";
const DIGIT: &str = "0123456789";
/// Longest generated part, in characters.
const LONGEST: usize = 1 << 16;

/// A text with the bytes that the rule must find in it.
#[derive(Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Example {
    /// The text, without marks.
    pub text: String,
    /// Where the finding begins, in bytes.
    pub start: usize,
    /// Where it ends.
    pub end: usize,
}

impl Example {
    /// What the rule must find.
    #[must_use]
    pub fn value(&self) -> &str {
        self.text.get(self.start..self.end).unwrap_or_default()
    }
}

impl std::fmt::Debug for Example {
    /// Where, never what: a user may write down what should not be printed.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Example").field("start", &self.start).field("end", &self.end).finish_non_exhaustive()
    }
}

/// The examples (one for each marked value) and the look-alikes of a rule, filled in.
///
/// # Errors
/// The text of the first example whose marks do not pair, or that has none.
pub fn fill<'t>(
    id: &str,
    examples: impl IntoIterator<Item = &'t str>,
    lookalikes: impl IntoIterator<Item = &'t str>,
) -> Result<(Vec<Example>, Vec<String>), &'t str> {
    let mut seed = seed_of(id);
    let mut filled = Vec::new();
    for example in examples {
        filled.extend(marked(&expand(example, &mut seed)).ok_or(example)?);
    }
    let lookalikes = lookalikes.into_iter().map(|l| expand(l, &mut seed).replace(['«', '»'], "")).collect();
    Ok((filled, lookalikes))
}

/// One example for each value between `«` and `»`; the marks are removed. `None` if they do not pair or mark nothing.
#[must_use]
pub fn marked(marked: &str) -> Option<Vec<Example>> {
    let mut text = String::new();
    let mut starts = Vec::new();
    let mut spans = Vec::new();
    for c in marked.chars() {
        match c {
            '«' => starts.push(text.len()),
            '»' => spans.push((starts.pop()?, text.len())),
            c => text.push(c),
        }
    }
    let whole = !spans.is_empty() && starts.is_empty() && spans.iter().all(|(start, end)| start < end);
    whole.then(|| spans.into_iter().map(|(start, end)| Example { text: text.clone(), start, end }).collect())
}

/// Replaces `{kind:count}` by as many characters of the kind.
#[must_use]
pub fn expand(template: &str, seed: &mut u64) -> String {
    let mut out = String::new();
    let mut rest = template;
    while let Some((before, behind)) = rest.split_once('{') {
        out.push_str(before);
        let generated = behind.split_once('}').and_then(|(inside, after)| {
            let (kind, count) = inside.split_once(':')?;
            Some((generate(kind, count.parse().ok()?, seed)?, after))
        });
        match generated {
            Some((text, after)) => {
                out.push_str(&text);
                rest = after;
            }
            None => {
                out.push('{');
                rest = behind;
            }
        }
    }
    out + rest
}

fn generate(kind: &str, count: usize, seed: &mut u64) -> Option<String> {
    if kind == CRC62 {
        return with_checksum(generate("alnum", count.checked_sub(CHECKSUM)?, seed)?);
    }
    let (_, groups) = KINDS.iter().find(|(name, _)| *name == kind)?;
    let mut text = String::new();
    for i in 0..count.min(LONGEST) {
        // Punctuation stays inside, where no bound can mistake it.
        let inner = i > 0 && i + 1 < count;
        let choice = next(seed) % (groups.len() * 4);
        let group = groups.get(if inner { choice % groups.len() } else { choice % groups.len().min(3) })?;
        let group = if group.len() == 2 && choice >= groups.len() { groups.first()? } else { group };
        text.push(char::from(*group.as_bytes().get(next(seed) % group.len())?));
    }
    Some(text)
}

/// Characters of the checksum of [`CRC62`].
const CHECKSUM: usize = 6;

/// A text and behind it its CRC-32 in base62, as tokens of GitHub and npm have it
/// <https://github.blog/engineering/platform-security/behind-githubs-new-authentication-token-formats/>.
fn with_checksum(mut text: String) -> Option<String> {
    const DIGITS: &[u8; 62] = b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
    let mut crc = flate2::Crc::new();
    crc.update(text.as_bytes());
    let mut rest = usize::try_from(crc.sum()).ok()?;
    let mut digits = Vec::new();
    for _ in 0..CHECKSUM {
        digits.push(char::from(*DIGITS.get(rest % DIGITS.len())?));
        rest /= DIGITS.len();
    }
    text.extend(digits.into_iter().rev());
    Some(text)
}

/// A small generator (SplitMix64, <https://doi.org/10.1145/2714064.2660195>): the same texts on every machine.
pub fn next(seed: &mut u64) -> usize {
    *seed = seed.wrapping_add(0x9E37_79B9_7F4A_7C15);
    let mut z = *seed;
    z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    usize::try_from((z ^ (z >> 31)) >> 32).unwrap_or_default()
}

/// The seed of a rule, from its name (FNV-1a).
#[must_use]
pub fn seed_of(name: &str) -> u64 {
    name.bytes().fold(0xCBF2_9CE4_8422_2325, |h, b| (h ^ u64::from(b)).wrapping_mul(0x0100_0000_01B3))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_and_templates() {
        let found = marked("a «b» c «de»").unwrap();
        assert_eq!(found.iter().map(Example::value).collect::<Vec<_>>(), ["b", "de"]);
        assert_eq!(found[0].text, "a b c de");
        for bad in ["no marks", "« open", "close »", "«»"] {
            assert!(marked(bad).is_none(), "{bad}");
        }
        let mut seed = 1;
        assert_eq!(expand("{\"a\": {x:1} {digit}", &mut seed), "{\"a\": {x:1} {digit}");
        let text = expand("x{hex:32}y", &mut seed);
        let token = expand("{crc62:36}", &mut seed);
        let (random, sum) = token.split_at(30);
        assert_eq!(with_checksum(random.to_owned()).unwrap(), token);
        assert!(
            sum.bytes().all(|b| b.is_ascii_alphanumeric()) && expand("{crc62:3}", &mut seed) == "{crc62:3}"
        );
        let made = text.strip_prefix('x').and_then(|t| t.strip_suffix('y')).unwrap();
        assert!(made.len() == 32 && made.bytes().all(|b| b.is_ascii_hexdigit()));
    }
}
