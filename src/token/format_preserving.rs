//! `format-preserving`: a value of the same form, which whoever has the root key can turn back.
//!
//! FF1 (NIST SP 800-38G) with AES-256 under a key of its own for each epoch, tenant, purpose and class. Digits stay
//! digits, letters stay letters of the same case, and everything else stays where it is. Domains below
//! [`FormatPreserving::SMALLEST`] values are refused, as the second draft of revision 1 of SP 800-38G (February 2025)
//! asks.
//!
//! Some results are not wanted: a number with a leading zero is no JSON number, one above 2^53 loses digits in many
//! readers. Such a result is encrypted again until one is found of the same [`Cell`] as the value. On each cell this is
//! a permutation of its own, since encryption is one of the whole domain, so it can be turned back in the same way.
//! (Leaving a set of values by the same means is none: two values could meet. So cards are treated apart.)
//!
//! Card numbers are those that pass the Luhn test (ISO/IEC 7812-1, annex B). Their last digit follows from the others, so
//! the others are encrypted, and behind them stands the digit that passes the test, plus five: the result never passes.

use super::mint::Mint;
use crate::span::{Patch, Secret, Substitute};
use aes::Aes256;
use fpe::ff1::{FF1, FlexibleNumeralString};
use std::fmt;
use zeroize::Zeroizing;

/// Rounds of encryption at most until a result is of the wanted cell. A cell has at least a twelfth of its domain, so
/// the chance to need more is below 10^-37.
const ROUNDS: usize = 1000;

/// The highest integer up to which IEEE 754 doubles hold every one: 2^53 - 1 (RFC 8259, section 6).
const EXACT: u64 = (1 << 53) - 1;

/// Characters that stay where they are. None of them needs an escape in JSON.
const SEPARATORS: &[u8] = b" -./:+()@,_#";

/// What values are, where their letters and digits do not say it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum Preserve {
    /// Letters and digits.
    #[default]
    Text,
    /// Card numbers. Digits that do not pass the Luhn test are none and get no text.
    Card,
    /// Hexadecimal digits.
    Hexadecimal,
}

/// Makes values of the same form for one class in one scope. The key schedules of AES are wiped when it is dropped.
pub struct FormatPreserving {
    class: String,
    preserve: Preserve,
    decimal: FF1<Aes256>,
    hexadecimal: FF1<Aes256>,
    binary: FF1<Aes256>,
}

/// What the letters and digits of a value are taken for.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Form {
    /// Digits alone.
    Decimal,
    /// A card number: digits that pass the Luhn test.
    Card,
    /// Hexadecimal digits with letters of one case; whether that is the upper one.
    Hexadecimal(bool),
    /// Anything else: for each character the first one of its kind, `0`, `A` or `a`.
    Mixed(Vec<u8>),
}

/// What a number has in common with its result besides the number of digits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Cell {
    /// It leads with a zero.
    Led,
    /// Every reader of JSON holds it.
    Exact,
    /// Some do not.
    Inexact,
}

impl Cell {
    /// The cell of decimal digits behind which `missing` more stand.
    fn of(digits: &[u8], missing: u32) -> Self {
        let number = digits
            .iter()
            .try_fold(0_u64, |n, b| n.checked_mul(10)?.checked_add(u64::from(b.wrapping_sub(b'0'))));
        // As high as it can be with those that are missing.
        let highest = number.and_then(|n| n.checked_add(1)?.checked_mul(10_u64.checked_pow(missing)?));
        match (digits.first(), highest) {
            (Some(b'0'), _) => Self::Led,
            (_, Some(n)) if n <= EXACT + 1 => Self::Exact,
            _ => Self::Inexact,
        }
    }
}

/// Which way.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Way {
    There,
    Back,
}

impl FormatPreserving {
    /// Values of a domain at least.
    pub const SMALLEST: u128 = 1_000_000;

    /// Letters and digits of a value at most.
    pub const LONGEST: usize = 64;

    pub(super) fn new(mint: &Mint, preserve: Preserve) -> Option<Self> {
        let key = mint.key::<32>("format-preserving");
        let cipher = |radix| FF1::<Aes256>::new(key.as_slice(), radix).ok();
        Some(Self {
            class: mint.class().to_owned(),
            preserve,
            decimal: cipher(10)?,
            hexadecimal: cipher(16)?,
            binary: cipher(2)?,
        })
    }

