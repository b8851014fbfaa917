//! Portuguese citizen card numbers: nine digits, two letters or digits, and a digit, by the Luhn test over the values
//! of base 36 <https://www.autenticacao.gov.pt/documentacao>.

use super::sums;

pub(super) fn check(value: &[u8]) -> bool {
    sums::exactly_alnum::<12>(value).is_some_and(|number| is_valid(&number))
}

fn is_valid(number: &[u8; 12]) -> bool {
    let (digits, rest) = number.split_at(9);
    let sum: u32 = number
        .iter()
        .enumerate()
        .map(|(place, byte)| {
            let value = sums::base36(*byte).unwrap_or(0);
            let value = if place.is_multiple_of(2) { value * 2 } else { value };
            if place.is_multiple_of(2) && value > 9 { value - 9 } else { value }
        })
        .sum();
    digits.iter().all(u8::is_ascii_digit)
        && rest.last().is_some_and(u8::is_ascii_digit)
        && !sums::all_equal(number)
        && sum.is_multiple_of(10)
}

#[cfg(test)]
mod tests {
    use super::check;

    #[test]
    fn published_examples_are_valid() {
        assert!(check(b"00000000 0 ZZ4"));
    }

    #[test]
    fn others_are_not() {
        assert!(!check(b"00000000 0 ZZ3"));
        assert!(!check(b"0000000A0ZZ4"));
        assert!(!check(b""));
        assert!(!check(b"x"));
        assert!(!check(&[b'1'; 64]));
    }
}
