//! The visitor that turns one event into findings and wishes.

use super::cover::Wish;
use super::fields::{FieldHit, FieldScan, Fields, ValueKind, Want};
use super::keys::{self, KeyHit};
use super::members::{self, DropHit};
use super::op::{self, Action, Owner};
use super::redactor::Treatment;
use super::settled::Looks;
use super::subjects::{Site as SubjectSite, Subjects};
use crate::detect::{Cache, Match, Scanner};
use crate::policy::{AllowList, Operator};
use crate::rules::Confidence;
use crate::span::{Patch, Secret, Span};
use crate::text::{Frames, Kind, OffsetMap, Segment, Site, Visitor, Walk, is_name_of_list, unescape};

/// What has been planned for an event so far.
#[derive(Debug, Default)]
pub(super) struct Plan {
    /// Findings in offsets of the document; may hold duplicates until the event ends.
    pub(super) found: Vec<Match>,
    /// Findings that the policy's allow-list lets through, likewise.
    pub(super) allowed: Vec<Match>,
    pub(super) wishes: Vec<Wish>,
    keys: Vec<KeyHit>,
    drops: Vec<DropHit>,
    pub(super) matches: Vec<Match>,
    wants: Vec<Want>,
    /// Texts of the document that are JSON as a whole.
    pub(super) tables: Vec<Span>,
    /// Whether the table that is open in the text of the event is all of that text.
    whole: bool,
    /// Values of that table which are findings as a whole, in order.
    pub(super) values: Vec<Span>,
    /// What was searched, in the first look at an event of whose fields the policy says nothing.
    pub(super) looks: Looks,
    /// What has changed since an earlier look at such a text, in order; `None` if all of it is to be looked at.
    pub(super) touched: Option<Vec<Span>>,
    subjects: Subjects,
    /// A string of a field without its escapes.
    bytes: Vec<u8>,
    map: OffsetMap,
}

impl Plan {
    pub(super) fn clear(&mut self) {
        self.found.clear();
        self.allowed.clear();
        self.wishes.clear();
        self.keys.clear();
        self.drops.clear();
        self.matches.clear();
        self.wants.clear();
        self.tables.clear();
        self.whole = false;
        self.values.clear();
        self.looks.clear();
        self.touched = None;
        self.subjects.clear();
        self.bytes.clear();
    }

    /// All segments of a table were visited: settles what concerns its keys and members as a whole.
    pub(super) fn settle(
        &mut self,
        unit: &[u8],
        table: &Walk,
        level: usize,
        document: impl Fn(Span) -> Span,
    ) {
        let wishes = &mut self.wishes;
        let mut add = |wish: Wish| {
            let span = document(wish.span);
            wishes.push(Wish { span, ..wish });
        };
        // Tables end from the inside out, so what belongs to this one stands at the end of the lists.
        let first = self.keys.iter().rposition(|h| h.level < level).map_or(0, |i| i + 1);
        keys::resolve(unit, table, self.keys.get_mut(first..).unwrap_or_default(), &mut add);
        self.keys.truncate(first);
        let first = self.drops.iter().rposition(|h| h.level < level).map_or(0, |i| i + 1);
        members::resolve(table, self.drops.get(first..).unwrap_or_default(), &mut add);
        self.drops.truncate(first);
        self.subjects.leave(level);
    }
}

pub(super) struct Planner<'a> {
    pub(super) scanner: &'a Scanner,
    pub(super) treatments: &'a [Treatment],
    pub(super) minimum: Confidence,
    pub(super) allow: &'a AllowList,
    pub(super) cache: &'a mut Cache,
    pub(super) plan: &'a mut Plan,
    /// What there is to say of fields by their paths.
    pub(super) fields: Option<&'a Fields>,
    /// Whether that is of what is visited.
    pub(super) by_path: bool,
    /// Whether this is the first look at the event. In another one, what is to be done by path was done, and dropped
    /// elements have given others their places.
    pub(super) is_first: bool,
    pub(super) scan: &'a mut FieldScan,
}

