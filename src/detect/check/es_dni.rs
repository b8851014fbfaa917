//! Spanish identity numbers: eight digits (DNI), or X, Y, Z and seven (NIE), and a letter modulo 23
//! <https://www.interior.gob.es/opencms/es/servicios-al-ciudadano/tramites-y-gestiones/dni/calculo-del-digito-de-control-del-nif-nie/>.

use super::sums;

pub(super) fn check(value: &[u8]) -> bool {
    sums::exactly_alnum::<9>(value).is_some_and(|number| is_valid(&number))
}

fn is_valid(number: &[u8; 9]) -> bool {
    let [first, digits @ .., letter] = number;
    let first = match first {
        b'X' => b'0',
        b'Y' => b'1',
        b'Z' => b'2',
        other => *other,
    };
    let value =
        |sum: u32, byte: &u8| sums::base36(*byte).filter(|value| *value < 10).map(|value| sum * 10 + value);
    let rest = [first].iter().chain(digits).try_fold(0, value).map(|sum| sum % 23);
    rest.and_then(|rest| usize::try_from(rest).ok())
        .and_then(|rest| b"TRWAGMYFPDXBNJZSQVHLCKE".get(rest))
        .is_some_and(|expected| expected == letter)
}

#[cfg(test)]
mod tests {
    use super::check;

    #[test]
    fn published_examples_are_valid() {
        assert!(check(b"54362315-K"));
        assert!(check(b"x-2482300w"));
        assert!(check(b"12345678Z"));
        assert!(check(b"00000000T"));
    }

    #[test]
    fn others_are_not() {
        assert!(!check(b"54362315Z"));
        assert!(!check(b"x-2482300a"));
        assert!(!check(b"123456789"));
        assert!(!check(b"W2482300W"));
        assert!(!check(b""));
        assert!(!check(b"x"));
        assert!(!check(&[b'1'; 64]));
    }
}
