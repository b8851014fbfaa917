//! From trigger hits to findings.

use super::compiled::{Compiled, Shared};
use super::context::{Around, Near};
use super::lazy;
use super::literal::Literal;
use super::scanner::{Cache, RuleIndex, Scanner};
use super::survey::Own;
use super::trigger::{Hit, Seen, What};
use crate::rules::{CONTEXT_AFTER, CONTEXT_BEFORE, Confidence, Shape};
use crate::span::Span;
use crate::text::{Kind, SHORT_END, Segment, may_name, name_end, value_after, word_at};

/// A finding: where, by which rule, how sure. It holds no text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[non_exhaustive]
pub struct Match {
    /// Bytes of the unit or document.
    pub span: Span,
    /// The rule.
    pub rule: RuleIndex,
    /// How sure.
    pub confidence: Confidence,
}

/// Where the state of a unit begins in the cache.
#[derive(Clone, Copy, Debug)]
pub(super) struct Unit {
    hits: usize,
    /// Whether the key above the unit holds any literal.
    named: bool,
    /// Whether a key of the unit could hold key or context words that the pass over the unit cannot have seen.
    hidden_keys: bool,
    /// Whether a key word of a pair occurs in the unit or in a key above it.
    pairs: bool,
    /// Whether a context word occurs in the unit or in a key above it.
    context: bool,
}

/// A rule with a lazy shape, and the bytes in which its matches may begin.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Window {
    rule: usize,
    span: Span,
}

/// Longest match of a rule with a lazy shape, in bytes. It bounds how far before a context word a match can begin.
pub(super) const LAZY_LENGTH: usize = 512;

/// Longest name of a member that key words give with its end.
const SHORT_NAME: usize = 2;

/// Begins a unit: runs the trigger pass. See [`Scanner::enter`].
pub(super) fn enter(
    scanner: &Scanner,
    cache: &mut Cache,
    unit: &[u8],
    key: &[u8],
    outer: &[u8],
) -> (bool, bool) {
    let hits = cache.hits.len();
    let escaped = cache.survey.take(unit.len(), &mut cache.hits).unwrap_or_else(|| {
        let mut escaped = false;
        scanner.trigger.run(unit, &mut cache.hits, |_, _| escaped = true);
        escaped
    });
    let mut seen = Seen::default();
    for hit in cache.hits.get(hits..).unwrap_or_default() {
        if let What::Literal(id) = hit.what
            && let Some(literal) = scanner.trigger.literal(id)
        {
            seen.add(literal);
        }
    }
    // What ends a short name makes it a literal.
    let mut named = (1..=SHORT_NAME).contains(&key.len());
    scanner.trigger.literals_in(key, &mut |literal, _| {
        named = true;
        seen.add(literal);
    });
    scanner.trigger.literals_in(outer, &mut |literal, _| seen.add(literal));
    let wanted = cache.hits.len() > hits || seen.pairs || seen.context || scanner.minimum == Confidence::Low;
    cache.units.push(Unit { hits, named, hidden_keys: escaped, pairs: seen.pairs, context: seen.context });
    (wanted, escaped)
}

/// Whether the key above the current unit could mean something to what is in it.
pub(super) fn inherits(cache: &Cache) -> bool {
    cache.units.last().is_some_and(|unit| unit.named)
}

/// Ends a unit.
pub(super) fn leave(cache: &mut Cache) {
    if let Some(unit) = cache.units.pop() {
        cache.hits.truncate(unit.hits);
    }
}

/// Finds what `hits` and names point to in a segment that is a unit of its own. See [`Scanner::again`].
pub(super) fn again(
    scanner: &Scanner,
    cache: &mut Cache,
    own: &Segment<'_>,
    hits: impl Iterator<Item = Hit>,
    found: &mut Vec<Match>,
) {
    let first = cache.hits.len();
    cache.hits.extend(hits);
    let named = !own.key.is_empty() || !own.outer.is_empty();
    cache.units.push(Unit { hits: first, named, hidden_keys: false, pairs: named, context: named });
    segment(scanner, cache, own, found);
    leave(cache);
}

