//! The command line's arguments.

use super::keys::KeysCommand;
use super::policy::PolicyCommand;
use super::reveal::RevealOptions;
use super::rules::RulesCommand;
use super::{clock, console};
use crate::codec::Caps;
use crate::detect::Builder;
use crate::pipeline::Engine;
use crate::policy::{Mode, Policy, Source};
use crate::redact::Router;
use crate::rules::{Confidence, Rule};
use crate::settings::{InForce, KeySource, PolicyFile, UserRules, parse_size, read_in_force, read_rules};
use crate::token::SealSeed;
use clap::{Args, Parser, Subcommand, ValueEnum};
use std::ffi::OsString;
use std::path::PathBuf;

/// Finds personal data and secrets in logs, redacts them in place and accounts for every event.
#[derive(Debug, Parser)]
#[command(name = "blackbar", version, arg_required_else_help = true, max_term_width = 100)]
pub(super) struct Arguments {
    #[command(subcommand)]
    pub(super) command: Command,
}

#[derive(Debug, Subcommand)]
pub(super) enum Command {
    /// Redact files or standard input and write the same form to standard output
    #[command(after_help = REDACT_HELP)]
    Redact(RedactOptions),
    /// Print what would be found, never the values
    #[command(after_help = SCAN_HELP)]
    Scan(ScanOptions),
    /// Take every batch of a folder, file or stream through the pipeline into a sink
    #[command(after_help = RUN_HELP)]
    Run(RunOptions),
    /// Take records from an error bucket or a quarantine through the pipeline again
    #[command(after_help = REDRIVE_HELP)]
    Redrive(RedriveOptions),
    /// Check and explain policy files
    #[command(subcommand)]
    Policy(PolicyCommand),
    /// Make and keep the keys of tokens
    #[command(subcommand)]
    Keys(KeysCommand),
    /// Open tokens, for a ticket and on record
    #[command(after_help = super::reveal::HELP)]
    Reveal(RevealOptions),
    /// List, show, test, lint, explain and import rules
    #[command(subcommand)]
    Rules(RulesCommand),
    /// Print a completion script for a shell
    Completions {
        /// The shell
        shell: clap_complete::Shell,
    },
}

const REDACT_HELP: &str = "\
The form is recognised by content: gzip (all members), CloudWatch Logs batches (also several without a separator), \
Firehose transformation events (answered in their reply form), JSON texts and lines, plain text, and mixtures. \
Bytes outside of the edits stay as they are.

Exit codes: 0 done; 2 error of usage or I/O; 3 something was withheld (a stub stands in its place).";

const SCAN_HELP: &str = "\
Each finding names its record (counted from 0; in a batch each log event is a record), its bytes (of the record; in a \
batch, of the message unescaped once), rule, class and confidence.

Exit codes: 0 nothing found; 1 something found; 2 an error, or a record that could not be searched.";

const RUN_HELP: &str = "\
Batches come out one document a line. Control messages are acknowledged and dropped. At the end the coverage summary \
is printed on standard error. In a stream of Firehose, lines of one log stream that follow each other share a record; \
what the stream refuses is sent again up to 20 times, and then `run` ends with an error. An interrupt (Ctrl-C, SIGTERM) finishes what is under way and ends in order.

Exit codes: 0 done; 2 error of usage or I/O; 3 something was withheld (a stub stands in its place).";

const REDRIVE_HELP: &str = "\
What is taken: objects that Firehose writes to an error bucket (the record is their `rawData`), sealed copies (from a \
quarantine, or in lines beside stubs), and any other file as one record. What comes out is as from `run`, under the \
policy that is named now. Nothing is deleted from the input.

Exit codes: as `run`; 2 also if a sealed copy cannot be opened.";

