//! Environment variables of the function for AWS Lambda.
//!
//! They are documented on the page `lambda` of the manual.

use super::key_source::KeySource;
use super::size::parse_size;
use crate::coverage::{DEFAULT_NAMESPACE, is_namespace};
use crate::token::Recipient;
use std::ffi::{OsStr, OsString};
use std::path::PathBuf;

/// What all variables of ours begin with.
const PREFIX: &str = "BLACKBAR_";
/// Memory of the function in MiB, which AWS Lambda sets.
const MEMORY: &str = "AWS_LAMBDA_FUNCTION_MEMORY_SIZE";

/// Where the function runs, which AWS Lambda sets.
const REGION: &str = "AWS_REGION";

/// The least that a function can have, in MiB.
const LEAST_MEMORY: usize = 128;
/// MiB that come with each processor (<https://docs.aws.amazon.com/lambda/latest/dg/configuration-memory.html>).
const MEMORY_EACH: usize = 1769;

/// In which form records go out.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[expect(clippy::exhaustive_enums, reason = "callers handle each")]
pub enum Output {
    /// As they came.
    #[default]
    Same,
    /// One document a line.
    Documents,
    /// One event a line.
    Lines,
}

/// Whether records go out packed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[expect(clippy::exhaustive_enums, reason = "callers handle each")]
pub enum Packing {
    /// As they came.
    #[default]
    Same,
    /// Always.
    Gzip,
    /// Never.
    None,
}

/// Where events of Kinesis and of direct subscriptions go.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[expect(clippy::exhaustive_enums, reason = "callers handle each")]
pub enum SinkChoice {
    /// Nowhere: they are in the reply, where there is one that is read.
    #[default]
    None,
    /// To standard output, the log of the function.
    Stdout,
    /// To a stream of Firehose, by its name or ARN.
    Firehose(String),
}

/// Where records of Firehose go that the reply has no room for.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[expect(clippy::exhaustive_enums, reason = "callers handle each")]
pub enum Forward {
    /// Nowhere: events become stubs until the reply fits.
    #[default]
    None,
    /// To the stream that they came from, once.
    Own,
    /// To another stream, by its name or ARN.
    Stream(String),
}

/// A key by which Firehose partitions what it delivers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(clippy::exhaustive_enums, reason = "callers handle each")]
pub enum PartitionKey {
    /// The log group of the batches.
    LogGroup,
    /// What was found: `secret`, `personal`, `clean`, or `withheld`.
    Classification,
    /// The contract that the events are under.
    Contract,
}

impl PartitionKey {
    /// Its name in prefixes: `!{partitionKeyFromLambda:log_group}`.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::LogGroup => "log_group",
            Self::Classification => "classification",
            Self::Contract => "contract",
        }
    }
}

/// What is needed of AWS; looked at by programs that are built with it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct AwsChoice {
    /// `BLACKBAR_ROLE_ARN`: the role under which the sink and the stream to forward to are reached.
    pub role: Option<String>,
    /// `BLACKBAR_ROLE_EXTERNAL_ID`.
    pub external_id: Option<String>,
    /// `BLACKBAR_ROLE_SESSION`: the name of the session.
    pub session: Option<String>,
    /// `BLACKBAR_ALLOWED_REGIONS`, parted by commas; none: the home region alone.
    pub regions: Vec<String>,
    /// `BLACKBAR_QUARANTINE`: `s3://BUCKET/PREFIX` for sealed copies.
    pub quarantine: Option<String>,
    /// `BLACKBAR_QUARANTINE_KMS_KEY`: the key that the bucket encrypts with; none: that of the account for S3.
    pub kms_key: Option<String>,
    /// `BLACKBAR_QUARANTINE_LOCK_DAYS`: days for which nobody can delete a copy.
    pub lock_days: Option<u32>,
}

/// What the variables say.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Environment {
    /// `BLACKBAR_POLICY`: a policy file.
    pub policy: Option<PathBuf>,
    /// `BLACKBAR_RULES`: rule files and folders of them, parted by colons.
    pub rules: Vec<PathBuf>,
    /// `BLACKBAR_ALLOW`: allow-lists, parted by colons.
    pub allow: Vec<PathBuf>,
    /// `BLACKBAR_KEYS`: keys of tokens.
    pub keys: Option<KeySource>,
    /// `BLACKBAR_OUTPUT`.
    pub output: Output,
    /// `BLACKBAR_COMPRESSION`.
    pub packing: Packing,
    /// `BLACKBAR_GZIP_LEVEL`, 0 to 9.
    pub gzip_level: u32,
    /// `BLACKBAR_CONTROL_MESSAGES`: whether they are dropped.
    pub drop_control: bool,
    /// `BLACKBAR_SINK`.
    pub sink: SinkChoice,
    /// `BLACKBAR_FORWARD`.
    pub forward: Forward,
    /// `BLACKBAR_PARTITION_KEYS`, parted by commas.
    pub partition: Vec<PartitionKey>,
    /// `BLACKBAR_RECIPIENT`: the public key that sealed copies are for.
    pub recipient: Option<Recipient>,
    /// The rest of AWS.
    pub aws: AwsChoice,
    /// `BLACKBAR_MAX_DOCUMENT`: bytes of one document after inflation.
    pub document_bytes: usize,
    /// Threads that are worth having; the platform says how much memory there is, and processors come with it.
    pub threads: usize,
    /// `AWS_REGION`: where the function runs, as the platform says.
    pub region: Option<String>,
    /// `BLACKBAR_METRICS_NAMESPACE`; `None` if there are to be no metrics.
    pub namespace: Option<String>,
}

