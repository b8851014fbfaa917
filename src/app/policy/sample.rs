//! Logs that a policy is tried on.

use crate::app::args::{input_error, inputs};
use crate::codec::Separator;
use crate::pipeline::{Engine, Look, Work};
use crate::sources;
use std::path::{Path, PathBuf};

/// Shows every event of some files to `look`; `place` is told of each file, and how many records stood before in it.
/// Returns whether all could be read.
pub(super) fn look_at<L: Look>(
    engine: &Engine,
    files: &[PathBuf],
    look: &mut L,
    place: fn(&mut L, &Path, u64),
) -> bool {
    let mut whole = true;
    for path in inputs(files) {
        let mut records = 0;
        let read = sources::open(&path, Separator::Line, engine.caps()).and_then(|mut reader| {
            while let Some(work) = reader.next_work()? {
                place(look, &path, records);
                records += match work {
                    Work::Block { block, .. } => engine.look(&block, look),
                    Work::Damaged { reason, .. } => {
                        look.unreadable(0, reason);
                        1
                    }
                };
            }
            Ok(())
        });
        if let Err(e) = read {
            input_error(&path, &e);
            whole = false;
        }
    }
    whole
}

/// How a file is called in messages.
pub(super) fn name(path: &Path) -> String {
    if path.as_os_str() == "-" { "standard input".to_owned() } else { path.display().to_string() }
}
