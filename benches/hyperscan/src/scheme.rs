//! Hyperscan over blocks says which rules match in which lines; those rules' `Regex` gives the spans.
//!
//! A rule that counts near a word only is searched for by its words, and so is one whose pattern Hyperscan refuses as too
//! large: that is the faster way for it.

use crate::database::Database;
use crate::schemes::plain::{Plain, escape};
use crate::schemes::{Scheme, lines};

/// Bytes of a block: what fits the second cache.
const BLOCK: usize = 64 << 10;

pub(crate) struct Hyperscan<'r> {
    rules: &'r [Plain],
    database: Database,
    hits: Vec<(usize, usize)>,
    /// For each rule: the line for which it was tried.
    tried: Vec<usize>,
}

impl<'r> Hyperscan<'r> {
    pub(crate) fn new(rules: &'r [Plain]) -> Self {
        let mut refused = 0;
        let patterns: Vec<(String, bool)> = rules
            .iter()
            .map(|rule| {
                let by_words = || {
                    let words: Vec<String> = rule.words.iter().map(|w| escape(w)).collect();
                    let border = if rule.at_border { r"\b" } else { "" };
                    (format!("{border}(?:{})", words.join("|")), true)
                };
                if rule.needs_context && !rule.words.is_empty() {
                    return by_words();
                }
                let own = (rule.pattern.clone(), rule.ignore_case);
                if Database::new(std::slice::from_ref(&own)).is_ok() {
                    return own;
                }
                refused += 1;
                by_words()
            })
            .collect();
        eprintln!(
            "Hyperscan refuses the patterns of {refused} of {} rules; it searches for their words",
            rules.len()
        );
        let database = Database::new(&patterns).unwrap_or_else(|e| panic!("{e}"));
        Self { rules, database, hits: Vec::new(), tried: Vec::new() }
    }
}

impl Scheme for Hyperscan<'_> {
    fn name(&self) -> &'static str {
        "Hyperscan with all patterns, then `Regex` for the spans"
    }

    fn count(&mut self, text: &[u8]) -> u64 {
        let mut found = 0;
        let mut rest = text;
        self.tried.clear();
        self.tried.resize(self.rules.len(), usize::MAX);
        let mut before = 0;
        while !rest.is_empty() {
            let block = crate::support::text::head(rest, BLOCK);
            rest = &rest[block.len()..];
            self.hits.clear();
            self.database.scan(block, &mut self.hits);
            let lines: Vec<(usize, &[u8])> = lines(block).collect();
            let mut line = 0;
            // Matches come in the order of their ends.
            for (rule, end) in &self.hits {
                while lines.get(line + 1).is_some_and(|(start, _)| start < end) {
                    line += 1;
                }
                if self.tried[*rule] != before + line {
                    self.tried[*rule] = before + line;
                    found += self.rules[*rule].count(lines[line].1);
                }
            }
            before += lines.len();
        }
        found
    }
}
