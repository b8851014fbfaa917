//! Allow-lists as they are written: `[[allow]]` tables of the policy file or of files of their own (TOML).
//!
//! They may name secrets, so they are read by hand: no error repeats anything but names of fields, rules and classes.

use super::file_error::FileError;
use crate::policy::{Allow, AllowList};
use crate::rules::syntax::line_of;
use crate::rules::{Rule, facts, nearest};
use std::path::Path;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

/// Fields of an entry.
const FIELDS: [&str; 9] =
    ["reason", "expires", "value", "sha256", "pattern", "path", "rule", "class", "input"];

/// A day of the Gregorian calendar, UTC.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[expect(clippy::exhaustive_structs, reason = "a day has no other parts")]
pub struct Day {
    /// For instance 2026.
    pub year: u16,
    /// 1 to 12.
    pub month: u8,
    /// 1 to 31.
    pub day: u8,
}

impl Day {
    /// The day that holds a moment, in seconds since 1970-01-01 UTC. The days of 400 years repeat, and they are counted
    /// from the first of March, so that a leap day is the last of its year
    /// (<https://howardhinnant.github.io/date_algorithms.html>, `civil_from_days`).
    #[must_use]
    pub fn of_unix(seconds: u64) -> Self {
        let days = seconds / 86_400 + 719_468;
        let (era, of_era) = (days / 146_097, days % 146_097);
        let year_of_era = (of_era - of_era / 1_460 + of_era / 36_524 - of_era / 146_096) / 365;
        let of_year = of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
        let month = (5 * of_year + 2) / 153;
        let day = of_year - (153 * month + 2) / 5 + 1;
        let month = if month < 10 { month + 3 } else { month - 9 };
        let year = year_of_era + era * 400 + u64::from(month <= 2);
        Self {
            year: u16::try_from(year).unwrap_or(u16::MAX),
            month: u8::try_from(month).unwrap_or(12),
            day: u8::try_from(day).unwrap_or(31),
        }
    }
}

/// What an allow-list is read against.
#[derive(Clone, Copy)]
pub(super) struct Known<'k> {
    /// All rules.
    pub(super) rules: &'k [&'k Rule],
    /// Entries that ended before do not count.
    pub(super) today: Day,
}

/// Reads the text of an allow-list into `list`. Returns a warning for each entry that has expired, which does not count.
///
/// # Errors
/// [`FileError`], with file and line. No value is in it.
pub(super) fn parse_file(
    path: &Path,
    text: &str,
    known: Known<'_>,
    list: &mut AllowList,
) -> Result<Vec<FileError>, FileError> {
    let error = |(at, problem): Wrong| FileError::new(path, Some(line_of(text, at)), problem);
    let done = parse(text, true).and_then(|file| entries(file.get_ref(), known, list));
    done.map(|expired| expired.into_iter().map(error).collect()).map_err(error)
}

/// A place in the file, and what is wrong there.
pub(super) type Wrong = (usize, String);

/// Parses a file; `alone` says that it holds an allow-list and nothing else.
pub(super) fn parse(text: &str, alone: bool) -> Result<Spanned<DeTable<'_>>, Wrong> {
    let file = DeTable::parse(text)
        .map_err(|e| (e.span().map_or(0, |s| s.start), format!("this is no TOML: {}", e.message())))?;
    if alone {
        let mut version = false;
        for (key, value) in file.get_ref() {
            match key.get_ref().as_ref() {
                "version" => {
                    version = value.get_ref().as_integer().is_some_and(|n| n.as_str() == "1");
                    if !version {
                        return Err((value.span().start, "this program reads version = 1".to_owned()));
                    }
                }
                "allow" => {}
                _ => {
                    let what = "unknown key; an allow-list holds version = 1 and [[allow]] tables";
                    return Err((key.span().start, what.to_owned()));
                }
            }
        }
        if !version {
            return Err((0, "`version` is missing; write version = 1 at the beginning".to_owned()));
        }
    }
    Ok(file)
}

