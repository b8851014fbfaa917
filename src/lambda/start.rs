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
use crate::policy::Source;
use crate::redact::Router;
use crate::rules::Rule;
use crate::settings::{Environment, SinkChoice, read_in_force, read_rules};
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
                let streams = ways.streams.as_mut().and_then(|streams| streams.get_mut().ok());
                let regions = &done.force.policy.regions;
                problem = streams.and_then(|streams| streams.check(regions).err());
                // A variable goes before the policy.
                if ways.sealer.is_none() {
                    match done.recipient.as_ref().map(sealed::sealer).transpose() {
                        Ok(sealer) => ways.sealer = sealer,
                        Err(e) => problem = Some(e),
                    }
                }
                ready = problem.is_none().then_some(done);
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
            ready.force.rules_sha256,
            ready.force.policy_sha256,
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
    let mut force = read_in_force(environment.policy.as_deref(), &environment.allow, &rules, Clock::today())
        .map_err(|e| e.to_string())?;
    for warning in std::mem::take(&mut force.warnings) {
        console::warn(&warning.to_string());
    }
    let policy = &mut force.policy;
    if let Some(region) = environment.region.as_deref().filter(|region| !policy.regions.allow_home(region)) {
        let home = policy.regions.home.as_deref().unwrap_or_default();
        return Err(format!("the policy's home region is {home}, and this function runs in {region}"));
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
    let router = match &environment.keys {
        None => Router::new(user.builder(), policy).map_err(|e| e.to_string())?,
        Some(keys) => {
            *policy = policy.with_keys().into_owned();
            let keys = keys.read().map_err(|e| e.to_string())?;
            Router::with_keys_and_seed(user.builder(), policy, &keys, &sealed::seed()?)
                .map_err(|e| e.to_string())?
        }
    };
    // The batches say which account and log group they are of, and the function runs in their region.
    let region = environment.region.clone().unwrap_or_default();
    let source = Source { region, ..Source::default() };
    let form = Style::new(environment).form;
    let engine = Engine::routed(router, source, caps).form(form).drop_control(environment.drop_control);
    let rules = engine.redactor().scanner().rules().count();
    Ok(Ready { engine: Arc::new(engine), crew: Crew::new(environment.threads)?, rules, force, recipient })
}
