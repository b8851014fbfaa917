//! What can be proved from a pattern, so that no start of the program pays for it. `build.rs` uses it too.

use super::parts::{Parts, parts};
use super::syntax::WrittenRule;
use regex_syntax::hir::{Class, Hir, HirKind};

/// Reads a pattern as the scanner does: over bytes, without Unicode classes, and without regard to case if it says so. What it then
/// matches is not told from what it matches with case: `[a-z&&A-Z]` is nothing or every letter.
pub(crate) fn parse(pattern: &str, ignore_case: bool) -> Result<Hir, String> {
    regex_syntax::ParserBuilder::new()
        .unicode(false)
        .utf8(false)
        .case_insensitive(ignore_case)
        .build()
        .parse(pattern)
        .map_err(|e| reason(&e))
}

/// What is wrong with the pattern, on one line and without the picture.
fn reason(e: &regex_syntax::Error) -> String {
    match e {
        regex_syntax::Error::Parse(e) => e.kind().to_string(),
        regex_syntax::Error::Translate(e) => e.kind().to_string(),
        _ => "it is no regular expression".to_owned(),
    }
}

/// What can be proved of all matches of a pattern.
pub(crate) struct Facts {
    /// Bytes that every match begins with of which none is white space, a control character or a double quote.
    pub(crate) solid: usize,
    /// Digits at least in the beginning of a match that is made of digits and of single signs between groups of them.
    pub(crate) digits: usize,
    /// The longest literal that every match holds, as it stands; empty if there is none, and for rules that literals find.
    pub(crate) inner: Vec<u8>,
    /// Which ASCII bytes can stand before it, if there is one.
    pub(crate) before_inner: [u64; 2],
    /// Bytes that every match holds and that are neither letters, digits nor white space.
    pub(crate) signs: Vec<u8>,
    /// Bytes of a match at most; 0 if there is no bound.
    pub(crate) longest: usize,
    /// ASCII bytes that can stand in the beginning of a match, place by place; other bytes can stand at each. Not worked out
    /// for rules that literals find: what is not theirs is told by those.
    pub(crate) head: Vec<[u64; 2]>,
    /// What stands around the finding in a match, if that tells where it is.
    pub(crate) parts: Option<Parts>,
}

/// Places of a head at most: after so many, what does not match is told from what does nearly always.
const HEAD: usize = 6;

/// What is said of a pattern where it stands.
#[derive(Clone, Copy, Default)]
pub(crate) struct Said<'a> {
    pub(crate) ignore_case: bool,
    /// Whether a shape finds its matches, and not literals.
    pub(crate) is_shape: bool,
    /// The group with the finding; 0 is the whole match.
    pub(crate) capture: usize,
    /// The check of the finding.
    pub(crate) check: Option<&'a str>,
}

impl<'a> Said<'a> {
    /// What a rule says of its pattern.
    pub(crate) fn of(rule: &'a WrittenRule) -> Self {
        Self {
            ignore_case: rule.ignore_case,
            is_shape: rule.shape.is_some(),
            capture: rule.capture.as_ref().map_or(0, |n| n.value),
            check: rule.check.as_ref().map(|check| check.value.as_str()),
        }
    }
}

/// Works the facts out. The pattern is [read](parse) with what is said of its case.
pub(crate) fn facts(hir: &Hir, said: Said<'_>) -> Facts {
    let Said { ignore_case, is_shape, capture, check } = said;
    let all_signs = signs(hir);
    let (inner, before) = if is_shape && !ignore_case { inner(hir, u128::MAX) } else { Default::default() };
    let asked = if is_number(hir, capture) { fewest_digits(check) } else { 0 };
    Facts {
        solid: solid(hir).0,
        digits: number(hir).digits.max(asked),
        inner,
        before_inner: [0, 64].map(|first| (0..64).fold(0, |half, i| half | bit(before, first + i) << i)),
        signs: (0..128).filter(|b| all_signs >> b & 1 == 1).collect(),
        longest: hir.properties().maximum_len().unwrap_or(0),
        head: if is_shape { head(hir) } else { Vec::new() },
        parts: parts(hir, capture),
    }
}

/// Neither white space nor a control character nor a double quote.
fn is_solid(b: u8) -> bool {
    b > b' ' && b != b'"'
}

