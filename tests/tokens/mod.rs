//! Tokens and keys: published vectors, known answers of a second implementation, and what must never be equal.

mod dates;
mod format_preserving;
mod laws;
mod reversible;
mod rfc9180;
mod vectors;
mod wycheproof;
