//! Redaction, floor 3: from findings to edits. The public heart of the crate.
//!
//! Invariants: every byte of every finding lies inside an edit, unless the policy keeps its class; bytes outside of
//! the edits are never touched; an event that could not be searched to its end is withheld whole; nothing here
//! panics outwards and nothing fails.

mod cover;
mod fields;
mod guard;
#[cfg(feature = "tokens")]
mod keyed;
mod keyring;
mod keys;
mod members;
mod op;
mod plan;
mod redactor;
mod rounds;
mod router;
mod running;
mod settled;
mod subjects;

pub use fields::{FieldHit, FieldReason};
pub use redactor::{Redactor, Scratch, Verdict};
pub use router::Router;
