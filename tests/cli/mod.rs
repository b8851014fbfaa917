//! The program as its users meet it: bytes in, bytes and an exit code out.

mod bad_input;
mod contracts;
mod forms;
pub(crate) mod keys;
mod policy;
mod redrive;
mod reveal;
mod rules;

use serde_json::Value;
use std::fs;
use std::io::{Read, Write};
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

/// Published fake data that most tests plant.
pub(crate) const MAIL: &str = "ada@example.com";
const KEY: &str = "AKIAIOSFODNN7EXAMPLE";
const CARD: &str = "4111111111111111";

/// What a run of the program gave.
pub(crate) struct Done {
    pub(crate) code: i32,
    pub(crate) out: Vec<u8>,
    pub(crate) err: String,
}

impl Done {
    /// Standard output as text.
    pub(crate) fn text(&self) -> String {
        String::from_utf8_lossy(&self.out).into_owned()
    }

    /// Standard output, unpacked.
    pub(crate) fn unpacked(&self) -> String {
        String::from_utf8_lossy(&gunzip(&self.out)).into_owned()
    }

    /// The one line of JSON on standard error.
    pub(crate) fn stats(&self) -> Value {
        let line = self.err.lines().find(|l| l.starts_with('{'));
        serde_json::from_str(line.unwrap_or_else(|| panic!("no counts in: {}", self.err))).unwrap()
    }

    /// A count by its name.
    pub(crate) fn count(&self, name: &str) -> u64 {
        self.stats()[name].as_u64().unwrap_or_else(|| panic!("no count {name} in {}", self.err))
    }

    /// Asserts what holds for every run: the counts balance, nothing planted is printed, and nothing went wrong inside.
    pub(crate) fn sound(self) -> Self {
        let stats = self.stats();
        let n = |name: &str| stats[name].as_u64().unwrap();
        assert_eq!(stats["balanced"], true, "{stats}");
        assert_eq!(n("in"), n("clean") + n("redacted") + n("withheld") + n("dropped"), "{stats}");
        assert_eq!(n("out"), n("clean") + n("redacted") + n("stubs"), "{stats}");
        assert_eq!(n("withheld"), n("sealed") + n("unsealed"), "{stats}");
        let rest: u64 =
            stats["bytes_unsearched"].as_object().unwrap().values().map(|v| v.as_u64().unwrap()).sum();
        assert_eq!(n("bytes_in"), n("bytes_searched") + rest, "{stats}");
        let reasons: u64 =
            stats["withheld_by_reason"].as_object().unwrap().values().map(|v| v.as_u64().unwrap()).sum();
        assert_eq!(n("withheld"), reasons, "{stats}");
        self.mute()
    }

    /// Asserts that nothing planted is printed, and that nothing went wrong inside.
    pub(crate) fn mute(self) -> Self {
        let out = if self.out.starts_with(&[0x1F, 0x8B]) { gunzip(&self.out) } else { self.out.clone() };
        for secret in [MAIL, KEY, CARD] {
            assert!(!holds(&out, secret.as_bytes()), "{secret} is in the output");
            assert!(!self.err.contains(secret), "{secret} is in the messages");
        }
        assert!(!self.err.contains("panic") && !self.err.contains("internal error"), "{}", self.err);
        self
    }
}

pub(crate) fn holds(text: &[u8], part: &[u8]) -> bool {
    text.windows(part.len()).any(|w| w == part)
}

/// Runs the program with `arguments` on `input`.
pub(crate) fn blackbar(arguments: &[&str], input: &[u8]) -> Done {
    feed(Command::new(env!("CARGO_BIN_EXE_blackbar")).args(arguments), input)
}

/// `blackbar redact --stats=json`, sound.
pub(crate) fn redact(arguments: &[&str], input: &[u8]) -> Done {
    blackbar(&[&["redact", "--stats=json"], arguments].concat(), input).sound()
}

/// As [`blackbar`], with at most `memory` KiB of address space and `seconds` of processor time.
pub(crate) fn bounded(memory: u32, seconds: u32, arguments: &[&str], input: &[u8]) -> Done {
    let script = format!("ulimit -v {memory}; ulimit -t {seconds}; exec \"$0\" \"$@\"");
    let mut shell = Command::new("sh");
    feed(shell.args(["-c", &script, env!("CARGO_BIN_EXE_blackbar")]).args(arguments), input)
}