/// Finds what is in a segment. See [`Scanner::segment`].
pub(super) fn segment(scanner: &Scanner, cache: &mut Cache, segment: &Segment<'_>, found: &mut Vec<Match>) {
    let Some(unit) = cache.units.last().copied() else { return };
    let low = scanner.minimum == Confidence::Low;
    let names = unit.pairs || unit.context || unit.hidden_keys;
    if !(low || any_hit(cache, segment.span) || names && any_name_hit(cache, segment)) {
        return;
    }
    cache.windows.clear();
    let mut next = first_hit(cache, segment.span.start);
    while let Some(hit) = cache.hits.get(next).copied().filter(|h| h.at < segment.span.end) {
        next += 1;
        if !by_hit(scanner, cache, segment, hit, found)
            && let Some(hit) = cache.hits.get_mut(next - 1)
        {
            hit.what = What::Nothing;
        }
    }
    if names {
        by_key(scanner, cache, segment, found);
    }
    if low {
        let lazy = scanner.rules.iter().enumerate().filter(|(_, c)| c.lazy_shape().is_some());
        cache.windows.extend(lazy.map(|(rule, _)| Window { rule, span: segment.span }));
    }
    try_lazy(scanner, cache, segment, found);
}

/// Finds what is in running text that is a unit of its own, from its hits in the survey. The names around it hold no literal.
pub(super) fn running(
    scanner: &Scanner,
    cache: &mut Cache,
    segment: &Segment<'_>,
    own: Own,
    found: &mut Vec<Match>,
) {
    cache.windows.clear();
    let mut number = 0;
    while let Some(hit) = cache.survey.next_of(own, number) {
        if !by_hit(scanner, cache, segment, hit, found) {
            cache.survey.forget(own, number);
        }
        number += 1;
    }
    try_lazy(scanner, cache, segment, found);
}

/// Tries what a hit points to. Returns whether it can mean anything where it stands.
fn by_hit(
    scanner: &Scanner,
    cache: &mut Cache,
    segment: &Segment<'_>,
    hit: Hit,
    found: &mut Vec<Match>,
) -> bool {
    match hit.what {
        What::Shape(shape) => {
            let mut shared = Shared::default();
            for &rule in scanner.trigger.shape(shape) {
                attempt(scanner, cache, segment, rule, hit.at, &mut shared, found);
            }
            true
        }
        What::Literal(id) => scanner
            .trigger
            .literal(id)
            .is_none_or(|known| literal(scanner, cache, segment, known, hit.at, found)),
        // It concerns how the text is read, not what is in it.
        What::Number | What::Nothing => true,
    }
}

/// Tries the rules with a lazy shape in their windows.
fn try_lazy(scanner: &Scanner, cache: &mut Cache, segment: &Segment<'_>, found: &mut Vec<Match>) {
    if cache.windows.is_empty() {
        return;
    }
    cache.windows.retain(|window| {
        let reach = window.span.end.saturating_add(LAZY_LENGTH).min(segment.span.end);
        let text = Span::new(window.span.start, reach).of(segment.unit);
        scanner.rules.get(window.rule).is_some_and(|compiled| compiled.holds_inner(text))
    });
    let Some(search) = lazy_search(scanner, &cache.windows, segment.span.start) else { return };
    let mut windows = std::mem::take(&mut cache.windows);
    let mut starts = std::mem::take(&mut cache.starts);
    windows.sort_unstable();
    starts.clear();
    // In positions of the segment; the last one first.
    let local = |at: usize| at.saturating_sub(segment.span.start);
    lazy::lazy_starts(scanner.trigger.kernel(), segment.text(), search, &mut starts);
    let most = lazy::most(&starts);
    let mut rule = usize::MAX;
    let mut done = 0;
    for window in &windows {
        // Windows of a rule may overlap; each position is tried once, in order.
        let begin = if window.rule == rule { window.span.start.max(done) } else { window.span.start };
        rule = window.rule;
        done = begin.max(window.span.end);
        let Some(compiled) = scanner.rules.get(rule) else { continue };
        let Some((shape, least)) = compiled.lazy_start().filter(|(_, least)| most.holds(*least)) else {
            continue;
        };
        let first = starts.partition_point(|s| s.at >= local(window.span.end));
        for start in starts.get(first..).unwrap_or_default().iter().take_while(|s| s.at >= local(begin)) {
            if start.can_begin(shape, least) {
                attempt(
                    scanner,
                    cache,
                    segment,
                    rule,
                    segment.span.start + start.at,
                    &mut Shared::default(),
                    found,
                );
            }
        }
    }
    cache.windows = windows;
    cache.starts = starts;
}

