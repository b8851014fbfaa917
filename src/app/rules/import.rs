//! `blackbar rules import`.

use super::args::ImportOptions;

pub(super) fn import(_: &ImportOptions) -> Result<u8, String> {
    Err(String::new())
}
