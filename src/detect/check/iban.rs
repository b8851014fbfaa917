//! International bank account numbers: the structure which a country has registered, and the
//! check digits by ISO/IEC 7064 mod 97-10, as in ISO 13616.
//! Structures: <https://www.swift.com/standards/data-standards/iban-international-bank-account-number>.
//! The national check digits within are not looked at.

use super::sums;

/// What may stand in a part of the account number.
#[derive(Clone, Copy)]
enum Kind {
    Digit,
    Letter,
    Either,
}

use Kind::{Digit, Either, Letter};

/// The longest number registered has 33 characters, the standard allows one more.
const LONGEST: usize = 34;

type Structure = ([u8; 2], &'static [(u8, Kind)]);

/// What follows the check digits, by country: runs of so many characters of a kind.
#[rustfmt::skip]
const STRUCTURES: &[Structure] = &[
    (*b"AD", &[(8, Digit), (12, Either)]),
    (*b"AE", &[(19, Digit)]),
    (*b"AL", &[(8, Digit), (16, Either)]),
    (*b"AT", &[(16, Digit)]),
    (*b"AZ", &[(4, Letter), (20, Either)]),
    (*b"BA", &[(16, Digit)]),
    (*b"BE", &[(12, Digit)]),
    (*b"BG", &[(4, Letter), (6, Digit), (8, Either)]),
    (*b"BH", &[(4, Letter), (14, Either)]),
    (*b"BI", &[(23, Digit)]),
    (*b"BR", &[(23, Digit), (1, Letter), (1, Either)]),
    (*b"BY", &[(4, Either), (4, Digit), (16, Either)]),
    (*b"CH", &[(5, Digit), (12, Either)]),
    (*b"CR", &[(18, Digit)]),
    (*b"CY", &[(8, Digit), (16, Either)]),
    (*b"CZ", &[(20, Digit)]),
    (*b"DE", &[(18, Digit)]),
    (*b"DJ", &[(23, Digit)]),
    (*b"DK", &[(14, Digit)]),
    (*b"DO", &[(4, Either), (20, Digit)]),
    (*b"EE", &[(16, Digit)]),
    (*b"EG", &[(25, Digit)]),
    (*b"ES", &[(20, Digit)]),
    (*b"FI", &[(14, Digit)]),
    (*b"FK", &[(2, Letter), (12, Digit)]),
    (*b"FO", &[(14, Digit)]),
    (*b"FR", &[(10, Digit), (11, Either), (2, Digit)]),
    (*b"GB", &[(4, Letter), (14, Digit)]),
    (*b"GE", &[(2, Letter), (16, Digit)]),
    (*b"GI", &[(4, Letter), (15, Either)]),
    (*b"GL", &[(14, Digit)]),
    (*b"GR", &[(7, Digit), (16, Either)]),
    (*b"GT", &[(24, Either)]),
    (*b"HN", &[(4, Letter), (20, Digit)]),
    (*b"HR", &[(17, Digit)]),
    (*b"HU", &[(24, Digit)]),
    (*b"IE", &[(4, Letter), (14, Digit)]),
    (*b"IL", &[(19, Digit)]),
    (*b"IQ", &[(4, Letter), (15, Digit)]),
    (*b"IS", &[(22, Digit)]),
    (*b"IT", &[(1, Letter), (10, Digit), (12, Either)]),
    (*b"JO", &[(4, Letter), (4, Digit), (18, Either)]),
    (*b"KW", &[(4, Letter), (22, Either)]),
    (*b"KZ", &[(3, Digit), (13, Either)]),
    (*b"LB", &[(4, Digit), (20, Either)]),
    (*b"LC", &[(4, Letter), (24, Either)]),
    (*b"LI", &[(5, Digit), (12, Either)]),
    (*b"LT", &[(16, Digit)]),
    (*b"LU", &[(3, Digit), (13, Either)]),
    (*b"LV", &[(4, Letter), (13, Either)]),
    (*b"LY", &[(21, Digit)]),
    (*b"MC", &[(10, Digit), (11, Either), (2, Digit)]),
    (*b"MD", &[(20, Either)]),
    (*b"ME", &[(18, Digit)]),
    (*b"MK", &[(3, Digit), (10, Either), (2, Digit)]),
    (*b"MN", &[(16, Digit)]),
    (*b"MR", &[(23, Digit)]),
    (*b"MT", &[(4, Letter), (5, Digit), (18, Either)]),
    (*b"MU", &[(4, Letter), (19, Digit), (3, Letter)]),
    (*b"NI", &[(4, Letter), (20, Digit)]),
    (*b"NL", &[(4, Letter), (10, Digit)]),
    (*b"NO", &[(11, Digit)]),
    (*b"OM", &[(3, Digit), (16, Either)]),
    (*b"PK", &[(4, Letter), (16, Either)]),
    (*b"PL", &[(24, Digit)]),
    (*b"PS", &[(4, Letter), (21, Either)]),
    (*b"PT", &[(21, Digit)]),
    (*b"QA", &[(4, Letter), (21, Either)]),
    (*b"RO", &[(4, Letter), (16, Either)]),
    (*b"RS", &[(18, Digit)]),
    (*b"RU", &[(14, Digit), (15, Either)]),
    (*b"SA", &[(2, Digit), (18, Either)]),
    (*b"SC", &[(4, Letter), (20, Digit), (3, Letter)]),
    (*b"SD", &[(14, Digit)]),
    (*b"SE", &[(20, Digit)]),
    (*b"SI", &[(15, Digit)]),
    (*b"SK", &[(20, Digit)]),
    (*b"SM", &[(1, Letter), (10, Digit), (12, Either)]),
    (*b"SO", &[(19, Digit)]),
    (*b"ST", &[(21, Digit)]),
    (*b"SV", &[(4, Letter), (20, Digit)]),
    (*b"TL", &[(19, Digit)]),
    (*b"TN", &[(20, Digit)]),
    (*b"TR", &[(6, Digit), (16, Either)]),
    (*b"UA", &[(6, Digit), (19, Either)]),
    (*b"VA", &[(18, Digit)]),
    (*b"VG", &[(4, Letter), (16, Digit)]),
    (*b"XK", &[(16, Digit)]),
    (*b"YE", &[(4, Letter), (4, Digit), (18, Either)]),
];

pub(super) fn check(value: &[u8]) -> bool {
    sums::alnums::<LONGEST>(value).and_then(|(found, count)| found.get(..count).map(is_iban)).unwrap_or(false)
}

/// Whether a country of the registry has this code, in any case.
pub(in crate::detect) fn is_country(code: [u8; 2]) -> bool {
    let code = code.map(|b| b.to_ascii_uppercase());
    STRUCTURES.binary_search_by_key(&code, |(country, _)| *country).is_ok()
}

fn is_iban(number: &[u8]) -> bool {
    let Some((head, account)) = number.split_first_chunk::<4>() else {
        return false;
    };
    let &[first, second, tens, ones] = head;
    STRUCTURES
        .iter()
        .find(|(country, _)| *country == [first, second])
        .is_some_and(|(_, structure)| fits(account, structure))
        && tens.is_ascii_digit()
        && ones.is_ascii_digit()
        && sums::mod97(account.iter().chain(head)) == Some(1)
}

/// True if the account number has the runs of the structure and nothing more.
fn fits(account: &[u8], structure: &[(u8, Kind)]) -> bool {
    let mut rest = account;
    for &(length, kind) in structure {
        let Some((run, tail)) = rest.split_at_checked(usize::from(length)) else {
            return false;
        };
        if !run.iter().all(|byte| is_kind(*byte, kind)) {
            return false;
        }
        rest = tail;
    }
    rest.is_empty()
}

const fn is_kind(byte: u8, kind: Kind) -> bool {
    match kind {
        Digit => byte.is_ascii_digit(),
        Letter => byte.is_ascii_uppercase(),
        Either => byte.is_ascii_alphanumeric(),
    }
}

#[cfg(test)]
mod tests {
    use super::check;

    #[test]
    fn countries_are_in_order() {
        assert!(super::STRUCTURES.is_sorted_by_key(|(country, _)| *country));
        assert!(super::is_country(*b"de") && !super::is_country(*b"AA"));
    }

    #[test]
    fn published_examples_are_valid() {
        // The examples of the registry.
        assert!(check(b"AD1200012030200359100100"));
        assert!(check(b"GB29 NWBK 6016 1331 9268 19"));
        assert!(check(b"DE89-3704-0044-0532-0130-00"));
        assert!(check(b"no9386011117947"));
        assert!(check(b"MT84MALT011000012345MTLCAST001S"));
        assert!(check(b"FR1420041010050500013M02606"));
    }

    #[test]
    fn others_are_not() {
        assert!(!check(b"GB29 NWBK 6016 1331 9268 18"));
        assert!(!check(b"GB29 NWBK 6016 1331 9268 1"));
        assert!(!check(b"XX29 NWBK 6016 1331 9268 19"));
        assert!(!check(b"DE"));
        assert!(!check(b""));
        assert!(!check(&[b'A'; 80]));
    }
}