#[derive(Debug, Args)]
pub(super) struct RedactOptions {
    /// Files to read; none or `-` is standard input
    #[arg(value_name = "FILE")]
    pub(super) files: Vec<PathBuf>,
    /// Records end with NUL instead of a line feed, as in `grep --null-data`
    #[arg(short = 'z', long)]
    pub(super) null_data: bool,
    /// Write one redacted event a line (unpacked; messages of batches unescaped once) instead of the input's form
    #[arg(long)]
    pub(super) lines: bool,
    /// Print on standard error what was done
    #[arg(long, value_name = "FORMAT", num_args = 0..=1, require_equals = true, default_missing_value = "text")]
    pub(super) stats: Option<StatsFormat>,
    /// Level of packed output, 0 to 9
    #[arg(long, value_name = "N", default_value_t = crate::codec::DEFAULT_LEVEL, value_parser = clap::value_parser!(u32).range(0..=9))]
    pub(super) gzip_level: u32,
    #[command(flatten)]
    pub(super) common: CommonOptions,
}

#[derive(Debug, Args)]
pub(super) struct ScanOptions {
    /// Files to read; none or `-` is standard input
    #[arg(value_name = "FILE")]
    pub(super) files: Vec<PathBuf>,
    /// Records end with NUL instead of a line feed, as in `grep --null-data`
    #[arg(short = 'z', long)]
    pub(super) null_data: bool,
    /// A table for people, or one JSON object a finding
    #[arg(long, value_name = "FORMAT", value_enum, default_value = "table")]
    pub(super) format: ScanFormat,
    /// Findings that are less sure are not shown [default: medium, or what the policy says]
    #[arg(long, value_name = "CONFIDENCE", value_enum)]
    pub(super) min_confidence: Option<MinConfidence>,
    #[command(flatten)]
    pub(super) common: CommonOptions,
}

#[derive(Debug, Args)]
pub(super) struct RunOptions {
    /// A folder (all files in it), a file, or `-` for standard input
    #[arg(long, value_name = "PATH")]
    pub(super) input: PathBuf,
    #[command(flatten)]
    pub(super) out: OutputOptions,
    #[command(flatten)]
    pub(super) common: CommonOptions,
}

#[derive(Debug, Args)]
pub(super) struct RedriveOptions {
    /// A folder (all files in it), a file, `-` for standard input, or `s3://BUCKET/PREFIX` (needs a build with the
    /// feature `aws`)
    #[arg(long, value_name = "INPUT")]
    pub(super) input: PathBuf,
    /// A private key that opens sealed copies, as `keys recipient` makes it; may be given several times
    #[arg(long, value_name = "FILE")]
    pub(super) private_key: Vec<PathBuf>,
    #[command(flatten)]
    pub(super) out: OutputOptions,
    #[command(flatten)]
    pub(super) common: CommonOptions,
}

/// Where redacted documents go.
#[derive(Debug, Args)]
pub(super) struct OutputOptions {
    /// A folder for rolling files `blackbar-00000001.jsonl`, `-` for standard output, or `firehose:STREAM` (a name or an
    /// ARN; needs a build with the feature `aws`)
    #[arg(long, value_name = "OUTPUT")]
    pub(super) output: PathBuf,
    /// Begin a new file once one holds so many bytes
    #[arg(long, value_name = "SIZE", default_value = "128M", value_parser = parse_size)]
    pub(super) roll_bytes: usize,
    /// Form of the summary
    #[arg(long, value_name = "FORMAT", value_enum, default_value = "text")]
    pub(super) stats: StatsFormat,
    #[command(flatten)]
    pub(super) aws: AwsOptions,
}

/// How services of AWS are reached. Region and credentials are found as the AWS command line finds them.
#[derive(Debug, Args)]
#[command(next_help_heading = "AWS")]
pub(super) struct AwsOptions {
    /// Pack each record of Firehose
    #[arg(long)]
    pub(super) pack_records: bool,
    /// The ARN of a role to take on, as in the security account
    #[arg(long, value_name = "ARN")]
    pub(super) role_arn: Option<String>,
    /// The external id that its trust policy asks for
    #[arg(long, value_name = "ID", requires = "role_arn")]
    pub(super) external_id: Option<String>,
    /// The name of the session, as the other account's CloudTrail shows it
    #[arg(long, value_name = "NAME", requires = "role_arn")]
    pub(super) role_session: Option<String>,
    /// A region that data may go to; repeatable [default: the home region]
    #[arg(long, value_name = "REGION")]
    pub(super) allow_region: Vec<String>,
}

