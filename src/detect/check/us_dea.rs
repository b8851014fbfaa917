//! United States drug enforcement numbers: a letter for the kind of registrant, a letter or 9, six digits and a
//! check digit <https://www.deadiversion.usdoj.gov/online_forms_apps.html>.

use super::sums;

pub(super) fn check(value: &[u8]) -> bool {
    sums::exactly_alnum::<9>(value).is_some_and(|number| is_valid(&number))
}

fn is_valid(number: &[u8; 9]) -> bool {
    let [kind, initial, digits @ ..] = number;
    let value = |place: usize| digits.get(place).map_or(0, |byte| u32::from(byte.wrapping_sub(b'0')));
    let odd = value(0) + value(2) + value(4);
    let even = value(1) + value(3) + value(5);
    (b"ABCDEFGHJKLMPRSTUX".contains(kind))
        && (initial.is_ascii_uppercase() || *initial == b'9')
        && digits.iter().all(u8::is_ascii_digit)
        && (odd + even * 2) % 10 == value(6)
}

#[cfg(test)]
mod tests {
    use super::check;

    #[test]
    fn published_examples_are_valid() {
        assert!(check(b"AB1234563"));
        assert!(check(b"MJ1234563"));
        assert!(check(b"F91234563"));
    }

    #[test]
    fn others_are_not() {
        assert!(!check(b"AB1234560"));
        assert!(!check(b"NB1234563"));
        assert!(!check(b"A11234563"));
        assert!(!check(b"AB123456A"));
        assert!(!check(b""));
        assert!(!check(b"x"));
        assert!(!check(&[b'1'; 64]));
    }
}
