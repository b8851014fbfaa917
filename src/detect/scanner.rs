//! The scanner: immutable rules, and the cache that a worker brings along.

use super::check::{CHECKS, Check};
use super::classes::Kernel;
use super::compiled::Compiled;
use super::confirm::{self, Match};
use super::heads::any_head;
use super::inert::inert_labels;
use super::label_set::LabelSet;
use super::lazy::LazyStart;
use super::naive;
use super::pattern::{Memory, compile};
use super::survey::{self, Own, Survey};
use super::trigger::{Hit, Trigger, What};
use crate::rules::{Confidence, Find, Rule, Start, builtin};
use crate::span::{LABEL_PREFIX, Recognise, Span, UNION_CLASS, label_at, label_name, recognised_end};
use crate::text::Segment;
use std::borrow::Cow;
use std::fmt;
use std::sync::{Arc, Weak};

/// A rule of a [`Scanner`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct RuleIndex(pub(super) u32);

impl RuleIndex {
    /// The position in [`Scanner::rules`].
    #[must_use]
    pub fn get(self) -> usize {
        usize::try_from(self.0).unwrap_or(usize::MAX)
    }
}

/// How to search.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum Method {
    /// Rules are tried where the trigger pass points.
    #[default]
    Triggered,
    /// The same with vectors of 32 bytes, as AVX2 has them, where the processor has longer ones. Finds the same: a reference
    /// of tests and benchmarks.
    Narrow,
    /// The same without vector instructions. Finds the same: a reference of tests and benchmarks.
    Portable,
    /// Every rule is tried at every position. Finds the same and is slower by orders of magnitude: the reference of
    /// tests and benchmarks.
    Naive,
}

/// Finds everything that its rules describe. Immutable and shared between threads; a copy is cheap.
#[derive(Clone, Debug)]
pub struct Scanner {
    pub(super) rules: Arc<[Compiled]>,
    pub(super) trigger: Arc<Trigger>,
    pub(super) minimum: Confidence,
    pub(super) method: Method,
    /// Names in labels and stubs that are given out.
    label_names: Arc<LabelSet>,
    /// Those of [inert](inert_labels) labels.
    inert_names: Arc<LabelSet>,
    /// Tells tokens of ours.
    tokens: Option<Arc<dyn Recognise>>,
}

impl Scanner {
    /// A scanner of the built-in rules, for findings of medium confidence and above.
    ///
    /// # Errors
    /// [`BuildError`] if the rules exceed a limit of the automaton; the built-in ones do not.
    pub fn builtin() -> Result<Self, BuildError> {
        Builder::default().build()
    }

    /// The rule that a finding names.
    #[must_use]
    pub fn rule(&self, index: RuleIndex) -> Option<&Rule> {
        self.rules.get(index.get()).map(|c| c.rule.as_ref())
    }

    /// All rules with their indices.
    pub fn rules(&self) -> impl Iterator<Item = (RuleIndex, &Rule)> {
        (0..).map(RuleIndex).zip(self.rules.iter().map(|c| c.rule.as_ref()))
    }

    /// The least confidence of its findings.
    #[must_use]
    pub const fn minimum(&self) -> Confidence {
        self.minimum
    }

    /// Looks at the bytes `span` of a block in which events lie.
    pub(crate) fn survey(&self, cache: &mut Cache, block: &[u8], span: Span) {
        survey::survey(self, cache, block, span);
    }

    /// Whether the block around `event` was looked at.
    pub(crate) const fn is_surveyed(cache: &Cache, event: Span) -> bool {
        cache.survey.covers(event)
    }

    /// Whether nothing can be found in an event of the block that was looked at. If not, its search must come next.
    pub(crate) fn is_quiet(&self, cache: &mut Cache, event: Span) -> bool {
        let quiet = cache.survey.is_quiet(self, event);
        if !quiet && self.method != Method::Naive {
            cache.survey.announce(event);
        }
        quiet
    }

    /// Forgets the block.
    pub(crate) fn end_survey(cache: &mut Cache) {
        cache.survey.clear();
    }

    /// Begins a unit; returns whether its segments need to be looked at, and whether it holds a backslash if that is known.
    pub(crate) fn enter(
        &self,
        cache: &mut Cache,
        unit: &[u8],
        key: &[u8],
        outer: &[u8],
    ) -> (bool, Option<bool>) {
        if self.method == Method::Naive {
            return (true, None);
        }
        let (wanted, escapes) = confirm::enter(self, cache, unit, key, outer);
        (wanted, Some(escapes))
    }

    /// Whether the key that the unit entered last stands under could mean something to what is in it.
    pub(crate) fn inherits(&self, cache: &Cache) -> bool {
        self.method == Method::Naive || confirm::inherits(cache)
    }

