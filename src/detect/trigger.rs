//! The cheap pass: where could anything be?

use super::compiled::Compiled;
use super::context::spellings;
use super::shapes::{self, Event};
use crate::rules::{Find, Shape, Start};
use aho_corasick::{AhoCorasick, AhoCorasickKind, MatchKind};
use std::collections::BTreeMap;

/// What a literal means to a rule.
#[derive(Clone, Copy, Debug)]
pub(super) enum Role {
    /// A match can begin `offset` bytes before it.
    Start { rule: usize, offset: usize, exact: bool },
    /// It is a key word of a pair.
    Key { rule: usize, glued: bool },
    /// It is a context word of a rule with a lazy shape, which is tried only near one.
    Context { rule: usize },
}

/// A place where something could be.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Hit {
    pub(super) at: usize,
    pub(super) what: What,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum What {
    /// A literal; index into [`Trigger::literal`].
    Literal(u32),
    /// A start of a shape.
    Shape(Shape),
}

/// Key words of this length are also found at the end of a longer word: `userpassword`.
const GLUED: usize = 6;

/// All literals of all rules in one automaton, and the shapes.
#[derive(Debug)]
pub(super) struct Trigger {
    automaton: AhoCorasick,
    literals: Vec<(Vec<u8>, Vec<Role>)>,
    shapes: BTreeMap<Shape, Vec<usize>>,
}

impl Trigger {
    pub(super) fn new(rules: &[Compiled]) -> Result<Self, aho_corasick::BuildError> {
        let mut table: BTreeMap<Vec<u8>, Vec<Role>> = BTreeMap::new();
        let mut shapes: BTreeMap<Shape, Vec<usize>> = BTreeMap::new();
        for (index, compiled) in rules.iter().enumerate() {
            match &compiled.rule.find {
                Find::Pattern { start: Start::Literals { words, offset }, ignore_case, .. } => {
                    for word in words.iter() {
                        table.entry(word.as_bytes().to_ascii_lowercase()).or_default().push(Role::Start {
                            rule: index,
                            offset: *offset,
                            exact: !ignore_case,
                        });
                    }
                }
                Find::Pattern { start: Start::Shape(shape), .. } => shapes.entry(*shape).or_default().push(index),
                Find::Pair { keys, .. } => {
                    for key in keys.iter() {
                        let glued = key.len() >= GLUED;
                        for word in spellings(key) {
                            table.entry(word).or_default().push(Role::Key { rule: index, glued });
                        }
                    }
                }
            }
            if compiled.needs_context && compiled.lazy_shape().is_some() {
                for word in &compiled.context {
                    table.entry(word.clone()).or_default().push(Role::Context { rule: index });
                }
            }
        }
        let literals: Vec<_> = table.into_iter().collect();
        let automaton = AhoCorasick::builder()
            .ascii_case_insensitive(true)
            .match_kind(MatchKind::Standard)
            .kind(Some(AhoCorasickKind::DFA))
            .build(literals.iter().map(|(word, _)| word))?;
        Ok(Self { automaton, literals, shapes })
    }

    /// The text (in lower case) and the roles of a literal.
    pub(super) fn literal(&self, id: u32) -> (&[u8], &[Role]) {
        usize::try_from(id)
            .ok()
            .and_then(|i| self.literals.get(i))
            .map_or((&[], &[]), |(word, roles)| (word.as_slice(), roles.as_slice()))
    }

    /// The rules of a shape.
    pub(super) fn shape(&self, shape: Shape) -> &[usize] {
        self.shapes.get(&shape).map_or(&[], Vec::as_slice)
    }

    /// Every literal that occurs in `text`, any case, and where it begins.
    pub(super) fn literals_in(&self, text: &[u8], mut found: impl FnMut(u32, usize)) {
        let Ok(all) = self.automaton.try_find_overlapping_iter(text) else { return };
        for m in all {
            found(m.pattern().as_u32(), m.start());
        }
    }

    /// Appends every hit in `text`, in order, and tells what kinds of things were seen.
    pub(super) fn run(&self, text: &[u8], hits: &mut Vec<Hit>) -> Seen {
        let first = hits.len();
        let mut seen = Seen::default();
        self.literals_in(text, |id, at| {
            seen.add(self.literal(id).1);
            hits.push(Hit { at, what: What::Literal(id) });
        });
        shapes::starts(text, |event, at| match event {
            Event::Start(shape) => {
                if self.shapes.contains_key(&shape) {
                    hits.push(Hit { at, what: What::Shape(shape) });
                }
            }
            Event::Respelled => seen.number = true,
        });
        if let Some(new) = hits.get_mut(first..) {
            new.sort_unstable();
        }
        seen.hits = hits.len() > first;
        seen
    }
}

/// What a pass over a text has seen.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Seen {
    hits: bool,
    number: bool,
    pub(super) pairs: bool,
    pub(super) context: bool,
}

impl Seen {
    pub(super) fn add(&mut self, roles: &[Role]) {
        for role in roles {
            match role {
                Role::Start { .. } => {}
                Role::Key { .. } => self.pairs = true,
                Role::Context { .. } => self.context = true,
            }
        }
    }

    /// Whether anything asks for a closer look.
    pub(super) const fn any(self) -> bool {
        self.hits || self.number || self.pairs || self.context
    }
}
