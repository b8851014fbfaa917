//! A Runtime API on loopback, as <https://docs.aws.amazon.com/lambda/latest/dg/runtimes-api.html> describes it, and the
//! function as a process of its own that speaks to it.

#![allow(
    clippy::disallowed_types,
    clippy::disallowed_methods,
    reason = "it is the platform: it has a clock and threads"
)]

use serde_json::Value;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::process::{Child, Command, Stdio};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

/// The most that the platform takes as a reply.
const MOST: usize = 6 * 1024 * 1024 + 100;

/// How the function answered.
pub(crate) struct Answer {
    pub(crate) failed: bool,
    pub(crate) body: Vec<u8>,
    pub(crate) took: Duration,
    /// The document of metrics.
    pub(crate) metrics: Value,
    /// What else stood on standard output before it.
    pub(crate) printed: Vec<String>,
}

impl Answer {
    pub(crate) fn json(&self) -> Value {
        serde_json::from_slice(&self.body).unwrap()
    }

    pub(crate) fn reply(self) -> Self {
        assert!(!self.failed, "{}", String::from_utf8_lossy(&self.body));
        self
    }

    pub(crate) fn count(&self, name: &str) -> u64 {
        self.metrics[name].as_u64().unwrap_or_else(|| panic!("no metric {name}: {}", self.metrics))
    }
}

enum Told {
    /// The function asks for an event.
    Asks,
    Answers {
        path: String,
        body: Vec<u8>,
    },
}

/// A running function.
pub(crate) struct Function {
    child: Child,
    events: Sender<(String, Vec<u8>, u64)>,
    told: Receiver<Told>,
    lines: Receiver<String>,
    errors: Option<std::thread::JoinHandle<String>>,
    metrics: bool,
    number: usize,
    /// From the start of the process to its first question.
    pub(crate) init: Duration,
}

impl Function {
    /// Starts one with these variables and waits until it asks for an event.
    pub(crate) fn start(variables: &[(&str, &str)]) -> Self {
        Self::with_output(variables, Stdio::piped())
    }

    /// The same with another standard output.
    pub(crate) fn with_output(variables: &[(&str, &str)], stdout: Stdio) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap().to_string();
        let (events, queue) = channel();
        let (tell, told) = channel();
        std::thread::spawn(move || {
            for stream in listener.incoming() {
                serve(stream.unwrap(), &queue, &tell);
            }
        });
        let began = Instant::now();
        let mut child = Command::new(env!("CARGO_BIN_EXE_blackbar-lambda"))
            .env_clear()
            .envs([
                ("AWS_LAMBDA_RUNTIME_API", address.as_str()),
                ("AWS_LAMBDA_FUNCTION_NAME", "redact"),
                ("AWS_LAMBDA_FUNCTION_MEMORY_SIZE", "1024"),
                ("AWS_LAMBDA_FUNCTION_VERSION", "1"),
                // Nobody listens there; events must not go there.
                ("http_proxy", "http://127.0.0.1:1"),
                ("ALL_PROXY", "http://127.0.0.1:1"),
            ])
            .envs(variables.iter().copied())
            .stdin(Stdio::null())
            .stdout(stdout)
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let (line, lines) = channel();
        let metrics = child.stdout.is_some();
        if let Some(stdout) = child.stdout.take() {
            std::thread::spawn(move || {
                for text in BufReader::new(stdout).lines() {
                    line.send(text.unwrap()).ok();
                }
            });
        }
        let mut stderr = child.stderr.take().unwrap();
        let errors = std::thread::spawn(move || {
            let mut text = String::new();
            stderr.read_to_string(&mut text).unwrap();
            text
        });
        let asks = told.recv_timeout(Duration::from_secs(20)).expect("the function asks");
        assert!(matches!(asks, Told::Asks));
        let (errors, init) = (Some(errors), began.elapsed());
        Self { child, events, told, lines, errors, metrics, number: 0, init }
    }

    /// Has it answer an event within a minute.
    pub(crate) fn invoke(&mut self, event: &[u8]) -> Answer {
        self.invoke_within(event, Duration::from_secs(60))
    }

    /// Has it answer an event before a deadline; one that comes later fails the test, as it would be a time-out.
    pub(crate) fn invoke_within(&mut self, event: &[u8], time: Duration) -> Answer {
        self.number += 1;
        let id = format!("8476a536-e9f4-11e8-9739-2dfe598c3f{:02}", self.number);
        let deadline = SystemTime::now().duration_since(UNIX_EPOCH).unwrap() + time;
        let began = Instant::now();
        self.events.send((id.clone(), event.to_vec(), deadline.as_millis() as u64)).unwrap();
        let told = self.told.recv_timeout(time).unwrap_or_else(|_| panic!("no answer before the deadline"));
        let took = began.elapsed();
        let Told::Answers { path, body } = told else { panic!("it asks again without an answer") };
        let base = format!("/2018-06-01/runtime/invocation/{id}");
        assert!(path == format!("{base}/response") || path == format!("{base}/error"), "{path}");
        let failed = path.ends_with("/error");
        assert!(failed || body.len() <= 6_000_000, "a reply of {} bytes", body.len());
        // It asks for the next event when it is done with this one.
        let asks = self.told.recv_timeout(Duration::from_secs(20)).expect("it asks again");
        assert!(matches!(asks, Told::Asks));
        let (mut metrics, mut printed) = (Value::Null, Vec::new());
        while self.metrics && metrics.is_null() {
            let line = self.lines.recv_timeout(Duration::from_secs(20)).expect("metrics");
            match line.starts_with('{') {
                true => metrics = serde_json::from_str(&line).unwrap(),
                false => printed.push(line),
            }
        }
        if self.metrics {
            assert_eq!(metrics["Imbalance"], 0, "{metrics}");
            assert_eq!(metrics["RequestId"], id.as_str());
        }
        Answer { failed, body, took, metrics, printed }
    }

    /// Peak of the memory of the process, in bytes.
    pub(crate) fn peak(&self) -> u64 {
        let text = std::fs::read_to_string(format!("/proc/{}/status", self.child.id())).unwrap();
        let line = text.lines().find_map(|l| l.strip_prefix("VmHWM:")).unwrap();
        line.trim().trim_end_matches(" kB").parse::<u64>().unwrap() * 1024
    }

    /// Ends it; what it said on standard error.
    pub(crate) fn end(mut self) -> String {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
        self.errors.take().unwrap().join().unwrap()
    }
}

