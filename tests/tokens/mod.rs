//! Tokens and keys: published vectors, known answers of a second implementation, and what must never be equal.

mod laws;
mod vectors;
mod wycheproof;
