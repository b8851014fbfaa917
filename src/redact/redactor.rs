//! The redactor: one event in, its edits out.

use super::cover::{Wish, cover};
use super::fields::{FieldHit, FieldScan, Fields};
use super::guard::guarded;
use super::op::{self, Job, Keyed, Owner};
use super::plan::{Plan, Planner};
use super::router::{ByTenant, Router};
use crate::detect::{BuildError, Builder, Cache, Match, RuleIndex, Scanner};
use crate::policy::{AllowList, Clause, Operator, Policy, Source};
use crate::rules::Confidence;
use crate::span::{Edit, Edits, Patch, Secret, Span};
use crate::text::{Buffers, LeafKind, Limits, OffsetMap, Walk, Withhold, traverse, traverse_leaf, unescape};
use std::borrow::Cow;
use std::collections::BTreeMap;
use std::sync::Arc;

/// What happened to an event.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(clippy::exhaustive_enums, reason = "callers must handle each")]
pub enum Verdict {
    /// Nothing is edited; there may be findings that the policy keeps.
    Clean,
    /// Some bytes are edited.
    Redacted,
    /// The event could not be searched to its end: all of it is replaced by a stub.
    Withheld(Withhold),
}

/// What is done with the findings of one rule.
#[derive(Clone, Debug)]
pub(super) struct Treatment {
    pub(super) operator: Operator,
    pub(super) label: Patch,
    /// What makes the replacement text of an operator with a key.
    pub(super) keyed: Option<Keyed>,
}

impl Treatment {
    /// What is to be done with a value.
    pub(super) const fn job<'a>(&'a self, value: Secret<'a>, owner: Owner<'a>) -> Job<'a> {
        Job { operator: &self.operator, value, label: &self.label, keyed: self.keyed.as_ref(), owner }
    }

    /// Whether a value stays as it is.
    pub(super) const fn keeps(&self) -> bool {
        matches!(self.operator, Operator::Keep)
    }
}

/// Finds and edits under one policy. Immutable and shared between threads; each worker brings a [`Scratch`]. A copy is
/// cheap. It is for the events of one source: what a policy says of others, a [`Router`] finds out.
///
/// ```
/// use blackbar::{Redactor, Scratch};
///
/// let redactor = Redactor::builtin()?;
/// let mut scratch = Scratch::default();
/// let line = br#"{"user":"ada@example.com","card":4111111111111111}"#;
/// assert_eq!(
///     redactor.redact(line, &mut scratch),
///     &br#"{"user":"REDACTED-email","card":null}"#[..],
/// );
/// # Ok::<(), blackbar::BuildError>(())
/// ```
#[derive(Clone, Debug)]
pub struct Redactor {
    pub(super) scanner: Scanner,
    pub(super) treatments: Arc<[Treatment]>,
    pub(super) limits: Limits,
    pub(super) minimum_in_names: Confidence,
    /// Why every event is withheld, if it is.
    pub(super) shut: Option<Withhold>,
    pub(super) allow: Arc<AllowList>,
    /// What there is to say of fields by their paths.
    pub(super) fields: Option<Arc<Fields>>,
    /// What finds another redactor for each event.
    pub(super) by_tenant: Option<Arc<ByTenant>>,
}

/// Memory of a worker: caches and buffers, and the result of the last event. It may serve one redactor after the other. Its
/// `Debug` prints sizes only.
#[derive(Default)]
pub struct Scratch {
    pub(super) cache: Cache,
    pub(super) buffers: Buffers,
    pub(super) plan: Plan,
    pub(super) edits: Edits,
    pub(super) fields: FieldScan,
    /// Whether it is known that there is nothing of an event in it. Of a fresh one it is not: one takes the place of what a
    /// fault left behind, and then holds the stub of that event.
    clear: bool,
}

impl Scratch {
    /// An event is looked at next.
    pub(super) fn begin(&mut self, fields: Option<&Fields>) {
        self.clear = false;
        self.fields.begin(fields);
    }

