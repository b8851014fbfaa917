//! What is said to people, on standard error.

#![expect(clippy::print_stderr, reason = "this is the place where the program speaks")]

use std::io::{self, IsTerminal};

/// Prints an error.
pub(super) fn error(message: &str) {
    if io::stderr().is_terminal() {
        eprintln!("\x1b[1;31mblackbar:\x1b[0m {message}");
    } else {
        eprintln!("blackbar: {message}");
    }
}

/// Prints a warning: something counts less than was meant, and the work goes on.
pub(super) fn warn(message: &str) {
    if io::stderr().is_terminal() {
        eprintln!("\x1b[1;33mblackbar: warning:\x1b[0m {message}");
    } else {
        eprintln!("blackbar: warning: {message}");
    }
}

/// Prints lines that are no error.
pub(super) fn say(text: &str) {
    eprint!("{text}");
}

/// A panic prints where it happened and never its message, which may quote data. The event that caused it is
/// withheld.
pub(super) fn mute_panics() {
    std::panic::set_hook(Box::new(|info| {
        let place = info.location().map_or_else(String::new, |l| format!(" at {}:{}", l.file(), l.line()));
        error(&format!("internal error{place}; the event is withheld. Please report this place"));
    }));
}

/// Whether an error of writing means that the reader has gone away, which is no fault.
pub(super) fn is_closed(e: &io::Error) -> bool {
    e.kind() == io::ErrorKind::BrokenPipe
}
