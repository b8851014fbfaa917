//! The cold start: from environment variables and files to a function that can answer.

use super::answer::Style;
use super::clock::Clock;
use super::console;
use super::crew::Crew;
use super::handle::{Function, Ready, Ways};
use super::sealed;
use super::streams::{Streams, is_in_bucket};
use crate::codec::Caps;
use crate::pipeline::Engine;
use crate::policy::Policy;
use crate::redact::Redactor;
use crate::rules::Rule;
use crate::settings::{
    Environment, SinkChoice, files_digest, read_allow, read_policy, read_rules, rules_digest,
};
use crate::sinks::RECORD_BYTES;
use crate::token::Recipient;
use std::fs::File;
use std::io::Write;
use std::path::Path;
use std::sync::{Arc, Mutex};

/// Builds the function. What is wrong is said, and the function answers with stubs.
pub(super) fn start(clock: &Clock) -> Function {
    let (mut environment, mut problem) = match Environment::read() {
        Ok(environment) => (environment, None),
        Err(e) => (Environment::read_recipient(), Some(e)),
    };
    let mut ready = None;
    let mut ways = Ways::default();
    // Sealed copies are made even if nothing else works.
    match environment.recipient.as_ref().map(sealed::sealer).transpose() {
        Ok(sealer) => ways.sealer = sealer,
        Err(e) => problem = problem.or(Some(e)),
    }
    if problem.is_none() {
        match Streams::start(&environment) {
            Ok(streams) => {
                if let Err(e) = fetch_policy(&mut environment, streams.as_ref()) {
                    problem = Some(format!("BLACKBAR_POLICY: {e}"));
                }
                ways.streams = streams.map(Mutex::new);
            }
            Err(e) => problem = Some(e),
        }
    }
    if problem.is_none() {
        match prepare(&environment) {
            Ok(done) => {
                // A variable goes before the policy.
                if ways.sealer.is_none() {
                    match done.recipient.as_ref().map(sealed::sealer).transpose() {
                        Ok(sealer) => ways.sealer = sealer,
                        Err(e) => problem = Some(e),
                    }
                }
                ready = Some(done);
            }
            Err(e) => problem = Some(e),
        }
    }
    let init_ms = clock.elapsed_ms();
    if let Some(ready) = &ready {
        console::info(&format!(
            "version {}, {} rules, rules {}, policy {}, ready after {init_ms} ms",
            env!("CARGO_PKG_VERSION"),
            ready.rules,
            ready.rules_digest,
            ready.policy_digest.as_deref().unwrap_or("default"),
        ));
    }
    if let Some(problem) = &problem {
        console::error(&format!("the configuration is wrong, records are withheld: {problem}"));
    }
    let style = Style::new(&environment);
    Function::new(ready.ok_or_else(|| problem.unwrap_or_default()), ways, style, &environment, init_ms)
}

/// Brings a policy that is an object in a bucket to this machine. It is of one version, so what is in force is known from
/// the configuration; its digest is logged.
fn fetch_policy(environment: &mut Environment, streams: Option<&Streams>) -> Result<(), String> {
    let Some(url) = environment.policy.as_deref().filter(|path| is_in_bucket(path)).and_then(Path::to_str)
    else {
        return Ok(());
    };
    let Some(streams) = streams else { return Ok(()) };
    let text = streams.fetch(url)?;
    let path = std::env::temp_dir().join(format!("blackbar-policy-{}.toml", std::process::id()));
    // A new file: nothing that lies there already is followed or kept.
    drop(std::fs::remove_file(&path));
    let written = File::create_new(&path).and_then(|mut file| file.write_all(&text));
    written.map_err(|e| format!("{}: {e}", path.display()))?;
    environment.policy = Some(path);
    Ok(())
}

fn prepare(environment: &Environment) -> Result<Ready, String> {
    let user = read_rules(&environment.rules).map_err(|errors| {
        let lines: Vec<String> = errors.iter().map(ToString::to_string).collect();
        lines.join("; ")
    })?;
    let rules: Vec<&Rule> = user.all().collect();
    let today = Clock::today();
    let (mut policy, mut warnings) = match &environment.policy {
        Some(path) => read_policy(path, &rules, today).map_err(|e| e.to_string())?,
        None => (Policy::default(), Vec::new()),
    };
    for path in &environment.allow {
        warnings.extend(read_allow(path, &rules, today, &mut policy.allow).map_err(|e| e.to_string())?);
    }
    for warning in warnings {
        console::warn(&warning.to_string());
    }
    if matches!(environment.sink, SinkChoice::Firehose(_)) {
        // An event must fit into a record with what stands around it.
        policy.limits.event_bytes = policy.limits.event_bytes.min(RECORD_BYTES - (32 << 10));
    }
    let caps = Caps {
        line_bytes: policy.limits.event_bytes.min(environment.document_bytes),
        json_depth: policy.limits.json_depth,
        document_bytes: environment.document_bytes,
        ..Caps::default()
    };
    let recipient = policy.scope.as_ref().and_then(|scope| scope.recipient.as_deref());
    let recipient = recipient.map(Recipient::parse).transpose().map_err(|e| e.to_string())?;
    let redactor = Redactor::with_rules(user.builder(), &policy).map_err(|e| e.to_string())?;
    let scanner = redactor.scanner();
    let rules_digest = rules_digest(scanner.rules().map(|(_, rule)| rule));
    let rules = scanner.rules().count();
    let form = Style::new(environment).form;
    let engine = Engine::new(redactor, caps).form(form).drop_control(environment.drop_control);
    let files: Vec<_> = environment.policy.iter().chain(&environment.allow).cloned().collect();
    Ok(Ready {
        engine: Arc::new(engine),
        crew: Crew::new(environment.threads)?,
        rules,
        rules_digest,
        recipient,
        policy_digest: (!files.is_empty()).then(|| files_digest(&files)),
    })
}