impl Visitor for Planner<'_> {
    fn enter(&mut self, unit: &[u8], key: &[u8], outer: &[u8]) -> (bool, Option<bool>) {
        let (wanted, escapes) = self.scanner.enter(self.cache, unit, key, outer);
        (wanted || self.fields().is_some(), escapes)
    }

    fn inherits(&self) -> bool {
        self.scanner.inherits(self.cache)
    }

    fn opens(&self) -> bool {
        self.fields().is_some()
    }

    fn table_begin(
        &mut self,
        unit: &[u8],
        table: &Walk,
        site: Option<Site<'_>>,
        whole: bool,
        frames: &Frames,
    ) {
        if frames.level() == 1 {
            self.plan.whole = whole;
        }
        if self.is_first && is_outermost(whole, frames) {
            self.plan.tables.push(frames.document(Span::new(0, unit.len())));
        }
        let Some(fields) = self.fields() else { return };
        let mut wants = std::mem::take(&mut self.plan.wants);
        self.scan.table_begin(fields, unit, table, site, whole, &mut wants);
        if !self.is_first {
            wants.clear();
        }
        for want in wants.drain(..) {
            if let Some(treatment) = fields.treatment_at(want.treatment) {
                self.field(unit, table, frames, want, treatment);
            }
        }
        self.plan.wants = wants;
    }

    fn next_hit(&self, at: usize) -> Option<usize> {
        self.scanner.next_hit(self.cache, at)
    }

    fn looks_again(&self, whole: bool, frames: &Frames) -> bool {
        self.plan.touched.is_some() && is_outermost(whole, frames)
    }

    fn is_touched(&self, document: Span) -> bool {
        let touched = self.plan.touched.as_deref().unwrap_or_default();
        let next = touched.partition_point(|t| t.end < document.start);
        touched.get(next).is_some_and(|t| t.start <= document.end)
    }

    fn segment(&mut self, segment: &Segment<'_>, frames: &Frames) {
        if !self.is_first && self.scanner.is_dealt_with(segment.unit, segment.span) {
            return;
        }
        if let Some(treatment) = self.fields().and_then(Fields::every_value).filter(|_| self.is_first) {
            self.every_value(segment, frames, treatment);
        }
        let mut matches = std::mem::take(&mut self.plan.matches);
        self.scanner.segment(self.cache, segment, &mut matches);
        let wishes = self.plan.wishes.len();
        for found in matches.drain(..) {
            if found.confidence >= self.minimum {
                self.finding(segment, frames, found);
            }
        }
        self.plan.matches = matches;
        if self.is_first && self.fields.is_none() {
            self.looked(segment, frames, self.plan.wishes.len() > wishes);
        }
    }

    fn table_end(&mut self, unit: &[u8], table: &Walk, frames: &Frames) {
        self.plan.settle(unit, table, frames.level(), |span| frames.document(span));
        if self.fields().is_some() {
            self.scan.table_end();
        }
    }

    fn leave(&mut self) {
        self.scanner.leave(self.cache);
    }
}

/// Whether a table is of the whole text of an event.
const fn is_outermost(whole: bool, frames: &Frames) -> bool {
    whole && frames.level() == 1
}

/// Whether a finding is a value in a table of the event's own text, as a whole.
fn is_value(segment: &Segment<'_>, frames: &Frames, found: Span) -> bool {
    let site = segment.site.filter(|site| site.level == 1 && frames.level() == 1);
    let leaf = site.and_then(|site| site.table.leaves.get(site.leaf));
    matches!(segment.kind, Kind::String | Kind::Number) && leaf.is_some_and(|leaf| leaf.span == found)
}

