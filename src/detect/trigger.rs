//! The cheap pass: where could anything be?

use super::check::Gate;
use super::classes::Kernel;
use super::compiled::Compiled;
use super::context::spellings;
use super::pass::{Sink, pass};
use super::shapes::{Event, is_solid};
use super::words::{Place, Words};
use crate::rules::{Find, Head, Shape, Start};
use crate::span::Span;
use crate::text::{may_name, word_at};
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
        /// A sign that stands in so many bytes from there on.
        sign: Option<(u8, usize)>,
    },
    /// It is a key word of a pair.
    Key { rule: usize, glued: bool },
    /// It is a context word of a rule with a lazy shape, which is tried only near one.
    Context { rule: usize },
}

impl Role {
    const fn rule(&self) -> usize {
        match self {
            Self::Start { rule, .. } | Self::Key { rule, .. } | Self::Context { rule } => *rule,
        }
    }
}

/// A place where something could be.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Hit {
    pub(super) at: usize,
    pub(super) what: What,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum What {
    /// A literal; index into [`Trigger::literal`].
    Literal(u32),
    /// A start of a shape.
    Shape(Shape),
    /// A number that could be respelled as an integer.
    Number,
}

/// Whether a key word is also found at the end of a longer word: `userpassword`. Short ones are the end of too many.
pub(super) fn is_glued(key: &str) -> bool {
    key.len() >= 6 && key.ends_with(|c: char| c.is_ascii_alphabetic())
}

/// A sign that every match of at most `longest` bytes holds behind or before `word`, and that is rare in logs.
fn sign(signs: &[u8], word: &str, longest: usize) -> Option<(u8, usize)> {
    /// A look so far ahead costs less than an attempt that fails.
    const REACH: usize = 1024;
    const COMMON: &[u8] = b"-._=:/\",";
    let rare = |sign: &&u8| !COMMON.contains(sign) && !word.as_bytes().contains(sign);
    let sign = signs.iter().find(rare).filter(|_| (1..=REACH).contains(&longest))?;
    Some((*sign, longest))
}

#[derive(Default)]
struct Entry {
    roles: Vec<Role>,
    places: BTreeSet<Place>,
}

/// A literal with what it means.
#[derive(Debug)]
struct Literal {
    word: Vec<u8>,
    roles: Vec<Role>,
    /// Whether it is a context word.
    context: bool,
    /// Whether it is a key word as a word, and whether it is one at the end of a longer word.
    key: bool,
    glued: bool,
    /// Those of its roles that begin matches.
    starts: Vec<Role>,
}

impl Literal {
    fn new(word: Vec<u8>, roles: Vec<Role>) -> Self {
        let is_start = |role: &Role| matches!(role, Role::Start { .. });
        Self {
            context: roles.iter().any(|r| matches!(r, Role::Context { .. })),
            key: roles.iter().any(|r| matches!(r, Role::Key { glued: false, .. })),
            glued: roles.iter().any(|r| matches!(r, Role::Key { glued: true, .. })),
            starts: roles.iter().copied().filter(is_start).collect(),
            word,
            roles,
        }
    }
}

/// The rules of a shape.
#[derive(Debug, Default)]
struct Shaped {
    rules: Vec<usize>,
    /// What the checks of all of them ask of a text that begins where a match does.
    gate: Option<Gate>,
    /// What their patterns ask of it.
    heads: Vec<Head>,
}

impl Shaped {
    fn add(&mut self, rule: usize, gate: Option<Gate>, head: Head) {
        self.heads.push(head);
        self.gate = if self.rules.is_empty() || self.gate == gate { gate } else { None };
        self.rules.push(rule);
    }
}

/// All literals of all rules, and the shapes.
#[derive(Debug)]
pub(super) struct Trigger {
    words: Words,
    kernel: Kernel,
    literals: Vec<Literal>,
    spelled: Vec<Vec<u8>>,
    /// By [`Shape::index`].
    shapes: [Shaped; Shape::ALL.len()],
}

