//! What replacement text made with a key needs of the floors above, and nothing of how it is made.

use super::{Patch, Secret};
use std::fmt;

/// Tells replacement text of ours from look-alikes. A look-alike is text like any other.
///
/// What is recognised begins with [`prefix`](Self::prefix) and holds it nowhere else, so at any byte there is one place
/// to look at.
pub trait Recognise: fmt::Debug + Send + Sync {
    /// How everything that is recognised begins. Not empty.
    fn prefix(&self) -> &'static str;

    /// Bytes of the longest text that is recognised.
    fn longest(&self) -> usize;

    /// The length in bytes of what `text` begins with, if a key of ours made it.
    fn length(&self, text: &[u8]) -> Option<usize>;
}

/// Makes replacement text of a value, with a key.
pub trait Substitute: fmt::Debug + Send + Sync {
    /// What stands in place of the value; `None` where the operator cannot serve this value, which gets its label.
    fn substitute(&self, value: Secret<'_>) -> Option<Patch>;

    /// The JSON number in place of one; `None` where there is none, and then it is `null`.
    fn number(&self, value: Secret<'_>) -> Option<Patch> {
        let _ = value;
        None
    }
}

/// The end of the replacement text that the byte at `at` lies in, if `known` recognises it.
#[must_use]
pub fn recognised_end(known: &dyn Recognise, text: &[u8], at: usize) -> Option<usize> {
    let prefix = known.prefix().as_bytes();
    let from = at.saturating_sub(known.longest());
    let to = at.saturating_add(prefix.len()).min(text.len());
    let start = from + memchr::memmem::rfind(text.get(from..to)?, prefix)?;
    let end = start + known.length(text.get(start..)?)?;
    (start <= at && at < end).then_some(end)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Debug)]
    struct Fixed;

    impl Recognise for Fixed {
        fn prefix(&self) -> &'static str {
            "T-"
        }

        fn longest(&self) -> usize {
            6
        }

        fn length(&self, text: &[u8]) -> Option<usize> {
            text.starts_with(b"T-good").then_some(6)
        }
    }

    #[test]
    fn every_byte_of_it_and_no_other() {
        let text = b"a T-goodT-bad! T-good";
        let covered: Vec<usize> =
            (0..text.len()).filter(|at| recognised_end(&Fixed, text, *at).is_some()).collect();
        assert_eq!(covered, [2, 3, 4, 5, 6, 7, 15, 16, 17, 18, 19, 20]);
        assert_eq!(recognised_end(&Fixed, text, 4), Some(8));
        assert_eq!(recognised_end(&Fixed, text, 99), None);
    }
}