#[derive(Debug, Args)]
pub(super) struct CommonOptions {
    /// Threads that redact [default: one for each processor]
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=1024))]
    pub(super) threads: Option<u16>,
    #[command(flatten)]
    pub(super) settings: SettingOptions,
    /// Keys of tokens: a key file; `env:NAME`, an environment variable that holds the text of one; `aws-secret:NAME` or
    /// `aws-secret:NAME#STAGE`, a secret of AWS Secrets Manager that does; or `aws-kms:FILE`, a key file that AWS KMS opens.
    /// The policy says the tenant; personal data then gets pseudonyms by default
    #[arg(long, value_name = "FILE")]
    pub(super) keys: Option<OsString>,
    #[command(flatten)]
    pub(super) source: SourceOptions,
    #[command(flatten)]
    pub(super) caps: CapOptions,
}

/// Where events come from that do not say it themselves.
#[derive(Debug, Args)]
#[command(next_help_heading = "Source (of events that do not say it themselves, for the policy)")]
pub(super) struct SourceOptions {
    /// The account, 12 digits; batches name theirs
    #[arg(long, value_name = "ACCOUNT")]
    account: Option<String>,
    /// The region, such as eu-west-1
    #[arg(long, value_name = "REGION")]
    region: Option<String>,
    /// The log group; batches name theirs
    #[arg(long, value_name = "NAME")]
    log_group: Option<String>,
}

impl SourceOptions {
    pub(super) fn source(&self) -> Source {
        Source {
            account: self.account.clone().unwrap_or_default(),
            region: self.region.clone().unwrap_or_default(),
            log_group: self.log_group.clone().unwrap_or_default(),
        }
    }
}

/// What is found, and what is done with it.
#[derive(Debug, Args)]
pub(super) struct SettingOptions {
    /// A policy file (TOML): which rules run, which operator each class gets
    #[arg(long, value_name = "FILE")]
    pub(super) policy: Option<PathBuf>,
    /// An allow-list (TOML): findings that may stay, each with a reason; repeatable
    #[arg(long, value_name = "FILE")]
    pub(super) allow: Vec<PathBuf>,
    #[command(flatten)]
    pub(super) rules: RuleOptions,
}

#[derive(Debug, Args)]
pub(super) struct RuleOptions {
    /// Rules of your own (TOML), added to the built-in ones: a folder of *.toml, or a file; repeatable
    #[arg(long = "rules", value_name = "DIR")]
    pub(super) rules: Vec<PathBuf>,
}

