//! A rule, ready to be tried.

use super::Check;
use super::check::{Gate, gate};
use super::confirm::LAZY_LENGTH;
use super::context::Near;
use super::entropy::entropy;
use super::hand::{AddressCheck, Hand, Seen, hand};
use super::lazy::Ahead;
use super::pattern::{Memory, Pattern};
use super::sign::Sign;
use crate::rules::{Bound, Confidence, Find, Head, Rule, Shape, Start};
use crate::span::Span;
use memchr::memmem::Finder;
use regex_automata::meta;
use std::borrow::Cow;

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
    pattern: Pattern,
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
                    let literal = inner.literal();
                    (shape.is_lazy() && !literal.is_empty()).then(|| Finder::new(literal).into_owned())
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
            pattern: Pattern::default(),
        }
    }

    /// The pattern; `None` if it does not compile, which the tests exclude for built-in rules and
    /// [`Builder`](super::Builder) for others.
    pub(super) fn regex(&self) -> Option<&meta::Regex> {
        self.pattern.regex(&self.rule)
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

    /// Whether a literal that every match of a lazy shape holds stands in `text`, as it can stand in a match.
    pub(super) fn holds_inner(&self, text: &[u8]) -> bool {
        let (Some(finder), Find::Pattern { inner, .. }) = (&self.inner, &self.rule.find) else { return true };
        let mut rest = Span::new(0, text.len());
        while let Some(at) = finder.find(rest.of(text)) {
            if inner.can_stand(text, rest.start + at) {
                return true;
            }
            rest.start += at + 1;
        }
        false
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
        memory: &mut Memory,
        shared: &mut Shared,
    ) -> Option<Span> {
        let Some((hand, check)) = self.hand else {
            return if self.can_begin(text, at) { self.match_at(text, at, memory) } else { None };
        };
        let seen = shared.of(hand, text, at)?;
        // The check tells more than the bounds, and for less.
        if check.is_some_and(|check| !seen.address.is_some_and(check)) {
            return None;
        }
        let found = self.within_bounds(text, at, || Some([Span::new(at, seen.end), seen.found]))?;
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

    /// The same for a place where a match can begin as far as its head and signs tell.
    fn match_at(&self, text: &[u8], at: usize, memory: &mut Memory) -> Option<Span> {
        let Find::Pattern { capture, within, digits, .. } = &self.rule.find else { return None };
        let found = self.within_bounds(text, at, || {
            let rule = &self.rule;
            // To tell a group can cost another engine than to tell the end of the match.
            if *capture > 0 && !within.is_known() && *digits > 0 {
                let whole = Span::new(at, self.pattern.end(rule, text, at, memory)?);
                if whole.of(text).iter().filter(|b| b.is_ascii_digit()).count() < *digits {
                    return None;
                }
            }
            self.pattern.group(rule, text, at, *capture, within, memory)
        })?;
        self.passes(found.of(text)).then_some(found)
    }

    /// The same by the general engine alone.
    pub(super) fn pattern_at(&self, text: &[u8], at: usize, memory: &mut Memory) -> Option<Span> {
        let Find::Pattern { capture, .. } = &self.rule.find else { return None };
        let matched = || self.pattern.by_engine(&self.rule, text, at, *capture, memory);
        let found = self.within_bounds(text, at, matched)?;
        self.passes(found.of(text)).then_some(found)
    }

    /// The finding, if the bounds hold. `matched` gives the whole match, then the finding.
    fn within_bounds(
        &self,
        text: &[u8],
        at: usize,
        matched: impl FnOnce() -> Option<[Span; 2]>,
    ) -> Option<Span> {
        let Find::Pattern { left, right, .. } = &self.rule.find else { return None };
        if !Bound::allows_before(*left, text, at) {
            return None;
        }
        let [Span { end, .. }, found] = matched()?;
        // A rule that context words arm is tried in a window around them only; so that the window is all there is,
        // its matches are bounded.
        if self.lazy_shape().is_some() && end - at > LAZY_LENGTH {
            return None;
        }
        (!found.is_empty() && Bound::allows_after(*right, text, end)).then_some(found)
    }

    /// Whether `value` as a whole is a value of this pair rule.
    pub(super) fn takes_value(&self, value: &[u8], memory: &mut Memory) -> bool {
        self.pattern.end(&self.rule, value, 0, memory).is_some() && self.passes(value)
    }

    /// The same by the general engine alone.
    pub(super) fn takes_value_by_engine(&self, value: &[u8], memory: &mut Memory) -> bool {
        self.pattern.by_engine(&self.rule, value, 0, 0, memory).is_some() && self.passes(value)
    }

    fn passes(&self, value: &[u8]) -> bool {
        self.check.is_none_or(|check| check(value)) && self.is_random(value)
    }

    /// Whether a value is as random as the rule asks for.
    fn is_random(&self, value: &[u8]) -> bool {
        self.rule.entropy.is_none_or(|least| entropy(value) > least)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::builtin;

    #[test]
    fn an_inner_literal_counts_where_it_can_stand() {
        let rule = builtin().iter().find(|rule| rule.id == "phone-area-in-brackets").unwrap();
        let compiled = Compiled::new(Cow::Borrowed(rule), None, Confidence::Medium);
        for (text, holds) in [
            (&b"(true) and no more"[..], false),
            (b"(true) (030) 1", true),
            (b"))1)", true),
            (b") 555 1234", true),
            (b"call\xE4) 1", true),
            (b"no bracket", false),
            (b"", false),
        ] {
            assert_eq!(compiled.holds_inner(text), holds, "{}", text.escape_ascii());
        }
    }
}
