//! Indian permanent account numbers: five letters, of which the fourth is the kind of holder, four digits that are
//! not all zero, and a letter
//! <https://incometaxindia.gov.in/Forms/tps/1.Permanent%20Account%20Number%20(PAN).pdf>.
//! The kind E (partnerships with limited liability) is unknown to the independent oracle of the tests.

use super::sums;

pub(super) fn check(value: &[u8]) -> bool {
    sums::exactly_alnum::<10>(value).is_some_and(|number| is_valid(&number))
}

fn is_valid(number: &[u8; 10]) -> bool {
    let (letters, rest) = number.split_at(5);
    let (digits, last) = rest.split_at(4);
    let &[_, _, _, kind, ..] = number;
    letters.iter().all(u8::is_ascii_uppercase)
        && b"ABCFGHJKLPTE".contains(&kind)
        && digits.iter().all(u8::is_ascii_digit)
        && digits != b"0000"
        && last.iter().all(u8::is_ascii_uppercase)
}

#[cfg(test)]
mod tests {
    use super::check;

    #[test]
    fn published_examples_are_valid() {
        assert!(check(b"ACUPA7085R"));
        assert!(check(b"aaapl1234c"));
    }

    #[test]
    fn others_are_not() {
        assert!(!check(b"ACUPA7085RR"));
        assert!(!check(b"ABMPA32111"));
        assert!(!check(b"ABMXA3211G"));
        assert!(!check(b"ACUPA0000R"));
        assert!(!check(b""));
        assert!(!check(b"x"));
        assert!(!check(&[b'1'; 64]));
    }
}
