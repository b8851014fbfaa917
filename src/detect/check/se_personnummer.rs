//! Swedish personal numbers: date of birth, of a coordination number with 60 added to the day, order, and the Luhn
//! test; the century may be there, and a plus says a hundred years and more
//! <https://www.skatteverket.se/privat/folkbokforing/personnummer.4.3810a01c150939e893f18c29.html>.

use super::sums;

pub(super) fn check(value: &[u8]) -> bool {
    let mut digits = [0; 12];
    let mut count = 0;
    for &byte in value {
        if byte.is_ascii_digit() {
            let Some(slot) = digits.get_mut(count) else {
                return false;
            };
            *slot = byte.wrapping_sub(b'0');
            count += 1;
        } else if !matches!(byte, b'-' | b'+' | b' ') {
            return false;
        }
    }
    match digits {
        [c0, c1, short @ ..] if count == 12 => is_valid(&[sums::two(c0, c1)], &short),
        [short @ .., _, _] if count == 10 => is_valid(&[19, 20], &short),
        _ => false,
    }
}

fn is_valid(centuries: &[u32], short: &[u8; 10]) -> bool {
    let [y0, y1, m0, m1, d0, d1, ..] = *short;
    let day = sums::two(d0, d1);
    let day = if day > 60 { day - 60 } else { day };
    centuries.iter().all(|century| matches!(century, 18..=20))
        && sums::is_date_in(centuries, sums::two(y0, y1), sums::two(m0, m1), day)
        && sums::luhn(short)
}

#[cfg(test)]
mod tests {
    use super::check;

    #[test]
    fn published_examples_are_valid() {
        assert!(check(b"880320-0016"));
        assert!(check(b"670919-9530"));
        assert!(check(b"19811228-9874"));
        assert!(check(b"121212+1212"));
        assert!(check(b"701063-2391"));
    }

    #[test]
    fn others_are_not() {
        assert!(!check(b"880320-0018"));
        assert!(!check(b"881320-0016"));
        assert!(!check(b"811228-9873"));
        assert!(!check(b"21811228-9874"));
        assert!(!check(b""));
        assert!(!check(b"x"));
        assert!(!check(&[b'1'; 64]));
    }
}
