//! The redactor: one event in, its edits out.

use super::cover::cover;
use super::guard::guarded;
use super::op::Keyed;
use super::plan::{Plan, Planner};
use crate::detect::{BuildError, Builder, Cache, Match, RuleIndex, Scanner};
use crate::policy::{AllowList, Mode, Operator, Passes, Policy};
use crate::rules::{Confidence, Rule};
use crate::span::{Edit, Edits, Patch, Span};
use crate::text::{Buffers, Limits, Walk, Withhold, traverse, traverse_leaf};
use std::borrow::Cow;
use std::collections::BTreeMap;

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

/// Finds and edits under one policy. Immutable and shared between threads; each worker brings a [`Scratch`].
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
#[derive(Debug)]
pub struct Redactor {
    scanner: Scanner,
    treatments: Vec<Treatment>,
    limits: Limits,
    minimum_in_names: Confidence,
    quarantine: bool,
    allow: AllowList,
}

/// Memory of a worker: caches and buffers, and the result of the last event. Its `Debug` prints sizes only.
#[derive(Default)]
pub struct Scratch {
    cache: Cache,
    buffers: Buffers,
    pub(super) plan: Plan,
    pub(super) edits: Edits,
}

impl Scratch {
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
        Self::assemble(builder, policy, |rule, operator| {
            let name = operator.name();
            Err(BuildError::new(&rule.id, format!("the operator `{name}` needs keys, and there are none")))
        })
    }

    /// Brings rules and operators together; `keyed` is asked for each operator that needs keys.
    pub(super) fn assemble(
        builder: Builder,
        policy: &Policy,
        keyed: impl Fn(&Rule, &Operator) -> Result<Keyed, BuildError>,
    ) -> Result<Self, BuildError> {
        let scanner = builder.retain(|rule| policy.runs(rule)).minimum(policy.minimum).build()?;
        let treatment = |rule: &Rule| {
            let operator = policy.operator(rule);
            if policy.passes == Passes::Many && !operator.is_recognised() {
                let problem = format!(
                    "results of `{}` cannot be told from values, and the policy says that records may pass twice",
                    operator.name()
                );
                return Err(BuildError::new(&rule.id, problem));
            }
            let keyed = if operator.is_keyed() { Some(keyed(rule, &operator)?) } else { None };
            Ok(Treatment { operator, label: Patch::label(&rule.class), keyed })
        };
        let treatments = scanner.rules().map(|(_, rule)| treatment(rule)).collect::<Result<_, _>>()?;
        let Policy { limits, minimum_in_names, ref allow, .. } = *policy;
        let quarantine = policy.mode != Mode::Normal;
        Ok(Self { scanner, treatments, limits, minimum_in_names, quarantine, allow: allow.clone() })
    }

    /// The scanner, for the rules that findings name.
    #[must_use]
    pub const fn scanner(&self) -> &Scanner {
        &self.scanner
    }

    /// Whether the policy withholds every event.
    #[must_use]
    pub const fn withholds_all(&self) -> bool {
        self.quarantine
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
        self.search(scratch, Confidence::Low, |limits, buffers, planner| {
            traverse(event, 0, limits, buffers, planner)
        })
        .and_then(|verdict| {
            if verdict == Verdict::Redacted {
                self.text_again(event, scratch)?;
            }
            Ok(verdict)
        })
        .unwrap_or_else(|reason| withhold(scratch, Span::new(0, event.len()), reason))
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
        if !self.quarantine
            && Self::is_surveyed(span, scratch)
            && span.len() <= self.limits.event_bytes
            && self.scanner.is_quiet(&mut scratch.cache, span)
        {
            scratch.plan.clear();
            scratch.edits.clear();
            return Verdict::Clean;
        }
        self.text(span.of(block), scratch)
    }

    /// Plans the edits of some leaves of a JSON document that make up one event.
    ///
    /// When they cannot be searched to the end, no edit is planned: the caller knows what a stub must replace.
    pub fn leaves(&self, document: &[u8], table: &Walk, leaves: &[usize], scratch: &mut Scratch) -> Verdict {
        self.leaves_from(document, table, leaves, Confidence::Low, scratch)
    }

    /// As [`Self::leaves`], for names by which records are routed: only findings of the policy's confidence for
    /// names are edited.
    pub fn names(&self, document: &[u8], table: &Walk, leaves: &[usize], scratch: &mut Scratch) -> Verdict {
        self.leaves_from(document, table, leaves, self.minimum_in_names, scratch)
    }

    fn leaves_from(
        &self,
        document: &[u8],
        table: &Walk,
        leaves: &[usize],
        minimum: Confidence,
        scratch: &mut Scratch,
    ) -> Verdict {
        self.search(scratch, minimum, |limits, buffers, planner| {
            for leaf in leaves {
                traverse_leaf(document, table, *leaf, limits, buffers, planner)?;
            }
            planner.plan.settle(document, table, 0, |span| span);
            Ok(())
        })
        .and_then(|verdict| {
            if verdict == Verdict::Redacted {
                self.leaves_again(document, table, leaves, minimum, scratch)?;
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
        if self.quarantine {
            return Err(Withhold::Quarantined);
        }
        let Scratch { cache, buffers, plan, edits } = scratch;
        let Self { scanner, treatments, allow, .. } = self;
        let mut planner = Planner { scanner, treatments, minimum, allow, cache, plan, is_first: true };
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

/// Sorts findings; what lies within a finding of the same rule is no finding of its own.
fn in_order(found: &mut Vec<Match>) {
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
