//! Mexican population register codes: initials, date of birth, sex, state, consonants, a sign of the century, and
//! a check digit <https://www.gob.mx/cms/uploads/attachment/file/337164/Instructivo_Normativo_para_la_Asignaci_n_de_la_CURP.pdf>.
//! That initials must not spell a rude word is not looked at.

use super::sums;

pub(super) fn check(value: &[u8]) -> bool {
    sums::exactly_alnum::<18>(value).is_some_and(|number| is_valid(&number))
}

fn is_valid(number: &[u8; 18]) -> bool {
    let [i0, i1, i2, i3, y0, y1, m0, m1, d0, d1, sex, s0, s1, c0, c1, c2, sign, check] = *number;
    let date = [y0, y1, m0, m1, d0, d1].map(|byte| byte.wrapping_sub(b'0'));
    let [y0, y1, m0, m1, d0, d1] = date;
    let century = if sign.is_ascii_digit() { 19 } else { 20 };
    let sum: u32 =
        number.iter().take(17).zip((2..=18).rev()).map(|(byte, weight)| value(*byte) * weight).sum();
    [i0, i1, i2, i3, c0, c1, c2].iter().all(u8::is_ascii_uppercase)
        && date.iter().all(|digit| *digit < 10)
        && sums::is_date(century * 100 + sums::two(y0, y1), sums::two(m0, m1), sums::two(d0, d1))
        && matches!(sex, b'H' | b'M' | b'X')
        && STATES.contains(&[s0, s1])
        && u32::from(check.wrapping_sub(b'0')) == (10 - sum % 10) % 10
}

#[rustfmt::skip]
const STATES: [[u8; 2]; 33] = [
    *b"AS", *b"BC", *b"BS", *b"CC", *b"CH", *b"CL", *b"CM", *b"CS", *b"DF", *b"DG", *b"GR", *b"GT", *b"HG",
    *b"JC", *b"MC", *b"MN", *b"MS", *b"NE", *b"NL", *b"NT", *b"OC", *b"PL", *b"QR", *b"QT", *b"SL", *b"SP",
    *b"SR", *b"TC", *b"TL", *b"TS", *b"VZ", *b"YN", *b"ZS",
];

/// Letters count from 10 on, with a place between N and O for the letter that ASCII lacks.
fn value(byte: u8) -> u32 {
    sums::base36(byte).map_or(0, |value| value + u32::from(byte > b'N'))
}

#[cfg(test)]
mod tests {
    use super::check;

    #[test]
    fn published_examples_are_valid() {
        assert!(check(b"BOXW310820HNERXN09"));
        assert!(check(b"boxw310820hnerxn09"));
    }

    #[test]
    fn others_are_not() {
        assert!(!check(b"BOXW310820HNERXN08"));
        assert!(!check(b"BOXW311320HNERXN09"));
        assert!(!check(b"BOXW310820HXXRXN09"));
        assert!(!check(b"BOXW310820HNERXN0"));
        assert!(!check(b""));
        assert!(!check(b"x"));
        assert!(!check(&[b'1'; 64]));
    }
}
