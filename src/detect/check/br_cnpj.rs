//! Brazilian numbers of legal entities: twelve digits, from 2026 on also letters, and two check digits modulo 11
//! <https://www.gov.br/receitafederal/pt-br/acesso-a-informacao/acoes-e-programas/programas-e-atividades/cnpj-alfanumerico>.

use super::sums;

pub(super) fn check(value: &[u8]) -> bool {
    sums::exactly_alnum::<14>(value).is_some_and(|number| is_valid(&number))
}

fn is_valid(number: &[u8; 14]) -> bool {
    let [_, _, _, _, _, _, _, _, _, _, _, _, first, second] = *number;
    let values = number.map(|byte| byte.wrapping_sub(b'0'));
    let root = [values.get(..12).unwrap_or_default(), values.get(..13).unwrap_or_default()];
    first.is_ascii_digit()
        && second.is_ascii_digit()
        && !sums::all_equal(number)
        && is_check(first, root.first(), &[5, 4, 3, 2, 9, 8, 7, 6, 5, 4, 3, 2])
        && is_check(second, root.last(), &[6, 5, 4, 3, 2, 9, 8, 7, 6, 5, 4, 3, 2])
}

fn is_check(digit: u8, root: Option<&&[u8]>, weights: &[u32]) -> bool {
    let sum = root.map_or(0, |root| sums::weighted(root, weights));
    sum * 10 % 11 % 10 == u32::from(digit.wrapping_sub(b'0'))
}

#[cfg(test)]
mod tests {
    use super::check;

    #[test]
    fn published_examples_are_valid() {
        assert!(check(b"16.727.230/0001-97"));
        assert!(check(b"12.ABC.345/01DE-35"));
        assert!(check(b"00623904000173"));
    }

    #[test]
    fn others_are_not() {
        assert!(!check(b"16.727.230/0001-98"));
        assert!(!check(b"00.000.000/0000-00"));
        assert!(!check(b"12.ABC.345/01DE-36"));
        assert!(!check(b"12.ABC.345/01DE-3A"));
        assert!(!check(b""));
        assert!(!check(b"x"));
        assert!(!check(&[b'1'; 64]));
    }
}