/// Adds the entries of a file to the list. Gives the places of those that have expired.
pub(super) fn entries(
    file: &DeTable<'_>,
    known: Known<'_>,
    list: &mut AllowList,
) -> Result<Vec<Wrong>, Wrong> {
    let mut expired = Vec::new();
    let Some((key, value)) = file.iter().find(|(key, _)| key.get_ref().as_ref() == "allow") else {
        return Ok(expired);
    };
    let at = key.span().start;
    let tables = value
        .get_ref()
        .as_array()
        .ok_or_else(|| (at, "`allow` is no list of tables: write [[allow]], with two brackets".to_owned()))?;
    for table in tables.iter() {
        let at = table.span().start;
        let fields = table
            .get_ref()
            .as_table()
            .ok_or_else(|| (at, "begin each entry with a line [[allow]]".to_owned()))?;
        if let Some((at, what)) = entry(fields, at, known, list)? {
            expired.push((at, what));
        }
    }
    Ok(expired)
}

fn entry(
    fields: &DeTable<'_>,
    at: usize,
    known: Known<'_>,
    list: &mut AllowList,
) -> Result<Option<Wrong>, Wrong> {
    for key in fields.keys() {
        let name = key.get_ref().as_ref();
        if !FIELDS.contains(&name) {
            // What was meant as a value could stand in the place of a name.
            let hint = nearest(name, FIELDS, 1).first().map_or_else(
                || format!("an entry has these: {}", FIELDS.join(", ")),
                |near| format!("did you mean `{near}`?"),
            );
            return Err((key.span().start, format!("unknown key of an entry; {hint}")));
        }
    }
    let get = |name: &str| fields.iter().find(|(k, _)| k.get_ref().as_ref() == name).map(|(_, v)| v);
    let string = |name: &str| match get(name) {
        None => Ok(None),
        Some(value) => match value.get_ref().as_str() {
            Some(text) if !text.trim().is_empty() => Ok(Some((text.to_owned(), value.span().start))),
            Some(_) => Err((value.span().start, format!("`{name}` is empty; leave it out, or fill it"))),
            None => Err((value.span().start, format!("`{name}` is not a string; put it in quotes"))),
        },
    };
    let (reason, _) = string("reason")?
        .ok_or_else(|| (at, "`reason` is missing; say for the next reader why this may stay".to_owned()))?;
    let mut allow = Allow::new(&reason);
    let (value, digest, pattern) = (string("value")?, string("sha256")?, string("pattern")?);
    let (path, rule, class) = (string("path")?, string("rule")?, string("class")?);
    if [value.is_some(), digest.is_some(), pattern.is_some()].iter().filter(|there| **there).count() > 1 {
        let what = "`value`, `sha256` and `pattern` exclude each other; write one entry for each";
        return Err((at, what.to_owned()));
    }
    if value.is_none()
        && digest.is_none()
        && pattern.is_none()
        && path.is_none()
        && rule.is_none()
        && class.is_none()
        && get("input").is_none()
    {
        let what = "the entry would let everything through; name a value, sha256, pattern, path, rule, class or input";
        return Err((at, what.to_owned()));
    }
    if let Some((value, _)) = value {
        allow = allow.value(value.as_bytes());
    }
    if let Some((text, at)) = digest {
        let digest = from_hex(&text).ok_or_else(|| {
            (at, "`sha256` is not 64 hexadecimal digits; `printf %s VALUE | sha256sum` gives them".to_owned())
        })?;
        allow = allow.sha256(digest);
    }
    if let Some((pattern, at)) = pattern {
        facts::parse(&pattern, false).map_err(|e| (at, format!("the pattern does not compile: {e}")))?;
        allow = allow.pattern(&pattern).map_err(|e| (at, e.to_string()))?;
    }
    if let Some((path, at)) = path {
        allow = allow.path(&path).map_err(|e| (at, e.to_string()))?;
    }
    if let Some((id, at)) = rule {
        is_known(&id, "rule", at, known.rules.iter().map(|r| r.id.as_ref()))?;
        allow = allow.rule(&id);
    }
    if let Some((name, at)) = class {
        is_known(&name, "class", at, known.rules.iter().map(|r| r.class.as_ref()))?;
        allow = allow.class(&name);
    }
    if let Some(value) = get("input") {
        for (glob, at) in globs(value)? {
            allow = allow.input(glob).map_err(|e| (at, e.to_string()))?;
        }
    }
    if let Some(value) = get("expires") {
        let last = day(value.get_ref()).ok_or_else(|| {
            (value.span().start, "`expires` is no day; write it as 2026-12-31, without quotes".to_owned())
        })?;
        if last < known.today {
            let what = "this entry has expired and does not count; take it out, or give it a new day";
            return Ok(Some((value.span().start, what.to_owned())));
        }
    }
    list.push(allow);
    Ok(None)
}

