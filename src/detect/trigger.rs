//! The cheap pass: where could anything be?

use super::check::Gate;
use super::classes::Kernel;
use super::compiled::Compiled;
use super::context::spellings;
use super::literal::{Begin, Literal, Role};
use super::pass::{Sink, pass};
use super::shapes::Event;
use super::sign::Sign;
use super::words::{Place, Words};
use crate::rules::{Find, Head, Shape, Start};
use crate::span::Span;
use crate::text::may_name;
use std::collections::{BTreeMap, BTreeSet};

/// A place where something could be.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Hit {
    pub(super) at: usize,
    pub(super) what: What,
}

impl Hit {
    /// Whether something could be found by it.
    pub(super) const fn points(self) -> bool {
        !matches!(self.what, What::Number | What::Nothing)
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum What {
    /// A literal; index into [`Trigger::literal`].
    Literal(u32),
    /// A start of a shape.
    Shape(Shape),
    /// A number that could be respelled as an integer.
    Number,
    /// A literal that means nothing where it stands, as was seen when the text around it was searched.
    Nothing,
}

/// Whether a key word is also found at the end of a longer word: `userpassword`. Short ones are the end of too many.
pub(super) fn is_glued(key: &str) -> bool {
    key.len() >= 6 && key.ends_with(|c: char| c.is_ascii_alphabetic())
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
    /// By [`Shape::index`].
    shapes: [Shaped; Shape::ALL.len()],
    /// The literals in [`NAMES`].
    names: [Vec<(u32, usize)>; NAMES.len()],
}

/// Names around each event of a CloudWatch batch: what stands in them is known without a look.
pub(super) const NAMES: [&[u8]; 2] = [b"message", b"logEvents"];

impl Trigger {
    /// The triggers of `rules`; the index of a rule and a literal of it that is too short to be found, if there is one.
    pub(super) fn new(rules: &[Compiled], kernel: Kernel) -> Result<Self, (usize, Vec<u8>)> {
        let mut table: BTreeMap<Vec<u8>, (Literal, BTreeSet<Place>)> = BTreeMap::new();
        let mut shapes: [Shaped; Shape::ALL.len()] = Default::default();
        let mut add = |word: Vec<u8>, role: Role, place: Place| {
            let (literal, places) = table.entry(word).or_default();
            literal.add(role);
            places.insert(place);
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
                        let role = Role::Start(Begin {
                            rule,
                            offset: *offset,
                            exact: (!ignore_case).then(|| word.as_bytes().into()),
                            solid: *solid,
                            sign: Sign::of(signs, word.as_bytes(), *longest),
                        });
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
        for (id, (word, (mut literal, places))) in (0_u32..).zip(table) {
            for place in places {
                if !words.add(&word, id, place, literal.is_word()) {
                    return Err((literal.any_rule().unwrap_or(0), word));
                }
            }
            literal.word = word;
            literals.push(literal);
        }
        words.finish();
        let names = NAMES.map(|name| {
            let mut places = Vec::new();
            pass(name, &words, kernel, &mut Literals(&mut |id, at| places.push((id, at))));
            places
        });
        Ok(Self { words, kernel, literals, shapes, names })
    }

    /// The literal of an index.
    pub(super) fn literal(&self, id: u32) -> Option<&Literal> {
        self.literals.get(usize::try_from(id).ok()?)
    }

    /// All literals.
    pub(super) fn literals(&self) -> impl Iterator<Item = &Literal> {
        self.literals.iter()
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

    /// Whether a literal at `at` of `text` can mean anything to a rule there. Most short words occur within longer ones.
    pub(super) fn can_matter(&self, id: u32, text: &[u8], at: usize) -> bool {
        let Some(literal) = self.literal(id) else { return false };
        let word = Span::new(at, at + literal.word.len());
        let named = literal.named(text, word);
        !named.contexts.is_empty()
            || named.keys().next().is_some() && may_name(text, word)
            || literal.starts.iter().any(|start| start.can_stand(text, word))
    }

    /// Whether a literal stands in `text`, which is short, with which matches begin or that they hold.
    pub(super) fn begins_in(&self, text: &[u8]) -> bool {
        let mut begins = false;
        let mut tell =
            |id: u32, _: usize| begins |= self.literal(id).is_some_and(|literal| !literal.starts.is_empty());
        self.words.begin_in(text, &mut Literals(&mut tell));
        begins
    }

    /// Every literal that occurs in `text` where it can count, in any case, and where it begins; in no order.
    pub(super) fn literals_in(&self, text: &[u8], found: &mut dyn FnMut(&Literal, usize)) {
        // Most text stands in no member.
        if text.is_empty() {
            return;
        }
        let mut tell = |id: u32, at: usize| {
            if let Some(literal) = self.literal(id) {
                found(literal, at);
            }
        };
        if let Some((_, known)) = NAMES.iter().zip(&self.names).find(|(name, _)| **name == text) {
            known.iter().for_each(|(id, at)| tell(*id, *at));
        } else {
            pass(text, &self.words, self.kernel, &mut Literals(&mut tell));
        }
    }

    /// Whether it is known without a look that no literal stands in a name.
    pub(super) fn is_silent(&self, name: &[u8]) -> bool {
        name.is_empty()
            || NAMES.iter().zip(&self.names).any(|(known, found)| *known == name && found.is_empty())
    }

    /// Appends every hit in `text`, in order, and calls `escapes` for every 64 bytes with a backslash, with the bits.
    pub(super) fn run(&self, text: &[u8], hits: &mut Vec<Hit>, escapes: impl FnMut(usize, u64)) {
        let first = hits.len();
        pass(text, &self.words, self.kernel, &mut Hits { trigger: self, text, first, hits, escapes });
    }
}

/// Tells the literals and where they begin.
struct Literals<'a>(&'a mut dyn FnMut(u32, usize));

impl Sink for Literals<'_> {
    fn event(&mut self, event: Event, at: usize) {
        if let Event::Literal(id) = event {
            (self.0)(id, at);
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
            Event::Literal(id) if self.trigger.can_matter(id, self.text, at) => What::Literal(id),
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
    pub(super) const fn add(&mut self, literal: &Literal) {
        self.pairs |= literal.is_key();
        self.context |= literal.is_context();
    }
}
