//! `blackbar policy`: what a policy file says, before it runs anywhere.

mod check;
mod diff;
mod draft;
mod explain;
mod init;
mod sample;
mod sarif;

use super::args::{CommonOptions, RuleOptions};
use super::{EXIT_OK, console};
use crate::settings::POLICY_SCHEMA;
use clap::{Args, Subcommand, ValueEnum};
use std::io::Write;
use std::path::PathBuf;

#[derive(Debug, Subcommand)]
pub(super) enum PolicyCommand {
    /// Say what in policy files is wrong, has no effect, or could surprise
    #[command(after_help = CHECK_HELP)]
    Check {
        /// Lines for people, or a SARIF log
        #[arg(long, value_name = "FORMAT", value_enum, default_value = "text")]
        format: CheckFormat,
        /// The policy files
        #[arg(value_name = "FILE", required = true)]
        files: Vec<PathBuf>,
        #[command(flatten)]
        rules: RuleOptions,
    },
    /// Say which rule finds what in an event, what is done with it and why; never a value
    Explain(ExplainOptions),
    /// Say what would newly be redacted in logs, and what no longer, if one policy took the place of another; never a value
    #[command(after_help = diff::HELP)]
    Diff(diff::DiffOptions),
    /// Look at logs and draft a policy with a contract for each log group in them
    #[command(after_help = init::HELP)]
    Init(init::InitOptions),
    /// Print the JSON Schema of policy files
    Schema,
}

const CHECK_HELP: &str = "\
Exit codes: 0 nothing to say; 1 something has no effect or could surprise; 2 a file is no policy.";

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum CheckFormat {
    /// Lines for people
    Text,
    /// SARIF 2.1.0, as code scanning reads it
    Sarif,
}

#[derive(Debug, Args)]
pub(super) struct ExplainOptions {
    /// The event; `-` reads it from standard input
    #[arg(value_name = "EVENT")]
    event: String,
    #[command(flatten)]
    common: CommonOptions,
}

pub(super) fn policy(command: &PolicyCommand) -> Result<u8, String> {
    match command {
        PolicyCommand::Check { format, files, rules } => check::check(files, *format, rules),
        PolicyCommand::Explain(options) => explain::explain(&options.event, &options.common),
        PolicyCommand::Diff(options) => diff::diff(options),
        PolicyCommand::Init(options) => init::init(options),
        PolicyCommand::Schema => {
            say(POLICY_SCHEMA)?;
            Ok(EXIT_OK)
        }
    }
}

/// Prints to standard output.
fn say(text: &str) -> Result<(), String> {
    match std::io::stdout().write_all(text.as_bytes()) {
        Err(e) if !console::is_closed(&e) => Err(format!("standard output: {e}")),
        _ => Ok(()),
    }
}
