//! What is said to people, in the log of the function: standard error. Counts go to standard output.

#![expect(clippy::print_stderr, reason = "this is the place where the function speaks")]

/// Prints an error.
pub(super) fn error(message: &str) {
    eprintln!("ERROR blackbar: {message}");
}

/// Prints a warning: something counts less than was meant, and the work goes on.
pub(super) fn warn(message: &str) {
    eprintln!("WARN blackbar: {message}");
}

/// Prints what is good to know.
pub(super) fn info(message: &str) {
    eprintln!("INFO blackbar: {message}");
}

/// A panic prints where it happened and never its message, which may quote data.
pub(super) fn mute_panics() {
    std::panic::set_hook(Box::new(|info| {
        let place = info.location().map_or_else(String::new, |l| format!(" at {}:{}", l.file(), l.line()));
        error(&format!("internal error{place}; what it was about is withheld. Please report this place"));
    }));
}