    /// An event has nothing in it.
    pub(super) fn rest(&mut self) {
        // Most are like the one before.
        if !std::mem::replace(&mut self.clear, true) {
            self.plan.clear();
            self.edits.clear();
            self.fields.begin(None);
        }
    }

    /// The edits of the last event, in offsets of its document.
    #[must_use]
    pub const fn edits(&self) -> &Edits {
        &self.edits
    }

    /// The findings of the last event in order, in offsets of its document, also those that the policy keeps. What only
    /// comes to light beside labels is edited and not among them.
    #[must_use]
    pub fn findings(&self) -> &[Match] {
        &self.plan.found
    }

    /// The fields of the last event that the policy says something of by their paths.
    #[must_use]
    pub fn fields(&self) -> &[FieldHit] {
        &self.fields.hits
    }

    /// The contract that the last event was under, by its place in [`Policy::contracts`], and what is counted under it.
    #[must_use]
    pub fn clauses(&self) -> Option<(usize, impl Iterator<Item = (Clause, u32)> + '_)> {
        let counts = self.fields.clauses.iter().copied();
        Some((self.fields.contract?, Clause::ALL.into_iter().zip(counts).filter(|(_, n)| *n > 0)))
    }

    /// What the policy's allow-list lets through, in the same form; not among the findings.
    #[must_use]
    pub fn allowed(&self) -> &[Match] {
        &self.plan.allowed
    }
}

impl std::fmt::Debug for Scratch {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Scratch").field("edits", &self.edits.len()).finish_non_exhaustive()
    }
}

impl Redactor {
    /// The built-in rules under the default policy.
    ///
    /// # Errors
    /// [`BuildError`] if the rules exceed a limit of the automaton; the built-in ones do not.
    pub fn builtin() -> Result<Self, BuildError> {
        Self::new(&Policy::default())
    }

    /// The built-in rules under `policy`.
    ///
    /// # Errors
    /// As [`Self::builtin`].
    pub fn new(policy: &Policy) -> Result<Self, BuildError> {
        Self::with_rules(Builder::default(), policy)
    }

    /// The rules of `builder` under `policy`, which decides which of them run and from which confidence on.
    ///
    /// # Errors
    /// [`BuildError`] names the rule and what is wrong with it, also if its operator needs keys.
    pub fn with_rules(builder: Builder, policy: &Policy) -> Result<Self, BuildError> {
        Router::new(builder, policy).map(|router| Self::clone(&router.of(&Source::default())))
    }

    /// The scanner, for the rules that findings name.
    #[must_use]
    pub const fn scanner(&self) -> &Scanner {
        &self.scanner
    }

    /// Why the policy withholds every event; `None` if it does not.
    #[must_use]
    pub const fn withholds_all(&self) -> Option<Withhold> {
        self.shut
    }

    /// The operator of a field that was hit; see [`Scratch::fields`].
    #[must_use]
    pub fn operator_at(&self, hit: &FieldHit) -> Option<&Operator> {
        Some(&self.fields.as_ref()?.treatment_at(hit.treatment)?.operator)
    }

    /// The same rules, and nothing of sources, contracts and paths.
    #[must_use]
    pub fn rules_only(&self) -> Self {
        let shut = self.shut.filter(|reason| *reason == Withhold::Quarantined);
        Self { shut, fields: None, by_tenant: None, ..self.clone() }
    }

    /// The same, for those who look and change nothing: there are [findings](Scratch::findings) and no edits, so every event
    /// that is searched is [clean](Verdict::Clean).
    #[must_use]
    pub fn looking(&self) -> Self {
        Self { treatments: Arc::from([]), ..self.rules_only() }
    }

    /// The same, for those who look at what is read from `name`: entries of the allow-list that are for some inputs count if
    /// they are for this one. See [`AllowList::for_input`](crate::policy::AllowList::for_input).
    #[must_use]
    pub fn looking_at(&self, name: &str) -> Self {
        Self { allow: Arc::new(self.allow.for_input(name)), ..self.looking() }
    }

