//! Configuration, floor 7: from files to plain data.

mod policy_file;
mod size;

pub use policy_file::{PolicyError, read_policy};
pub use size::parse_size;
