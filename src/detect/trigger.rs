//! The cheap pass: where could anything be?

use super::compiled::Compiled;
use super::context::spellings;
use super::pass::pass;
use super::shapes::Event;
use super::words::{Place, Words};
use crate::rules::{Find, Shape, Start};
use crate::span::Span;
use crate::text::word_at;
use aho_corasick::packed;
use aho_corasick::{AhoCorasick, Input, MatchKind};
use std::collections::{BTreeMap, BTreeSet};

/// What a literal means to a rule.
#[derive(Clone, Copy, Debug)]
pub(super) enum Role {
    /// A match can begin `offset` bytes before it.
    Start {
        rule: usize,
        offset: usize,
        /// Index of the spelling that it must have, if case counts.
        exact: Option<usize>,
        /// Bytes from the start of the match on that are neither blank nor a double quote.
        solid: usize,
    },
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

/// Whether a key word is also found at the end of a longer word: `userpassword`. Short ones are the end of too many.
pub(super) fn is_glued(key: &str) -> bool {
    key.len() >= 6 && key.ends_with(|c: char| c.is_ascii_alphabetic())
}

#[derive(Default)]
struct Entry {
    roles: Vec<Role>,
    places: BTreeSet<Place>,
}

/// All literals of all rules, and the shapes.
#[derive(Debug)]
pub(super) struct Trigger {
    words: Words,
    /// Literals that may stand anywhere, and their indices in `literals`.
    anywhere: Anywhere,
    anywhere_ids: Vec<u32>,
    literals: Vec<(Vec<u8>, Vec<Role>)>,
    spelled: Vec<Vec<u8>>,
    shapes: BTreeMap<Shape, Vec<usize>>,
}

impl Trigger {
    pub(super) fn new(rules: &[Compiled]) -> Result<Self, aho_corasick::BuildError> {
        let mut table: BTreeMap<Vec<u8>, Entry> = BTreeMap::new();
        let mut shapes: BTreeMap<Shape, Vec<usize>> = BTreeMap::new();
        let mut spelled = Vec::new();
        let mut add = |word: Vec<u8>, role: Role, place: Place| {
            let entry = table.entry(word).or_default();
            entry.roles.push(role);
            entry.places.insert(place);
        };
        for (rule, compiled) in rules.iter().enumerate() {
            match &compiled.rule.find {
                Find::Pattern {
                    start: Start::Literals { words, offset }, ignore_case, left, solid, ..
                } => {
                    for word in words.iter() {
                        let exact = (!ignore_case).then(|| {
                            spelled.push(word.as_bytes().to_vec());
                            spelled.len() - 1
                        });
                        let role = Role::Start { rule, offset: *offset, exact, solid: *solid };
                        let begins = *offset == 0 && left.parts_words();
                        let place = if begins { Place::Begin } else { Place::Anywhere };
                        add(word.as_bytes().to_ascii_lowercase(), role, place);
                    }
                }
                Find::Pattern { start: Start::Shape(shape), .. } => {
                    shapes.entry(*shape).or_default().push(rule)
                }
                Find::Pair { keys, .. } => {
                    for key in keys.iter() {
                        let glued = is_glued(key);
                        for word in spellings(key) {
                            let place = if glued { Place::End } else { Place::Begin };
                            add(word, Role::Key { rule, glued }, place);
                        }
                    }
                }
            }
            if compiled.needs_context && compiled.lazy_shape().is_some() {
                for word in &compiled.context {
                    add(word.clone(), Role::Context { rule }, Place::Begin);
                }
            }
        }
        let mut words = Words::new();
        let mut anywhere_ids = Vec::new();
        let mut anywhere = Vec::new();
        let mut literals = Vec::with_capacity(table.len());
        let mut exact = true;
        for (id, (word, Entry { roles, places })) in (0_u32..).zip(table) {
            for place in places {
                if words.add(&word, id, place) {
                    continue;
                }
                anywhere_ids.push(id);
                for role in &roles {
                    match role {
                        Role::Start { exact: Some(i), .. } => anywhere.extend(spelled.get(*i).cloned()),
                        // Those with a border have been added where words begin or end.
                        Role::Key { .. } | Role::Context { .. } if place == Place::Anywhere => {}
                        _ => {
                            exact = false;
                            anywhere.push(word.clone());
                        }
                    }
                }
            }
            literals.push((word, roles));
        }
        let anywhere = Anywhere::new(&anywhere, exact)?;
        Ok(Self { words, anywhere, anywhere_ids, literals, spelled, shapes })
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

    /// Whether the literal at `word` of `text` can have a role there.
    pub(super) fn can_stand(&self, role: Role, text: &[u8], word: Span) -> bool {
        match role {
            Role::Start { offset, exact, solid, .. } => {
                let spelled = exact.and_then(|i| self.spelled.get(i));
                let from = word.start.checked_sub(offset);
                spelled.is_none_or(|s| s == word.of(text))
                    && from
                        .and_then(|from| text.get(from..from + solid))
                        .is_some_and(|t| t.iter().all(is_solid))
            }
            Role::Key { glued, .. } => word_at(text, word, glued),
            Role::Context { .. } => word_at(text, word, false),
        }
    }

    /// Every literal that occurs in `text` where it can count, in any case, and where it begins; in no order.
    pub(super) fn literals_in(&self, text: &[u8], mut found: impl FnMut(u32, usize)) {
        pass(text, &self.words, &mut found, &mut |_, _| {});
        self.anywhere_in(text, &mut found);
    }

    fn anywhere_in(&self, text: &[u8], found: &mut impl FnMut(u32, usize)) {
        let mut at = 0;
        while let Some(start) = self.anywhere.find(text, at) {
            // Others may begin at the same place, or within this one.
            for id in &self.anywhere_ids {
                let (literal, _) = self.literal(*id);
                let span = Span::new(start, start + literal.len());
                if span.of(text).eq_ignore_ascii_case(literal) {
                    found(*id, start);
                }
            }
            at = start + 1;
        }
    }

    /// Appends every hit in `text`, in order, and tells what kinds of things were seen.
    pub(super) fn run(&self, text: &[u8], hits: &mut Vec<Hit>) -> Seen {
        let first = hits.len();
        let mut seen = Seen::default();
        let mut number = false;
        let new = std::cell::RefCell::new(hits);
        let mut literal = |id, at| {
            let (word, roles) = self.literal(id);
            // Most short words occur within longer ones.
            if roles.iter().any(|role| self.can_stand(*role, text, Span::new(at, at + word.len()))) {
                seen.add(roles);
                new.borrow_mut().push(Hit { at, what: What::Literal(id) });
            }
        };
        pass(text, &self.words, &mut literal, &mut |event, at| match event {
            Event::Start(shape) => {
                if self.shapes.contains_key(&shape) {
                    new.borrow_mut().push(Hit { at, what: What::Shape(shape) });
                }
            }
            Event::Respelled => number = true,
        });
        self.anywhere_in(text, &mut literal);
        let hits = new.into_inner();
        if let Some(new) = hits.get_mut(first..) {
            new.sort_unstable();
            // One that begins a word and ends it is found twice.
            let mut kept = first;
            for i in first..hits.len() {
                if i == first || hits.get(i) != hits.get(i - 1) {
                    hits.swap(kept, i);
                    kept += 1;
                }
            }
            hits.truncate(kept);
        }
        seen.number = number;
        seen.hits = hits.len() > first;
        seen
    }
}

/// Literals that may stand anywhere.
#[derive(Debug)]
enum Anywhere {
    Nothing,
    /// A vector search, for few literals that are spelled in one way, where the processor has it.
    Packed(packed::Searcher),
    Automaton(AhoCorasick),
}

impl Anywhere {
    fn new(literals: &[Vec<u8>], exact: bool) -> Result<Self, aho_corasick::BuildError> {
        if literals.is_empty() {
            return Ok(Self::Nothing);
        }
        if exact && let Some(packed) = packed::Config::new().builder().extend(literals).build() {
            return Ok(Self::Packed(packed));
        }
        let kind = MatchKind::LeftmostFirst;
        AhoCorasick::builder()
            .ascii_case_insensitive(!exact)
            .match_kind(kind)
            .build(literals)
            .map(Self::Automaton)
    }

    /// Where the next of them begins, from `at` on.
    fn find(&self, text: &[u8], at: usize) -> Option<usize> {
        match self {
            Self::Nothing => None,
            Self::Packed(packed) => {
                packed.find_in(text, aho_corasick::Span { start: at, end: text.len() }).map(|m| m.start())
            }
            Self::Automaton(automaton) => automaton.find(Input::new(text).range(at..)).map(|m| m.start()),
        }
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

/// Neither white space nor a control character nor a double quote.
const fn is_solid(b: &u8) -> bool {
    *b > b' ' && *b != b'"'
}
