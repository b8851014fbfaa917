//! Configuration, floor 7: from files to plain data.

mod allow_file;
mod contract_file;
mod digest;
mod environment;
mod file_error;
mod gitleaks;
mod in_force;
mod key_change;
mod key_file;
mod key_source;
#[cfg(feature = "aws")]
mod kms;
mod lint;
mod operator_file;
mod policy_file;
mod policy_form;
mod policy_lint;
mod policy_parameters;
mod rule_files;
mod scope_file;
#[cfg(feature = "aws")]
mod secrets_manager;
mod size;
mod text_file;

pub use allow_file::Day;
pub use digest::rules_digest;
pub use environment::{AwsChoice, Environment, Forward, Output, Packing, PartitionKey, SinkChoice};
pub use file_error::FileError;
pub use gitleaks::{Imported, import_gitleaks};
pub use in_force::{InForce, PolicyFile, read_in_force};
pub use key_change::KeyFile;
pub use key_file::{KeyFileError, create_key_file, create_seal_key_file, read_seal_key_file};
pub use key_source::KeySource;
pub use lint::{Advice, Lint, lint_rules};
pub use policy_file::check_policy;
pub use policy_lint::{POLICY_LINTS, PolicyLint};
pub use rule_files::{UserRule, UserRules, read_rules, read_rules_as};
pub use size::parse_size;
pub use text_file::LONGEST_FILE;

/// The JSON Schema (draft 2020-12) of policy files.
pub const POLICY_SCHEMA: &str = include_str!("policy.schema.json");

/// The region that the ARN of a resource names; `None` for what is no ARN.
#[cfg(feature = "aws")]
fn arn_region(id: &str) -> Option<&str> {
    let region = id.strip_prefix("arn:")?.split(':').nth(2)?;
    (!region.is_empty()).then_some(region)
}
