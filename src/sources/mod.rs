//! Where work comes from, floor 7.

mod folder;
mod reader;

pub use folder::files_of;
pub use reader::{Reader, open};
