//! One event: where its fields are, and what its contract says of them.

use super::states::{State, States, Way, advance, begin, inherit};
use super::value::{Slot, ValueKind, slots, value};
use super::{Clauses, Entry, Field, Fields, Terms};
use crate::policy::{Clause, FieldPath, Reaction};
use crate::span::Span;
use crate::text::{OffsetMap, Site, Walk, Withhold, unescape};

/// Why the value of a field is replaced or dropped.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[expect(clippy::exhaustive_enums, reason = "callers must handle each")]
pub enum FieldReason {
    /// An operator by path: its place in [`Policy::by_path`](crate::policy::Policy::by_path).
    Path(usize),
    /// A field of the contract: its place in [`Contract::fields`](crate::policy::Contract::fields).
    Field(usize),
    /// The contract forbids it: as [`Field`](Self::Field).
    Forbidden(usize),
    /// It is of another type than agreed: as [`Field`](Self::Field).
    Changed(usize),
    /// The contract does not know it.
    Unknown,
    /// All values are replaced, in an incident.
    Incident,
}

/// A field that the policy says something of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct FieldHit {
    /// Its value, or the member as a whole if it is dropped, in offsets of the document.
    pub span: Span,
    /// Why.
    pub reason: FieldReason,
    /// Its place among the treatments.
    pub(in crate::redact) treatment: usize,
}

/// What is to be done with the value of an element.
#[derive(Clone, Copy, Debug)]
pub(in crate::redact) struct Want {
    /// The element in the table.
    pub(in crate::redact) element: usize,
    /// Its value: a string with its quotes.
    pub(in crate::redact) value: Span,
    pub(in crate::redact) kind: ValueKind,
    /// Its place among the treatments.
    pub(in crate::redact) treatment: usize,
    pub(in crate::redact) reason: FieldReason,
}

/// What holds for all that lies in a value.
#[derive(Clone, Copy, Debug, Default)]
struct Below {
    /// What is done with it is settled: no finding in it asks for anything more.
    settled: bool,
    /// The contract knows all of it, or it does not matter any more whether it does.
    known: bool,
    /// An exception holds for it.
    excepted: bool,
}

/// What is known of a value.
#[derive(Clone, Copy, Debug, Default)]
struct Track {
    states: States,
    below: Below,
}

/// A table under way.
#[derive(Debug, Default)]
struct Frame {
    states: Vec<State>,
    containers: Vec<Track>,
    leaves: Vec<Track>,
    /// Elements of each array so far.
    counters: Vec<usize>,
    slots: Vec<Slot>,
}

/// What is known of an event so far. Reused from event to event.
#[derive(Debug, Default)]
pub(in crate::redact) struct FieldScan {
    frames: Vec<Frame>,
    /// Frames in use.
    depth: usize,
    present: Vec<bool>,
    is_object: bool,
    withhold: bool,
    /// The contract, and what is counted under it.
    pub(in crate::redact) contract: Option<usize>,
    pub(in crate::redact) clauses: Clauses,
    pub(in crate::redact) hits: Vec<FieldHit>,
    name: Vec<u8>,
    map: OffsetMap,
}

impl FieldScan {
    /// An event begins.
    pub(in crate::redact) fn begin(&mut self, fields: Option<&Fields>) {
        self.depth = 0;
        self.present.clear();
        self.is_object = false;
        self.withhold = false;
        self.contract = None;
        self.clauses = Clauses::default();
        self.hits.clear();
        if let Some(terms) = fields.and_then(|f| f.terms.as_ref()) {
            self.present.resize(terms.required, false);
            self.contract = Some(terms.index);
            self.count(Clause::Events);
        }
    }

    /// The search of the event begins anew.
    pub(in crate::redact) const fn restart(&mut self) {
        self.depth = 0;
    }

