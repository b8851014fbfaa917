//! The best that crates give: one keyword automaton over the text, a `Regex` per rule whose keyword stands in the line,
//! and one automaton for all shapes without a keyword.

use super::plain::Plain;
use super::{Scheme, lines};
use aho_corasick::{AhoCorasick, AhoCorasickKind};
use blackbar::Span;
use regex_automata::meta;
use regex_automata::util::syntax;
use std::collections::BTreeMap;

pub(crate) struct Keywords<'r> {
    rules: &'r [Plain],
    automaton: AhoCorasick,
    /// For each keyword: rules, and whether the keyword must begin a word.
    owners: Vec<Vec<(usize, bool)>>,
    shapes: meta::Regex,
    /// The rules of each pattern of `shapes`: more than one where they differ in their checks only.
    shaped: Vec<Vec<usize>>,
    /// For each rule: the line for which it is noted down.
    noted: Vec<usize>,
    /// Rules to try, with the line.
    todo: Vec<(usize, usize)>,
}

impl<'r> Keywords<'r> {
    pub(crate) fn new(rules: &'r [Plain]) -> Self {
        let mut table: BTreeMap<&str, Vec<(usize, bool)>> = BTreeMap::new();
        for (i, rule) in rules.iter().enumerate() {
            for word in &rule.words {
                table.entry(word).or_default().push((i, rule.at_border));
            }
        }
        let automaton = AhoCorasick::builder()
            .ascii_case_insensitive(true)
            .kind(Some(AhoCorasickKind::DFA))
            .build(table.keys())
            .unwrap();
        let mut patterns: Vec<String> = Vec::new();
        let mut shaped: Vec<Vec<usize>> = Vec::new();
        for (i, rule) in rules.iter().enumerate().filter(|(_, rule)| rule.is_shape()) {
            let pattern = format!("(?{}:{})", if rule.ignore_case { "i" } else { "" }, rule.pattern);
            match patterns.iter().position(|p| *p == pattern) {
                Some(same) => shaped[same].push(i),
                None => {
                    patterns.push(pattern);
                    shaped.push(vec![i]);
                }
            }
        }
        let shapes = meta::Builder::new()
            .configure(meta::Config::new().utf8_empty(false).hybrid_cache_capacity(64 << 20))
            .syntax(syntax::Config::new().unicode(false).utf8(false))
            .build_many(&patterns)
            .unwrap();
        Self {
            rules,
            automaton,
            owners: table.into_values().collect(),
            shapes,
            shaped,
            noted: Vec::new(),
            todo: Vec::new(),
        }
    }
}

impl Scheme for Keywords<'_> {
    fn name(&self) -> &'static str {
        "best of crates: keyword automaton, `Regex` per rule, one automaton for the shapes"
    }

    fn count(&mut self, text: &[u8]) -> u64 {
        let lines: Vec<(usize, &[u8])> = lines(text).collect();
        let mut found = 0;
        let mut line = 0;
        self.noted.clear();
        self.noted.resize(self.rules.len(), usize::MAX);
        self.todo.clear();
        for hit in self.automaton.find_overlapping_iter(text) {
            // Hits come in the order of their ends, and no keyword holds a line feed.
            while lines.get(line + 1).is_some_and(|(start, _)| *start < hit.end()) {
                line += 1;
            }
            let inside =
                hit.start().checked_sub(1).and_then(|i| text.get(i)).is_some_and(u8::is_ascii_alphanumeric);
            for (rule, at_border) in &self.owners[hit.pattern()] {
                if !(inside && *at_border) && self.noted[*rule] != line {
                    self.noted[*rule] = line;
                    self.todo.push((*rule, line));
                }
            }
        }
        for (rule, line) in &self.todo {
            found += self.rules[*rule].count(lines[*line].1);
        }
        for m in self.shapes.find_iter(text) {
            let whole = Span::new(m.start(), m.end());
            let owners = &self.shaped[m.pattern()];
            let value = self.rules[owners[0]].value_at(text, whole);
            found +=
                owners.iter().filter(|rule| self.rules[**rule].accepts(text, whole, value)).count() as u64;
        }
        found
    }
}