    /// The first place at `at` or behind in the unit entered last where a rule could match or find a name; nought, for any
    /// `at`, if that could be anywhere.
    pub(crate) fn next_hit(&self, cache: &Cache, at: usize) -> Option<usize> {
        if self.method == Method::Naive || self.minimum == Confidence::Low {
            return Some(0);
        }
        confirm::next_hit(cache, at)
    }

    /// Appends the findings in a segment of the unit entered last; spans are of the unit.
    pub(crate) fn segment(&self, cache: &mut Cache, segment: &Segment<'_>, found: &mut Vec<Match>) {
        if self.method == Method::Naive {
            naive::segment(self, cache, segment, found);
        } else {
            confirm::segment(self, cache, segment, found);
        }
    }

    /// Appends the findings in `segment`, if it is the event that was announced, and nothing but running text under names that
    /// say nothing; spans are of the unit. Else `None`, and the event is to be entered.
    pub(crate) fn running(
        &self,
        cache: &mut Cache,
        segment: &Segment<'_>,
        found: &mut Vec<Match>,
    ) -> Option<Own> {
        if !self.tells_all() || [segment.key, segment.outer].iter().any(|name| !self.trigger.is_silent(name))
        {
            return None;
        }
        let own = cache.survey.take_running(segment.unit)?;
        confirm::running(self, cache, segment, own, found);
        Some(own)
    }

    /// The places in that event that rules point to, in positions of the unit.
    pub(crate) fn hits_of(&self, cache: &Cache, own: Own) -> impl Iterator<Item = (usize, Hit)> {
        cache.survey.hits_of(own).filter(|hit| hit.points()).map(|hit| (hit.at, hit))
    }

    /// Whether [`Self::hits_in`] tells every place by which something can be found.
    pub(crate) fn tells_all(&self) -> bool {
        self.method != Method::Naive && self.minimum > Confidence::Low
    }

    /// The places in `span` of the unit entered last that rules point to, in positions of the unit.
    pub(crate) fn hits_in(&self, cache: &Cache, span: Span) -> impl Iterator<Item = (usize, Hit)> {
        confirm::hits_in(cache, span).map(|hit| (hit.at, hit))
    }

    /// Whether something could be found by a hit at `at` of `text`. The pass over a block sees more than one event of it, and
    /// tells more.
    pub(crate) fn can_matter(&self, hit: Hit, text: &[u8], at: usize) -> bool {
        match hit.what {
            What::Literal(id) => self.trigger.can_matter(id, text, at),
            What::Shape(_) | What::Number => true,
            What::Nothing => false,
        }
    }

    /// Whether names around a segment of the unit entered last could mean something to it.
    pub(crate) fn has_named(&self, cache: &Cache, segment: &Segment<'_>) -> bool {
        confirm::any_name_hit(cache, segment)
    }

    /// Appends what is found by `hits` and by the names around it in a segment that is a unit of its own.
    pub(crate) fn again(
        &self,
        cache: &mut Cache,
        segment: &Segment<'_>,
        hits: impl Iterator<Item = (usize, Hit)>,
        found: &mut Vec<Match>,
    ) {
        confirm::again(self, cache, segment, hits.map(|(at, hit)| Hit { at, ..hit }), found);
    }

    /// Whether nothing can be found by a label of ours, wherever it stands.
    pub(crate) fn is_inert(&self, label: &[u8]) -> bool {
        let name = label.strip_prefix(LABEL_PREFIX.as_bytes());
        name.is_some_and(|name| self.inert_names.holds(name))
    }

    /// Whether the head of an account number stands in the end of `text`, of which the pass saw nothing since too little follows.
    pub(crate) fn begins_account(text: &[u8]) -> bool {
        any_head(text)
    }

    /// Whether a literal stands in `text` with which matches begin, or that they hold, if enough follows.
    pub(crate) fn begins_in(&self, text: &[u8]) -> bool {
        self.trigger.begins_in(text)
    }

    /// The names of all labels, and of those that are inert.
    #[cfg(test)]
    pub(super) fn labels(&self) -> (&LabelSet, &LabelSet) {
        (&self.label_names, &self.inert_names)
    }

    /// Ends the unit entered last.
    pub(crate) fn leave(&self, cache: &mut Cache) {
        if self.method != Method::Naive {
            confirm::leave(cache);
        }
    }

    /// Whether a match that begins at `at` begins within a label or token of ours, whose words mean nothing.
    pub(crate) fn in_label(&self, text: &[u8], at: usize) -> bool {
        label_at(text, at).is_some_and(|name| self.is_label(name)) || self.token_end(text, at).is_some()
    }

    /// The same scanner, which tells other tokens from look-alikes.
    pub(crate) fn recognising(&self, tokens: Option<Arc<dyn Recognise>>) -> Self {
        Self { tokens, ..self.clone() }
    }

