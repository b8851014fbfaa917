//! What the binaries do, floor 8. Not part of the library's interface.

mod args;
#[cfg(feature = "aws")]
mod aws;
mod clock;
mod console;
mod keys;
mod policy;
mod redact;
mod redrive;
mod reveal;
mod rules;
mod run;
mod scan;
mod summary;

use clap::{CommandFactory, Parser};
use std::process::ExitCode;

/// Everything asked for was done.
const EXIT_OK: u8 = 0;
/// `scan` found something.
const EXIT_FOUND: u8 = 1;
/// An error of usage or of I/O.
const EXIT_ERROR: u8 = 2;
/// Something was withheld.
const EXIT_WITHHELD: u8 = 3;

/// The command line.
#[must_use]
pub fn main() -> ExitCode {
    console::mute_panics();
    let arguments = args::Arguments::parse();
    let done = match &arguments.command {
        args::Command::Redact(options) => redact::redact(options),
        args::Command::Scan(options) => scan::scan(options),
        args::Command::Run(options) => run::run(options),
        args::Command::Redrive(options) => redrive::redrive(options),
        args::Command::Policy(command) => policy::policy(command),
        args::Command::Keys(command) => keys::keys(command),
        args::Command::Reveal(options) => reveal::reveal(options),
        args::Command::Rules(command) => rules::rules(command),
        args::Command::Completions { shell } => {
            clap_complete::generate(
                *shell,
                &mut args::Arguments::command(),
                "blackbar",
                &mut std::io::stdout(),
            );
            Ok(EXIT_OK)
        }
    };
    match done {
        Ok(code) => ExitCode::from(code),
        Err(message) => {
            console::error(&message);
            ExitCode::from(EXIT_ERROR)
        }
    }
}
