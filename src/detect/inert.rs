//! Labels that nothing can be found by, wherever they stand.

use super::label_set::LabelSet;
use super::trigger::{Trigger, What};
use crate::span::LABEL_PREFIX;

/// Those of the labels with such names that no match begins before and takes the name's words for its own, if what stands
/// before the label is no letter, digit or sign of names. Words within a label mean nothing by themselves.
pub(super) fn inert_labels(trigger: &Trigger, names: &LabelSet) -> LabelSet {
    let runs_on = trigger.literals().any(|literal| runs_into_label(&literal.word));
    let mut hits = Vec::new();
    let mut is_inert = |name: &[u8]| {
        let label = [b" ", LABEL_PREFIX.as_bytes(), name, b" "].concat();
        hits.clear();
        trigger.run(&label, &mut hits, |_, _| {});
        hits.iter().all(|hit| match hit.what {
            What::Literal(id) => {
                trigger.literal(id).is_some_and(|literal| literal.starts.iter().all(|s| s.offset == 0))
            }
            What::Shape(_) | What::Number | What::Nothing => false,
        })
    };
    names.iter().filter(|name| !runs_on && is_inert(name)).cloned().collect()
}

/// Whether a literal goes on behind a sign as a label begins.
fn runs_into_label(literal: &[u8]) -> bool {
    let prefix = LABEL_PREFIX.to_ascii_lowercase();
    let prefix = prefix.as_bytes();
    (1..literal.len()).any(|i| {
        let (head, tail) = literal.split_at_checked(i).unwrap_or_default();
        let common = tail.len().min(prefix.len());
        !head.last().is_some_and(u8::is_ascii_alphanumeric) && tail.get(..common) == prefix.get(..common)
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::detect::Scanner;

    #[test]
    fn literals_that_run_into_labels() {
        for (literal, runs) in [
            ("key ", false),
            ("api key", false),
            ("key r", true),
            ("a-redacted-x", true),
            ("a.red", true),
            ("credacted", false),
            ("x=rex", false),
        ] {
            assert_eq!(runs_into_label(literal.as_bytes()), runs, "{literal}");
        }
    }

    #[test]
    fn nearly_all_labels_are_inert() {
        let scanner = Scanner::builtin().unwrap();
        let (all, inert) = scanner.labels();
        let [inert_names, names] = [inert, all].map(|set| set.iter().count());
        assert!(inert.iter().all(|name| all.holds(name)));
        assert!(inert_names * 10 > names * 9, "{inert_names} of {names}");
    }
}