/// What all the windows ask for, in positions from `base` on; `None` if there are none.
fn lazy_search(scanner: &Scanner, windows: &[Window], base: usize) -> Option<lazy::Search> {
    let from = windows.iter().map(|w| w.span.start).min()?;
    let to = windows.iter().map(|w| w.span.end).max()?;
    let starts = || windows.iter().filter_map(|w| scanner.rules.get(w.rule)?.lazy_start());
    Some(lazy::Search {
        from: from.saturating_sub(base),
        to: to.saturating_sub(base),
        digits_only: starts().all(|(shape, _)| shape == Shape::Digit),
        most: starts().map(|(_, least)| least.solid).max().unwrap_or(0),
        least: starts().map(|(_, least)| least).reduce(lazy::Ahead::and).unwrap_or_default(),
    })
}

/// A literal occurs at `at` of the unit. Returns whether it can mean anything there, in any segment.
fn literal(
    scanner: &Scanner,
    cache: &mut Cache,
    segment: &Segment<'_>,
    literal: &Literal,
    at: usize,
    found: &mut Vec<Match>,
) -> bool {
    let span = Span::new(at, at + literal.word.len());
    if !segment.span.contains(span) {
        return true;
    }
    let mut stands = false;
    for start in &literal.starts {
        let at = at.checked_sub(start.offset).filter(|at| *at >= segment.span.start);
        // What was tried in vain is the cheapest to ask for. It may not even stand here; that it does costs a look at most.
        let vain = at.is_some_and(|at| is_vain(scanner, cache, segment, start.rule, at));
        if vain || start.can_stand(segment.unit, span) {
            stands = true;
            if let Some(at) = at.filter(|_| !vain) {
                attempt(scanner, cache, segment, start.rule, at, &mut Shared::default(), found);
            }
        }
    }
    let named = literal.named(segment.unit, span);
    let mut keys = named.keys().peekable();
    let means = stands || keys.peek().is_some() || !named.contexts.is_empty();
    // The pass asks what a key word could name only if it is nothing else.
    let may_name = || !literal.is_context() || may_name(segment.text(), local(segment, span));
    // All rules with this key word ask for the same value.
    if keys.peek().is_some()
        && may_name()
        && let Some(value) = pair_value(scanner, segment, span)
    {
        for rule in keys {
            if let (Some(compiled), Some(memory)) = (scanner.rules.get(rule), cache.memory(scanner, rule))
                && compiled.takes_value(value.of(segment.unit), memory)
            {
                accept(scanner, compiled, rule, segment, value, found);
            }
        }
    }
    let from = span.start.saturating_sub(CONTEXT_AFTER + LAZY_LENGTH).max(segment.span.start);
    let to = span.start.saturating_add(CONTEXT_BEFORE + 1).min(segment.span.end);
    let span = Span::new(from, to);
    cache.windows.extend(named.contexts.iter().map(|&rule| Window { rule, span }));
    means
}

/// Whether it is known that a rule finds nothing at `at` of the unit, since the same was tried in vain.
fn is_vain(scanner: &Scanner, cache: &mut Cache, segment: &Segment<'_>, rule: usize, at: usize) -> bool {
    let memory = cache.memory(scanner, rule);
    memory.is_some_and(|memory| memory.is_vain(segment.text(), at - segment.span.start))
}

