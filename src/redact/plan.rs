//! The visitor that turns one event into findings and wishes.

use super::cover::Wish;
use super::keys::{self, KeyHit};
use super::members::{self, DropHit};
use super::op::{self, Action, Job, Owner};
use super::redactor::Treatment;
use super::subjects::Subjects;
use crate::detect::{Cache, Match, Scanner};
use crate::policy::{AllowList, Operator};
use crate::rules::Confidence;
use crate::span::{Secret, Span};
use crate::text::{Frames, Kind, Segment, Visitor, Walk};

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
    matches: Vec<Match>,
    subjects: Subjects,
}

impl Plan {
    pub(super) fn clear(&mut self) {
        self.found.clear();
        self.allowed.clear();
        self.wishes.clear();
        self.keys.clear();
        self.drops.clear();
        self.matches.clear();
        self.subjects.clear();
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
    /// Whether this is the first look at the event.
    pub(super) is_first: bool,
}

impl Visitor for Planner<'_> {
    fn enter(&mut self, unit: &[u8], key: &[u8], outer: &[u8]) -> bool {
        self.scanner.enter(self.cache, unit, key, outer)
    }

    fn has_hit(&self, span: Span) -> bool {
        self.scanner.has_hit(self.cache, span)
    }

    fn segment(&mut self, segment: &Segment<'_>, frames: &Frames) {
        let mut matches = std::mem::take(&mut self.plan.matches);
        self.scanner.segment(self.cache, segment, &mut matches);
        for found in matches.drain(..) {
            if found.confidence >= self.minimum {
                self.finding(segment, frames, found);
            }
        }
        self.plan.matches = matches;
    }

    fn table_end(&mut self, unit: &[u8], table: &Walk, frames: &Frames) {
        self.plan.settle(unit, table, frames.level(), |span| frames.document(span));
    }

    fn leave(&mut self) {
        self.scanner.leave(self.cache);
    }
}

impl Planner<'_> {
    /// Whose value it is, for an operator that asks.
    fn owner<'s>(
        &mut self,
        segment: &Segment<'s>,
        frames: &Frames,
        operator: &Operator,
        decoded: &'s mut Vec<u8>,
    ) -> Owner<'s> {
        match operator {
            Operator::DateShift { subject: Some(subject), .. } => {
                // Only the event as it came has its subjects; the edits of an earlier look may have taken them.
                let found = self.is_first.then(|| self.plan.subjects.find(segment, frames, subject, decoded));
                found.flatten().map_or(Owner::Unknown, Owner::Subject)
            }
            _ => Owner::Tenant,
        }
    }

    fn is_allowed(&self, segment: &Segment<'_>, found: Match) -> bool {
        let rule = self.scanner.rule(found.rule);
        rule.is_some_and(|rule| self.allow.admits(rule, found.span.of(segment.unit), segment).is_some())
    }

    fn finding(&mut self, segment: &Segment<'_>, frames: &Frames, found: Match) {
        let span = frames.document(found.span);
        if !self.allow.is_empty() && self.is_allowed(segment, found) {
            self.plan.allowed.push(Match { span, ..found });
            return;
        }
        self.plan.found.push(Match { span, ..found });
        let Some(treatment) = self.treatments.get(found.rule.get()) else { return };
        let mut decoded = Vec::new();
        let job = Job {
            operator: &treatment.operator,
            value: Secret::new(found.span.of(segment.unit)),
            label: &treatment.label,
            keyed: treatment.keyed.as_ref(),
            owner: self.owner(segment, frames, &treatment.operator, &mut decoded),
        };
        let (patch, drop) = match op::apply(&job) {
            Action::Keep => return,
            Action::Replace(patch) => (patch, false),
            Action::Drop(label) => (label, true),
        };
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
}
