//! Dates as people write them, read so that they can be written again in the same way.
//!
//! The proleptic Gregorian calendar, years 1 to 9999 (ISO 8601-1, 4.2). Names of months are English.

use crate::policy::DateOrder;
use std::fmt::Write as _;

const MONTHS: [&str; 12] = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
];

/// Years of two digits below this are of the century that began in 2000 (POSIX.1-2024, `%y`).
const PIVOT: i64 = 69;

/// Seconds of a day.
const DAY: i64 = 86_400;

/// Characters of a date at most, with a time behind it.
const LONGEST: usize = 48;

/// A day, and how it is written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Date {
    year: i64,
    month: i64,
    day: i64,
    parts: Vec<Part>,
    /// What stands between month and year when the day is left out.
    between: &'static str,
}

/// A piece of a date as it is written.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Part {
    /// This many digits of the year, two or four.
    Year(usize),
    /// The month in digits, at least so many.
    Month(usize),
    /// The name of the month: so many letters of it, or all; and whether the first and the others are in upper case.
    Name(Option<usize>, [bool; 2]),
    /// The day in digits, at least so many.
    Day(usize),
    /// `st`, `nd`, `rd` or `th`; whether in upper case.
    Suffix(bool),
    /// What stays.
    Text(String),
    /// A number of so many in a second, since 1970.
    Epoch(i64, i64),
}

/// What is left of a date.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Left {
    Month,
    Year,
}

/// A run of characters of one kind.
type Run<'a> = (Kind, &'a str);

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Digits,
    Letters,
    Others,
}

impl Date {
    /// Reads a date: `1980-01-31`, perhaps with a time behind it, `19800131`, `31.01.1980`, `1/31/80`, `31 January 1980`,
    /// `Jan 31st, 1980`, or seconds or milliseconds since 1970 in 10 or 13 digits. `None` for everything else, for days
    /// that there are not, and where two numbers could be the day and `order` does not say which one is.
    pub(super) fn read(text: &[u8], order: Option<DateOrder>) -> Option<Self> {
        let text = std::str::from_utf8(text).ok().filter(|text| text.is_ascii() && text.len() <= LONGEST)?;
        let runs = runs(text);
        let date = match runs.as_slice() {
            [(Kind::Digits, digits)] if digits.len() == 8 => compact(digits),
            [(Kind::Digits, digits)] => epoch(digits),
            [(Kind::Digits, year), (_, a), (Kind::Digits, month), (_, b), (Kind::Digits, day), tail @ ..]
                if year.len() == 4 =>
            {
                year_first([year, month, day], (a == b).then_some(*a)?, tail)
            }
            [(Kind::Digits, a), (_, x), (Kind::Digits, b), (_, y), (Kind::Digits, year)] => {
                year_last([a, b, year], (x == y).then_some(*x)?, order)
            }
            _ => named(&runs),
        }?;
        let exists = (1..=9999).contains(&date.year)
            && (1..=12).contains(&date.month)
            && (1..=days_of(date.year, date.month)).contains(&date.day);
        exists.then_some(date)
    }

    /// The date `days` later, written in the same way; `None` beyond the year 9999 or before the year 1.
    #[cfg_attr(not(any(feature = "tokens", test)), expect(dead_code, reason = "days come of a key"))]
    pub(super) fn moved(mut self, days: i64) -> Option<String> {
        (self.year, self.month, self.day) = civil(number(self.year, self.month, self.day) + days);
        for part in &mut self.parts {
            if let Part::Epoch(at, units) = part {
                *at += days * DAY * *units;
            }
        }
        (1..=9999).contains(&self.year).then(|| self.write(&self.parts))
    }

    /// What is left of the date.
    pub(super) fn only(&self, left: Left) -> String {
        if let Some(Part::Epoch(_, units)) = self.parts.first() {
            let month = if left == Left::Month { self.month } else { 1 };
            return (number(self.year, month, 1) * DAY * units).to_string();
        }
        let wanted = |part: &&Part| match part {
            Part::Year(_) => true,
            Part::Month(_) | Part::Name(..) => left == Left::Month,
            _ => false,
        };
        let mut kept: Vec<Part> = self.parts.iter().filter(wanted).cloned().collect();
        if kept.len() > 1 {
            kept.insert(1, Part::Text(self.between.to_owned()));
        }
        self.write(&kept)
    }

