//! The manual: pages of documentation and no code.
//!
//! - [`architecture`]: what the parts are, what holds in each, and the way of one event.
//! - [`threat_model`]: what can go wrong, what is done about it, and what shows it.
//! - [`rules`]: how a rule is written.
//! - [`policy`]: how a policy file is written.
//! - [`tokens`]: keys, and what tokens look like.
//! - [`operations`]: forms, caps, exit codes and counts.

pub mod architecture;
pub mod operations;
pub mod policy;
pub mod rules;
pub mod threat_model;
pub mod tokens;