impl Drop for Function {
    fn drop(&mut self) {
        self.child.kill().ok();
        self.child.wait().ok();
    }
}

/// Serves one connection until it is closed.
fn serve(stream: TcpStream, queue: &Receiver<(String, Vec<u8>, u64)>, tell: &Sender<Told>) {
    stream.set_nodelay(true).unwrap();
    let mut reader = BufReader::new(stream.try_clone().unwrap());
    let mut writer = stream;
    loop {
        let Some((method, path, body)) = request(&mut reader) else { return };
        match (method.as_str(), path.as_str()) {
            ("GET", "/2018-06-01/runtime/invocation/next") => {
                assert!(body.is_empty());
                tell.send(Told::Asks).ok();
                let Ok((id, event, deadline)) = queue.recv() else { return };
                let mut answer = format!(
                    "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nLambda-Runtime-Aws-Request-Id: {id}\r\n\
                     Lambda-Runtime-Deadline-Ms: {deadline}\r\nLambda-Runtime-Invoked-Function-Arn: \
                     arn:aws:lambda:eu-central-1:123456789012:function:redact\r\nLambda-Runtime-Trace-Id: \
                     Root=1-5bef4de7-ad49b0e87f6ef6c87fc2e700;Parent=9a9197af755a6419;Sampled=1\r\n\
                     Content-Length: {}\r\n\r\n",
                    event.len()
                )
                .into_bytes();
                answer.extend_from_slice(&event);
                writer.write_all(&answer).unwrap();
            }
            ("POST", _) => {
                let (status, text) = if body.len() > MOST {
                    ("413 Request Entity Too Large", r#"{"errorType":"RequestEntityTooLarge"}"#)
                } else {
                    ("202 Accepted", r#"{"status":"OK"}"#)
                };
                tell.send(Told::Answers { path, body }).ok();
                let answer = format!(
                    "HTTP/1.1 {status}\r\nContent-Type: application/json\r\nContent-Length: {}\r\n\r\n{text}",
                    text.len()
                );
                writer.write_all(answer.as_bytes()).unwrap();
            }
            other => panic!("{other:?}"),
        }
    }
}

/// Reads a request of HTTP/1.1: its method, its path, its body.
pub(super) fn request(reader: &mut impl BufRead) -> Option<(String, String, Vec<u8>)> {
    let mut line = String::new();
    if reader.read_line(&mut line).ok()? == 0 {
        return None;
    }
    let mut words = line.split_whitespace().map(str::to_owned);
    let (method, path) = (words.next().unwrap(), words.next().unwrap());
    assert_eq!(words.next().as_deref(), Some("HTTP/1.1"));
    let (mut length, mut chunked) = (0, false);
    loop {
        let mut header = String::new();
        reader.read_line(&mut header).unwrap();
        let header = header.trim_end().to_ascii_lowercase();
        if header.is_empty() {
            break;
        }
        if let Some(n) = header.strip_prefix("content-length:") {
            length = n.trim().parse().unwrap();
        }
        chunked |= header.starts_with("transfer-encoding:");
    }
    assert!(!chunked, "a reply that is sent at once says its length");
    let mut body = vec![0; length];
    reader.read_exact(&mut body).unwrap();
    Some((method, path, body))
}