    /// A text of the same form; `None` for what has too few forms of its kind, holds other characters than letters,
    /// digits and simple separators, or is no card number where it should be one.
    #[must_use]
    pub fn text(&self, value: Secret<'_>) -> Option<String> {
        let text = self.convert(value.expose(), Way::There)?;
        std::str::from_utf8(&text).ok().map(str::to_owned)
    }

    /// The value that a text was made of. A text that was not made here gives another one: there is no check in it.
    #[must_use]
    pub fn value(&self, text: &[u8]) -> Option<Zeroizing<Vec<u8>>> {
        self.convert(text, Way::Back)
    }

    fn convert(&self, text: &[u8], way: Way) -> Option<Zeroizing<Vec<u8>>> {
        let known = |b: &u8| b.is_ascii_alphanumeric() || SEPARATORS.contains(b);
        if !text.iter().all(known) {
            return None;
        }
        let symbols: Vec<u8> = text.iter().copied().filter(u8::is_ascii_alphanumeric).collect();
        let symbols = Zeroizing::new(symbols);
        if symbols.len() > Self::LONGEST {
            return None;
        }
        let mut symbols = self.symbols(&symbols, way)?.into_iter();
        let mut out = Zeroizing::new(text.to_vec());
        for b in out.iter_mut().filter(|b| b.is_ascii_alphanumeric()) {
            *b = symbols.next()?;
        }
        Some(out)
    }

    fn symbols(&self, symbols: &[u8], way: Way) -> Option<Vec<u8>> {
        let form = self.form(symbols);
        match &form {
            Form::Card => {
                let (last, body) = symbols.split_last()?;
                let offset = if way == Way::There { 0 } else { WRONG };
                if *last != check_digit(body, offset) {
                    return None;
                }
                let mut body = self.decimal(body, way, 1)?;
                body.push(check_digit(&body, WRONG - offset));
                Some(body)
            }
            Form::Decimal => self.decimal(symbols, way, 0),
            Form::Hexadecimal(upper) => {
                // Five have less than a million forms with a letter.
                if symbols.len() < 6 {
                    return None;
                }
                let mut numerals = numerals(symbols)?;
                for _ in 0..ROUNDS {
                    numerals = step(&self.hexadecimal, b"hexadecimal", numerals, way)?;
                    let result = digits(&numerals, 16, *upper)?;
                    if self.form(&result) == form {
                        return Some(result);
                    }
                }
                None
            }
            Form::Mixed(kinds) => self.mixed(symbols, kinds, &form, way),
        }
    }

    /// Encrypts decimal digits, behind which `missing` more stand, until the cell is that of the beginning.
    fn decimal(&self, symbols: &[u8], way: Way, missing: u32) -> Option<Vec<u8>> {
        // One digit more than the domain needs: the cell of a leading zero is a tenth of it.
        if symbols.len() < 7 {
            return None;
        }
        let cell = Cell::of(symbols, missing);
        let mut numerals = numerals(symbols)?;
        for _ in 0..ROUNDS {
            numerals = step(&self.decimal, b"decimal", numerals, way)?;
            let result = digits(&numerals, 10, false)?;
            if Cell::of(&result, missing) == cell {
                return Some(result);
            }
        }
        None
    }

    /// Digits and letters: the place of the text in the order of all texts of its form is encrypted as a binary number
    /// that is just long enough, until it is the place of such a text.
    fn mixed(&self, symbols: &[u8], kinds: &[u8], form: &Form, way: Way) -> Option<Vec<u8>> {
        let sizes = || kinds.iter().map(|kind| if *kind == b'0' { 10_u128 } else { 26 });
        let texts = sizes().try_fold(1_u128, u128::checked_mul)?;
        // Where texts are hexadecimal, those that are so by chance are a domain of their own, of less than half.
        if texts < 2 * Self::SMALLEST {
            return None;
        }
        let mut place: u128 = 0;
        for ((symbol, kind), size) in symbols.iter().zip(kinds).zip(sizes()) {
            place = place * size + u128::from(symbol - kind);
        }
        let bits = 128 - (texts - 1).leading_zeros();
        let tweak = [b"mixed ", kinds].concat();
        let mut numerals: Vec<u16> = (0..bits).rev().map(|bit| u16::from((place >> bit) & 1 == 1)).collect();
        for _ in 0..ROUNDS {
            numerals = step(&self.binary, &tweak, numerals, way)?;
            let mut place = numerals.iter().fold(0_u128, |n, bit| (n << 1) | u128::from(*bit));
            if place >= texts {
                continue;
            }
            let mut result = Vec::with_capacity(kinds.len());
            for (kind, size) in kinds.iter().zip(sizes()).rev() {
                result.push(kind + u8::try_from(place % size).ok()?);
                place /= size;
            }
            result.reverse();
            if self.form(&result) == *form {
                return Some(result);
            }
        }
        None
    }

