//! French social security numbers: sex, year and month of birth, department, municipality, order, and a key
//! modulo 97, with 2A and 2B for Corsica <https://www.legifrance.gouv.fr/loda/id/LEGITEXT000006071106>.
//! Sex (1 to 4, 7, 8) and month (01 to 12, 20 to 42, 50 to 99) are not looked at by the independent
//! oracle of the tests.

use super::sums;

pub(super) fn check(value: &[u8]) -> bool {
    sums::exactly_alnum::<15>(value).is_some_and(|number| is_valid(&number))
}

fn is_valid(number: &[u8; 15]) -> bool {
    let [sex, _, _, tens, ones, first, second, rest @ ..] = *number;
    // Corsica counts as 19 (2A) and 18 (2B).
    let department = match [first, second] {
        [b'2', b'A'] => *b"19",
        [b'2', b'B'] => *b"18",
        other => other,
    };
    let [.., before, last] = rest;
    let body = number.iter().take(5).chain(&department).chain(rest.iter().take(6));
    let parts = [tens, ones, before, last].map(|byte| byte.wrapping_sub(b'0'));
    let [tens, ones, before, last] = parts;
    matches!(sex, b'1'..=b'4' | b'7' | b'8')
        && body.clone().all(u8::is_ascii_digit)
        && parts.iter().all(|part| *part < 10)
        && matches!(sums::two(tens, ones), 1..=12 | 20..=42 | 50..=99)
        && sums::mod97(body).is_some_and(|rest| 97 - rest == sums::two(before, last))
}

#[cfg(test)]
mod tests {
    use super::check;

    #[test]
    fn published_examples_are_valid() {
        assert!(check(b"2 95 10 99 126 111 93"));
        assert!(check(b"253072B07300470"));
        assert!(check(b"253072A07300443"));
        assert!(check(b"2-89-04-78342-163-49"));
    }

    #[test]
    fn others_are_not() {
        assert!(!check(b"295109912611199"));
        assert!(!check(b"253072C07300443"));
        assert!(!check(b"278056933908923"));
        assert!(!check(b"289042A3421639A"));
        assert!(!check(b""));
        assert!(!check(b"x"));
        assert!(!check(&[b'1'; 64]));
    }
}
