//! Norwegian birth numbers: date of birth, order, and two check digits modulo 11; the day is 40 higher in D-numbers,
//! the month 40 or more higher in numbers of test and help systems
//! <https://www.skatteetaten.no/en/person/national-registry/birth-and-name-selection/children-born-in-norway/national-id-number/>.

use super::sums;

pub(super) fn check(value: &[u8]) -> bool {
    sums::exactly::<11>(value).is_some_and(|digits| is_valid(&digits))
}

fn is_valid(digits: &[u8; 11]) -> bool {
    let [d0, d1, m0, m1, y0, y1, ..] = *digits;
    let (day, month) = (sums::two(d0, d1), sums::two(m0, m1));
    let day = if day > 40 { day - 40 } else { day };
    let month = match month {
        41..=52 => month - 40,
        65..=76 => month - 64,
        81..=92 => month - 80,
        _ => month,
    };
    sums::is_date_in(&[18, 19, 20], sums::two(y0, y1), month, day)
        && sums::weighted(digits, &[3, 7, 6, 1, 8, 9, 4, 5, 2, 1]).is_multiple_of(11)
        && sums::weighted(digits, &[5, 4, 3, 2, 7, 6, 5, 4, 3, 2, 1]).is_multiple_of(11)
}

#[cfg(test)]
mod tests {
    use super::check;

    #[test]
    fn published_examples_are_valid() {
        assert!(check(b"151086 95088"));
        assert!(check(b"01010750160"));
    }

    #[test]
    fn others_are_not() {
        assert!(!check(b"15108695077"));
        assert!(!check(b"15138695088"));
        assert!(!check(b""));
        assert!(!check(b"x"));
        assert!(!check(&[b'1'; 64]));
    }
}
