//! Bulgarian civil numbers: date of birth, with 20 or 40 added to the month for other centuries, order, and a check
//! digit modulo 11 <https://www.grao.bg/esgraon.html>.

use super::sums;

pub(super) fn check(value: &[u8]) -> bool {
    sums::exactly::<10>(value).is_some_and(|digits| is_valid(&digits))
}

fn is_valid(digits: &[u8; 10]) -> bool {
    let [y0, y1, m0, m1, d0, d1, .., last] = *digits;
    let (century, month) = match sums::two(m0, m1) {
        month @ 0..=20 => (19, month),
        month @ 21..=40 => (18, month - 20),
        month => (20, month - 40),
    };
    sums::is_date(century * 100 + sums::two(y0, y1), month, sums::two(d0, d1))
        && sums::weighted(digits, &[2, 4, 8, 5, 10, 9, 7, 3, 6]) % 11 % 10 == u32::from(last)
}

#[cfg(test)]
mod tests {
    use super::check;

    #[test]
    fn published_examples_are_valid() {
        assert!(check(b"8032056031"));
        assert!(check(b"7523169263"));
    }

    #[test]
    fn others_are_not() {
        assert!(!check(b"8019010008"));
        assert!(!check(b"8032056032"));
        assert!(!check(b""));
        assert!(!check(b"x"));
        assert!(!check(&[b'1'; 64]));
    }
}