/// Tries a rule at `at` of the unit. Matches of a rule may overlap: the local part of an address can begin within the
/// one before.
fn attempt(
    scanner: &Scanner,
    cache: &mut Cache,
    segment: &Segment<'_>,
    rule: usize,
    at: usize,
    shared: &mut Shared,
    found: &mut Vec<Match>,
) {
    let Some(compiled) = scanner.rules.get(rule) else { return };
    let Some(memory) = cache.memory(scanner, rule) else { return };
    let at_text = at - segment.span.start;
    let Some(span) = compiled.matches_at(segment.text(), at_text, memory, shared) else { return };
    let span = span.shifted(segment.span.start);
    if scanner.in_label(segment.unit, at) {
        return;
    }
    accept(scanner, compiled, rule, segment, span, found);
}

/// A span of the unit within the segment, in positions of the segment's text.
const fn local(segment: &Segment<'_>, span: Span) -> Span {
    Span::new(span.start - segment.span.start, span.end - segment.span.start)
}

/// The value of the pair whose key word stands at `word` of the unit, within the segment.
fn pair_value(scanner: &Scanner, segment: &Segment<'_>, word: Span) -> Option<Span> {
    if !matches!(segment.kind, Kind::Text | Kind::String) {
        return None;
    }
    let text = segment.text();
    let local = local(segment, word);
    let value = value_after(text, local)?;
    let is_open = !scanner.in_label(text, local.start) && !scanner.is_dealt_with(text, value);
    is_open.then(|| value.shifted(segment.span.start))
}

/// The value of the pair whose key word stands at `word` of a segment's text, in the unit.
pub(super) fn pair_at(scanner: &Scanner, segment: &Segment<'_>, word: Span, glued: bool) -> Option<Span> {
    if !word_at(segment.text(), word, glued) {
        return None;
    }
    pair_value(scanner, segment, word.shifted(segment.span.start))
}

/// The keys around a segment: they may name its value, or be the context of what is in it.
fn by_key(scanner: &Scanner, cache: &mut Cache, segment: &Segment<'_>, found: &mut Vec<Match>) {
    for (name, own) in [(segment.key, true), (segment.outer, false)] {
        let [key_place, outer_place] = segment.names;
        let place = if own { key_place } else { outer_place };
        if name.is_empty() || place.is_some_and(|span| !any_hit(cache, span)) {
            continue;
        }
        let short = if own { short_name(name) } else { None };
        let name =
            short.as_ref().map_or(name, |short| short.get(..name.len() + SHORT_END.len()).unwrap_or(name));
        let mut act = |cache: &mut Cache, literal: &Literal, at: usize| {
            let word = Span::new(at, at + literal.word.len());
            let named = literal.named(name, word);
            let span = segment.span;
            cache.windows.extend(named.contexts.iter().map(|&rule| Window { rule, span }));
            let mut keys = named.keys().peekable();
            if own && segment.kind != Kind::Key && keys.peek().is_some() && is_open(scanner, segment, word) {
                for rule in keys {
                    keyed(scanner, cache, segment, rule, found);
                }
            }
        };
        match place.filter(|_| short.is_none()) {
            // The pass over the unit has seen them where the name stands.
            Some(place) => {
                let mut next = first_hit(cache, place.start);
                while let Some(hit) = cache.hits.get(next).copied().filter(|h| h.at < place.end) {
                    next += 1;
                    if let What::Literal(id) = hit.what
                        && let Some(literal) = scanner.trigger.literal(id)
                        && hit.at + literal.word.len() <= place.end
                    {
                        act(cache, literal, hit.at - place.start);
                    }
                }
            }
            None => scanner.trigger.literals_in(name, &mut |literal, at| act(cache, literal, at)),
        }
    }
}

/// Whether the keys around a segment could hold anything.
pub(super) fn any_name_hit(cache: &Cache, segment: &Segment<'_>) -> bool {
    let [key, outer] = segment.names;
    let could =
        |name: &[u8], place: Option<Span>| place.map_or(!name.is_empty(), |place| any_hit(cache, place));
    could(segment.key, key) || could(segment.outer, outer)
}

/// Whether the pass over the current unit has hits in `span`.
fn any_hit(cache: &Cache, span: Span) -> bool {
    next_hit(cache, span.start).is_some_and(|at| at < span.end)
}

