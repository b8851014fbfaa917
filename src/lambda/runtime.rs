//! The Runtime API of AWS Lambda: plain HTTP on loopback.
//!
//! <https://docs.aws.amazon.com/lambda/latest/dg/runtimes-api.html>.

use super::console;
use serde::Serialize;
use ureq::http::{Response, StatusCode};
use ureq::{Agent, Body};

/// The version of the interface.
const VERSION: &str = "2018-06-01";
/// Bytes of an event at most. The platform allows 6 MB.
const EVENT_BYTES: u64 = 64 << 20;

/// One invocation.
pub(super) struct Next {
    /// The id of its request.
    pub(super) id: String,
    /// When it must be answered, in milliseconds since 1970.
    pub(super) deadline_ms: Option<u64>,
    /// The event, a JSON document.
    pub(super) event: Vec<u8>,
}

/// An error that the platform is told. Nothing of the event is in it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub(super) struct Failure {
    #[serde(rename = "errorType")]
    kind: &'static str,
    #[serde(rename = "errorMessage")]
    message: String,
}

impl Failure {
    pub(super) fn new(kind: &'static str, message: impl Into<String>) -> Self {
        Self { kind, message: message.into() }
    }
}

/// The connection.
#[derive(Debug)]
pub(super) struct Runtime {
    agent: Agent,
    base: String,
}

impl Runtime {
    /// Where the environment says that it is.
    ///
    /// # Errors
    /// It does not say.
    pub(super) fn from_environment() -> Result<Self, String> {
        /// Host and port, which the platform sets.
        const NAME: &str = "AWS_LAMBDA_RUNTIME_API";
        let host = std::env::vars_os()
            .find(|(name, _)| name == NAME)
            .and_then(|(_, value)| value.into_string().ok());
        let host = host.ok_or_else(|| {
            format!("{NAME} is not set: this program runs as a function of AWS Lambda; on the command line, use blackbar")
        })?;
        // Some emulators write a whole address.
        let host = host.strip_prefix("http://").unwrap_or(&host);
        let agent = Agent::config_builder()
            // Events are raw: they go nowhere but to the platform, whatever a variable says of proxies.
            .proxy(None)
            .max_redirects(0)
            .http_status_as_error(false)
            .user_agent(concat!("blackbar-lambda/", env!("CARGO_PKG_VERSION")))
            .build()
            .into();
        Ok(Self { agent, base: format!("http://{host}/{VERSION}/runtime/invocation") })
    }

    /// Waits for the next invocation.
    ///
    /// # Errors
    /// The interface does not answer as it should; the process must end.
    pub(super) fn next(&self) -> Result<Next, String> {
        let mut response =
            self.agent.get(format!("{}/next", self.base)).call().map_err(problem("asking for an event"))?;
        if response.status() != StatusCode::OK {
            return Err(format!("asking for an event: status {}", response.status().as_u16()));
        }
        let id = header(&response, "lambda-runtime-aws-request-id")
            .ok_or("asking for an event: the answer has no id of the request")?;
        let deadline_ms = header(&response, "lambda-runtime-deadline-ms").and_then(|ms| ms.parse().ok());
        let event = response
            .body_mut()
            .with_config()
            .limit(EVENT_BYTES)
            .read_to_vec()
            .map_err(problem("reading an event"))?;
        Ok(Next { id, deadline_ms, event })
    }

    /// Sends the reply to an invocation.
    ///
    /// # Errors
    /// The connection is broken. A reply that the platform refuses is said and is none.
    pub(super) fn respond(&self, id: &str, reply: &[u8]) -> Result<(), String> {
        let request = self.agent.post(format!("{}/{id}/response", self.base));
        let response =
            request.content_type("application/json").send(reply).map_err(problem("sending a reply"))?;
        told(response, "a reply")
    }

    /// Sends an error in place of a reply.
    ///
    /// # Errors
    /// As [`Self::respond`].
    pub(super) fn fail(&self, id: &str, failure: &Failure) -> Result<(), String> {
        console::error(&format!("{}: {}", failure.kind, failure.message));
        let request = self
            .agent
            .post(format!("{}/{id}/error", self.base))
            .header("Lambda-Runtime-Function-Error-Type", failure.kind)
            .content_type("application/json");
        // Two texts serialise.
        let body = serde_json::to_vec(failure).unwrap_or_default();
        let response = request.send(&body[..]).map_err(problem("sending an error"))?;
        told(response, "an error")
    }
}

/// Looks at the status, and takes the body so that the connection can be used again.
fn told(mut response: Response<Body>, what: &str) -> Result<(), String> {
    let status = response.status();
    drop(response.body_mut().read_to_vec());
    if !status.is_success() {
        console::error(&format!("the platform refused {what}: status {}", status.as_u16()));
    }
    Ok(())
}

fn header(response: &Response<Body>, name: &str) -> Option<String> {
    Some(response.headers().get(name)?.to_str().ok()?.to_owned())
}

/// An error of the connection, by its kind: a text of it could quote what was sent.
fn problem(what: &'static str) -> impl Fn(ureq::Error) -> String {
    move |e| match e {
        ureq::Error::Io(e) => format!("{what}: {}", e.kind()),
        ureq::Error::BodyExceedsLimit(limit) => format!("{what}: it has more than {limit} bytes"),
        ureq::Error::ConnectionFailed | ureq::Error::HostNotFound => format!("{what}: no connection"),
        _ => format!("{what}: the connection broke"),
    }
}
