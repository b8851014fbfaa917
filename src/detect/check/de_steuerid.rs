//! German tax identification numbers: eleven digits, the first not 0, exactly one of the first ten digits twice
//! or three times, and ISO/IEC 7064 mod 11,10
//! <https://www.zfa.deutsche-rentenversicherung-bund.de/de/Inhalt/public/4_ID/47_Pruefziffernberechnung/001_Pruefziffernberechnung.pdf>.

use super::sums;

pub(super) fn check(value: &[u8]) -> bool {
    sums::exactly::<11>(value).is_some_and(|digits| is_valid(&digits))
}

fn is_valid(digits: &[u8; 11]) -> bool {
    let mut counts = [0_u8; 10];
    for &digit in digits.iter().take(10) {
        if let Some(count) = counts.get_mut(usize::from(digit)) {
            *count += 1;
        }
    }
    let mut repeated = counts.iter().filter(|count| **count > 1);
    !digits.starts_with(&[0])
        && matches!((repeated.next(), repeated.next()), (Some(2 | 3), None))
        && sums::mod11_10(digits)
}

#[cfg(test)]
mod tests {
    use super::check;

    #[test]
    fn published_examples_are_valid() {
        assert!(check(b"36 574 261 809"));
        assert!(check(b"86095742719"));
    }

    #[test]
    fn others_are_not() {
        assert!(!check(b"36574261890"));
        assert!(!check(b"36554266806"));
        assert!(!check(b"01234567890"));
        assert!(!check(b""));
        assert!(!check(b"x"));
        assert!(!check(&[b'1'; 64]));
    }
}
