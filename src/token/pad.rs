//! Padding to whole blocks, so that a token says little about the length of its value: one byte 0x80, then zeros
//! (ISO/IEC 7816-4; NIST SP 800-38A, appendix A).

use super::grammar::BLOCK;
use zeroize::Zeroizing;

/// The value and its padding, or `None` if that is more than `blocks` blocks. `room` is for what is put behind it.
pub(super) fn pad(value: &[u8], blocks: usize, room: usize) -> Option<Zeroizing<Vec<u8>>> {
    let length = (value.len() / BLOCK + 1) * BLOCK;
    if length > blocks * BLOCK {
        return None;
    }
    let mut padded = Zeroizing::new(Vec::with_capacity(length + room));
    padded.extend_from_slice(value);
    padded.push(0x80);
    padded.resize(length, 0);
    Some(padded)
}

/// Takes the padding away; `None` if there is none.
pub(super) fn unpad(padded: &mut Vec<u8>) -> Option<()> {
    let end = padded.iter().rposition(|b| *b != 0)?;
    (padded.get(end) == Some(&0x80)).then(|| padded.truncate(end))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn padding_comes_off_again() {
        for length in 0..70 {
            let value = vec![0x80; length];
            let mut padded = pad(&value, 5, 16).unwrap();
            assert!(
                padded.len().is_multiple_of(BLOCK) && padded.len() > length && padded.len() <= length + BLOCK
            );
            unpad(&mut padded).unwrap();
            assert_eq!(*padded, value);
        }
        assert!(pad(&[1; 79], 5, 0).is_some());
        assert!(pad(&[1; 80], 5, 0).is_none());
        for bad in [vec![], vec![0; 16], vec![1; 16]] {
            assert_eq!(unpad(&mut bad.clone()), None);
        }
    }
}