    fn count(&mut self, clause: Clause) {
        let place = Clause::ALL.iter().position(|c| *c == clause);
        if let Some(count) = place.and_then(|p| self.clauses.get_mut(p)) {
            *count += 1;
        }
    }

    /// The event ends: what it lacks, and whether its contract lets it go on.
    pub(in crate::redact) fn finish(&mut self, fields: &Fields) -> Result<(), Withhold> {
        let Some(terms) = &fields.terms else { return Ok(()) };
        let mut reactions = [terms.ended, None, None];
        if terms.ended.is_some() {
            self.count(Clause::Expired);
        }
        if self.is_object {
            let missing = self.present.iter().filter(|present| !**present).count();
            for _ in 0..missing {
                self.count(Clause::Missing);
            }
            reactions = [terms.ended, (missing > 0).then_some(terms.missing), None];
        } else {
            self.count(Clause::Text);
            reactions = [reactions[0], None, Some(terms.text)];
        }
        if self.withhold || reactions.contains(&Some(Reaction::Withhold)) {
            return Err(Withhold::Contract);
        }
        Ok(())
    }

    /// Whether what is done with a leaf of the table begun last is settled.
    pub(in crate::redact) fn is_settled(&self, leaf: usize) -> bool {
        let frame = self.depth.checked_sub(1).and_then(|d| self.frames.get(d));
        frame.and_then(|f| f.leaves.get(leaf)).is_some_and(|track| track.below.settled)
    }

    /// The table begun last ends.
    pub(in crate::redact) const fn table_end(&mut self) {
        self.depth = self.depth.saturating_sub(1);
    }

    /// A table begins: follows the paths into it and says what is to be done with its values.
    pub(in crate::redact) fn table_begin(
        &mut self,
        fields: &Fields,
        unit: &[u8],
        table: &Walk,
        site: Option<Site<'_>>,
        whole: bool,
        wants: &mut Vec<Want>,
    ) {
        let depth = self.depth;
        self.depth += 1;
        if self.frames.len() < self.depth {
            self.frames.push(Frame::default());
        }
        let Some(mut frame) = self.frames.get_mut(depth).map(std::mem::take) else { return };
        frame.states.clear();
        let outer = depth.checked_sub(1).and_then(|d| self.frames.get(d));
        let root = match site.and_then(|site| Some((outer?, outer?.leaves.get(site.leaf)?))) {
            Some((outer, track)) => {
                Track { states: inherit(track.states.of(&outer.states), &mut frame.states), ..*track }
            }
            None => Track { states: begin(&fields.paths, &mut frame.states), below: Below::default() },
        };
        if whole && site.is_none() {
            let mut roots = table.containers.iter().filter(|c| c.parent.is_none());
            self.is_object = roots.next().is_some_and(|c| c.object) && roots.next().is_none();
        }
        frame.containers.clear();
        frame.containers.resize(table.containers.len(), root);
        frame.leaves.clear();
        frame.leaves.resize(table.leaves.len(), Track::default());
        frame.counters.clear();
        frame.counters.resize(table.containers.len(), 0);
        slots(table, &mut frame.slots);
        for element in 0..table.elements.len() {
            self.element(fields, unit, table, element, whole, &mut frame, wants);
        }
        if let Some(place) = self.frames.get_mut(depth) {
            *place = frame;
        }
    }

