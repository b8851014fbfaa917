//! blackbar finds personal data and secrets in logs and telemetry, redacts them in place, and accounts for every
//! event.
//!
//! Output is input plus a list of edits: bytes outside of the edits are taken over as they are, a clean event costs
//! nothing but the search, JSON stays the same JSON. What cannot be searched to its end is withheld, and a stub that
//! holds nothing of it goes on.
//!
//! ```
//! use blackbar::{Redactor, Scratch};
//!
//! let redactor = Redactor::builtin()?;
//! let mut scratch = Scratch::default();
//! let line = redactor.redact(b"login of ada@example.com failed", &mut scratch);
//! assert_eq!(line, &b"login of REDACTED-email failed"[..]);
//! # Ok::<(), blackbar::BuildError>(())
//! ```
//!
//! # Untrusted input
//!
//! Any bytes are fine: nothing panics, and time and memory are bounded by [`text::Limits`] and `codec::Caps`. Patterns
//! run on automata in time linear in the text. No error, `Debug` or panic message holds text of an event.
//!
//! # Features
//!
//! A feature only adds API; it never changes behaviour.
//!
//! | feature | adds |
//! |---|---|
//! | none | the core: detection and redaction, without I/O, clocks, threads or async |
//! | `tokens` | key sets, and pseudonyms made with them |
//! | `tokens-reversible` | what can be opened or turned back: encrypted and sealed tokens, values of the same form |
//! | `pipeline` | codecs, counts, the pipeline on rayon, settings, files and streams |
//! | `cli` (default) | `pipeline` and the binary `blackbar` |
//! | `lambda` | `pipeline` and the binary `blackbar-lambda`, an AWS Lambda function |
//! | `aws` | `pipeline` and services of AWS, for both binaries |
//!
//! The [`manual`] has the architecture, the threat model, the forms of rules and policies, and operations.

#[cfg(feature = "cli")]
#[doc(hidden)]
pub mod app;
#[cfg(feature = "aws")]
pub mod aws;
#[cfg(feature = "pipeline")]
pub mod codec;
#[cfg(feature = "pipeline")]
pub mod coverage;
pub mod detect;
#[cfg(feature = "lambda")]
#[doc(hidden)]
pub mod lambda;
pub mod manual;
#[cfg(feature = "pipeline")]
pub mod pipeline;
pub mod policy;
pub mod redact;
pub mod rules;
#[cfg(feature = "pipeline")]
pub mod settings;
#[cfg(feature = "pipeline")]
pub mod sinks;
#[cfg(feature = "pipeline")]
pub mod sources;
pub mod span;
pub mod text;
#[cfg(feature = "tokens")]
pub mod token;

pub use detect::{BuildError, Builder, Match, Scanner};
pub use policy::{Operator, Policy};
pub use redact::{Redactor, Scratch, Verdict};
pub use rules::{Confidence, Rule};
pub use span::{Edit, Edits, Patch, Span};
