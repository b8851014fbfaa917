//! The pattern of a rule, and what tells where it matches.
//!
//! Most attempts are vain, and logs repeat themselves: behind a word such as `password` the same text stands again and again. An
//! automaton, built state by state as texts ask for it, tells where a match ends, and how little of a text it took to see that
//! there is none; where the same bytes stand again, nothing is tried. Groups that what is
//! around them does not tell are told by a general engine.

use crate::rules::{Find, Rule, Within};
use crate::span::Span;
use regex_automata::hybrid::dfa::{self, DFA};
use regex_automata::nfa::thompson;
use regex_automata::util::syntax;
use regex_automata::{Anchored, Input, meta};
use std::borrow::Cow;
use std::sync::OnceLock;

/// Built on first use: most patterns are never needed by a given stream.
#[derive(Debug, Default)]
pub(super) struct Pattern {
    ends: OnceLock<Option<Box<DFA>>>,
    groups: OnceLock<Option<meta::Regex>>,
}

/// What a search by a pattern needs and learns. Its `Debug` prints nothing of the texts, nor the states that they asked for.
#[derive(Default)]
pub(super) struct Memory {
    ends: Option<Box<dfa::Cache>>,
    groups: Option<Box<meta::Cache>>,
    vain: Vain,
}

/// The text that was last tried in vain, as far as it was read.
#[derive(Clone, Copy, Default)]
struct Vain {
    /// The byte before: a pattern can ask for a border.
    before: Option<u8>,
    /// Bytes that were read; 0 if nothing is known.
    len: u8,
    text: [u8; Self::KEPT],
}

impl std::fmt::Debug for Memory {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Memory").field("vain", &self.vain.len).finish_non_exhaustive()
    }
}

impl Memory {
    /// Whether it is known that no match begins at `at` of `text`: the same was tried in vain.
    #[inline]
    pub(super) fn is_vain(&self, text: &[u8], at: usize) -> bool {
        self.vain.is_at(text, at)
    }
}

impl Vain {
    /// Bytes that are kept: a few words.
    const KEPT: usize = 29;

    /// Whether the text at `at` begins with what was read in vain.
    #[inline]
    fn is_at(&self, text: &[u8], at: usize) -> bool {
        let len = usize::from(self.len);
        len > 0
            && text.get(at..at + len).is_some_and(|here| self.text.get(..len) == Some(here))
            && self.before == byte_before(text, at)
    }

    /// Keeps the first `len` bytes from `at` on, if they are not too many.
    fn keep(&mut self, text: &[u8], at: usize, len: usize) {
        if let (Some(read), Ok(len)) = (text.get(at..at + len), u8::try_from(len))
            && let Some(to) = self.text.get_mut(..read.len())
        {
            to.copy_from_slice(read);
            (self.before, self.len) = (byte_before(text, at), len);
        }
    }
}

fn byte_before(text: &[u8], at: usize) -> Option<u8> {
    text.get(at.checked_sub(1)?).copied()
}

/// The part of `text` in which a match begins at `at`.
fn from(text: &[u8], at: usize) -> Input<'_> {
    Input::new(text).range(at..).anchored(Anchored::Yes)
}

impl Pattern {
    /// The end of the match that begins at `at` of `text`, if there is one. `rule` is the rule of this pattern, and `memory` was
    /// used with no other.
    pub(super) fn end(&self, rule: &Rule, text: &[u8], at: usize, memory: &mut Memory) -> Option<usize> {
        if memory.is_vain(text, at) {
            return None;
        }
        if let Some(automaton) = self.automaton(rule) {
            let cache = memory.ends.get_or_insert_with(|| Box::new(automaton.create_cache()));
            match automaton.try_search_fwd(cache, &from(text, at)) {
                Ok(Some(end)) => return Some(end.offset()),
                Ok(None) => {
                    self.learn(rule, text, at, memory);
                    return None;
                }
                // It gave up, as it does where it makes new states all the time.
                Err(_) => {}
            }
        }
        let regex = self.regex(rule)?;
        let cache = memory.groups.get_or_insert_with(|| Box::new(regex.create_cache()));
        regex.search_half_with(cache, &from(text, at)).map(|end| end.offset())
    }

