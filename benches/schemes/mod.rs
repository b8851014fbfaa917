//! The same rules searched as others search: with crates or engines that exist.
//!
//! Each scheme differs in how it comes to the places where a rule could match. What follows is the same for all of
//! them: bounds, check and words near by, so that all find the same but for details (see [`plain::Plain`]).

#![allow(dead_code, reason = "each benchmark takes what it needs")]

pub(crate) mod keywords;
pub(crate) mod plain;
pub(crate) mod regex_set;

/// A way to search.
pub(crate) trait Scheme {
    /// What it is, in a few words.
    fn name(&self) -> &'static str;

    /// The number of findings in whole lines.
    fn count(&mut self, lines: &[u8]) -> u64;
}

/// Calls `each` with every line of `text` and the position where it begins.
pub(crate) fn lines(text: &[u8]) -> impl Iterator<Item = (usize, &[u8])> {
    let mut at = 0;
    std::iter::from_fn(move || {
        let rest = text.get(at..).filter(|rest| !rest.is_empty())?;
        let end = memchr::memchr(b'\n', rest).unwrap_or(rest.len());
        let start = at;
        at += end + 1;
        Some((start, &rest[..end]))
    })
}