    fn write(&self, parts: &[Part]) -> String {
        let mut out = String::new();
        for part in parts {
            let width = match part {
                Part::Year(width) | Part::Month(width) | Part::Day(width) => *width,
                _ => 0,
            };
            let number = match part {
                Part::Year(2) => Some(self.year % 100),
                Part::Year(_) => Some(self.year),
                Part::Month(_) => Some(self.month),
                Part::Day(_) => Some(self.day),
                Part::Epoch(at, _) => Some(*at),
                Part::Name(..) | Part::Suffix(_) | Part::Text(_) => None,
            };
            if let Some(number) = number {
                // Writing to a string does not fail.
                let _ok = write!(out, "{number:0width$}");
            }
            match part {
                Part::Name(letters, [first, others]) => {
                    let place = usize::try_from(self.month - 1).unwrap_or(0);
                    let name = MONTHS.get(place).copied().unwrap_or_default();
                    let upper = [*first].into_iter().chain(std::iter::repeat(*others));
                    out.extend(
                        name.chars()
                            .take(letters.unwrap_or(name.len()))
                            .zip(upper)
                            .map(|(c, upper)| if upper { c.to_ascii_uppercase() } else { c }),
                    );
                }
                Part::Suffix(true) => out.push_str(&suffix(self.day).to_ascii_uppercase()),
                Part::Suffix(false) => out.push_str(suffix(self.day)),
                Part::Text(text) => out.push_str(text),
                _ => {}
            }
        }
        out
    }
}

const fn suffix(day: i64) -> &'static str {
    match (day % 10, day / 10) {
        (1, 0 | 2 | 3) => "st",
        (2, 0 | 2) => "nd",
        (3, 0 | 2) => "rd",
        _ => "th",
    }
}

fn runs(text: &str) -> Vec<Run<'_>> {
    let kind = |b: u8| match b {
        b'0'..=b'9' => Kind::Digits,
        b'A'..=b'Z' | b'a'..=b'z' => Kind::Letters,
        _ => Kind::Others,
    };
    let mut runs = Vec::new();
    let mut rest = text;
    while let Some(first) = rest.bytes().next().map(kind) {
        let len = rest.bytes().take_while(|b| kind(*b) == first).count();
        // The text is ASCII.
        let Some((run, behind)) = rest.split_at_checked(len) else { break };
        runs.push((first, run));
        rest = behind;
    }
    runs
}

fn text(text: &str) -> Part {
    Part::Text(text.to_owned())
}

fn compact(digits: &str) -> Option<Date> {
    let (year, rest) = digits.split_at_checked(4)?;
    let (month, day) = rest.split_at_checked(2)?;
    let parts = vec![Part::Year(4), Part::Month(2), Part::Day(2)];
    Some(Date {
        year: year.parse().ok()?,
        month: month.parse().ok()?,
        day: day.parse().ok()?,
        parts,
        between: "",
    })
}

fn epoch(digits: &str) -> Option<Date> {
    let units = match digits.len() {
        10 => 1,
        13 => 1000,
        _ => return None,
    };
    let at: i64 = digits.parse().ok()?;
    let (year, month, day) = civil(at.div_euclid(DAY * units));
    Some(Date { year, month, day, parts: vec![Part::Epoch(at, units)], between: "" })
}

/// The separators of dates in digits.
fn separator(text: &str) -> Option<&'static str> {
    ["-", ".", "/"].into_iter().find(|s| *s == text)
}