/// What stands between the groups of a long number.
fn parts_groups(b: u8) -> bool {
    b" ./+-".contains(&b)
}

/// Digits at least in a value that passes a check. The tests of `detect::check` hold it to the checks.
pub(crate) fn fewest_digits(check: Option<&str>) -> usize {
    match check {
        Some("phone") => 6,
        _ => 0,
    }
}

/// How many bytes every match has at least in the beginning that is [solid](is_solid); and whether that is all of the match, so
/// that what follows counts on.
fn solid(hir: &Hir) -> (usize, bool) {
    match hir.kind() {
        HirKind::Empty | HirKind::Look(_) => (0, true),
        HirKind::Literal(literal) => {
            let fitting = literal.0.iter().take_while(|b| is_solid(**b)).count();
            (fitting, fitting == literal.0.len())
        }
        HirKind::Class(Class::Bytes(class)) => {
            let all = class.ranges().iter().all(|r| (r.start()..=r.end()).all(is_solid));
            (usize::from(all), all)
        }
        HirKind::Class(Class::Unicode(_)) => (0, false),
        HirKind::Repetition(repetition) => {
            let (len, whole) = solid(&repetition.sub);
            let min = usize::try_from(repetition.min).unwrap_or(0);
            if whole {
                // Further repetitions only add bytes that fit.
                (len.saturating_mul(min), true)
            } else {
                (if min > 0 { len } else { 0 }, false)
            }
        }
        HirKind::Capture(capture) => solid(&capture.sub),
        HirKind::Concat(parts) => {
            let mut total = 0_usize;
            for part in parts {
                let (len, whole) = solid(part);
                total = total.saturating_add(len);
                if !whole {
                    return (total, false);
                }
            }
            (total, true)
        }
        HirKind::Alternation(parts) => {
            let all: Vec<_> = parts.iter().map(solid).collect();
            let len = all.iter().map(|(len, _)| *len).min().unwrap_or(0);
            (len, all.iter().all(|(_, whole)| *whole))
        }
    }
}

/// The beginning of a match that is made of digits and of single signs that part groups of them.
#[derive(Clone, Copy)]
struct Number {
    /// Digits at least.
    digits: usize,
    /// Whether that is all of the match, so that what follows counts on.
    whole: bool,
    /// Whether a sign may stand first.
    begins: bool,
    /// Whether one may stand last.
    ends: bool,
    /// Whether it may be empty.
    empty: bool,
}

impl Number {
    const EMPTY: Self = Self { digits: 0, whole: true, begins: false, ends: false, empty: true };
    const NONE: Self = Self { whole: false, empty: false, ..Self::EMPTY };

    fn then(self, next: Self) -> Self {
        if !self.whole || self.ends && next.begins {
            return Self { whole: false, ..self };
        }
        Self {
            digits: self.digits.saturating_add(next.digits),
            whole: next.whole,
            begins: self.begins || self.empty && next.begins,
            ends: next.ends || next.empty && self.ends,
            empty: self.empty && next.empty,
        }
    }

    fn or(self, other: Self) -> Self {
        Self {
            digits: self.digits.min(other.digits),
            whole: self.whole && other.whole,
            begins: self.begins || other.begins,
            ends: self.ends || other.ends,
            empty: self.empty || other.empty,
        }
    }
}

