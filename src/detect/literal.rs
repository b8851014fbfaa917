//! A literal, and what it means to the rules.

use super::shapes::is_solid;
use super::sign::Sign;
use crate::span::Span;
use crate::text::word_at;

/// A literal in lower case with the rules that ask for it, by what it means to them. Words such as `token` are key words of
/// some rules and context words of a dozen others: what is asked of the text around is asked once for all of a kind.
#[derive(Debug, Default)]
pub(super) struct Literal {
    pub(super) word: Vec<u8>,
    /// Rules whose matches begin with it, or a few bytes before it.
    pub(super) starts: Vec<Begin>,
    /// Rules of whose pairs it is a key word.
    keys: Vec<usize>,
    /// The same at the end of a longer word too.
    glued: Vec<usize>,
    /// Rules with a lazy shape, which are tried only near a context word.
    contexts: Vec<usize>,
}

/// A match can begin `offset` bytes before a literal.
#[derive(Debug)]
pub(super) struct Begin {
    pub(super) rule: usize,
    pub(super) offset: usize,
    /// The spelling that the literal must have, if case counts.
    pub(super) exact: Option<Box<[u8]>>,
    /// Bytes from the start of the match on that are neither blank nor a double quote.
    pub(super) solid: usize,
    /// A sign that every match holds.
    pub(super) sign: Option<Sign>,
}

/// What a literal means to a rule.
#[derive(Debug)]
pub(super) enum Role {
    /// Matches begin by it.
    Start(Begin),
    /// It is a key word; also at the end of a longer word, if `glued`.
    Key { rule: usize, glued: bool },
    /// It is a context word.
    Context { rule: usize },
}

/// The rules to which a literal means something as a word.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Named<'a> {
    keys: [&'a [usize]; 2],
    /// Those of which it is a context word.
    pub(super) contexts: &'a [usize],
}

impl<'a> Named<'a> {
    /// Those of which it is a key word.
    pub(super) fn keys(self) -> impl Iterator<Item = usize> + 'a {
        self.keys.into_iter().flatten().copied()
    }
}

impl Literal {
    pub(super) fn add(&mut self, role: Role) {
        match role {
            Role::Start(start) => self.starts.push(start),
            Role::Key { rule, glued: false } => self.keys.push(rule),
            Role::Key { rule, glued: true } => self.glued.push(rule),
            Role::Context { rule } => self.contexts.push(rule),
        }
    }

    /// A rule that asks for it.
    pub(super) fn any_rule(&self) -> Option<usize> {
        let starts = self.starts.iter().map(|start| start.rule);
        starts.chain([&self.keys, &self.glued, &self.contexts].into_iter().flatten().copied()).next()
    }

    /// Whether it counts nowhere but as a word.
    pub(super) const fn is_word(&self) -> bool {
        self.starts.is_empty()
    }

    /// Whether it is a key word of a pair.
    pub(super) const fn is_key(&self) -> bool {
        !self.keys.is_empty() || !self.glued.is_empty()
    }

    /// Whether it is a context word of a rule with a lazy shape.
    pub(super) const fn is_context(&self) -> bool {
        !self.contexts.is_empty()
    }

    /// To which rules it means something as a word where it stands, at `word` of `text`.
    pub(super) fn named(&self, text: &[u8], word: Span) -> Named<'_> {
        let as_word = (self.is_context() || !self.keys.is_empty()) && word_at(text, word, false);
        // What stands at both borders of a word stands at its end.
        let at_end = !self.glued.is_empty() && (as_word || word_at(text, word, true));
        Named {
            keys: [those(&self.keys, as_word), those(&self.glued, at_end)],
            contexts: those(&self.contexts, as_word),
        }
    }
}

const fn those(rules: &[usize], stand: bool) -> &[usize] {
    if stand { rules } else { &[] }
}

impl Begin {
    /// Whether a match can begin where the literal stands, at `word` of `text`.
    pub(super) fn can_stand(&self, text: &[u8], word: Span) -> bool {
        let Some(from) = word.start.checked_sub(self.offset) else { return false };
        // So far the literal itself is known.
        let known = if self.offset == 0 { word.len().min(self.solid) } else { 0 };
        self.exact.as_deref().is_none_or(|spelled| spelled == word.of(text))
            && text.get(from + known..from + self.solid).is_some_and(|t| t.iter().copied().all(is_solid))
            && self.sign.is_none_or(|sign| sign.is_near(text.get(from..).unwrap_or_default()))
    }
}