    /// Withholds events of more than `bytes` bytes, too.
    pub fn bound_events(&mut self, bytes: usize) {
        self.limits.event_bytes = self.limits.event_bytes.min(bytes);
    }

    /// The bounds on an event.
    #[must_use]
    pub const fn limits(&self) -> &Limits {
        &self.limits
    }

    /// Redacts one event: a line, or a whole text. Clean text is borrowed as it is.
    pub fn redact<'a>(&self, event: &'a [u8], scratch: &mut Scratch) -> Cow<'a, [u8]> {
        match self.text(event, scratch) {
            Verdict::Clean => Cow::Borrowed(event),
            Verdict::Redacted | Verdict::Withheld(_) => {
                let mut out = Vec::with_capacity(event.len() + 64);
                scratch.edits.splice(event, &mut out);
                Cow::Owned(out)
            }
        }
    }

    /// Plans the edits of one event that is a document of its own. They are in [`Scratch::edits`] afterwards.
    pub fn text(&self, event: &[u8], scratch: &mut Scratch) -> Verdict {
        if let Some(by_tenant) = &self.by_tenant {
            let found = if event.len() > self.limits.event_bytes {
                Err(Withhold::EventTooLarge)
            } else {
                by_tenant.redactor(event, self.limits.json_depth)
            };
            return match found {
                Ok(redactor) => redactor.text(event, scratch),
                Err(reason) => {
                    scratch.begin(None);
                    withhold(scratch, Span::new(0, event.len()), reason)
                }
            };
        }
        let searched = self.running_text(event, scratch).unwrap_or_else(|| {
            scratch.begin(self.fields.as_deref());
            self.search(scratch, Confidence::Low, |limits, buffers, planner| {
                planner.by_path = true;
                traverse(event, 0, limits, buffers, planner)
            })
        });
        searched
            .and_then(|verdict| {
                self.settle(scratch)?;
                if verdict == Verdict::Redacted && !self.is_settled(event, scratch)? {
                    self.text_again(event, scratch)?;
                }
                Ok(verdict)
            })
            .unwrap_or_else(|reason| withhold(scratch, Span::new(0, event.len()), reason))
    }

    /// Whether the contract lets the event go on that was just searched.
    fn settle(&self, scratch: &mut Scratch) -> Result<(), Withhold> {
        self.fields.as_deref().map_or(Ok(()), |fields| scratch.fields.finish(fields))
    }

    /// Whether the event that was just searched need not be searched again with its edits.
    pub(super) fn is_settled(&self, document: &[u8], scratch: &mut Scratch) -> Result<bool, Withhold> {
        let Scratch { plan, edits, cache, .. } = scratch;
        let keeps = |found: &Match| {
            let treatment = self.treatments.get(found.rule.get());
            treatment.is_none_or(Treatment::keeps)
        };
        let mut settled = false;
        let done = guarded(|| {
            settled = plan.is_settled(edits, document, &self.scanner, cache, keeps);
            Ok(())
        });
        if done.is_err() {
            *scratch = Scratch::default();
        }
        done.map(|()| settled)
    }

    /// Looks at the bytes `span` of a block in which events lie, so that [`Self::event`] need not look at each on its own.
    #[cfg_attr(not(feature = "pipeline"), expect(dead_code, reason = "the pipeline alone has blocks"))]
    pub(crate) fn survey(&self, block: &[u8], span: Span, scratch: &mut Scratch) {
        self.scanner.survey(&mut scratch.cache, block, span);
    }

    /// Whether the event at `span` of the block lies in what was surveyed last.
    pub(crate) const fn is_surveyed(span: Span, scratch: &Scratch) -> bool {
        Scanner::is_surveyed(&scratch.cache, span)
    }

    /// The block of the last survey is done.
    #[cfg_attr(not(feature = "pipeline"), expect(dead_code, reason = "the pipeline alone has blocks"))]
    pub(crate) fn end_survey(scratch: &mut Scratch) {
        Scanner::end_survey(&mut scratch.cache);
    }

    /// As [`Self::text`], for the event at `span` of a block. If it lies in what was surveyed last, it must end at the end
    /// of a line or document, and the block must be the same.
    #[cfg_attr(not(feature = "pipeline"), expect(dead_code, reason = "the pipeline alone has blocks"))]
    pub(crate) fn event(&self, block: &[u8], span: Span, scratch: &mut Scratch) -> Verdict {
        if self.is_quiet(block, span, scratch) {
            scratch.rest();
            return Verdict::Clean;
        }
        self.text(span.of(block), scratch)
    }

    /// Whether the survey tells that nothing is in such an event, so that there is no need to search it. Where there is, the
    /// search must come next.
    pub(crate) fn is_quiet(&self, block: &[u8], span: Span, scratch: &mut Scratch) -> bool {
        self.shut.is_none()
            && self.by_tenant.is_none()
            && Self::is_surveyed(span, scratch)
            && span.len() <= self.limits.event_bytes
            && self.scanner.is_quiet(&mut scratch.cache, span)
            && !self.concerns(span.of(block))
    }

    /// Whether the policy may say something of fields of an event.
    fn concerns(&self, event: &[u8]) -> bool {
        self.fields
            .as_deref()
            .is_some_and(|fields| fields.concerns_text() || memchr::memchr2(b'{', b'[', event).is_some())
    }

    /// Plans the edits of some leaves of a JSON document that make up one event. Nothing is done by path: see
    /// [`Self::log_event`].
    ///
    /// When they cannot be searched to the end, no edit is planned: the caller knows what a stub must replace.
    pub fn leaves(&self, document: &[u8], table: &Walk, leaves: &[usize], scratch: &mut Scratch) -> Verdict {
        self.leaves_from(document, table, leaves, None, Confidence::Low, scratch)
    }

    /// As [`Self::leaves`], for an event whose text is the leaf `message`: paths and contracts are of that text.
    pub fn log_event(
        &self,
        document: &[u8],
        table: &Walk,
        leaves: &[usize],
        message: Option<usize>,
        scratch: &mut Scratch,
    ) -> Verdict {
        let message =
            message.filter(|m| table.leaves.get(*m).is_some_and(|leaf| leaf.kind == LeafKind::String));
        if let Some(by_tenant) = &self.by_tenant {
            let (mut text, mut map) = (Vec::new(), OffsetMap::new());
            let leaf = message.and_then(|m| table.leaves.get(m));
            unescape(leaf.map_or(&[], |l| l.span.of(document)), &mut text, &mut map);
            let longest = leaf.map_or(0, |l| l.span.len());
            let found = if longest > self.limits.event_bytes {
                Err(Withhold::EventTooLarge)
            } else {
                by_tenant.redactor(&text, self.limits.json_depth)
            };
            return match found {
                Ok(redactor) => redactor.log_event(document, table, leaves, message, scratch),
                Err(reason) => {
                    scratch.begin(None);
                    scratch.plan.clear();
                    scratch.edits.clear();
                    Verdict::Withheld(reason)
                }
            };
        }
        // Paths are of the message, and an event without one is none of its contract.
        let message = Some(message.unwrap_or(usize::MAX));
        self.leaves_from(document, table, leaves, message, Confidence::Low, scratch)
    }

    /// As [`Self::leaves`], for names by which records are routed: only findings of the policy's confidence for
    /// names are edited.
    pub fn names(&self, document: &[u8], table: &Walk, leaves: &[usize], scratch: &mut Scratch) -> Verdict {
        self.leaves_from(document, table, leaves, None, self.minimum_in_names, scratch)
    }

    /// `message` is the leaf that paths are of; `None` if this is no event.
    fn leaves_from(
        &self,
        document: &[u8],
        table: &Walk,
        leaves: &[usize],
        message: Option<usize>,
        minimum: Confidence,
        scratch: &mut Scratch,
    ) -> Verdict {
        let fields = self.fields.as_deref().filter(|_| message.is_some());
        let every = fields.and_then(Fields::every_value);
        let alone = leaves.first().filter(|leaf| leaves.len() == 1 && message == Some(**leaf));
        let running = alone.and_then(|leaf| self.running_leaf(document, table, *leaf, scratch));
        let searched = running.unwrap_or_else(|| {
            scratch.begin(fields);
            self.search(scratch, minimum, |limits, buffers, planner| {
                for leaf in leaves {
                    planner.by_path = message == Some(*leaf);
                    if let Some(treatment) = every.filter(|_| message != Some(*leaf)) {
                        planner.plan.wishes.extend(whole_leaf(document, table, *leaf, treatment));
                    }
                    traverse_leaf(document, table, *leaf, limits, buffers, planner)?;
                }
                planner.plan.settle(document, table, 0, |span| span);
                Ok(())
            })
        });
        searched
            .and_then(|verdict| {
                if message.is_some() {
                    self.settle(scratch)?;
                }
                if verdict == Verdict::Redacted && !self.is_settled(document, scratch)? {
                    self.leaves_again(document, table, leaves, message, minimum, scratch)?;
                }
                Ok(verdict)
            })
            .unwrap_or_else(|reason| {
                scratch.plan.clear();
                scratch.edits.clear();
                Verdict::Withheld(reason)
            })
    }

    pub(super) fn search(
        &self,
        scratch: &mut Scratch,
        minimum: Confidence,
        run: impl FnOnce(&Limits, &mut Buffers, &mut Planner<'_>) -> Result<(), Withhold>,
    ) -> Result<Verdict, Withhold> {
        scratch.plan.clear();
        scratch.edits.clear();
        scratch.cache.reset();
        if let Some(reason) = self.shut {
            return Err(reason);
        }
        let Scratch { cache, buffers, plan, edits, fields, .. } = scratch;
        fields.restart();
        let Self { scanner, treatments, allow, .. } = self;
        let (by_path, is_first, scan) = (false, true, fields);
        let fields = self.fields.as_deref();
        let mut planner =
            Planner { scanner, treatments, minimum, allow, cache, plan, fields, by_path, is_first, scan };
        let done = guarded(|| run(&self.limits, buffers, &mut planner));
        if done == Err(Withhold::Internal) {
            // Whatever the search was doing, its state is not to be trusted.
            *scratch = Scratch::default();
            return Err(Withhold::Internal);
        }
        done?;
        in_order(&mut plan.found);
        in_order(&mut plan.allowed);
        cover(&mut plan.wishes, edits);
        Ok(if edits.is_empty() { Verdict::Clean } else { Verdict::Redacted })
    }
}