/// What every match begins with, as a number.
fn number(hir: &Hir) -> Number {
    let byte = |digit: bool, sign: bool| Number {
        digits: usize::from(digit && !sign),
        whole: digit || sign,
        begins: sign,
        ends: sign,
        empty: false,
    };
    match hir.kind() {
        HirKind::Empty | HirKind::Look(_) => Number::EMPTY,
        HirKind::Literal(literal) => {
            let bytes = literal.0.iter().map(|b| byte(b.is_ascii_digit(), parts_groups(*b)));
            bytes.fold(Number::EMPTY, Number::then)
        }
        HirKind::Class(Class::Bytes(class)) => {
            let bytes = || class.ranges().iter().flat_map(|r| r.start()..=r.end());
            let fits = bytes().all(|b| b.is_ascii_digit() || parts_groups(b));
            if fits { byte(true, bytes().any(parts_groups)) } else { Number::NONE }
        }
        HirKind::Class(Class::Unicode(_)) => Number::NONE,
        HirKind::Repetition(repetition) => {
            let sub = number(&repetition.sub);
            let min = usize::try_from(repetition.min).unwrap_or(0);
            let whole = sub.whole && (!(sub.begins && sub.ends) || repetition.max == Some(1));
            let digits = if whole { sub.digits.saturating_mul(min) } else { sub.digits * min.min(1) };
            Number { digits, whole, empty: sub.empty || min == 0, ..sub }
        }
        HirKind::Capture(capture) => number(&capture.sub),
        HirKind::Concat(parts) => parts.iter().map(number).fold(Number::EMPTY, Number::then),
        HirKind::Alternation(parts) => parts.iter().map(number).reduce(Number::or).unwrap_or(Number::EMPTY),
    }
}

/// Whether a finding is a number as a whole, and begins where the match does.
fn is_number(hir: &Hir, capture: usize) -> bool {
    match hir.kind() {
        _ if capture == 0 => number(hir).whole,
        HirKind::Capture(group) => usize::try_from(group.index) == Ok(capture) && number(&group.sub).whole,
        HirKind::Concat(parts) => parts.first().is_some_and(|part| is_number(part, capture)),
        _ => false,
    }
}

/// Whether the bit of a byte is set.
const fn bit(set: u128, b: u8) -> u64 {
    (set >> b & 1) as u64
}

/// The longest literal that every match holds, as it stands, and which ASCII bytes can stand before it, if `before` can stand
/// before a match. Without a literal it is empty, and the set means nothing.
fn inner(hir: &Hir, before: u128) -> (Vec<u8>, u128) {
    match hir.kind() {
        HirKind::Literal(literal) => (literal.0.to_vec(), before),
        HirKind::Capture(capture) => inner(&capture.sub, before),
        HirKind::Repetition(repetition) if repetition.min > 0 => inner(&repetition.sub, before),
        HirKind::Concat(parts) => {
            let mut before = before;
            let all = parts.iter().map(|part| {
                let found = inner(part, before);
                before = last(part, before);
                found
            });
            all.max_by_key(|(literal, _)| literal.len()).unwrap_or_default()
        }
        _ => (Vec::new(), before),
    }
}

/// Which ASCII bytes can stand at the end of a match, if `before` can stand before it.
fn last(hir: &Hir, before: u128) -> u128 {
    fn of(bytes: impl Iterator<Item = u8>) -> u128 {
        bytes.filter(u8::is_ascii).fold(0, |set, b| set | 1 << b)
    }
    match hir.kind() {
        HirKind::Empty | HirKind::Look(_) => before,
        HirKind::Literal(literal) => of(literal.0.last().copied().into_iter()),
        HirKind::Class(Class::Bytes(class)) => of(class.ranges().iter().flat_map(|r| r.start()..=r.end())),
        HirKind::Class(Class::Unicode(_)) => u128::MAX,
        HirKind::Repetition(repetition) => {
            // Another round ends as the first one does.
            let ends = last(&repetition.sub, before);
            if repetition.min == 0 { before | ends } else { ends }
        }
        HirKind::Capture(capture) => last(&capture.sub, before),
        HirKind::Concat(parts) => parts.iter().fold(before, |before, part| last(part, before)),
        HirKind::Alternation(parts) => parts.iter().fold(0, |all, part| all | last(part, before)),
    }
}

/// The signs that every match holds, a bit for each ASCII byte.
fn signs(hir: &Hir) -> u128 {
    match hir.kind() {
        HirKind::Literal(literal) => {
            let signs = literal.0.iter().filter(|b| b.is_ascii_punctuation());
            signs.fold(0, |signs, b| signs | 1 << b)
        }
        HirKind::Capture(capture) => signs(&capture.sub),
        HirKind::Repetition(repetition) if repetition.min > 0 => signs(&repetition.sub),
        HirKind::Concat(parts) => parts.iter().fold(0, |all, part| all | signs(part)),
        HirKind::Alternation(parts) => parts.iter().fold(u128::MAX, |all, part| all & signs(part)),
        _ => 0,
    }
}