#[derive(Debug, Args)]
#[command(next_help_heading = "Caps (what exceeds one is withheld)")]
pub(super) struct CapOptions {
    /// Bytes of one document (batch, Firehose event, JSON text) after inflation [default: 64M]
    #[arg(long, value_name = "SIZE", value_parser = parse_size)]
    max_document: Option<usize>,
    /// Bytes of one event or line [default: 4M]
    #[arg(long, value_name = "SIZE", value_parser = parse_size)]
    max_event: Option<usize>,
    /// Bytes that one event may decode to, all levels of escaping together [default: 32M]
    #[arg(long, value_name = "SIZE", value_parser = parse_size)]
    max_decoded: Option<usize>,
    /// Levels of objects and arrays [default: 128]
    #[arg(long, value_name = "N")]
    max_depth: Option<usize>,
    /// Levels of documents in strings of documents [default: 8]
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=32))]
    max_nested: Option<u16>,
    /// Inflated bytes for each compressed byte, beyond the first MiB [default: 250]
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u64).range(1..))]
    max_ratio: Option<u64>,
    /// Members of a gzip stream [default: 100000]
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u64).range(1..))]
    max_members: Option<u64>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum StatsFormat {
    /// A few lines for people
    Text,
    /// One JSON object
    Json,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum ScanFormat {
    /// A table with the context of each finding, masked
    Table,
    /// One JSON object a line
    Jsonl,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum MinConfidence {
    /// Everything
    Low,
    /// What is probably true
    Medium,
    /// What is certain
    High,
}

impl From<MinConfidence> for Confidence {
    fn from(value: MinConfidence) -> Self {
        match value {
            MinConfidence::Low => Self::Low,
            MinConfidence::Medium => Self::Medium,
            MinConfidence::High => Self::High,
        }
    }
}

impl RuleOptions {
    /// The rules of the user's own.
    pub(super) fn read(&self) -> Result<UserRules, String> {
        read_rules(&self.rules).map_err(|errors| {
            let lines: Vec<String> = errors.iter().map(ToString::to_string).collect();
            lines.join("\n")
        })
    }
}

impl SettingOptions {
    /// The rules of the user's own, and what is in force.
    pub(super) fn read(&self) -> Result<(UserRules, InForce), String> {
        let user = self.rules.read()?;
        let rules: Vec<&Rule> = user.all().collect();
        let mut force =
            read_in_force(self.policy.as_deref().map(PolicyFile::Local), &self.allow, &rules, clock::today())
                .map_err(|e| e.to_string())?;
        for warning in std::mem::take(&mut force.warnings) {
            console::warn(&warning.to_string());
        }
        Ok((user, force))
    }
}

impl CommonOptions {
    /// The engine under the policy and the caps, and what is in force: the policy as it is with or without keys.
    pub(super) fn engine(&self, minimum: Option<Confidence>) -> Result<(Engine, InForce), String> {
        let (user, mut force) = self.settings.read()?;
        if self.keys.is_some() {
            force.policy = force.policy.with_keys().into_owned();
        }
        let policy = &mut force.policy;
        if policy.mode == Mode::Pause {
            return Err(
                "the policy says `mode = \"pause\"`: nothing is read; start again once it says `normal`"
                    .to_owned(),
            );
        }
        if let Some(minimum) = minimum {
            policy.minimum = minimum;
        }
        let given = &self.caps;
        let limits = &mut policy.limits;
        limits.event_bytes = given.max_event.unwrap_or(limits.event_bytes);
        limits.decoded_bytes = given.max_decoded.unwrap_or(limits.decoded_bytes);
        limits.json_depth = given.max_depth.unwrap_or(limits.json_depth);
        limits.nested_documents = given.max_nested.map_or(limits.nested_documents, usize::from);
        let mut caps = Caps::default();
        caps.line_bytes = limits.event_bytes;
        caps.json_depth = limits.json_depth;
        caps.document_bytes = given.max_document.unwrap_or(caps.document_bytes).max(caps.line_bytes);
        caps.ratio = given.max_ratio.unwrap_or(caps.ratio);
        caps.members = given.max_members.unwrap_or(caps.members);
        let router = self.router(user.builder(), policy)?;
        Ok((Engine::routed(router, self.source.source(), caps), force))
    }

    fn router(&self, builder: Builder, policy: &Policy) -> Result<Router, String> {
        match &self.keys {
            Some(_) if policy.scope.is_none() => {
                Err("`--keys` makes tokens, which belong to a tenant; name a policy \
                file with `--policy` that has `[scope]` with `tenant = \"...\"`"
                    .to_owned())
            }
            Some(source) => {
                let keys = KeySource::from_name(source).read().map_err(|e| e.to_string())?;
                let seed = SealSeed::new(&super::keys::random()?);
                Router::with_keys_and_seed(builder, policy, &keys, &seed).map_err(|e| e.to_string())
            }
            None => Router::new(builder, policy).map_err(|e| {
                let remedy = if policy.needs_keys() { "; name a key file with `--keys`" } else { "" };
                format!("{e}{remedy}")
            }),
        }
    }

    /// The pool and its number of threads.
    pub(super) fn pool(&self) -> Result<(rayon::ThreadPool, usize), String> {
        let threads = match self.threads {
            Some(n) => usize::from(n),
            None => std::thread::available_parallelism().map_or(1, usize::from),
        };
        let pool = rayon::ThreadPoolBuilder::new()
            .num_threads(threads)
            .thread_name(|i| format!("blackbar-{i}"))
            .build()
            .map_err(|e| format!("cannot start {threads} threads: {e}"))?;
        Ok((pool, threads))
    }
}

/// The inputs of a command: standard input if none is named.
pub(super) fn inputs(files: &[PathBuf]) -> Vec<PathBuf> {
    if files.is_empty() { vec![PathBuf::from("-")] } else { files.to_vec() }
}

/// Says what is wrong with an input.
pub(super) fn input_error(path: &std::path::Path, e: &std::io::Error) {
    let name = if path.as_os_str() == "-" { "standard input".into() } else { path.display().to_string() };
    console::error(&format!("{name}: {e}"));
}
