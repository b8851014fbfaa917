//! Detection, floor 2: where in a segment there is what.
//!
//! One cheap pass over a unit (`trigger`) says where a rule could match; only there is the rule's pattern tried,
//! anchored (`confirm`); then the value's check and the words around decide. `naive` tries every rule at every
//! position instead: slow, obvious, and the reference that the fast path is held to. `explain` goes through the same
//! stages for people, and says where each attempt ends.
//!
//! Invariants: a finding is a span, a rule and a confidence, never a value; the scanner is immutable and shared, all
//! memory that a search needs is in a [`Cache`] that the caller owns, one for each worker.

mod bitmap;
mod by_table;
mod check;
mod classes;
mod compiled;
mod confirm;
mod context;
mod entropy;
mod explain;
mod hand;
mod heads;
mod inert;
mod label_set;
mod lazy;
mod literal;
mod naive;
mod nibbles;
mod pass;
mod pattern;
mod scanner;
mod shapes;
mod sign;
mod survey;
mod trigger;
mod words;

pub use check::{CHECKS, Check};
pub use confirm::Match;
pub use explain::{Allowance, Attempt, Outcome, Question};
#[cfg(feature = "pipeline")]
pub(crate) use scanner::validate;
pub use scanner::{BuildError, Builder, Cache, Method, RuleIndex, Scanner};
pub(crate) use trigger::Hit;
