//! The manual: pages of documentation and no code.
//!
//! - [`architecture`]: what the parts are, what holds in each, and the way of one event.
//! - [`threat_model`]: what can go wrong, what is done about it, and what shows it.
//! - [`rules`]: how a rule is written.
//! - [`policy`]: how a policy file is written.
//! - [`tokens`]: keys, and what tokens look like.
//! - [`operations`]: forms, caps, exit codes and counts.
//! - [`speed`]: how fast it is, beside what, and what bounds it.
//! - [`lambda`]: the function for AWS Lambda: events, variables, metrics.
//! - [`aws`]: streams, roles and regions, sealed copies, and the way back.

pub mod architecture;
pub mod aws;
pub mod lambda;
pub mod operations;
pub mod policy;
pub mod rules;
pub mod speed;
pub mod threat_model;
pub mod tokens;
