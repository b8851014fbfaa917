//! Arguments of `blackbar rules`.

use crate::app::args::{MinConfidence, RuleOptions, SettingOptions};
use clap::{Args, Subcommand, ValueEnum};
use std::path::PathBuf;

#[derive(Debug, Subcommand)]
pub(in crate::app) enum RulesCommand {
    /// List the rules
    List(ListOptions),
    /// Show everything about a rule
    Show(ShowOptions),
    /// Hold rules to their examples and look-alikes
    #[command(after_help = TEST_HELP)]
    Test(TestOptions),
    /// Look through rule files for mistakes, and for what will hurt
    #[command(after_help = LINT_HELP)]
    Lint(LintOptions),
    /// Say for a text which rules find something, which come near, and why not
    #[command(after_help = EXPLAIN_HELP)]
    Explain(ExplainOptions),
    /// Make a rule file of a gitleaks configuration of your own
    #[command(after_help = IMPORT_HELP)]
    Import(ImportOptions),
    /// Print the JSON Schema of rule files
    Schema,
}

const TEST_HELP: &str = "\
Without FILE the examples of all rules are tried, the built-in ones and those of --rules. The values in examples are \
made up when the test runs.

Exit codes: 0 every rule does what its file says; 1 one does not; 2 an error, such as a file that is no rule file.";

const LINT_HELP: &str = "\
An error is what keeps the file from being taken; a warning is what makes a rule find less or cost more than it should; \
a hint is what may be meant so. Without FILE, the files of --rules are looked through.

Exit codes: 0 no errors and no warnings; 1 errors or warnings; 2 a file or folder that cannot be read.";

const EXPLAIN_HELP: &str = "\
Shown are the rules whose literal, shape or key occurs in the text, with how far each came: pattern, border, check, \
entropy, context, confidence, a word against it, the allow-list. With --rule, that rule is shown in any case. Values \
are never printed: `****` stands for them. A text on the command line ends up in the shell's history; `-` reads \
standard input.

Exit codes: 0 explained; 2 an error.";

const IMPORT_HELP: &str = "\
What cannot be carried over is listed on standard error and at the head of the file. The result is linted, and made for \
`--rules`.

Exit codes: 0 everything is carried over; 1 something is not; 2 an error.";

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum Format {
    /// For people
    Table,
    /// One JSON document
    Json,
}

#[derive(Debug, Args)]
pub(in crate::app) struct ListOptions {
    /// Only rules with this in their id, class, summary, file, literals or keys; repeatable, all must be there
    #[arg(value_name = "WORD")]
    pub(super) words: Vec<String>,
    /// Only rules of this class; repeatable
    #[arg(long, value_name = "CLASS")]
    pub(super) class: Vec<String>,
    /// Only rules of this provider: the name of their file, such as `github`; repeatable
    #[arg(long, value_name = "NAME")]
    pub(super) provider: Vec<String>,
    /// Only rules that can be so sure or surer, with a context word near if they have some
    #[arg(long, value_name = "CONFIDENCE", value_enum)]
    pub(super) confidence: Option<MinConfidence>,
    /// Form of the output
    #[arg(long, value_name = "FORMAT", value_enum, default_value = "table")]
    pub(super) format: Format,
    #[command(flatten)]
    pub(super) rules: RuleOptions,
}

#[derive(Debug, Args)]
pub(in crate::app) struct ShowOptions {
    /// The id of the rule
    #[arg(value_name = "ID")]
    pub(super) id: String,
    /// Form of the output
    #[arg(long, value_name = "FORMAT", value_enum, default_value = "table")]
    pub(super) format: Format,
    #[command(flatten)]
    pub(super) rules: RuleOptions,
}

#[derive(Debug, Args)]
pub(in crate::app) struct TestOptions {
    /// Rule files, or folders of them, whose examples are tried
    #[arg(value_name = "FILE")]
    pub(super) files: Vec<PathBuf>,
    /// The files are those of the built-in rules and take their places (for work on this program)
    #[arg(long, requires = "files")]
    pub(super) builtin: bool,
    #[command(flatten)]
    pub(super) rules: RuleOptions,
}

#[derive(Debug, Args)]
pub(in crate::app) struct LintOptions {
    /// Rule files, or folders of them
    #[arg(value_name = "FILE")]
    pub(super) files: Vec<PathBuf>,
    /// The files are those of the built-in rules (for work on this program)
    #[arg(long)]
    pub(super) builtin: bool,
    #[command(flatten)]
    pub(super) rules: RuleOptions,
}

#[derive(Debug, Args)]
pub(in crate::app) struct ExplainOptions {
    /// The text; `-` is standard input
    #[arg(value_name = "TEXT", allow_hyphen_values = true)]
    pub(super) text: String,
    /// Only this rule, in any case; repeatable
    #[arg(long, value_name = "ID")]
    pub(super) rule: Vec<String>,
    /// What is less sure is no finding [default: medium, or what the policy says]
    #[arg(long, value_name = "CONFIDENCE", value_enum)]
    pub(super) min_confidence: Option<MinConfidence>,
    /// Form of the output
    #[arg(long, value_name = "FORMAT", value_enum, default_value = "table")]
    pub(super) format: Format,
    #[command(flatten)]
    pub(super) settings: SettingOptions,
}

#[derive(Debug, Args)]
pub(in crate::app) struct ImportOptions {
    /// The configuration (`gitleaks.toml`, version 8)
    #[arg(value_name = "FILE")]
    pub(super) file: PathBuf,
    /// Write the rules here, not to standard output; nothing is written over
    #[arg(long, value_name = "FILE")]
    pub(super) out: Option<PathBuf>,
    /// Write what the allow-lists of the configuration can say of values here, for --allow
    #[arg(long, value_name = "FILE")]
    pub(super) allow_out: Option<PathBuf>,
}