    /// The whole match that begins at `at` of `text`, and its group of number `group`, which may be known to stand `within` it.
    pub(super) fn group(
        &self,
        rule: &Rule,
        text: &[u8],
        at: usize,
        group: usize,
        within: &Within,
        memory: &mut Memory,
    ) -> Option<[Span; 2]> {
        if group == 0 {
            return self.end(rule, text, at, memory).map(|end| [Span::new(at, end); 2]);
        }
        if within.is_known() {
            let whole = Span::new(at, self.end(rule, text, at, memory)?);
            if let Some(found) = within.find(text, whole) {
                return Some([whole, found]);
            }
        }
        if memory.is_vain(text, at) {
            return None;
        }
        let found = self.by_engine(rule, text, at, group, memory);
        if found.is_none() {
            self.learn(rule, text, at, memory);
        }
        found
    }

    /// The same by the general engine alone.
    pub(super) fn by_engine(
        &self,
        rule: &Rule,
        text: &[u8],
        at: usize,
        group: usize,
        memory: &mut Memory,
    ) -> Option<[Span; 2]> {
        let regex = self.regex(rule)?;
        let cache = memory.groups.get_or_insert_with(|| Box::new(regex.create_cache()));
        if group == 0 {
            let found = regex.search_with(cache, &from(text, at))?;
            return Some([Span::new(found.start(), found.end()); 2]);
        }
        // Two slots for each group.
        let mut slots = [None; 16];
        let slots = slots.get_mut(..(group + 1) * 2)?;
        regex.search_slots_with(cache, &from(text, at), slots)?;
        let slot = |i: usize| Some(slots.get(i)?.as_ref()?.get());
        let span = |group: usize| Some(Span::new(slot(group * 2)?, slot(group * 2 + 1)?));
        Some([span(0)?, span(group)?])
    }

    /// Keeps what shows that no match begins at `at` of `text`, if it is so and that is little.
    fn learn(&self, rule: &Rule, text: &[u8], at: usize, memory: &mut Memory) {
        if let Some(automaton) = self.automaton(rule) {
            let cache = memory.ends.get_or_insert_with(|| Box::new(automaton.create_cache()));
            if let Some(len) = read_in_vain(automaton, cache, text, at) {
                memory.vain.keep(text, at, len);
            }
        }
    }

    fn automaton(&self, rule: &Rule) -> Option<&DFA> {
        self.ends.get_or_init(|| automaton(rule)).as_deref()
    }

    /// The general engine.
    pub(super) fn regex(&self, rule: &Rule) -> Option<&meta::Regex> {
        self.groups.get_or_init(|| compile(rule).ok()).as_ref()
    }
}

/// How many bytes from `at` on show that no match begins there; `None` if there is one, if they are more than are kept, or if the
/// end of the text shows it.
fn read_in_vain(automaton: &DFA, cache: &mut dfa::Cache, text: &[u8], at: usize) -> Option<usize> {
    let mut state = automaton.start_state_forward(cache, &from(text, at)).ok()?;
    for (read, byte) in text.get(at..)?.iter().take(Vain::KEPT).enumerate() {
        state = automaton.next_state(cache, state, *byte).ok()?;
        if state.is_tagged() {
            return state.is_dead().then_some(read + 1);
        }
    }
    None
}

/// The expression of a rule, and whether it ignores case. That of a pair takes all of a value.
fn expression(rule: &Rule) -> (Cow<'_, str>, bool) {
    match &rule.find {
        Find::Pattern { pattern, ignore_case, .. } => (Cow::Borrowed(pattern.as_ref()), *ignore_case),
        Find::Pair { pattern, .. } => (Cow::Owned(format!(r"\A(?:{pattern})\z")), false),
    }
}

fn syntax(ignore_case: bool) -> syntax::Config {
    syntax::Config::new().unicode(false).utf8(false).case_insensitive(ignore_case)
}