    /// Whether a value is one token of ours and nothing else.
    pub(crate) fn is_token(&self, value: &[u8]) -> bool {
        self.tokens.as_deref().is_some_and(|tokens| tokens.length(value) == Some(value.len()))
    }

    /// The end of the token of ours that the byte at `at` lies in.
    fn token_end(&self, text: &[u8], at: usize) -> Option<usize> {
        recognised_end(self.tokens.as_deref()?, text, at)
    }

    /// Whether a value is made of labels and tokens of ours and of nothing else that holds a letter or a digit. A pattern
    /// may take a part of a token for its value.
    pub(crate) fn is_dealt_with(&self, text: &[u8], value: Span) -> bool {
        let mut at = value.start;
        let mut labels = 0;
        loop {
            let rest = Span::new(at, value.end).of(text);
            let blank = rest.iter().take_while(|b| !b.is_ascii_alphanumeric() && b.is_ascii()).count();
            at += blank;
            let rest = rest.get(blank..).unwrap_or_default();
            if rest.is_empty() {
                return labels > 0;
            }
            at = match label_name(rest, LABEL_PREFIX) {
                Some((name, len)) if self.is_label(name) => at + len,
                _ => match self.token_end(text, at) {
                    Some(end) => end,
                    None => return false,
                },
            };
            labels += 1;
        }
    }

    /// Whether `name` is what follows the prefix in a label or stub of ours.
    fn is_label(&self, name: &[u8]) -> bool {
        self.label_names.holds(name)
    }
}

/// Chooses what a [`Scanner`] looks for.
#[derive(Debug)]
pub struct Builder {
    rules: Vec<Cow<'static, Rule>>,
    checks: Vec<(&'static str, Check)>,
    minimum: Confidence,
    method: Method,
    tokens: Option<Arc<dyn Recognise>>,
    labels: Vec<String>,
}

impl Default for Builder {
    /// The built-in rules and checks, medium confidence.
    fn default() -> Self {
        Self {
            rules: builtin().iter().map(Cow::Borrowed).collect(),
            checks: CHECKS.to_vec(),
            minimum: Confidence::Medium,
            method: Method::Triggered,
            tokens: None,
            labels: Vec::new(),
        }
    }
}

impl Builder {
    /// No rules yet; the built-in checks.
    #[must_use]
    pub fn empty() -> Self {
        Self { rules: Vec::new(), ..Self::default() }
    }

    /// Adds a rule.
    #[must_use]
    pub fn rule(mut self, rule: Rule) -> Self {
        self.rules.push(Cow::Owned(rule));
        self
    }

    /// Adds a check that rules may name. It must be pure; if it panics, the event is withheld.
    #[must_use]
    pub fn check(mut self, name: &'static str, check: Check) -> Self {
        self.checks.push((name, check));
        self
    }

    /// Keeps only the rules that `keep` accepts.
    #[must_use]
    pub fn retain(mut self, mut keep: impl FnMut(&Rule) -> bool) -> Self {
        self.rules.retain(|rule| keep(rule));
        self
    }

    /// Sets the least confidence of a finding.
    #[must_use]
    pub const fn minimum(mut self, minimum: Confidence) -> Self {
        self.minimum = minimum;
        self
    }

    /// Sets how to search.
    #[must_use]
    pub const fn method(mut self, method: Method) -> Self {
        self.method = method;
        self
    }

    /// Sets what tells tokens of ours, which are left alone, from look-alikes, which are searched.
    #[must_use]
    pub fn recognise(mut self, tokens: Arc<dyn Recognise>) -> Self {
        self.tokens = Some(tokens);
        self
    }

    /// Makes the label of a class one of ours, which is left alone, though no rule has that class.
    #[must_use]
    pub fn label(mut self, class: &str) -> Self {
        self.labels.push(class.to_owned());
        self
    }