impl<'a> Planner<'a> {
    /// What there is to say of the fields of what is visited.
    fn fields(&self) -> Option<&'a Fields> {
        self.fields.filter(|_| self.by_path)
    }

    /// Whose value it is, for an operator that asks.
    fn owner<'s>(
        &mut self,
        operator: &Operator,
        site: Option<SubjectSite<'s>>,
        decoded: &'s mut Vec<u8>,
    ) -> Owner<'s> {
        match operator {
            Operator::DateShift { subject: Some(subject), .. } => {
                // Only the event as it came has its subjects; the edits of an earlier look may have taken them.
                let site = site.filter(|_| self.is_first);
                let found = site.and_then(|site| self.plan.subjects.find(site, subject, decoded));
                found.map_or(Owner::Unknown, Owner::Subject)
            }
            _ => Owner::Tenant,
        }
    }

    /// A segment was searched in the first look.
    fn looked(&mut self, segment: &Segment<'_>, frames: &Frames, edited: bool) {
        let span = || frames.document(segment.span);
        let depends_on_more = || {
            frames.level() != 1
                || !matches!(segment.kind, Kind::Text | Kind::String)
                || !self.scanner.tells_all()
                || is_name_of_list(segment.key)
        };
        if edited && !depends_on_more() {
            let named = self.scanner.has_named(self.cache, segment);
            let hits = self.scanner.hits_in(self.cache, segment.span);
            let hits = hits.map(|(at, hit)| (frames.document(Span::new(at, at)).start, hit));
            self.plan.looks.add(span(), segment.kind, [segment.key, segment.outer], named, hits);
        } else if edited || segment.site.is_none() || !self.plan.whole {
            // Else no edit stands in it: in values of a table none does that is not found there.
            self.plan.looks.add_unknown(span(), segment.kind);
        }
    }

    fn is_allowed(&self, segment: &Segment<'_>, found: Match) -> bool {
        let rule = self.scanner.rule(found.rule);
        rule.is_some_and(|rule| self.allow.admits(rule, found.span.of(segment.unit), segment).is_some())
    }

    pub(super) fn finding(&mut self, segment: &Segment<'_>, frames: &Frames, found: Match) {
        let span = frames.document(found.span);
        if !self.allow.is_empty() && self.is_allowed(segment, found) {
            self.plan.allowed.push(Match { span, ..found });
            return;
        }
        self.plan.found.push(Match { span, ..found });
        if self.fields().is_some() && segment.site.is_some_and(|site| self.scan.is_settled(site.leaf)) {
            return;
        }
        let treatment = self.treatments.get(found.rule.get());
        let Some(treatment) = treatment.filter(|t| !t.keeps()) else { return };
        // What was decoded from a value is no member of the document that is open, and has no subject there.
        let site = segment.site.filter(|site| site.level == frames.level()).map(|site| SubjectSite {
            unit: segment.unit,
            table: site.table,
            level: site.level,
            object: site.table.leaves.get(site.leaf).and_then(|leaf| leaf.container),
        });
        let mut decoded = Vec::new();
        let owner = self.owner(&treatment.operator, site, &mut decoded);
        let job = treatment.job(Secret::new(found.span.of(segment.unit)), owner);
        let (patch, drop) = match op::apply(&job) {
            Action::Keep => return,
            Action::Replace(patch) => (patch, false),
            Action::Drop(label) => (label, true),
        };
        if self.plan.whole && is_value(segment, frames, found.span) {
            self.plan.values.push(span);
        }
        let strictness = treatment.operator.strictness();
        let leaf = segment.site.and_then(|site| Some((site, site.table.leaves.get(site.leaf)?)));
        if let Some((site, leaf)) = leaf {
            if let (true, Some(element)) = (drop, leaf.element) {
                self.plan.drops.push(DropHit { level: site.level, element });
                return;
            }
            match segment.kind {
                Kind::Number => {
                    let span = frames.document_from(site.level, leaf.span);
                    let patch = if found.span == leaf.span {
                        op::number(&job)
                    } else {
                        op::part_of_number(&treatment.operator)
                    };
                    self.plan.wishes.push(Wish { span, patch, structural: true, drop: false, strictness });
                    return;
                }
                Kind::Key => {
                    let span = frames.unit(site.level, found.span);
                    self.plan.keys.push(KeyHit {
                        level: site.level,
                        leaf: site.leaf,
                        span,
                        patch,
                        strictness,
                    });
                    return;
                }
                Kind::Text | Kind::String => {}
            }
        }
        self.plan.wishes.push(Wish { span, patch, structural: false, drop: false, strictness });
    }

    /// Replaces or drops the value of a field, whatever is found in it.
    fn field(&mut self, unit: &[u8], table: &Walk, frames: &Frames, want: Want, treatment: &Treatment) {
        let Want { element, value, kind, reason, .. } = want;
        let operator = &treatment.operator;
        let hit = |plan: &mut FieldScan, span: Span| {
            plan.hits.push(FieldHit { span: frames.document(span), reason, treatment: want.treatment });
        };
        let (mut bytes, mut decoded) = (std::mem::take(&mut self.plan.bytes), Vec::new());
        let object = table.elements.get(element).map(|element| element.container);
        let site = SubjectSite { unit, table, level: frames.level(), object };
        let owner = self.owner(operator, Some(site), &mut decoded);
        let replaced = match (operator, kind) {
            (Operator::Keep, _) => None,
            (Operator::Drop, _) => {
                self.plan.drops.push(DropHit { level: frames.level(), element });
                if let Some(element) = table.elements.get(element) {
                    hit(self.scan, element.span);
                }
                None
            }
            (_, ValueKind::Null) => None,
            (_, ValueKind::String(leaf)) => {
                let leaf = table.leaves.get(leaf).filter(|l| !l.span.is_empty());
                leaf.and_then(|leaf| {
                    let mut text = leaf.span.of(unit);
                    if leaf.escaped {
                        unescape(text, &mut bytes, &mut self.plan.map);
                        text = &bytes;
                    }
                    let done = self.is_done(operator, text);
                    (!done).then(|| (leaf.span, op::whole(&treatment.job(Secret::new(text), owner))))
                })
            }
            (_, ValueKind::Number(_)) => {
                Some((value, op::number(&treatment.job(Secret::new(value.of(unit)), owner))))
            }
            (_, ValueKind::Boolean | ValueKind::Object(_) | ValueKind::Array(_)) => {
                Some((value, Patch::null()))
            }
        };
        bytes.clear();
        self.plan.bytes = bytes;
        let Some((span, patch)) = replaced else { return };
        if patch.as_bytes() == span.of(unit) {
            return;
        }
        hit(self.scan, span);
        let (span, strictness) = (frames.document(span), operator.strictness());
        self.plan.wishes.push(Wish { span, patch, structural: true, drop: false, strictness });
    }

    /// Whether a text is what the operator leaves behind.
    fn is_done(&self, operator: &Operator, text: &[u8]) -> bool {
        match operator {
            Operator::Partial { first, last } => op::is_partial(text, *first, *last),
            operator => operator.is_keyed() && self.scanner.is_token(text),
        }
    }

    /// Replaces an event that is no document as a whole.
    fn every_value(&mut self, segment: &Segment<'_>, frames: &Frames, treatment: &Treatment) {
        let text = segment.text();
        let is_field = segment.site.is_some() || !matches!(segment.kind, Kind::Text | Kind::String);
        if is_field || text.is_empty() || self.is_done(&treatment.operator, text) {
            return;
        }
        let patch = op::whole(&treatment.job(Secret::new(text), Owner::Tenant));
        if patch.as_bytes() == text {
            return;
        }
        let (span, strictness) = (frames.document(segment.span), treatment.operator.strictness());
        let reason = super::fields::FieldReason::Incident;
        let treatment = self.fields().and_then(Fields::every_index).unwrap_or_default();
        self.scan.hits.push(FieldHit { span, reason, treatment });
        self.plan.wishes.push(Wish { span, patch, structural: true, drop: false, strictness });
    }
}
