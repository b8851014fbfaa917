//! blackbar finds personal data and secrets in logs and telemetry and redacts them in place.

#[cfg(feature = "cli")]
#[doc(hidden)]
pub mod app;
#[cfg(feature = "cli")]
pub mod codec;
#[cfg(feature = "cli")]
pub mod coverage;
pub mod detect;
#[cfg(feature = "cli")]
pub mod pipeline;
pub mod policy;
pub mod redact;
pub mod rules;
#[cfg(feature = "cli")]
pub mod settings;
#[cfg(feature = "cli")]
pub mod sinks;
#[cfg(feature = "cli")]
pub mod sources;
pub mod span;
pub mod text;

pub use detect::{BuildError, Builder, Match, Scanner};
pub use policy::{Operator, Policy};
pub use redact::{Redactor, Scratch, Verdict};
pub use rules::{Confidence, Rule};
pub use span::{Edit, Edits, Patch, Span};