impl Trigger {
    /// The triggers of `rules`; the index of a rule and a literal of it that is too short to be found, if there is one.
    pub(super) fn new(rules: &[Compiled], kernel: Kernel) -> Result<Self, (usize, Vec<u8>)> {
        let mut table: BTreeMap<Vec<u8>, Entry> = BTreeMap::new();
        let mut shapes: [Shaped; Shape::ALL.len()] = Default::default();
        let mut spelled = Vec::new();
        let mut add = |word: Vec<u8>, role: Role, place: Place| {
            let entry = table.entry(word).or_default();
            entry.roles.push(role);
            entry.places.insert(place);
        };
        for (rule, compiled) in rules.iter().enumerate() {
            match &compiled.rule.find {
                Find::Pattern {
                    start: Start::Literals { words, offset },
                    ignore_case,
                    left,
                    solid,
                    signs,
                    longest,
                    ..
                } => {
                    for word in words.iter() {
                        let exact = (!ignore_case).then(|| {
                            spelled.push(word.as_bytes().to_vec());
                            spelled.len() - 1
                        });
                        let role = Role::Start {
                            rule,
                            offset: *offset,
                            exact,
                            solid: *solid,
                            sign: sign(signs, word, *longest),
                        };
                        let begins = *offset == 0 && left.parts_words();
                        let place = if begins { Place::Begin } else { Place::Anywhere };
                        add(word.as_bytes().to_ascii_lowercase(), role, place);
                    }
                }
                Find::Pattern { start: Start::Shape(shape), .. } => {
                    if let Some(shaped) = shapes.get_mut(shape.index()) {
                        shaped.add(rule, compiled.gate(), compiled.head());
                    }
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
                for word in compiled.context.words() {
                    add(word.clone(), Role::Context { rule }, Place::Begin);
                }
            }
        }
        let mut words = Words::new();
        let mut literals = Vec::with_capacity(table.len());
        for (id, (word, Entry { roles, places })) in (0_u32..).zip(table) {
            for place in places {
                if !words.add(&word, id, place) {
                    let rule = roles.first().map_or(0, |role| role.rule());
                    return Err((rule, word));
                }
            }
            literals.push(Literal::new(word, roles));
        }
        words.finish();
        Ok(Self { words, kernel, literals, spelled, shapes })
    }

    /// The text (in lower case) and the roles of a literal.
    pub(super) fn literal(&self, id: u32) -> (&[u8], &[Role]) {
        usize::try_from(id)
            .ok()
            .and_then(|i| self.literals.get(i))
            .map_or((&[], &[]), |literal| (literal.word.as_slice(), literal.roles.as_slice()))
    }

    /// All literals, in lower case.
    pub(super) fn literals(&self) -> impl Iterator<Item = &[u8]> {
        self.literals.iter().map(|literal| literal.word.as_slice())
    }

    /// How bytes are classified.
    pub(super) const fn kernel(&self) -> Kernel {
        self.kernel
    }

    /// The rules of a shape.
    pub(super) fn shape(&self, shape: Shape) -> &[usize] {
        self.shapes.get(shape.index()).map_or(&[], |shaped| shaped.rules.as_slice())
    }

    /// Whether any rule of the shape can match where the shape begins at `at` of `text`.
    fn can_begin(&self, shape: Shape, text: &[u8], at: usize) -> bool {
        let rest = text.get(at..).unwrap_or_default();
        self.shapes.get(shape.index()).is_some_and(|shaped| match shaped.gate {
            Some(gate) => (gate.begins)(rest),
            None => shaped.heads.iter().any(|head| head.fits(rest)),
        })
    }

    /// Whether a literal at `at` of `text` can have any of its roles there. Most short words occur within longer ones.
    pub(super) fn can_have_a_role(&self, id: u32, text: &[u8], at: usize) -> bool {
        let Some(literal) = usize::try_from(id).ok().and_then(|i| self.literals.get(i)) else { return false };
        let word = Span::new(at, at + literal.word.len());
        let parted = (literal.context || literal.key) && word_at(text, word, false);
        let is_key = || parted && literal.key || literal.glued && word_at(text, word, true);
        parted && literal.context
            || (literal.key || literal.glued) && is_key() && may_name(text, word)
            || literal.starts.iter().any(|role| self.can_stand(*role, text, word))
    }

    /// Whether the literal at `word` of `text` can have a role there.
    pub(super) fn can_stand(&self, role: Role, text: &[u8], word: Span) -> bool {
        match role {
            Role::Start { offset, exact, solid, sign, .. } => {
                let spelled = exact.and_then(|i| self.spelled.get(i));
                let Some(from) = word.start.checked_sub(offset) else { return false };
                spelled.is_none_or(|s| s == word.of(text))
                    && text.get(from..from + solid).is_some_and(|t| t.iter().copied().all(is_solid))
                    && sign.is_none_or(|(sign, reach)| {
                        let match_most = Span::new(from, text.len().min(from.saturating_add(reach)));
                        memchr::memchr(sign, match_most.of(text)).is_some()
                    })
            }
            Role::Key { glued, .. } => word_at(text, word, glued),
            Role::Context { .. } => word_at(text, word, false),
        }
    }

    /// Every literal that occurs in `text` where it can count, in any case, and where it begins; in no order.
    pub(super) fn literals_in(&self, text: &[u8], found: impl FnMut(u32, usize)) {
        if !text.is_empty() {
            pass(text, &self.words, self.kernel, &mut Literals(found));
        }
    }

    /// Appends every hit in `text`, in order, and calls `escapes` for every 64 bytes with a backslash, with the bits.
    pub(super) fn run(&self, text: &[u8], hits: &mut Vec<Hit>, escapes: impl FnMut(usize, u64)) {
        let first = hits.len();
        pass(text, &self.words, self.kernel, &mut Hits { trigger: self, text, first, hits, escapes });
    }
}

struct Literals<F>(F);

impl<F: FnMut(u32, usize)> Sink for Literals<F> {
    fn event(&mut self, event: Event, at: usize) {
        if let Event::Literal(id) = event {
            self.0(id, at);
        }
    }