    fn form(&self, symbols: &[u8]) -> Form {
        let count = |of: fn(&u8) -> bool| symbols.iter().filter(|b| of(b)).count();
        let (digits, uppers) = (count(u8::is_ascii_digit), count(u8::is_ascii_uppercase));
        if digits == symbols.len() {
            return if self.preserve == Preserve::Card { Form::Card } else { Form::Decimal };
        }
        let is_one_case = uppers == 0 || uppers + digits == symbols.len();
        let is_hexadecimal = self.preserve == Preserve::Hexadecimal && is_one_case;
        if is_hexadecimal && count(u8::is_ascii_hexdigit) == symbols.len() {
            return Form::Hexadecimal(uppers > 0);
        }
        let kind = |b: &u8| match b {
            b'0'..=b'9' => b'0',
            b'A'..=b'Z' => b'A',
            _ => b'a',
        };
        Form::Mixed(symbols.iter().map(kind).collect())
    }
}

/// Encrypts or decrypts once. `None` for domains that FF1 refuses.
fn step(cipher: &FF1<Aes256>, tweak: &[u8], numerals: Vec<u16>, way: Way) -> Option<Vec<u16>> {
    let numerals = FlexibleNumeralString::from(numerals);
    let done = match way {
        Way::There => cipher.encrypt(tweak, &numerals),
        Way::Back => cipher.decrypt(tweak, &numerals),
    };
    done.ok().map(Vec::from)
}

/// The values of digits of up to sixteen.
fn numerals(digits: &[u8]) -> Option<Vec<u16>> {
    let value = |b: &u8| char::from(*b).to_digit(16).and_then(|n| u16::try_from(n).ok());
    digits.iter().map(value).collect()
}

fn digits(numerals: &[u16], radix: u32, upper: bool) -> Option<Vec<u8>> {
    let digit = |n: &u16| {
        let digit = char::from_digit(u32::from(*n), radix)?;
        u8::try_from(if upper { digit.to_ascii_uppercase() } else { digit }).ok()
    };
    numerals.iter().map(digit).collect()
}

/// What is added to the digit that passes the test. Five is its own opposite, modulo ten.
const WRONG: u8 = 5;

/// The digit behind `body` with which the whole passes the Luhn test, plus `offset` modulo ten.
fn check_digit(body: &[u8], offset: u8) -> u8 {
    let sum = body.iter().rev().enumerate().fold(0_u8, |sum, (at, b)| {
        let twice = b.wrapping_sub(b'0') * if at % 2 == 0 { 2 } else { 1 };
        (sum + twice / 10 + twice % 10) % 10
    });
    b'0' + (20 - sum + offset) % 10
}

impl Substitute for FormatPreserving {
    fn substitute(&self, value: Secret<'_>) -> Option<Patch> {
        Patch::formed(&self.text(value)?)
    }

    fn number(&self, value: Secret<'_>) -> Option<Patch> {
        // No sign, point or exponent, and so no leading zero: RFC 8259, section 6.
        if !value.expose().iter().all(u8::is_ascii_digit) {
            return None;
        }
        self.substitute(value)
    }
}

impl fmt::Debug for FormatPreserving {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "FormatPreserving({})", self.class)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Published test numbers of card networks.
    #[test]
    fn check_digits() {
        for card in ["4111111111111111", "378282246310005", "30569309025904", "5555555555554444"] {
            let (body, last) = card.split_at(card.len() - 1);
            assert_eq!(check_digit(body.as_bytes(), 0), last.as_bytes()[0]);
            assert_eq!((last.as_bytes()[0] - b'0' + 5) % 10, check_digit(body.as_bytes(), WRONG) - b'0');
        }
    }
}
