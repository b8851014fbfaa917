//! Configuration, floor 7: from files to plain data.

mod key_file;
mod policy_file;
mod policy_lint;
mod size;

pub use key_file::{
    KeyFileError, KeySource, create_key_file, create_seal_key_file, read_seal_key_file, replace_key_file,
};
pub use policy_file::{PolicyError, check_policy, read_policy};
pub use policy_lint::{LINTS, Lint};

/// The JSON Schema (draft 2020-12) of policy files.
pub const POLICY_SCHEMA: &str = include_str!("policy.schema.json");
pub use size::parse_size;
