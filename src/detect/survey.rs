//! The trigger pass over a block of events at once.
//!
//! A call for each line costs more than a short line itself; and most lines hold nothing that any rule asks for, which
//! a survey of the block tells for each of them by looking at two lists.

use super::Cache;
use super::scanner::{Method, Scanner};
use super::trigger::{Hit, What};
use crate::rules::Confidence;
use crate::span::Span;
use crate::text::next_table;

/// What the pass over a stretch of a block saw. Events that lie in it and end where no word and no shape can go on (at
/// the end of a line or document) have the hits that a pass over them alone would have, or more.
#[derive(Debug, Default)]
pub(super) struct Survey {
    /// Which bytes of the block were looked at.
    span: Span,
    /// In order.
    hits: Vec<Hit>,
    /// Places with a backslash: where 64 bytes begin, and their bits; in order.
    escapes: Vec<(usize, u64)>,
    /// The first hit of the event that was looked at last: the next event is not far behind.
    cursor: usize,
    /// Where that event begins.
    from: usize,
    /// The event whose search begins next.
    next: Option<Span>,
}

/// The hits of one event: the first one, the one behind the last, and where the event begins.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Own {
    from: usize,
    to: usize,
    start: usize,
}

/// Looks at the bytes `span` of `block`.
pub(super) fn survey(scanner: &Scanner, cache: &mut Cache, block: &[u8], span: Span) {
    let survey = &mut cache.survey;
    survey.hits.clear();
    survey.escapes.clear();
    (survey.cursor, survey.from) = (0, 0);
    survey.next = None;
    survey.span = span;
    if scanner.method == Method::Naive {
        return;
    }
    let escapes = &mut survey.escapes;
    scanner.trigger.run(span.of(block), &mut survey.hits, |at, bits| escapes.push((at, bits)));
}

impl Survey {
    /// Whether `event` lies in what was looked at.
    pub(super) const fn covers(&self, event: Span) -> bool {
        self.span.start <= event.start && event.end <= self.span.end
    }

    pub(super) fn clear(&mut self) {
        self.span = Span::default();
        self.hits.clear();
        self.escapes.clear();
        self.next = None;
    }

    /// Whether nothing can be found in `event`, which is covered.
    pub(super) fn is_quiet(&mut self, scanner: &Scanner, event: Span) -> bool {
        if scanner.method == Method::Naive || scanner.minimum == Confidence::Low {
            return false;
        }
        let at = Span::new(event.start - self.span.start, event.end - self.span.start);
        self.first_hit(at).is_none_or(|h| h.at >= at.end) && !self.has_escape(at)
    }

    /// The first hit in or behind `event`.
    fn first_hit(&mut self, event: Span) -> Option<&Hit> {
        /// Steps before a search by halves is faster.
        const STEPS: usize = 16;
        let is_before = |h: &Hit| h.at < event.start;
        let in_order = event.start >= std::mem::replace(&mut self.from, event.start);
        let rest = self.hits.get(self.cursor..).unwrap_or_default();
        let steps = rest.iter().take(STEPS).take_while(|h| is_before(h)).count();
        self.cursor = if in_order && steps < STEPS {
            self.cursor + steps
        } else {
            self.hits.partition_point(is_before)
        };
        self.hits.get(self.cursor)
    }

    fn has_escape(&self, event: Span) -> bool {
        if self.escapes.is_empty() {
            return false;
        }
        let first = self.escapes.partition_point(|(at, _)| at + 63 < event.start);
        let within =
            self.escapes.get(first..).unwrap_or_default().iter().take_while(|(at, _)| *at < event.end);
        within.into_iter().any(|(at, bits)| {
            let skip = event.start.saturating_sub(*at);
            let keep = event.end - at;
            let bits = bits & (u64::MAX << skip);
            (if keep < 64 { bits & ((1 << keep) - 1) } else { bits }) != 0
        })
    }

    /// The next unit that is entered is `event`.
    pub(super) const fn announce(&mut self, event: Span) {
        self.next = Some(event);
    }

    /// The event that was announced, which `text` is if it is as long, if that is nothing but running text: without escapes,
    /// objects, arrays, and a byte order mark, which may stand before one. A list of one number counts as text if there is no
    /// hit in it.
    pub(super) fn take_running(&mut self, text: &[u8]) -> Option<Own> {
        let event = self.next.filter(|event| event.len() == text.len())?;
        let at = Span::new(event.start - self.span.start, event.end - self.span.start);
        if self.has_escape(at) || text.starts_with(b"\xEF\xBB\xBF") {
            return None;
        }
        let own = self.own(at);
        let hits = self.hits.get(own.from..own.to).unwrap_or_default();
        let is_nothing = |number: Span| {
            let next = hits.partition_point(|hit| hit.at < at.start + number.start);
            hits.get(next).is_none_or(|hit| hit.at >= at.start + number.end)
        };
        if next_table(text, 0, is_nothing).is_some() {
            return None;
        }
        self.next = None;
        Some(own)
    }

    /// Which hits are those of an event.
    fn own(&mut self, event: Span) -> Own {
        self.first_hit(event);
        let rest = self.hits.get(self.cursor..).unwrap_or_default();
        let count = rest.iter().take_while(|h| h.at < event.end).count();
        Own { from: self.cursor, to: self.cursor + count, start: event.start }
    }

    /// The hits of an event, in positions of its own.
    pub(super) fn hits_of(&self, own: Own) -> impl Iterator<Item = Hit> {
        let hits = self.hits.get(own.from..own.to).unwrap_or_default().iter();
        hits.map(move |hit| Hit { at: hit.at - own.start, what: hit.what })
    }

    /// The next of the hits of an event.
    pub(super) fn next_of(&self, own: Own, number: usize) -> Option<Hit> {
        let hit = self.hits.get(own.from + number).filter(|_| own.from + number < own.to)?;
        Some(Hit { at: hit.at - own.start, what: hit.what })
    }

    /// One of the hits of an event means nothing.
    pub(super) fn forget(&mut self, own: Own, number: usize) {
        if let Some(hit) = self.hits.get_mut(own.from + number) {
            hit.what = What::Nothing;
        }
    }

    /// Appends the hits of the event that was announced, in positions of its own, and tells whether it has a backslash;
    /// `None` if none was, or not one of `len` bytes.
    pub(super) fn take(&mut self, len: usize, hits: &mut Vec<Hit>) -> Option<bool> {
        let event = self.next.take().filter(|event| event.len() == len)?;
        let at = Span::new(event.start - self.span.start, event.end - self.span.start);
        let own = self.own(at);
        hits.extend(self.hits_of(own));
        Some(self.has_escape(at))
    }
}