    fn escapes(&mut self, _: usize, _: u64) {}
}

struct Hits<'a, F> {
    trigger: &'a Trigger,
    text: &'a [u8],
    hits: &'a mut Vec<Hit>,
    /// The first of this pass.
    first: usize,
    escapes: F,
}

impl<F: FnMut(usize, u64)> Sink for Hits<'_, F> {
    fn event(&mut self, event: Event, at: usize) {
        let what = match event {
            Event::Literal(id) if self.trigger.can_have_a_role(id, self.text, at) => What::Literal(id),
            Event::Start(shape) if self.trigger.can_begin(shape, self.text, at) => What::Shape(shape),
            Event::Literal(_) | Event::Start(_) => return,
            Event::Respelled => What::Number,
        };
        insert(self.hits, self.first, Hit { at, what });
    }

    fn escapes(&mut self, at: usize, bits: u64) {
        (self.escapes)(at, bits);
    }
}

/// Puts `hit` in its place among those from `first` on, which is mostly the end. One that begins a word and ends it comes
/// twice.
fn insert(hits: &mut Vec<Hit>, first: usize, hit: Hit) {
    let mut at = hits.len();
    while at > first && hits.get(at - 1).is_some_and(|h| *h > hit) {
        at -= 1;
    }
    if at == first || hits.get(at - 1) != Some(&hit) {
        hits.insert(at, hit);
    }
}

/// What kinds of words a pass over a text has seen.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Seen {
    /// A key word of a pair.
    pub(super) pairs: bool,
    /// A context word of a rule with a lazy shape.
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
}
