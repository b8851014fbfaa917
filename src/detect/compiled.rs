//! A rule, ready to be tried.

use super::Check;
use super::check::{Gate, gate};
use super::confirm::LAZY_LENGTH;
use super::context::Near;
use super::entropy::entropy;
use super::hand::{AddressCheck, Hand, Seen, hand};
use super::lazy::Ahead;
use super::sign::Sign;
use crate::rules::{Bound, Confidence, Find, Head, Rule, Shape, Start};
use crate::span::Span;
use memchr::memmem::Finder;
use regex_automata::meta;
use regex_automata::util::syntax;
use regex_automata::{Anchored, Input};
use std::borrow::Cow;
use std::sync::OnceLock;

/// A rule with its pattern, check and words.
#[derive(Debug)]
pub(super) struct Compiled {
    pub(super) rule: Cow<'static, Rule>,
    pub(super) check: Option<Check>,
    pub(super) context: Near,
    pub(super) against: Near,
    /// Whether it can only pass the scanner's minimum with a context word near.
    pub(super) needs_context: bool,
    /// Finds a literal that every match of a lazy shape holds.
    inner: Option<Finder<'static>>,
    /// A sign that every match of a shape holds.
    sign: Option<Sign>,
    /// What recognises the matches of a frequent pattern instead of it, and what checks them instead of the check.
    hand: Option<(&'static Hand, Option<AddressCheck>)>,
    /// Built on first use: most patterns are never needed by a given stream.
    regex: OnceLock<Option<meta::Regex>>,
}

/// What a recogniser saw at one place: rules of a shape have one pattern and part by their checks.
#[derive(Default)]
pub(super) struct Shared(Option<(&'static Hand, Option<Seen>)>);

impl Shared {
    /// What the recogniser sees at `at` of `text`, which is the same at each call.
    fn of(&mut self, hand: &'static Hand, text: &[u8], at: usize) -> Option<Seen> {
        match self.0 {
            Some((known, seen)) if std::ptr::eq(known, hand) => seen,
            _ => self.0.insert((hand, (hand.look)(text, at))).1,
        }
    }
}

impl Compiled {
    pub(super) fn new(rule: Cow<'static, Rule>, check: Option<Check>, minimum: Confidence) -> Self {
        Self {
            context: Near::new(&rule.context),
            against: Near::new(&rule.against),
            needs_context: rule.confidence < minimum,
            inner: match &rule.find {
                Find::Pattern { start: Start::Shape(shape), inner, .. } => {
                    (shape.is_lazy() && !inner.is_empty()).then(|| Finder::new(inner.as_ref()).into_owned())
                }
                Find::Pattern { .. } | Find::Pair { .. } => None,
            },
            sign: match &rule.find {
                Find::Pattern { start: Start::Shape(_), signs, longest, .. } => {
                    Sign::of(signs, b"", *longest)
                }
                Find::Pattern { .. } | Find::Pair { .. } => None,
            },
            check,
            hand: match &rule.find {
                Find::Pattern { pattern, ignore_case, capture, .. } => hand(pattern, *ignore_case, *capture)
                    .map(|hand| (hand, rule.check.as_deref().and_then(|name| hand.check(name)))),
                Find::Pair { .. } => None,
            },
            rule,
            regex: OnceLock::new(),
        }
    }

    /// The pattern; `None` if it does not compile, which the tests exclude for built-in rules and
    /// [`Builder`](super::Builder) for others.
    pub(super) fn regex(&self) -> Option<&meta::Regex> {
        self.regex.get_or_init(|| compile(&self.rule).ok()).as_ref()
    }

    pub(super) fn lazy_shape(&self) -> Option<Shape> {
        self.lazy_start().map(|(shape, _)| shape)
    }

    /// What its check asks of a text that begins where a match does, if the match is what is checked and no digit may follow.
    pub(super) fn gate(&self) -> Option<Gate> {
        match &self.rule.find {
            Find::Pattern { capture: 0, right, .. } if *right != Bound::None => {
                gate(self.rule.check.as_deref()?)
            }
            Find::Pattern { .. } | Find::Pair { .. } => None,
        }
    }

    /// Finds a literal that every match holds; only for rules with a lazy shape.
    pub(super) const fn inner(&self) -> Option<&Finder<'static>> {
        self.inner.as_ref()
    }

    /// The lazy shape, and what must stand where a match begins.
    pub(super) fn lazy_start(&self) -> Option<(Shape, Ahead)> {
        match &self.rule.find {
            Find::Pattern { start: Start::Shape(shape), solid, digits, .. } if shape.is_lazy() => {
                Some((*shape, Ahead { solid: *solid, digits: *digits }))
            }
            _ => None,
        }
    }

    /// The finding of a match that begins at `at` of `text`, if pattern, bounds and check hold.
    pub(super) fn matches_at(
        &self,
        text: &[u8],
        at: usize,
        cache: &mut Option<meta::Cache>,
        shared: &mut Shared,
    ) -> Option<Span> {
        let Some((hand, check)) = self.hand else {
            let can_match = self.can_begin(text, at) && self.has_digits(text, at, cache);
            return if can_match { self.pattern_at(text, at, cache) } else { None };
        };
        let seen = shared.of(hand, text, at)?;
        // The check tells more than the bounds, and for less.
        if check.is_some_and(|check| !seen.address.is_some_and(check)) {
            return None;
        }
        let found = self.within_bounds(text, at, || Some((seen.end, seen.found)))?;
        let value = found.of(text);
        (if check.is_some() { self.is_random(value) } else { self.passes(value) }).then_some(found)
    }

    /// What the first bytes of its matches can be; nothing where a recogniser tells as much.
    pub(super) fn head(&self) -> Head {
        match &self.rule.find {
            Find::Pattern { head, .. } if self.hand.is_none() => head.clone(),
            Find::Pattern { .. } | Find::Pair { .. } => Head::UNKNOWN,
        }
    }

    /// Whether the bytes from `at` on can be a match, as far as its first ones and signs are known.
    fn can_begin(&self, text: &[u8], at: usize) -> bool {
        let rest = text.get(at..).unwrap_or_default();
        match &self.rule.find {
            Find::Pattern { head, .. } => head.fits(rest) && self.sign.is_none_or(|sign| sign.is_near(rest)),
            Find::Pair { .. } => false,
        }
    }

    /// Whether what matches at `at` has as many digits as the check asks for. To tell a group costs another engine than to
    /// tell the end of the match.
    fn has_digits(&self, text: &[u8], at: usize, cache: &mut Option<meta::Cache>) -> bool {
        let Find::Pattern { capture: 1.., digits: least @ 1.., .. } = &self.rule.find else { return true };
        let Some(regex) = self.regex() else { return false };
        let cache = cache.get_or_insert_with(|| regex.create_cache());
        let end = regex.search_half_with(cache, &Input::new(text).range(at..).anchored(Anchored::Yes));
        end.is_some_and(|end| {
            let matched = Span::new(at, end.offset()).of(text);
            matched.iter().filter(|b| b.is_ascii_digit()).count() >= *least
        })
    }

    /// The same by the pattern alone.
    pub(super) fn pattern_at(&self, text: &[u8], at: usize, cache: &mut Option<meta::Cache>) -> Option<Span> {
        let Find::Pattern { capture, .. } = &self.rule.find else { return None };
        let found = self.within_bounds(text, at, || {
            let regex = self.regex()?;
            let cache = cache.get_or_insert_with(|| regex.create_cache());
            let input = Input::new(text).range(at..).anchored(Anchored::Yes);
            if *capture == 0 {
                let found = regex.search_with(cache, &input)?;
                return Some((found.end(), Span::new(found.start(), found.end())));
            }
            // Two slots for each group.
            let mut slots = [None; 16];
            let slots = slots.get_mut(..(capture + 1) * 2)?;
            regex.search_slots_with(cache, &input, slots)?;
            let slot = |i: usize| Some(slots.get(i)?.as_ref()?.get());
            Some((slot(1)?, Span::new(slot(capture * 2)?, slot(capture * 2 + 1)?)))
        })?;
        self.passes(found.of(text)).then_some(found)
    }

    /// The finding in the match that `matched` gives, with the end of the whole, if the bounds hold.
    fn within_bounds(
        &self,
        text: &[u8],
        at: usize,
        matched: impl FnOnce() -> Option<(usize, Span)>,
    ) -> Option<Span> {
        let Find::Pattern { left, right, .. } = &self.rule.find else { return None };
        if !Bound::allows_before(*left, text, at) {
            return None;
        }
        let (end, found) = matched()?;
        // A rule that context words arm is tried in a window around them only; so that the window is all there is,
        // its matches are bounded.
        if self.lazy_shape().is_some() && end - at > LAZY_LENGTH {
            return None;
        }
        (!found.is_empty() && Bound::allows_after(*right, text, end)).then_some(found)
    }

    /// Whether `value` as a whole is a value of this pair rule.
    pub(super) fn takes_value(&self, value: &[u8], cache: &mut Option<meta::Cache>) -> bool {
        let Some(regex) = self.regex() else { return false };
        let cache = cache.get_or_insert_with(|| regex.create_cache());
        let input = Input::new(value).anchored(Anchored::Yes);
        regex.search_with(cache, &input).is_some() && self.passes(value)
    }

    fn passes(&self, value: &[u8]) -> bool {
        self.check.is_none_or(|check| check(value)) && self.is_random(value)
    }

    /// Whether a value is as random as the rule asks for.
    fn is_random(&self, value: &[u8]) -> bool {
        self.rule.entropy.is_none_or(|least| entropy(value) > least)
    }
}

/// Compiles the pattern of a rule.
pub(super) fn compile(rule: &Rule) -> Result<meta::Regex, Box<meta::BuildError>> {
    let (pattern, ignore_case) = match &rule.find {
        Find::Pattern { pattern, ignore_case, .. } => (Cow::Borrowed(pattern.as_ref()), *ignore_case),
        Find::Pair { pattern, .. } => (Cow::Owned(format!(r"\A(?:{pattern})\z")), false),
    };
    meta::Builder::new()
        .configure(meta::Config::new().utf8_empty(false))
        .syntax(syntax::Config::new().unicode(false).utf8(false).case_insensitive(ignore_case))
        .build(&pattern)
        .map_err(Box::new)
}
