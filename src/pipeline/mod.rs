//! Records through the redactor, floor 6: blocks in, outcomes out, on a rayon pool under a budget. No I/O.

mod batch;
mod engine;
mod gate;
mod gathered;
mod look;
mod ordered;
mod scan;
mod splice;
mod transform;

pub use engine::{Engine, Form, Outcome, Work};
pub use gate::Gate;
pub use look::{Look, Part};
pub use ordered::{Budget, ordered};
pub use scan::{Found, Scanned};
pub use transform::Shape;