    /// Builds the scanner. Rules that could never reach the minimum are left out; patterns of rules that are not
    /// built in are compiled now, those of the built-in ones when first needed.
    ///
    /// # Errors
    /// [`BuildError`] names the rule and what is wrong with it.
    pub fn build(self) -> Result<Scanner, BuildError> {
        let mut rules = Vec::with_capacity(self.rules.len());
        for rule in self.rules {
            if rule.confidence.max(rule.with_context.unwrap_or(Confidence::Low)) < self.minimum {
                continue;
            }
            let fail = |problem: String| BuildError { rule: rule.id.clone().into_owned(), problem };
            let check = match &rule.check {
                None => None,
                Some(name) => Some(
                    self.checks
                        .iter()
                        .find(|(known, _)| known == name)
                        .map(|(_, check)| *check)
                        .ok_or_else(|| fail(format!("there is no check named {name}")))?,
                ),
            };
            if let Cow::Owned(rule) = &rule {
                validate(rule).map_err(fail)?;
            }
            rules.push(Compiled::new(rule, check, self.minimum));
        }
        let kernel = match self.method {
            Method::Triggered | Method::Naive => Kernel::detect(),
            Method::Narrow => Kernel::narrow(),
            Method::Portable => Kernel::Portable,
        };
        let trigger = Trigger::new(&rules, kernel).map_err(|(rule, literal)| BuildError {
            rule: rules.get(rule).map_or_else(String::new, |c| c.rule.id.clone().into_owned()),
            problem: format!("the literal {:?} is too short to be found", String::from_utf8_lossy(&literal)),
        })?;
        let classes = rules.iter().map(|c| c.rule.class.as_ref()).chain([UNION_CLASS]);
        let classes = classes.chain(self.labels.iter().map(String::as_str));
        let label_names = classes.map(name_in_label).collect();
        let inert_names = inert_labels(&trigger, &label_names);
        Ok(Scanner {
            rules: rules.into(),
            trigger: Arc::new(trigger),
            minimum: self.minimum,
            method: self.method,
            label_names: Arc::new(label_names),
            inert_names: Arc::new(inert_names),
            tokens: self.tokens,
        })
    }
}

/// What stands in a label for a class.
fn name_in_label(class: &str) -> Vec<u8> {
    let label = crate::span::Patch::label(class);
    label.as_bytes().get(LABEL_PREFIX.len()..).unwrap_or_default().to_vec()
}

/// Checks of a rule beyond its types.
pub(crate) fn validate(rule: &Rule) -> Result<(), String> {
    let regex = compile(rule).map_err(|e| format!("the pattern does not compile: {e}"))?;
    match &rule.find {
        Find::Pattern { start, capture, .. } => {
            if *capture >= regex.captures_len() || *capture > 7 {
                return Err(format!("there is no group {capture} (up to 7 can be named)"));
            }
            match start {
                Start::Literals { words, .. } if words.iter().any(|w| w.is_empty()) || words.is_empty() => {
                    Err("a literal is empty".to_owned())
                }
                Start::Shape(shape)
                    if shape.is_lazy() && (rule.context.is_empty() || rule.confidence > Confidence::Low) =>
                {
                    Err("the shapes digit and word are only for rules of low confidence with context words"
                        .to_owned())
                }
                _ => Ok(()),
            }
        }
        Find::Pair { keys, .. } if keys.is_empty() || keys.iter().any(|k| k.len() < 3) => {
            Err("a key word has less than three letters".to_owned())
        }
        Find::Pair { .. } => Ok(()),
    }
}

impl BuildError {
    /// What is wrong, with a rule or (empty) as a whole.
    pub(crate) fn new(rule: &str, problem: String) -> Self {
        Self { rule: rule.to_owned(), problem }
    }
}

/// Why a scanner could not be built.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BuildError {
    rule: String,
    problem: String,
}

impl fmt::Display for BuildError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.rule.is_empty() {
            f.write_str(&self.problem)
        } else {
            write!(f, "rule {}: {}", self.rule, self.problem)
        }
    }
}

impl std::error::Error for BuildError {}

/// Memory of a search. One for each worker; between units it holds no text but
/// the first bytes of what each rule tried last in vain.
#[derive(Debug, Default)]
pub struct Cache {
    /// Whose patterns the memories are of.
    rules: Option<Weak<[Compiled]>>,
    memories: Vec<Memory>,
    pub(super) hits: Vec<Hit>,
    pub(super) units: Vec<confirm::Unit>,
    pub(super) windows: Vec<confirm::Window>,
    pub(super) starts: Vec<LazyStart>,
    pub(super) survey: Survey,
}

impl Cache {
    /// Forgets the state of an event that was given up half way.
    pub(crate) fn reset(&mut self) {
        self.hits.clear();
        self.units.clear();
        self.windows.clear();
    }

    /// The memory of a rule's pattern. What was learnt with the rules of another scanner is forgotten.
    #[inline]
    pub(super) fn memory(&mut self, scanner: &Scanner, rule: usize) -> Option<&mut Memory> {
        let known = self.rules.as_ref().map(Weak::as_ptr);
        if !known.is_some_and(|known| std::ptr::addr_eq(known, Arc::as_ptr(&scanner.rules))) {
            self.forget(scanner);
        }
        self.memories.get_mut(rule)
    }

    #[cold]
    fn forget(&mut self, scanner: &Scanner) {
        self.rules = Some(Arc::downgrade(&scanner.rules));
        self.memories.clear();
        self.memories.resize_with(scanner.rules.len(), Memory::default);
    }
}
