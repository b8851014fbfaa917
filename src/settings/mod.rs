//! Configuration, floor 7: from files to plain data.

mod key_file;
mod policy_file;
mod size;

pub use key_file::{
    KeyFileError, KeySource, create_key_file, create_seal_key_file, read_seal_key_file, replace_key_file,
};
pub use policy_file::{PolicyError, read_policy};
pub use size::parse_size;