/// One glob, or a list of them.
fn globs<'v>(value: &'v Spanned<DeValue<'_>>) -> Result<Vec<(&'v str, usize)>, Wrong> {
    let at = value.span().start;
    let one =
        |value: &'v Spanned<DeValue<'_>>| value.get_ref().as_str().map(|text| (text, value.span().start));
    let globs = match value.get_ref().as_array() {
        Some(list) => list.iter().map(one).collect::<Option<Vec<_>>>(),
        None => one(value).map(|glob| vec![glob]),
    };
    globs
        .filter(|globs| !globs.is_empty())
        .ok_or_else(|| (at, "`input` is a glob over names of files in quotes, or a list of such".to_owned()))
}

fn day(value: &DeValue<'_>) -> Option<Day> {
    let written = value.as_datetime()?;
    let date = written.date.filter(|_| written.time.is_none() && written.offset.is_none())?;
    Some(Day { year: date.year, month: date.month, day: date.day })
}

fn from_hex(text: &str) -> Option<[u8; 32]> {
    let mut digest = [0; 32];
    if text.len() != 64 || !text.bytes().all(|b| b.is_ascii_hexdigit()) {
        return None;
    }
    for (i, byte) in digest.iter_mut().enumerate() {
        *byte = u8::from_str_radix(text.get(i * 2..i * 2 + 2)?, 16).ok()?;
    }
    Some(digest)
}

/// What to do about a name that is none of the known ones; `None` if it is one.
pub(super) fn hint<'a>(wanted: &str, known: impl Iterator<Item = &'a str> + Clone) -> Option<String> {
    if known.clone().any(|name| name == wanted) {
        return None;
    }
    let near = nearest(wanted, known, 2);
    Some(if near.is_empty() {
        "`blackbar rules list` shows all".to_owned()
    } else {
        format!("did you mean `{}`?", near.join("` or `"))
    })
}

