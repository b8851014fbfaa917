//! Chilean tax and identity numbers (RUT, RUN): seven or eight digits and a check digit or K modulo 11
//! <https://www.sii.cl/>.

use super::sums;

pub(super) fn check(value: &[u8]) -> bool {
    sums::alnums::<9>(value).and_then(|(number, count)| number.get(..count).map(is_valid)).unwrap_or(false)
}

fn is_valid(number: &[u8]) -> bool {
    let Some((check, body)) = number.split_last() else {
        return false;
    };
    let weights = [2, 3, 4, 5, 6, 7].into_iter().cycle();
    let sum: u32 = body
        .iter()
        .rev()
        .zip(weights)
        .map(|(byte, weight)| u32::from(byte.wrapping_sub(b'0')) * weight)
        .sum();
    matches!(body.len(), 7 | 8)
        && body.iter().all(u8::is_ascii_digit)
        && !sums::all_equal(body)
        && b"0K987654321".get(usize::try_from(sum % 11).unwrap_or(0)) == Some(check)
}

#[cfg(test)]
mod tests {
    use super::check;

    #[test]
    fn published_examples_are_valid() {
        assert!(check(b"76086428-5"));
        assert!(check(b"12.531.909-2"));
        assert!(check(b"7.654.321-6"));
    }

    #[test]
    fn others_are_not() {
        assert!(!check(b"12531909-3"));
        assert!(!check(b"76086A28-5"));
        assert!(!check(b"12531909-K"));
        assert!(!check(b""));
        assert!(!check(b"x"));
        assert!(!check(&[b'1'; 64]));
    }
}