fn automaton(rule: &Rule) -> Option<Box<DFA>> {
    let (pattern, ignore_case) = expression(rule);
    DFA::builder()
        // The limits at which the general engine gives its own automaton up.
        .configure(dfa::Config::new().minimum_cache_clear_count(Some(3)).minimum_bytes_per_state(Some(10)))
        .syntax(syntax(ignore_case))
        .thompson(thompson::Config::new().utf8(false))
        .build(&pattern)
        .ok()
        .map(Box::new)
}

/// Compiles the pattern of a rule for the general engine.
pub(super) fn compile(rule: &Rule) -> Result<meta::Regex, Box<meta::BuildError>> {
    let (pattern, ignore_case) = expression(rule);
    meta::Builder::new()
        .configure(meta::Config::new().utf8_empty(false))
        .syntax(syntax(ignore_case))
        .build(&pattern)
        .map_err(Box::new)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::builtin;
    use proptest::prelude::*;

    /// Texts of some words, so that they often begin alike and go on in other ways.
    fn texts() -> impl Strategy<Value = Vec<String>> {
        let word = prop_oneof![
            prop::sample::select(vec![
                "password", "token", "secret", "for", "of", "is", "to", "user", "set", "(", ")", ":", "=",
                "|", "\"", ",", "\t", "  ", "\n", "https://", "@", ".", "-", "_", "+49", "0", "12", "2026",
                "sk_live_", "AKIA", "ghp_", "Basic", "Bearer",
            ])
            .prop_map(str::to_owned),
            "[a-z]{1,9}",
            "[A-Za-z0-9]{8,44}",
            "[0-9]{1,16}",
        ];
        let text = prop::collection::vec(word, 0..9).prop_map(|words| words.join(" ").replace(" - ", "-"));
        prop::collection::vec(text, 1..12)
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(60))]
        #[test]
        fn the_automaton_tells_what_the_engine_tells(texts in texts(), glue in any::<bool>()) {
            for rule in builtin() {
                let pattern = Pattern::default();
                let [mut ends, mut groups, mut engine] = [(); 3].map(|()| Memory::default());
                let (group, within) = match &rule.find {
                    Find::Pattern { capture, within, .. } => (*capture, within),
                    Find::Pair { .. } => (0, &Within::UNKNOWN),
                };
                for text in &texts {
                    let text = if glue { text.replace(' ', "") } else { text.clone() };
                    for at in 0..=text.len() {
                        let end = pattern.end(rule, text.as_bytes(), at, &mut ends);
                        let by_engine = pattern.by_engine(rule, text.as_bytes(), at, group, &mut engine);
                        let want = by_engine.map(|[whole, _]| whole.end);
                        prop_assert_eq!(end, want, "{} in {:?} at {}", rule.id, text, at);
                        let found = pattern.group(rule, text.as_bytes(), at, group, within, &mut groups);
                        prop_assert_eq!(found, by_engine, "{} in {:?} at {}", rule.id, text, at);
                    }
                }
            }
        }
    }

    #[test]
    fn what_was_read_in_vain_is_not_tried_again() {
        let rule = builtin().iter().find(|rule| rule.id == "notation-space").unwrap();
        let pattern = Pattern::default();
        let mut memory = Memory::default();
        let text = b"password for bob";
        assert_eq!(pattern.end(rule, text, 0, &mut memory), None);
        // It dies at the blank behind `for`.
        assert_eq!(usize::from(memory.vain.len), b"password for ".len());
        assert!(memory.vain.is_at(b"password for alice", 0));
        assert!(!memory.vain.is_at(b"password for", 0) && !memory.vain.is_at(b"password fur", 0));
        assert!(!memory.vain.is_at(b"xpassword for alice", 1));
        assert_eq!(pattern.end(rule, b"password forR4t7Yw2", 0, &mut memory), Some(19));
        assert_eq!(format!("{memory:?}"), "Memory { vain: 13, .. }");
    }
}
