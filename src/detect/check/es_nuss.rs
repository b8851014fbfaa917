//! Spanish social security numbers: province, number, and two digits modulo 97
//! <https://www.seg-social.es/wps/portal/wss/internet/Trabajadores/Afiliacion/7332>.
//! A number below ten millions is written behind the province without its leading zero.

use super::sums;

pub(super) fn check(value: &[u8]) -> bool {
    sums::exactly::<12>(value).is_some_and(|digits| is_valid(&digits))
}

fn is_valid(digits: &[u8; 12]) -> bool {
    let (province, rest) = digits.split_at(2);
    let (order, key) = rest.split_at(8);
    let (province, order) = (sums::number(province), sums::number(order));
    let joined = if order < 10_000_000 { province * 10_000_000 } else { province * 100_000_000 } + order;
    province != 0 && joined % 97 == sums::number(key)
}

#[cfg(test)]
mod tests {
    use super::check;

    #[test]
    fn published_examples_are_valid() {
        assert!(check(b"281234567840"));
        assert!(check(b"28 12345778 43"));
    }

    #[test]
    fn others_are_not() {
        assert!(!check(b"281234567890"));
        assert!(!check(b"28123456789"));
        assert!(!check(b"001234567840"));
        assert!(!check(b""));
        assert!(!check(b"x"));
        assert!(!check(&[b'1'; 64]));
    }
}