/// Says that a name is none, without it: what stands there may be something that was not meant to be a name.
fn is_known<'a>(
    wanted: &str,
    what: &str,
    at: usize,
    known: impl Iterator<Item = &'a str> + Clone,
) -> Result<(), Wrong> {
    hint(wanted, known).map_or(Ok(()), |hint| Err((at, format!("there is no {what} of this name; {hint}"))))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::builtin;

    const TODAY: Day = Day { year: 2026, month: 3, day: 1 };

    fn read(text: &str) -> Result<(AllowList, Vec<Wrong>), Wrong> {
        let rules: Vec<&Rule> = builtin().iter().collect();
        let mut list = AllowList::default();
        let file = parse(text, true)?;
        let expired = entries(file.get_ref(), Known { rules: &rules, today: TODAY }, &mut list)?;
        Ok((list, expired))
    }

    #[test]
    fn days() {
        for (seconds, day) in [
            (0, (1970, 1, 1)),
            (951_782_399, (2000, 2, 28)),
            (951_782_400, (2000, 2, 29)),
            (951_868_800, (2000, 3, 1)),
            (1_767_225_599, (2025, 12, 31)),
            (1_767_225_600, (2026, 1, 1)),
            (4_107_542_400, (2100, 3, 1)),
        ] {
            let Day { year, month, day: of_month } = Day::of_unix(seconds);
            assert_eq!((year, month, of_month), day, "{seconds}");
        }
    }

    #[test]
    fn entries_are_read_and_expire() {
        let head = "version = 1\n[[allow]]\nreason = \"r\"\nvalue = \"v\"\n";
        assert_eq!(read(head).unwrap().0.len(), 1);
        for input in ["\"tests/*\"", "[\"tests/*\", \"*/testdata/*\"]"] {
            let (list, _) = read(&format!("{head}input = {input}\n")).unwrap();
            assert!(list.asks_for_input());
            assert_eq!((list.for_input("tests/a").len(), list.for_input("src/a").len()), (1, 0));
        }
        for (day, counts) in [("2026-03-01", true), ("2026-02-28", false), ("2027-01-01", true)] {
            let (list, expired) = read(&format!("{head}expires = {day}\n")).unwrap();
            assert_eq!((list.len(), expired.len()), if counts { (1, 0) } else { (0, 1) }, "{day}");
        }
    }

    #[test]
    fn mistakes_are_refused_and_values_not_repeated() {
        let planted = "pl4nted-s3cret";
        for (entry, line, expected) in [
            (format!("value = \"{planted}\""), 2, "`reason` is missing"),
            ("reason = \"r\"".to_owned(), 2, "let everything through"),
            (format!("reason = \"r\"\nvalue = [\"{planted}\"]"), 4, "not a string"),
            ("reason = \"r\"\nvalue = 4111111111111111".to_owned(), 4, "not a string"),
            (format!("reason = \"r\"\nvalue = \"{planted}\"\npattern = \"x\""), 2, "exclude each other"),
            (format!("reason = \"r\"\nsha256 = \"{planted}\""), 4, "64 hexadecimal"),
            (format!("reason = \"r\"\npattern = \"{planted}(\""), 4, "does not compile"),
            (format!("reason = \"r\"\nrule = \"{planted}\""), 4, "no rule of this name"),
            ("reason = \"r\"\nrule = \"ipv4-privat\"".to_owned(), 4, "ipv4-private"),
            ("reason = \"r\"\nclass = \"emial\"".to_owned(), 4, "did you mean `email`"),
            (format!("reason = \"r\"\n\"{planted}\" = 1"), 4, "unknown key"),
            ("reason = \"r\"\nvalu = \"x\"".to_owned(), 4, "did you mean `value`?"),
            (format!("reason = \"r\"\nvalue = \"x\"\nexpires = \"{planted}\""), 5, "no day"),
            ("reason = \"r\"\nvalue = \"x\"\nexpires = 2026-02-30T10:00:00Z".to_owned(), 5, ""),
            (format!("reason = \"r\"\nvalue = \"{planted}"), 4, "no TOML"),
            ("reason = \" \"\nvalue = \"x\"".to_owned(), 3, "is empty"),
            ("reason = \"r\"\npath = \"a.b.c\"".to_owned(), 4, "object.key"),
            ("reason = \"r\"\ninput = []".to_owned(), 4, "names of files"),
            ("reason = \"r\"\ninput = [4111111111111111]".to_owned(), 4, "names of files"),
            (format!("reason = \"r\"\ninput = \"{{{planted}}}\""), 4, "no braces"),
        ] {
            let text = format!("version = 1\n[[allow]]\n{entry}\n");
            let (at, problem) = read(&text).unwrap_err();
            assert!(problem.contains(expected), "{entry}: {problem}");
            assert_eq!(line_of(&text, at), line, "{entry}: {problem}");
            assert!(!problem.contains(planted) && !problem.contains("4111"), "{problem}");
        }
        assert!(read("[[allow]]\n").unwrap_err().1.contains("version = 1"));
        assert!(read("version = 2\n").unwrap_err().1.contains("version = 1"));
        assert!(read("version = 1\n[allow]\n").unwrap_err().1.contains("two brackets"));
        assert!(read("version = 1\nx = 1\n").unwrap_err().1.contains("unknown key"));
    }
}