    #[expect(clippy::too_many_arguments, reason = "a step of the loop above")]
    fn element(
        &mut self,
        fields: &Fields,
        unit: &[u8],
        table: &Walk,
        element: usize,
        whole: bool,
        frame: &mut Frame,
        wants: &mut Vec<Want>,
    ) {
        let Some(slot) = frame.slots.get(element).copied() else { return };
        let Some((span, kind)) = value(unit, table, element, slot) else { return };
        let Some(container) = table.elements.get(element).map(|e| e.container) else { return };
        let Some(outer) = frame.containers.get(container).copied() else { return };
        let mut track = Track { states: States::default(), below: outer.below };
        if !outer.below.settled {
            let way = match slot.name.and_then(|n| table.leaves.get(n)) {
                Some(name) if name.escaped => {
                    unescape(name.span.of(unit), &mut self.name, &mut self.map);
                    Way::Member(&self.name)
                }
                Some(name) => Way::Member(name.span.of(unit)),
                None => {
                    let counter = frame.counters.get_mut(container);
                    Way::Element(counter.map_or(0, |c| std::mem::replace(c, *c + 1)))
                }
            };
            track.states = advance(&fields.paths, outer.states, way, &mut frame.states);
            let states = track.states.of(&frame.states);
            let found = Found { element, span, kind, text: span.of(unit), whole };
            track.below = self.judge(fields, states, outer.below, found, wants);
        }
        if let Some(name) = slot.name.and_then(|n| frame.leaves.get_mut(n)) {
            name.below = outer.below;
        }
        if let Some(place) = kind.leaf().and_then(|l| frame.leaves.get_mut(l)) {
            *place = track;
        }
        if let Some(place) = kind.container().and_then(|c| frame.containers.get_mut(c)) {
            *place = track;
        }
    }

    /// Decides about one value.
    fn judge(
        &mut self,
        fields: &Fields,
        states: &[State],
        outer: Below,
        found: Found<'_>,
        wants: &mut Vec<Want>,
    ) -> Below {
        let mut below = outer;
        // What objects and arrays hold is replaced, and not they.
        let all = fields.all.filter(|_| found.kind.container().is_none());
        let mut best = all.map(|treatment| (treatment, FieldReason::Incident));
        let mut choose = |treatment: usize, reason: FieldReason| {
            let rank = |t: usize| fields.treatments.get(t).map_or(u8::MAX, |t| t.operator.strictness());
            if best.is_none_or(|(other, _)| rank(treatment) < rank(other)) {
                best = Some((treatment, reason));
            }
        };
        let at_end = |s: &&State| fields.paths.get(s.path).is_some_and(|p| p.steps().len() == s.step);
        let arrived = || states.iter().filter(at_end).filter_map(|s| fields.entries.get(s.path));
        for entry in arrived() {
            if let Entry::Operator(index, treatment) = entry {
                choose(*treatment, FieldReason::Path(*index));
            }
        }
        if let Some(terms) = &fields.terms {
            if !outer.excepted && arrived().any(|entry| matches!(entry, Entry::Exception)) {
                below.excepted = true;
                self.count(Clause::Excepted);
            }
            let mut declared = false;
            for entry in arrived() {
                let Entry::Field(field) = entry else { continue };
                if let Some(present) = field.required.and_then(|r| self.present.get_mut(r)) {
                    *present = true;
                }
                declared = true;
                if !below.excepted {
                    self.field(terms, field, found, &mut choose);
                }
            }
            self.unknown(fields, terms, states, declared, found, &mut below, &mut choose);
        }
        if let Some((treatment, reason)) = best {
            below.settled = true;
            let Found { element, span, kind, .. } = found;
            wants.push(Want { element, value: span, kind, treatment, reason });
        }
        below
    }

    /// What the contract says of a field that it names.
    fn field(
        &mut self,
        terms: &Terms,
        field: &Field,
        found: Found<'_>,
        choose: &mut impl FnMut(usize, FieldReason),
    ) {
        if field.forbidden {
            self.count(Clause::Forbidden);
            self.withhold |= terms.forbidden.withhold;
            if let Some(treatment) = terms.forbidden.treatment {
                choose(treatment, FieldReason::Forbidden(field.index));
            }
            return;
        }
        if let Some(treatment) = field.treatment {
            self.count(Clause::Fields);
            choose(treatment, FieldReason::Field(field.index));
        }
        if field.kind.is_some_and(|wanted| !found.kind.is(wanted, found.text)) {
            self.count(Clause::Changed);
            self.withhold |= terms.changed.withhold;
            if let Some(treatment) = terms.changed.treatment {
                choose(treatment, FieldReason::Changed(field.index));
            }
        }
    }

