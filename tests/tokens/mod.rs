//! Tokens and keys: published vectors, known answers of a second implementation, and what must never be equal.

mod laws;
mod reversible;
mod rfc9180;
mod vectors;
mod wycheproof;