/// Where the first hit is in the current unit, at `at` or behind.
pub(super) fn next_hit(cache: &Cache, at: usize) -> Option<usize> {
    cache.hits.get(first_hit(cache, at)).map(|hit| hit.at)
}

/// The hits of the current unit in `span` by which something could be found there.
pub(super) fn hits_in(cache: &Cache, span: Span) -> impl Iterator<Item = Hit> {
    let hits = cache.hits.get(first_hit(cache, span.start)..).unwrap_or_default();
    let here = hits.iter().take_while(move |hit| hit.at < span.end);
    here.copied().filter(|hit| hit.points())
}

/// The first hit in the current unit at `at` or behind, as an index into all hits.
fn first_hit(cache: &Cache, at: usize) -> usize {
    /// Hits up to which looking at one after the other is faster than by halves. Most units have less.
    const FEW: usize = 8;
    let first = cache.units.last().map_or(cache.hits.len(), |unit| unit.hits);
    let hits = cache.hits.get(first..).unwrap_or_default();
    let before = if hits.len() <= FEW {
        hits.iter().take_while(|h| h.at < at).count()
    } else {
        hits.partition_point(|h| h.at < at)
    };
    first + before
}

/// Whether the key word at `word` of its key makes a segment the value of a pair that is not dealt with.
fn is_open(scanner: &Scanner, segment: &Segment<'_>, word: Span) -> bool {
    let names = if word.end > segment.key.len() {
        word.len() == segment.key.len() + SHORT_END.len()
    } else {
        names_value(scanner, segment.key, word)
    };
    names && !scanner.is_dealt_with(segment.unit, segment.span)
}

/// The segment is the value of a member with the key word of a rule in its key.
fn keyed(scanner: &Scanner, cache: &mut Cache, segment: &Segment<'_>, rule: usize, found: &mut Vec<Match>) {
    let (Some(compiled), Some(memory)) = (scanner.rules.get(rule), cache.memory(scanner, rule)) else {
        return;
    };
    if compiled.takes_value(segment.text(), memory) {
        accept(scanner, compiled, rule, segment, segment.span, found);
    }
}

/// Whether the key word is that whole short name of a member with its end.
pub(super) fn is_short_name(key: &[u8], word: &[u8]) -> bool {
    let name = word.strip_suffix(SHORT_END);
    key.len() <= SHORT_NAME && name.is_some_and(|name| name.eq_ignore_ascii_case(key))
}

/// A name that is too short for a key word of its own, with what ends it in JSON: `d":`.
fn short_name(name: &[u8]) -> Option<[u8; SHORT_NAME + SHORT_END.len()]> {
    let mut whole = [0; SHORT_NAME + SHORT_END.len()];
    if name.len() > SHORT_NAME {
        return None;
    }
    whole.iter_mut().zip(name.iter().chain(SHORT_END)).for_each(|(to, from)| *to = *from);
    Some(whole)
}

/// Whether the key word at `word`, where it stands as a word, makes `key` the name of such a value.
pub(super) fn names_value(scanner: &Scanner, key: &[u8], word: Span) -> bool {
    name_end(key, word) == Some(key.len()) && !scanner.in_label(key, word.start)
}

/// Weighs a match by its surroundings; records it if it is sure enough.
pub(super) fn accept(
    scanner: &Scanner,
    compiled: &Compiled,
    rule: usize,
    segment: &Segment<'_>,
    span: Span,
    found: &mut Vec<Match>,
) {
    if scanner.is_dealt_with(segment.unit, span) {
        return;
    }
    let rule_data = &compiled.rule;
    let in_label = |text: &[u8], at: usize| scanner.in_label(text, at);
    let around = Around::new(segment, span);
    let kernel = scanner.trigger.kernel();
    let stands = |near: &Near| !near.is_empty() && near.find(kernel, segment, around, in_label).is_some();
    let confidence = match rule_data.with_context {
        Some(raised) if stands(&compiled.context) => raised,
        _ => rule_data.confidence,
    };
    if confidence < scanner.minimum || stands(&compiled.against) {
        return;
    }
    let Ok(index) = u32::try_from(rule) else { return };
    found.push(Match { span, rule: RuleIndex(index), confidence });
}
