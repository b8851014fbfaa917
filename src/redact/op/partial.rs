//! `partial`: a few characters at the ends for people to recognise, the rest masked.

use super::Action;
use crate::span::{Patch, Secret};

/// At most one in so many characters is kept, both ends together.
const KEEP_ONE_IN: usize = 3;

/// Letters and digits are kept as they are; anything else that would be kept becomes `*`, so that the patch needs no
/// escaping anywhere. If the policy asks for more than a third, the end is kept before the beginning.
pub(super) fn apply(value: Secret<'_>, first: usize, last: usize) -> Action {
    let text = value.expose();
    let budget = text.len() / KEEP_ONE_IN;
    let last = last.min(budget);
    let first = first.min(budget - last);
    let kept = |b: &u8| if b.is_ascii_alphanumeric() { char::from(*b) } else { '*' };
    let head = text.iter().take(first).map(kept);
    let tail = text.iter().skip(text.len() - last).map(kept);
    // Between them a fixed number of asterisks, as in `mask`.
    let patch: String = head.chain("****".chars()).chain(tail).collect();
    Action::Replace(Patch::inert(&patch).unwrap_or_else(Patch::empty))
}

/// Whether a text has the form that [`apply`] leaves behind: no more than it would show of any value.
pub(in crate::redact) fn is_partial(text: &[u8], first: usize, last: usize) -> bool {
    let Some(head) = memchr::memmem::find(text, b"****") else { return false };
    let kept = |b: &u8| b.is_ascii_alphanumeric() || *b == b'*';
    head <= first && text.len() <= head + 4 + last && text.iter().all(kept)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_it_leaves_is_known() {
        for (text, partial) in [
            ("4****1111", true),
            ("****", true),
            ("44****1111", false),
            ("4****11112", false),
            ("4***1", false),
        ] {
            assert_eq!(is_partial(text.as_bytes(), 1, 4), partial, "{text}");
        }
    }

    fn check(value: &str, first: usize, last: usize, want: &str) {
        assert_eq!(
            apply(Secret::new(value.as_bytes()), first, last),
            Action::Replace(Patch::inert(want).unwrap())
        );
    }

    #[test]
    fn keeps_little() {
        check("4111111111111111", 0, 4, "****1111");
        check("4111111111111111", 4, 4, "4****1111");
        check("secret", 9, 9, "****et");
        check("ab", 1, 1, "****");
        check("a\"bcdefghijk\"", 2, 2, "a*****k*");
    }
}
