//! Where the finding stands within a match whose end is known: its neighbours tell it for a hundredth of what an engine takes
//! that tells groups.

use crate::span::Span;

/// Bytes, one bit each, the lowest bit of the first quarter first.
pub type ByteSet = [u64; 4];

/// What stands on one side of a finding: so many bytes at the edge of the match, and between those and the finding none of a set,
/// of which the byte of the finding that is next to them is. Nothing stands between if the set is empty.
pub type Side = (usize, ByteSet);

/// How the finding is told from a match that has it as a group.
#[derive(Clone)]
pub struct Within {
    sides: Sides,
}

/// Of built-in rules, and of others: a table of hundreds of rules is smaller for it.
#[derive(Clone)]
enum Sides {
    Unknown,
    BuiltIn(&'static [Side; 2]),
    Made(Box<[Side; 2]>),
}

impl std::fmt::Debug for Within {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_tuple("Within").field(&self.sides()).finish()
    }
}

impl Within {
    /// Nothing is known.
    pub const UNKNOWN: Self = Self { sides: Sides::Unknown };

    /// What stands before the finding, then what stands behind it. It is proved from the pattern, for built-in rules by `build.rs`:
    /// by what is not true of each match the finding would be another one. Without a proof it is [`UNKNOWN`](Self::UNKNOWN).
    #[must_use]
    pub const fn built_in(sides: &'static [Side; 2]) -> Self {
        Self { sides: Sides::BuiltIn(sides) }
    }

    /// The same for a rule that is made at run time.
    #[must_use]
    pub fn made(sides: [Side; 2]) -> Self {
        Self { sides: Sides::Made(Box::new(sides)) }
    }

    fn sides(&self) -> Option<&[Side; 2]> {
        match &self.sides {
            Sides::Unknown => None,
            Sides::BuiltIn(sides) => Some(sides),
            Sides::Made(sides) => Some(sides),
        }
    }

    /// Whether the finding can be told.
    pub(crate) fn is_known(&self) -> bool {
        self.sides().is_some()
    }

    /// The finding in the match `whole` of `text`; `None` if it is not known how to tell it.
    pub(crate) fn find(&self, text: &[u8], whole: Span) -> Option<Span> {
        let [(before, first), (behind, last)] = self.sides()?;
        let (start, end) = (whole.start.checked_add(*before)?, whole.end.checked_sub(*behind)?);
        let start = start + ends_at(text.get(start..end)?.iter(), first)?;
        Some(Span::new(start, end - ends_at(text.get(start..end)?.iter().rev(), last)?))
    }
}

/// How many bytes come before the first one of the set; none if that is empty.
fn ends_at<'a>(mut bytes: impl Iterator<Item = &'a u8>, set: &ByteSet) -> Option<usize> {
    if *set == [0; 4] {
        return Some(0);
    }
    let is_in = |b: &u8| set.get(usize::from(b >> 6)).is_some_and(|quarter| quarter >> (b & 63) & 1 == 1);
    bytes.position(is_in)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_finding_is_found_from_both_sides() {
        let digits = [0x03FF << 48, 0, 0, 0];
        let none = [0; 4];
        for (before, behind, want) in [
            ((0, none), (0, none), Some((1, 9))),
            ((2, none), (3, none), Some((3, 6))),
            ((1, digits), (0, digits), Some((3, 6))),
            ((6, digits), (0, none), None),
            ((9, none), (0, none), None),
        ] {
            let within = Within::made([before, behind]);
            let found = within.find(b"#ab123cde#", Span::new(1, 9));
            assert_eq!(found, want.map(|(start, end)| Span::new(start, end)), "{before:?} {behind:?}");
        }
        assert_eq!(Within::UNKNOWN.find(b"abc", Span::new(0, 3)), None);
    }
}
