//! A sign that every match holds.

/// A sign that every match of a rule holds, and that is rare in logs: where it is not near, no pattern is tried.
#[derive(Clone, Copy, Debug)]
pub(super) struct Sign {
    sign: u8,
    /// Bytes of a match at most.
    reach: usize,
}

impl Sign {
    /// One of the signs that matches of at most `longest` bytes hold besides the literal that they are found by.
    pub(super) fn of(signs: &[u8], literal: &[u8], longest: usize) -> Option<Self> {
        /// A look so far ahead costs less than an attempt that fails.
        const REACH: usize = 2048;
        const COMMON: &[u8] = b"-._=:/\",";
        let rare = |sign: &&u8| !COMMON.contains(sign) && !literal.contains(sign);
        let sign = signs.iter().find(rare).filter(|_| (1..=REACH).contains(&longest))?;
        Some(Self { sign: *sign, reach: longest })
    }

    /// Whether it is near where a match begins `rest`.
    pub(super) fn is_near(self, rest: &[u8]) -> bool {
        memchr::memchr(self.sign, rest.get(..self.reach).unwrap_or(rest)).is_some()
    }
}