/// Which ASCII bytes can stand in the beginning of a match.
fn head(hir: &Hir) -> Vec<[u64; 2]> {
    let mut places = vec![[0; 2]; HEAD];
    stand(hir, 1, &mut places);
    // What stands behind the shortest match is not known.
    places.truncate(hir.properties().minimum_len().unwrap_or(0));
    places
}

/// Adds what can stand at each place if `hir` begins at the places whose bits are set in `starts`, and tells at which places it
/// can end. Places behind the last of `places` do not count.
fn stand(hir: &Hir, starts: u64, places: &mut [[u64; 2]]) -> u64 {
    if starts == 0 {
        return 0;
    }
    let step = |starts: u64, places: &mut [[u64; 2]], bytes: &dyn Fn(u8) -> bool| {
        let mut set = [0_u64; 2];
        for (half, first) in set.iter_mut().zip([0, 64]) {
            *half = (0..64).filter(|i| bytes(first + i)).fold(0, |half, i| half | 1 << i);
        }
        for (i, place) in places.iter_mut().enumerate() {
            if starts >> i & 1 == 1 {
                place.iter_mut().zip(set).for_each(|(half, more)| *half |= more);
            }
        }
        starts << 1 & ((1 << places.len()) - 1)
    };
    match hir.kind() {
        HirKind::Empty | HirKind::Look(_) => starts,
        HirKind::Literal(literal) => {
            literal.0.iter().fold(starts, |at, known| step(at, places, &|b| b == *known))
        }
        HirKind::Class(Class::Bytes(class)) => {
            step(starts, places, &|b| class.ranges().iter().any(|r| (r.start()..=r.end()).contains(&b)))
        }
        // Characters that are bytes, as an alternation of them is read.
        HirKind::Class(Class::Unicode(class)) if class.is_ascii() => step(starts, places, &|b| {
            class.ranges().iter().any(|r| (r.start()..=r.end()).contains(&char::from(b)))
        }),
        // Of more bytes than one.
        HirKind::Class(Class::Unicode(_)) => {
            (0..places.len()).fold(starts, |at, _| at | step(at, places, &|_| true))
        }
        HirKind::Repetition(repetition) => {
            let times = |n: u32| usize::try_from(n).unwrap_or(usize::MAX).min(places.len());
            let (least, most) = (times(repetition.min), times(repetition.max.unwrap_or(u32::MAX)));
            let again = |at: u64, places: &mut [[u64; 2]]| stand(&repetition.sub, at, places);
            let first = (0..least).fold(starts, |at, _| again(at, places));
            (least..most)
                .fold((first, first), |(all, at), _| {
                    let next = again(at, places);
                    (all | next, next & !all)
                })
                .0
        }
        HirKind::Capture(capture) => stand(&capture.sub, starts, places),
        HirKind::Concat(parts) => parts.iter().fold(starts, |at, part| stand(part, at, places)),
        HirKind::Alternation(parts) => parts.iter().fold(0, |ends, part| ends | stand(part, starts, places)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn prefixes() {
        for (pattern, len) in [
            ("abc", 3),
            ("a[bc]{2}d", 4),
            ("a?b", 1),
            ("a b", 1),
            ("ab+ c", 2),
            ("(?:abc|de)f", 3),
            ("ab\\s*=", 2),
            ("\"a", 0),
            ("[^x]", 0),
        ] {
            assert_eq!(facts(&parse(pattern, false).unwrap(), Said::default()).solid, len, "{pattern}");
        }
        assert!(parse("a(?=b)", false).is_err());
        let shape = Said { is_shape: true, ..Said::default() };
        let number = facts(&parse("[0-9]{3}-[0-9]{2}x?tail[a-z]", false).unwrap(), shape);
        assert_eq!((number.digits, number.inner.as_slice()), (5, &b"tail"[..]));
        for (pattern, literal, before) in [
            ("[0-2]{2,5}\\)[a-z]", ")", Some("012")),
            ("a[bc]?(?:d|xe)*(fgh)i", "fgh", Some("abcde")),
            ("a(?:bc){0,2}\\b(?:d|)--", "--", Some("acd")),
            ("[0-9]?tail", "tail", None),
        ] {
            let facts = facts(&parse(pattern, false).unwrap(), shape);
            let [low, high] = facts.before_inner.map(u128::from);
            let want = before.map_or(u128::MAX, |b| b.bytes().fold(0, |set, b| set | 1 << b));
            assert_eq!((facts.inner, low | high << 64), (literal.as_bytes().to_vec(), want), "{pattern}");
        }
        assert!(facts(&parse("tail", true).unwrap(), Said { ignore_case: true, ..shape }).inner.is_empty());
        for (pattern, signs, longest) in [
            ("uid=[^;]{1,9};(?:a|b)", ";=", 15),
            ("a(?:;b|c;)[.,]?", ";", 4),
            ("a(?:;|b)(?:#c)*", "", 0),
            ("(x_){2}", "_", 4),
        ] {
            let said = Said { ignore_case: true, ..Said::default() };
            let facts = facts(&parse(pattern, true).unwrap(), said);
            assert_eq!((facts.signs.as_slice(), facts.longest), (signs.as_bytes(), longest), "{pattern}");
        }
    }

    #[test]
    fn numbers() {
        for (pattern, digits) in [
            ("[0-9]{3}[ -]?[0-9]{4}x", 7),
            ("[0-9]{3}[ -]{2}[0-9]{4}", 3),
            ("[0-9]{3}[ -]*[0-9]{4}", 3),
            ("[0-9]{3} ?-[0-9]{4}", 3),
            ("[0-9]{3}(?: [0-9]{2}){2,4}", 7),
            ("[0-9]{3}(?: [0-9]{2} ){2,4}", 5),
            ("(?:[0-9] ?){5}-[0-9]{3}", 5),
            ("(?:12|3 )[0-9]", 2),
            ("(?:12|3 ) [0-9]", 1),
            ("1\\.2  3", 2),
            ("[0-9]{2}\\s?[0-9]{2}", 2),
            ("([0-9]{2} [0-9]{2}|[0-9]{3})(?:x|$)", 3),
        ] {
            assert_eq!(facts(&parse(pattern, false).unwrap(), Said::default()).digits, digits, "{pattern}");
        }
        let asked = |pattern: &str, capture: usize| {
            let said = Said { capture, check: Some("phone"), ..Said::default() };
            facts(&parse(pattern, false).unwrap(), said).digits
        };
        assert_eq!(asked("[0-9]{2}(?: [0-9]{2})*", 0), 6);
        assert_eq!(asked("([0-9]{2}(?: [0-9]{2})*)(?:x|$)", 1), 6);
        assert_eq!(asked("[0-9]{2}\\)[0-9]{2}", 0), 2);
        assert_eq!(asked("1([0-9]{2})", 1), 3);
        assert_eq!(asked("([0-9]{2}  [0-9]{2})", 1), 2);
    }

    #[test]
    fn heads() {
        let shown = |pattern: &str, ignore_case: bool| {
            let said = Said { ignore_case, is_shape: true, ..Said::default() };
            let facts = facts(&parse(pattern, ignore_case).unwrap(), said);
            let holds = |set: &[u64; 2], b: u8| set[usize::from(b >> 6)] >> (b & 63) & 1 == 1;
            let set = |set: &[u64; 2]| (b' '..=b'~').filter(|b| holds(set, *b)).map(char::from).collect();
            facts.head.iter().map(set).collect::<Vec<String>>().join("|")
        };
        for (pattern, ignore_case, head) in [
            ("abc", false, "a|b|c"),
            ("aB", true, "Aa|Bb"),
            ("[ac&&A]c", false, ""),
            ("[ac&&A]c", true, "Aa|Cc"),
            ("a[bc]?d", false, "a|bcd"),
            ("a(?:bc|d)e{2}", false, "a|bd|ce|e"),
            ("a(?:b|c)*d", false, "a|bcd"),
            ("(a{1,2}b)x*1", false, "a|ab|1bx"),
            ("a{0,3}b", false, "ab"),
            ("(?:ab){2,9}c", false, "a|b|a|b|ac"),
            ("\\bab$", false, "a|b"),
            ("[0-2]{20}", false, "012|012|012|012|012|012"),
        ] {
            assert_eq!(shown(pattern, ignore_case), head, "{pattern}");
        }
    }
}
