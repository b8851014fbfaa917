//! One `RegexSet` of all patterns says which rules match in a line; each of those then searches the line.

use super::plain::Plain;
use super::{Scheme, lines};
use regex::bytes::{RegexSet, RegexSetBuilder};

pub(crate) struct Set<'r> {
    rules: &'r [Plain],
    set: RegexSet,
}

impl<'r> Set<'r> {
    pub(crate) fn new(rules: &'r [Plain]) -> Self {
        let patterns = rules.iter().map(|rule| {
            let case = if rule.ignore_case { "i" } else { "" };
            format!("(?{case}:{})", rule.pattern)
        });
        let set = RegexSetBuilder::new(patterns)
            .unicode(false)
            .size_limit(1 << 30)
            .dfa_size_limit(64 << 20)
            .build()
            .unwrap();
        Self { rules, set }
    }
}

impl Scheme for Set<'_> {
    fn name(&self) -> &'static str {
        "`RegexSet`, then `Regex`"
    }

    fn count(&mut self, text: &[u8]) -> u64 {
        lines(text)
            .map(|(_, line)| {
                self.set.matches(line).iter().map(|rule| self.rules[rule].count(line)).sum::<u64>()
            })
            .sum()
    }
}
