//! Configuration, floor 7: from files to plain data.

mod allow_file;
mod digest;
mod environment;
mod file_error;
mod gitleaks;
mod lint;
mod policy_file;
mod rule_files;
mod size;

pub use allow_file::{Day, read_allow};
pub use digest::{files_digest, rules_digest};
pub use environment::{Environment, Output, Packing, SinkChoice};
pub use file_error::FileError;
pub use gitleaks::{Imported, import_gitleaks};
pub use lint::{Advice, Lint, lint_rules};
pub use policy_file::read_policy;
pub use rule_files::{UserRule, UserRules, read_rules, read_rules_as};
pub use size::parse_size;
