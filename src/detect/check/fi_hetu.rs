//! Finnish personal identity codes: date of birth, a sign of the century, three digits from 002 on, and a check
//! character modulo 31 <https://dvv.fi/en/personal-identity-code>.

use super::sums;

pub(super) fn check(value: &[u8]) -> bool {
    <&[u8; 11]>::try_from(value).is_ok_and(is_valid)
}

fn is_valid(code: &[u8; 11]) -> bool {
    let [d0, d1, m0, m1, y0, y1, sign, n0, n1, n2, check] = *code;
    let digits = [d0, d1, m0, m1, y0, y1, n0, n1, n2].map(|byte| byte.wrapping_sub(b'0'));
    let century = match sign {
        b'+' => 18,
        b'-' | b'U'..=b'Y' => 19,
        b'A'..=b'F' => 20,
        _ => return false,
    };
    let [d0, d1, m0, m1, y0, y1, n0, n1, n2] = digits;
    let expected = usize::try_from(sums::number(&digits) % 31)
        .ok()
        .and_then(|rest| b"0123456789ABCDEFHJKLMNPRSTUVWXY".get(rest));
    digits.iter().all(|digit| *digit < 10)
        && sums::is_date(century * 100 + sums::two(y0, y1), sums::two(m0, m1), sums::two(d0, d1))
        && sums::number(&[n0, n1, n2]) >= 2
        && expected == Some(&check.to_ascii_uppercase())
}

#[cfg(test)]
mod tests {
    use super::check;

    #[test]
    fn published_examples_are_valid() {
        assert!(check(b"131052-308T"));
        assert!(check(b"010101-0101"));
        assert!(check(b"111111-111C"));
        assert!(check(b"010594Y9032"));
        assert!(check(b"131052-308t"));
    }

    #[test]
    fn others_are_not() {
        assert!(!check(b"131052-308U"));
        assert!(!check(b"310252-308Y"));
        assert!(!check(b"111311-111C"));
        assert!(!check(b"010101-0000"));
        assert!(!check(b"010101Z0101"));
        assert!(!check(b""));
        assert!(!check(b"x"));
        assert!(!check(&[b'1'; 64]));
    }
}