    /// Whether the contract knows a value, and what it says if not.
    #[expect(clippy::too_many_arguments, reason = "a part of the decision above")]
    fn unknown(
        &mut self,
        fields: &Fields,
        terms: &Terms,
        states: &[State],
        declared: bool,
        found: Found<'_>,
        below: &mut Below,
        choose: &mut impl FnMut(usize, FieldReason),
    ) {
        if below.known || below.excepted || !found.whole {
            return;
        }
        // Paths of fields that lead on from here; `deep` of them that would lead on from anywhere.
        let leads_on = |deep: bool| {
            states.iter().any(|s| {
                let path = fields.paths.get(s.path);
                let is_field = match fields.entries.get(s.path) {
                    Some(Entry::Field(field)) => !field.forbidden,
                    Some(Entry::Exception) => true,
                    Some(Entry::Operator(..)) | None => false,
                };
                is_field
                    && path.is_some_and(|p| s.step < p.steps().len() && (deep || s.step < p.plain_steps()))
            })
        };
        if declared {
            below.known = !leads_on(false);
        } else if !(found.holds_more() && leads_on(true)) {
            below.known = true;
            self.count(Clause::Unknown);
            self.withhold |= terms.unknown.withhold;
            if let Some(treatment) = terms.unknown.treatment {
                choose(treatment, FieldReason::Unknown);
            }
        }
    }
}

/// A value that was come upon.
#[derive(Clone, Copy)]
struct Found<'a> {
    element: usize,
    span: Span,
    kind: ValueKind,
    text: &'a [u8],
    /// Whether its document is not a piece of running text.
    whole: bool,
}

impl Found<'_> {
    /// Whether there can be fields in it: an object, an array, or a string that begins like one of them.
    fn holds_more(&self) -> bool {
        match self.kind {
            ValueKind::Object(_) | ValueKind::Array(_) => true,
            ValueKind::String(_) => {
                let first = self.text.iter().skip(1).find(|b| !b.is_ascii_whitespace());
                matches!(first, Some(b'{' | b'['))
            }
            ValueKind::Number(_) | ValueKind::Boolean | ValueKind::Null => false,
        }
    }
}

/// See [`Fields::lookup`].
pub(super) fn lookup<'u>(paths: &[FieldPath], unit: &'u [u8], table: &Walk) -> Vec<Option<&'u [u8]>> {
    let (mut all, mut name, mut map) = (Vec::new(), Vec::new(), OffsetMap::new());
    let root = begin(paths, &mut all);
    let mut containers = vec![root; table.containers.len()];
    let mut counters = vec![0; table.containers.len()];
    let mut parts = Vec::new();
    slots(table, &mut parts);
    let mut found = Vec::new();
    for (element, slot) in parts.iter().enumerate() {
        let Some((_, kind)) = value(unit, table, element, *slot) else { continue };
        let Some(container) = table.elements.get(element).map(|e| e.container) else { continue };
        let way = match slot.name.and_then(|n| table.leaves.get(n)) {
            Some(leaf) => {
                unescape(leaf.span.of(unit), &mut name, &mut map);
                Way::Member(&name)
            }
            None => Way::Element(
                counters.get_mut(container).map_or(0, |c: &mut usize| std::mem::replace(c, *c + 1)),
            ),
        };
        let from = containers.get(container).copied().unwrap_or_default();
        let states = advance(paths, from, way, &mut all);
        if states.of(&all).iter().any(|s| paths.get(s.path).is_some_and(|p| p.steps().len() == s.step)) {
            let leaf = kind.leaf().and_then(|l| table.leaves.get(l));
            found.push(leaf.map(|l| l.span.of(unit)));
        }
        if let Some(place) = kind.container().and_then(|c| containers.get_mut(c)) {
            *place = states;
        }
    }
    found
}
