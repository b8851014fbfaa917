//! The event by which a person tries the function, and its reply.

use super::ready::Ready;
use serde::{Deserialize, Serialize};

/// How it is written.
pub(super) const EXAMPLE: &str = r#"{"blackbar":{"text":"..."}}"#;

#[derive(Deserialize)]
struct Event {
    blackbar: Of,
}

#[derive(Deserialize)]
struct Of {
    text: String,
}

#[derive(Serialize)]
struct Reply<'a> {
    blackbar: &'a str,
    ready: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    problem: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    rules: Option<usize>,
    #[serde(skip_serializing_if = "Option::is_none")]
    rules_sha256: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    policy_sha256: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    text: Option<String>,
}

/// The text in an event, if there is one.
pub(super) fn text(event: &[u8]) -> Option<String> {
    serde_json::from_slice(event).ok().map(|event: Event| event.blackbar.text)
}

/// The reply: what is in force, or what is wrong, and the redacted text.
pub(super) fn reply(ready: Result<&Ready, &str>, text: Option<String>) -> Vec<u8> {
    let reply = Reply {
        blackbar: env!("CARGO_PKG_VERSION"),
        ready: ready.is_ok(),
        problem: ready.err(),
        rules: ready.ok().map(|r| r.rules),
        rules_sha256: ready.ok().map(|r| r.force.rules_sha256.as_str()),
        policy_sha256: ready.ok().map(|r| r.force.policy_sha256.as_str()),
        text,
    };
    // Texts and numbers serialise.
    serde_json::to_vec(&reply).unwrap_or_default()
}
