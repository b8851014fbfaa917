//! Times of approvals and audit records: RFC 3339 in UTC, to the second.

use crate::settings::Day;

/// Reads `2026-01-15T10:00:00Z`.
pub(super) fn parse(text: &str) -> Result<u64, String> {
    seconds(text.as_bytes()).ok_or_else(|| "expected a time in UTC such as 2026-01-15T10:00:00Z".to_owned())
}

fn seconds(text: &[u8]) -> Option<u64> {
    let form = b"dddd-dd-ddTdd:dd:ddZ";
    let fits = |(have, want): (&u8, &u8)| if *want == b'd' { have.is_ascii_digit() } else { have == want };
    if text.len() != form.len() || !text.iter().zip(form).all(fits) {
        return None;
    }
    let number = |at: usize, length: usize| -> Option<u64> {
        Some(text.get(at..at + length)?.iter().fold(0, |n, b| n * 10 + u64::from(b - b'0')))
    };
    let (year, month, day) = (number(0, 4)?, number(5, 2)?, number(8, 2)?);
    let (hour, minute, second) = (number(11, 2)?, number(14, 2)?, number(17, 2)?);
    if year < 1970 || hour > 23 || minute > 59 || second > 59 {
        return None;
    }
    if !(1..=12).contains(&month) || day == 0 || day > days_of(year, month) {
        return None;
    }
    let years: u64 = (1970..year).map(|y| if is_leap(y) { 366 } else { 365 }).sum();
    let months: u64 = (1..month).map(|m| days_of(year, m)).sum();
    Some((years + months + day - 1) * 86_400 + hour * 3600 + minute * 60 + second)
}

/// Writes what [`parse`] reads.
pub(super) fn format(seconds: u64) -> String {
    let (Day { year, month, day }, rest) = (Day::of_unix(seconds), seconds % 86_400);
    let (hour, minute, second) = (rest / 3600, rest / 60 % 60, rest % 60);
    format!("{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}Z")
}

const fn is_leap(year: u64) -> bool {
    year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400))
}

const fn days_of(year: u64, month: u64) -> u64 {
    match month {
        4 | 6 | 9 | 11 => 30,
        2 if is_leap(year) => 29,
        2 => 28,
        _ => 31,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// As `date -u -d @N +%FT%TZ` prints them.
    #[test]
    fn times_are_those_of_date() {
        for (seconds, text) in [
            (0, "1970-01-01T00:00:00Z"),
            (951_782_399, "2000-02-28T23:59:59Z"),
            (951_782_400, "2000-02-29T00:00:00Z"),
            (1_768_471_200, "2026-01-15T10:00:00Z"),
            (4_107_542_400, "2100-03-01T00:00:00Z"),
        ] {
            assert_eq!(parse(text), Ok(seconds));
            assert_eq!(format(seconds), text);
        }
    }

    #[test]
    fn what_is_no_time_is_refused() {
        for bad in [
            "",
            "2026-01-15",
            "2026-01-15T10:00:00",
            "2026-02-29T00:00:00Z",
            "2026-13-01T00:00:00Z",
            "2026-00-01T00:00:00Z",
            "2026-01-00T00:00:00Z",
            "2026-01-15T24:00:00Z",
            "2026-01-15 10:00:00Z",
            "1969-12-31T23:59:59Z",
        ] {
            assert!(parse(bad).is_err(), "{bad}");
        }
    }
}