fn feed(command: &mut Command, input: &[u8]) -> Done {
    let mut child =
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    let mut stdin = child.stdin.take().unwrap();
    let Output { status, stdout, stderr } = std::thread::scope(|scope| {
        scope.spawn(move || {
            // A program that has read enough closes its end.
            stdin.write_all(input).ok();
        });
        child.wait_with_output().unwrap()
    });
    let err = String::from_utf8(stderr).expect("messages are text");
    Done {
        code: status.code().unwrap_or_else(|| panic!("ended by a signal: {status}: {err}")),
        out: stdout,
        err,
    }
}

/// One gzip member.
pub(crate) fn gzip(data: &[u8]) -> Vec<u8> {
    let mut packer = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
    packer.write_all(data).unwrap();
    packer.finish().unwrap()
}

/// All members of a gzip stream, which must be whole.
pub(crate) fn gunzip(data: &[u8]) -> Vec<u8> {
    let mut out = flate2::write::MultiGzDecoder::new(Vec::new());
    out.write_all(data).unwrap();
    out.finish().unwrap()
}

/// A batch of messages, given as they stand between the quotes.
pub(crate) fn batch(messages: &[&str]) -> String {
    let events: Vec<String> = messages
        .iter()
        .enumerate()
        .map(|(i, m)| format!(r#"{{"id":"{i}","timestamp":1741312971934,"message":"{m}"}}"#))
        .collect();
    format!(
        concat!(
            r#"{{"messageType":"DATA_MESSAGE","owner":"123456789012","logGroup":"/aws/lambda/shop","#,
            r#""logStream":"2026/01/01/a","subscriptionFilters":["all"],"logEvents":[{}]}}"#
        ),
        events.join(",")
    )
}

/// The batch that stands for a withheld one.
pub(crate) fn stub_batch(reason: &str) -> String {
    format!(
        concat!(
            r#"{{"messageType":"DATA_MESSAGE","owner":"","logGroup":"","logStream":"","subscriptionFilters":[],"#,
            r#""logEvents":[{{"id":"","timestamp":0,"message":"WITHHELD-{}"}}]}}"#
        ),
        reason
    )
}

/// A Firehose transformation event of records in base64.
pub(crate) fn firehose(records: &[(&str, &str)]) -> String {
    let records: Vec<String> = records
        .iter()
        .map(|(id, data)| {
            format!(r#"{{"recordId":"{id}","approximateArrivalTimestamp":1741312971934,"data":"{data}"}}"#)
        })
        .collect();
    format!(
        concat!(
            r#"{{"invocationId":"8b9f","deliveryStreamArn":"arn:aws:firehose:eu-central-1:123456789012:"#,
            r#"deliverystream/logs","region":"eu-central-1","records":[{}]}}"#
        ),
        records.join(",")
    )
}

/// The health check of a subscription.
pub(crate) const CONTROL: &str = concat!(
    r#"{"messageType":"CONTROL_MESSAGE","owner":"CloudwatchLogs","logGroup":"","logStream":"","#,
    r#""subscriptionFilters":[],"logEvents":[{"id":"","timestamp":1741312971934,"#,
    r#""message":"CWL CONTROL MESSAGE: Checking health of destination Firehose."}]}"#
);

/// An empty folder of that name.
pub(crate) fn folder(name: &str) -> PathBuf {
    let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join("cli").join(name);
    if path.exists() {
        fs::remove_dir_all(&path).unwrap();
    }
    fs::create_dir_all(&path).unwrap();
    path
}

/// A file of that name with `content` in `folder`; its path as text.
pub(crate) fn file(folder: &Path, name: &str, content: &[u8]) -> String {
    let path = folder.join(name);
    fs::write(&path, content).unwrap();
    path.to_str().unwrap().to_owned()
}

/// What is left in a stream.
pub(crate) fn rest_of(mut stream: impl Read) -> Vec<u8> {
    let mut out = Vec::new();
    stream.read_to_end(&mut out).unwrap();
    out
}
