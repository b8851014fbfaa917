//! Brazilian taxpayer numbers of persons: eleven digits, the last two modulo 11
//! <https://www.gov.br/receitafederal/pt-br/assuntos/orientacao-tributaria/cadastros/cpf>.
//! A repeated digit is refused, though it passes the sums.

use super::sums;

pub(super) fn check(value: &[u8]) -> bool {
    sums::exactly::<11>(value).is_some_and(|digits| is_valid(&digits))
}

fn is_valid(digits: &[u8; 11]) -> bool {
    let [_, _, _, _, _, _, _, _, _, first, second] = *digits;
    !sums::all_equal(digits)
        && is_check(first, sums::weighted(digits, &[10, 9, 8, 7, 6, 5, 4, 3, 2]))
        && is_check(second, sums::weighted(digits, &[11, 10, 9, 8, 7, 6, 5, 4, 3, 2]))
}

fn is_check(digit: u8, sum: u32) -> bool {
    sum * 10 % 11 % 10 == u32::from(digit)
}

#[cfg(test)]
mod tests {
    use super::check;

    #[test]
    fn published_examples_are_valid() {
        assert!(check(b"390.533.447-05"));
        assert!(check(b"08335894825"));
    }

    #[test]
    fn others_are_not() {
        assert!(!check(b"231.002.999-00"));
        assert!(!check(b"111.111.111-11"));
        assert!(!check(b"390.533.447-0"));
        assert!(!check(b""));
        assert!(!check(b"x"));
        assert!(!check(&[b'1'; 64]));
    }
}