impl Default for Environment {
    fn default() -> Self {
        Self {
            policy: None,
            rules: Vec::new(),
            allow: Vec::new(),
            keys: None,
            output: Output::default(),
            packing: Packing::default(),
            gzip_level: 1,
            drop_control: true,
            sink: SinkChoice::default(),
            forward: Forward::default(),
            partition: Vec::new(),
            recipient: None,
            aws: AwsChoice::default(),
            document_bytes: document_bytes(LEAST_MEMORY),
            threads: 1,
            region: None,
            namespace: Some(DEFAULT_NAMESPACE.to_owned()),
        }
    }
}

/// What a document may inflate to in a function of so many MiB: a sixteenth, since there are its table and its output
/// besides; at least 8 MiB, which is what a record of 1 MB holds, and at most 64 MiB.
fn document_bytes(memory: usize) -> usize {
    (memory.saturating_mul(1 << 20) / 16).clamp(8 << 20, 64 << 20)
}

impl Environment {
    /// Reads the variables of this process.
    ///
    /// # Errors
    /// As [`Self::from_variables`].
    pub fn read() -> Result<Self, String> {
        Self::from_variables(std::env::vars_os())
    }

    /// Reads nothing but whom sealed copies are for, where the rest is wrong.
    #[must_use]
    pub fn read_recipient() -> Self {
        let variables = std::env::vars_os().filter(|(name, _)| name == "BLACKBAR_RECIPIENT");
        Self::from_variables(variables).unwrap_or_default()
    }

    /// Reads variables; those that are not ours are left alone, an empty one counts as not set.
    ///
    /// # Errors
    /// Names the variable and says what to write. The value is not repeated.
    pub fn from_variables(variables: impl IntoIterator<Item = (OsString, OsString)>) -> Result<Self, String> {
        let mut read = Self::default();
        let mut document = None;
        for (name, value) in variables {
            let Some(name) = name.to_str() else { continue };
            if name == MEMORY {
                let memory = value.to_str().and_then(|v| v.parse().ok()).unwrap_or(LEAST_MEMORY);
                read.document_bytes = document_bytes(memory);
                read.threads = memory.div_ceil(MEMORY_EACH).max(1);
                continue;
            }
            if name == REGION {
                read.region = value.into_string().ok().filter(|region| !region.is_empty());
                continue;
            }
            let Some(short) = name.strip_prefix(PREFIX) else { continue };
            let Some(value) = value.to_str() else { return Err(format!("{name}: it is not UTF-8")) };
            if short == "METRICS_NAMESPACE" && value == "none" {
                read.namespace = None;
                continue;
            }
            if value.is_empty() {
                continue;
            }
            let wrong = |remedy: &str| format!("{name}: write {remedy}");
            match short {
                "POLICY" => read.policy = Some(PathBuf::from(value)),
                "RULES" => read.rules = paths(value),
                "ALLOW" => read.allow = paths(value),
                "KEYS" => read.keys = Some(KeySource::from_name(OsStr::new(value))),
                "OUTPUT" => {
                    read.output = match value {
                        "same" => Output::Same,
                        "documents" => Output::Documents,
                        "lines" => Output::Lines,
                        _ => return Err(wrong("same, documents or lines")),
                    }
                }
                "COMPRESSION" => {
                    read.packing = match value {
                        "same" => Packing::Same,
                        "gzip" => Packing::Gzip,
                        "none" => Packing::None,
                        _ => return Err(wrong("same, gzip or none")),
                    }
                }
                "GZIP_LEVEL" => {
                    read.gzip_level = value
                        .parse()
                        .ok()
                        .filter(|n| *n <= 9)
                        .ok_or_else(|| wrong("a number from 0 to 9"))?;
                }
                "CONTROL_MESSAGES" => {
                    read.drop_control = match value {
                        "drop" => true,
                        "keep" => false,
                        _ => return Err(wrong("drop or keep")),
                    }
                }
                "SINK" => {
                    read.sink = match value {
                        "none" => SinkChoice::None,
                        "stdout" => SinkChoice::Stdout,
                        _ => match value.strip_prefix("firehose:").filter(|stream| !stream.is_empty()) {
                            Some(stream) => SinkChoice::Firehose(stream.to_owned()),
                            None => return Err(wrong("none, stdout or firehose:STREAM")),
                        },
                    }
                }
                "FORWARD" => {
                    read.forward = match value {
                        "none" => Forward::None,
                        "self" => Forward::Own,
                        _ => match value.strip_prefix("firehose:").filter(|stream| !stream.is_empty()) {
                            Some(stream) => Forward::Stream(stream.to_owned()),
                            None => return Err(wrong("none, self or firehose:STREAM")),
                        },
                    }
                }
                "PARTITION_KEYS" => {
                    let key = |name: &str| match name {
                        "log_group" => Some(PartitionKey::LogGroup),
                        "classification" => Some(PartitionKey::Classification),
                        "contract" => Some(PartitionKey::Contract),
                        _ => None,
                    };
                    let keys: Option<Vec<_>> = value.split(',').map(key).collect();
                    read.partition =
                        keys.ok_or_else(|| wrong("some of log_group, classification and contract"))?;
                }
                "RECIPIENT" => {
                    let key = Recipient::parse(value);
                    read.recipient =
                        Some(key.map_err(|_| wrong("a public key as `blackbar keys recipient` prints it"))?);
                }
                "ROLE_ARN" => read.aws.role = Some(value.to_owned()),
                "ROLE_EXTERNAL_ID" => read.aws.external_id = Some(value.to_owned()),
                "ROLE_SESSION" => read.aws.session = Some(value.to_owned()),
                "ALLOWED_REGIONS" => {
                    read.aws.regions = value.split(',').map(|region| region.trim().to_owned()).collect();
                }
                "QUARANTINE" => {
                    if value.strip_prefix("s3://").is_none_or(str::is_empty) {
                        return Err(wrong("s3://BUCKET/PREFIX"));
                    }
                    read.aws.quarantine = Some(value.to_owned());
                }
                "QUARANTINE_KMS_KEY" => read.aws.kms_key = Some(value.to_owned()),
                "QUARANTINE_LOCK_DAYS" => {
                    let days = value.parse().ok().filter(|days| (1..=36_500).contains(days));
                    read.aws.lock_days = Some(days.ok_or_else(|| wrong("a number of days"))?);
                }
                "MAX_DOCUMENT" => {
                    let bytes = parse_size(value).ok().filter(|n| *n > 0);
                    document = Some(bytes.ok_or_else(|| wrong("a size such as 16M"))?);
                }
                "METRICS_NAMESPACE" => {
                    if !is_namespace(value) {
                        return Err(wrong(
                            "a namespace of CloudWatch that does not begin with AWS/, or none",
                        ));
                    }
                    read.namespace = Some(value.to_owned());
                }
                _ => {
                    return Err(format!(
                        "{name}: there is no such variable; see the page `lambda` of the manual"
                    ));
                }
            }
        }
        read.document_bytes = document.unwrap_or(read.document_bytes);
        Ok(read)
    }
}