/// What takes the place of all of a leaf that is a value.
fn whole_leaf(document: &[u8], table: &Walk, index: usize, treatment: &Treatment) -> Option<Wish> {
    let leaf = table.leaves.get(index)?;
    let job = treatment.job(Secret::new(leaf.span.of(document)), Owner::Tenant);
    let patch = match leaf.kind {
        LeafKind::Key => return None,
        LeafKind::Number => op::number(&job),
        LeafKind::String => op::whole(&job),
    };
    let same = leaf.span.is_empty() || patch.as_bytes() == leaf.span.of(document);
    let strictness = treatment.operator.strictness();
    (!same).then_some(Wish { span: leaf.span, patch, structural: true, drop: false, strictness })
}

/// Sorts findings; what lies within a finding of the same rule is no finding of its own.
pub(super) fn in_order(found: &mut Vec<Match>) {
    found.sort_unstable_by_key(|m| (m.span.start, std::cmp::Reverse(m.span.end), m.rule));
    if found.len() > 1 {
        let mut ends: BTreeMap<RuleIndex, usize> = BTreeMap::new();
        found.retain(|m| {
            let end = ends.entry(m.rule).or_default();
            let is_new = m.span.end > *end;
            *end = m.span.end.max(*end);
            is_new
        });
    }
}

fn withhold(scratch: &mut Scratch, event: Span, reason: Withhold) -> Verdict {
    scratch.plan.clear();
    scratch.edits.clear();
    scratch.edits.push(Edit::new(event, Patch::stub(reason.name())));
    Verdict::Withheld(reason)
}