fn year_first([year, month, day]: [&str; 3], between: &str, tail: &[Run<'_>]) -> Option<Date> {
    let between = separator(between)?;
    let is_time = |(at, run): (usize, &Run<'_>)| match run {
        (Kind::Digits, _) => true,
        (Kind::Letters, letters) => ["T", "t", "Z", "z"].contains(letters),
        (Kind::Others, others) if at == 0 => *others == " ",
        (Kind::Others, others) => [":", ".", ",", "+", "-", " ", " +", " -"].contains(others),
    };
    if !tail.iter().enumerate().all(is_time) {
        return None;
    }
    let width = month.len().min(day.len());
    let mut parts = vec![Part::Year(4), text(between), Part::Month(width), text(between), Part::Day(width)];
    parts.extend(tail.iter().map(|(_, run)| text(run)));
    let [year, month, day] = numbers([year, month, day])?;
    Some(Date { year, month, day, parts, between })
}

fn year_last([a, b, year]: [&str; 3], between: &str, order: Option<DateOrder>) -> Option<Date> {
    let between = separator(between)?;
    let digits = year.len();
    let [first, second, year] = numbers([a, b, year])?;
    let year = match digits {
        2 if year < PIVOT => 2000 + year,
        2 => 1900 + year,
        4 => year,
        _ => return None,
    };
    let order = match (first > 12, second > 12) {
        (true, false) => DateOrder::DayFirst,
        (false, true) => DateOrder::MonthFirst,
        _ => order?,
    };
    let (day, month) = if order == DateOrder::DayFirst { (first, second) } else { (second, first) };
    // `1/31` is written without leading zeros.
    let width = a.len().min(b.len());
    let [a, b] = if order == DateOrder::DayFirst {
        [Part::Day(width), Part::Month(width)]
    } else {
        [Part::Month(width), Part::Day(width)]
    };
    let parts = vec![a, text(between), b, text(between), Part::Year(digits)];
    Some(Date { year, month, day, parts, between })
}

/// Day, month and year in numbers of at most four digits.
fn numbers(texts: [&str; 3]) -> Option<[i64; 3]> {
    let mut numbers = [0; 3];
    for (number, text) in numbers.iter_mut().zip(texts) {
        *number = text.parse().ok().filter(|_| text.len() <= 4)?;
    }
    Some(numbers)
}

/// A date with the name of its month: day, month and year, once each, in any order.
fn named(runs: &[Run<'_>]) -> Option<Date> {
    let (mut year, mut month, mut day) = (None, None, None);
    let mut parts = Vec::new();
    let dashes = runs.contains(&(Kind::Others, "-"));
    for (kind, run) in runs {
        let previous = parts.last();
        let part = match kind {
            Kind::Digits if run.len() == 4 && year.is_none() => {
                year = Some(run.parse().ok()?);
                Part::Year(4)
            }
            Kind::Digits if run.len() <= 2 && day.is_none() => {
                day = Some(run.parse().ok()?);
                // `3 March`, but `03-Mar`.
                Part::Day(if run.starts_with('0') || dashes { run.len() } else { 1 })
            }
            Kind::Digits => return None,
            Kind::Letters if matches!(previous, Some(Part::Day(_))) => {
                if !["st", "nd", "rd", "th"].contains(&run.to_ascii_lowercase().as_str()) {
                    return None;
                }
                Part::Suffix(run.bytes().all(|b| b.is_ascii_uppercase()))
            }
            Kind::Letters if *run == "of" => text(run),
            Kind::Letters if month.is_none() => {
                let (number, part) = month_name(run)?;
                month = Some(number);
                part
            }
            Kind::Letters => return None,
            Kind::Others if [" ", "-", ", ", ",", ".", ". ", "/"].contains(run) => text(run),
            Kind::Others => return None,
        };
        parts.push(part);
    }
    Some(Date { year: year?, month: month?, day: day?, parts, between: " " })
}

/// The month of a name, all of it or three letters (or `sept`), and how it is written.
fn month_name(name: &str) -> Option<(i64, Part)> {
    let lower = name.to_ascii_lowercase();
    let is_it = |month: &str| *month == lower || lower.len() == 3 && month.starts_with(&lower);
    let place = MONTHS.iter().position(|month| is_it(month)).or((lower == "sept").then_some(8))?;
    let upper: Vec<bool> = name.bytes().map(|b| b.is_ascii_uppercase()).collect();
    let case = [upper.first() == Some(&true), upper.iter().skip(1).all(|upper| *upper)];
    // `May` is both; it is taken for the short form.
    let letters = (name.len() < 5 && lower != "july" && lower != "june").then_some(3);
    Some((i64::try_from(place).ok()? + 1, Part::Name(letters, case)))
}

const fn is_leap(year: i64) -> bool {
    year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
}

const fn days_of(year: i64, month: i64) -> i64 {
    match month {
        2 if is_leap(year) => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

/// Days from 1 January 1970 to a day. The year is taken to begin in March, so that the leap day ends it.
const fn number(year: i64, month: i64, day: i64) -> i64 {
    let year = if month <= 2 { year - 1 } else { year };
    let month = (month + 9) % 12;
    year * 365 + year.div_euclid(4) - year.div_euclid(100)
        + year.div_euclid(400)
        + (month * 153 + 2) / 5
        + day
        - 719_469
}

/// The day of a number of days from 1 January 1970.
const fn civil(number: i64) -> (i64, i64, i64) {
    // Days since 1 March of the year 0, in cycles of 400 years.
    let days = number + 719_468;
    let cycle = days.div_euclid(146_097);
    let day = days.rem_euclid(146_097);
    let year = (day - day / 1460 + day / 36_524 - day / 146_096) / 365;
    let of_year = day - (365 * year + year / 4 - year / 100);
    let month = (5 * of_year + 2) / 153;
    let day = of_year - (153 * month + 2) / 5 + 1;
    let year = year + cycle * 400;
    if month < 10 { (year, month + 3, day) } else { (year + 1, month - 9, day) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn moved(text: &str, days: i64) -> Option<String> {
        Date::read(text.as_bytes(), None).and_then(|date| date.moved(days))
    }

    #[test]
    fn the_calendar_has_every_day_once() {
        assert_eq!(number(1970, 1, 1), 0);
        assert_eq!(number(2000, 3, 1), 11_017);
        assert_eq!(number(1, 1, 1), -719_162);
        let mut day = (1, 1, 1);
        for n in number(1, 1, 1)..=number(9999, 12, 31) {
            assert_eq!(civil(n), day);
            assert_eq!(number(day.0, day.1, day.2), n);
            let (y, m, d) = day;
            day = match (d < days_of(y, m), m < 12) {
                (true, _) => (y, m, d + 1),
                (false, true) => (y, m + 1, 1),
                (false, false) => (y + 1, 1, 1),
            };
        }
        assert_eq!(day, (10_000, 1, 1));
    }

    #[test]
    fn a_date_moves_as_it_is_written() {
        for (text, days, want) in [
            ("1980-01-31", 1, "1980-02-01"),
            ("1980/1/9", 1, "1980/1/10"),
            ("2024-02-28T23:59:59.5+02:00", 1, "2024-02-29T23:59:59.5+02:00"),
            ("2024-02-28 23:59:59Z", 2, "2024-03-01 23:59:59Z"),
            ("19791231", 1, "19800101"),
            ("31.12.1999", 1, "01.01.2000"),
            ("12/31/99", 1, "01/01/00"),
            ("31/1/1980", -31, "31/12/1979"),
            ("3 March 1980", 31, "3 April 1980"),
            ("03-Mar-1980", -3, "29-Feb-1980"),
            ("March 3, 1980", -3, "February 29, 1980"),
            ("MARCH 31ST, 1980", 2, "APRIL 2ND, 1980"),
            ("1st of Jan. 1980", 10, "11th of Jan. 1980"),
            ("Sept 1, 1980", 30, "Oct 1, 1980"),
            ("1706745599", 1, "1706831999"),
            ("1706745599123", -1, "1706659199123"),
        ] {
            assert_eq!(moved(text, days).as_deref(), Some(want), "{text}");
        }
    }

    #[test]
    fn what_is_no_date_or_could_be_two_is_none() {
        for text in [
            "03/04/1980",
            "1980-13-01",
            "1980-02-30",
            "1900-02-29",
            "31.12/1999",
            "1980-01-31 at noon",
            "Mar 1980",
            "3 Marches 1980",
            "123456789",
            "",
            "0000-01-01",
            "1980-01-31é",
            "1-2-3-4",
        ] {
            assert_eq!(Date::read(text.as_bytes(), None), None, "{text}");
        }
        assert_eq!(moved("9999-12-31", 1), None);
        let read = |order| Date::read(b"03/04/1980", Some(order)).and_then(|date| date.moved(1)).unwrap();
        assert_eq!(read(DateOrder::DayFirst), "04/04/1980");
        assert_eq!(read(DateOrder::MonthFirst), "03/05/1980");
    }

    #[test]
    fn the_day_can_be_left_out() {
        for (text, month, year) in [
            ("1980-01-31T10:00:00Z", "1980-01", "1980"),
            ("31.1.1980", "1.1980", "1980"),
            ("12/31/99", "12/99", "99"),
            ("19800131", "198001", "1980"),
            ("31st of January 1980", "January 1980", "1980"),
            ("Jan 31, 1980", "Jan 1980", "1980"),
            ("1706745599", "1704067200", "1704067200"),
        ] {
            let date = Date::read(text.as_bytes(), None).unwrap();
            assert_eq!(
                (date.only(Left::Month).as_str(), date.only(Left::Year).as_str()),
                (month, year),
                "{text}"
            );
        }
    }
}