fn paths(value: &str) -> Vec<PathBuf> {
    value.split(':').filter(|path| !path.is_empty()).map(PathBuf::from).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(variables: &[(&str, &str)]) -> Result<Environment, String> {
        Environment::from_variables(variables.iter().map(|(n, v)| ((*n).into(), (*v).into())))
    }

    #[test]
    fn variables_are_read() {
        assert_eq!(read(&[("PATH", "x"), ("BLACKBAR_POLICY", "")]), Ok(Environment::default()));
        let some = read(&[
            ("BLACKBAR_RULES", "a:b/:"),
            ("BLACKBAR_OUTPUT", "lines"),
            ("BLACKBAR_COMPRESSION", "none"),
            ("BLACKBAR_GZIP_LEVEL", "9"),
            ("BLACKBAR_METRICS_NAMESPACE", "none"),
            ("BLACKBAR_MAX_DOCUMENT", "3M"),
            ("AWS_LAMBDA_FUNCTION_MEMORY_SIZE", "2048"),
            ("AWS_REGION", "eu-west-1"),
        ])
        .unwrap();
        assert_eq!(some.rules, ["a", "b/"].map(PathBuf::from));
        assert_eq!((some.output, some.packing, some.gzip_level), (Output::Lines, Packing::None, 9));
        assert_eq!((some.namespace, some.document_bytes), (None, 3 << 20));
        assert_eq!(some.region.as_deref(), Some("eu-west-1"));
        for (memory, bytes, threads) in
            [("128", 8 << 20, 1), ("512", 32 << 20, 1), ("10240", 64 << 20, 6), ("x", 8 << 20, 1)]
        {
            let read = read(&[(MEMORY, memory)]).unwrap();
            assert_eq!((read.document_bytes, read.threads), (bytes, threads));
        }
    }

    #[test]
    fn mistakes_name_the_variable_and_not_the_value() {
        for name in [
            "OUTPUT",
            "COMPRESSION",
            "GZIP_LEVEL",
            "CONTROL_MESSAGES",
            "SINK",
            "FORWARD",
            "PARTITION_KEYS",
            "RECIPIENT",
            "QUARANTINE",
            "QUARANTINE_LOCK_DAYS",
            "MAX_DOCUMENT",
            "METRICS_NAMESPACE",
            "OUPUT",
        ] {
            let name = format!("BLACKBAR_{name}");
            let error = read(&[(&name, "s3cr3t value")]).unwrap_err();
            assert!(error.starts_with(&name) && !error.contains("s3cr3t"), "{error}");
        }
    }
}
