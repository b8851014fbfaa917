//! Icelandic identity numbers: date of birth (with 40 added to the day for companies), order, a check digit modulo 11,
//! and the century <https://www.skra.is/english/people/my-registration/id-numbers/>.

use super::sums;

pub(super) fn check(value: &[u8]) -> bool {
    sums::exactly::<10>(value).is_some_and(|digits| is_valid(&digits))
}

fn is_valid(digits: &[u8; 10]) -> bool {
    let [d0, d1, m0, m1, y0, y1, _, _, check, century] = *digits;
    let day = sums::two(d0, d1);
    let day = if day > 40 { day - 40 } else { day };
    let century = match century {
        0 => 20,
        8 => 18,
        9 => 19,
        _ => return false,
    };
    let rest = sums::weighted(digits, &[3, 2, 7, 6, 5, 4, 3, 2]) % 11;
    sums::is_date(century * 100 + sums::two(y0, y1), sums::two(m0, m1), day)
        && rest != 1
        && u32::from(check) == (11 - rest) % 11
}

#[cfg(test)]
mod tests {
    use super::check;

    #[test]
    fn published_examples_are_valid() {
        assert!(check(b"450401-3150"));
        assert!(check(b"120174-3399"));
    }

    #[test]
    fn others_are_not() {
        assert!(!check(b"530575-0299"));
        assert!(!check(b"320174-3399"));
        assert!(!check(b""));
        assert!(!check(b"x"));
        assert!(!check(&[b'1'; 64]));
    }
}
