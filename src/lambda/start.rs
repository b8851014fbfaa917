//! The cold start: from environment variables and files to a function that can answer.

use super::answer::Style;
use super::clock::Clock;
use super::console;
use super::crew::Crew;
use super::handle::Function;
use super::ready::Ready;
use super::sealed;
use super::streams::{Streams, is_in_bucket};
use super::ways::Ways;
use crate::codec::Caps;
use crate::pipeline::Engine;
use crate::policy::Source;
use crate::redact::Router;
use crate::rules::Rule;
use crate::settings::{Environment, PolicyFile, SinkChoice, read_in_force, read_rules};
use crate::sinks::RECORD_BYTES;
use crate::token::Recipient;
use std::path::Path;
use std::sync::{Arc, Mutex};

/// Builds the function. What is wrong is said, and the function answers with stubs.
pub(super) fn start(clock: &Clock) -> Function {
    let (environment, mut problem) = match Environment::read() {
        Ok(environment) => (environment, None),
        Err(e) => (Environment::read_recipient(), Some(e)),
    };
    let mut ready = None;
    let mut ways = Ways::new(&environment);
    let mut fetched = None;
    // Sealed copies are made even if nothing else works.
    match environment.recipient.as_ref().map(sealed::sealer).transpose() {
        Ok(sealer) => ways.sealer = sealer,
        Err(e) => problem = problem.or(Some(e)),
    }
    if problem.is_none() {
        match Streams::start(&environment) {
            Ok(streams) => {
                match streams.as_ref().map(|streams| fetch_policy(&environment, streams)).transpose() {
                    Ok(policy) => fetched = policy.flatten(),
                    Err(e) => problem = Some(e),
                }
                ways.streams = streams.map(Mutex::new);
            }
            Err(e) => problem = Some(e),
        }
    }
    if problem.is_none() {
        match prepare(&environment, fetched.as_deref()) {
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
    Function::new(ready.ok_or_else(|| problem.unwrap_or_default()), ways, &environment, init_ms)
}

/// The policy, if it is an object in a bucket. It is of one version, so what is in force is known from the configuration; its
/// digest is logged.
fn fetch_policy(environment: &Environment, streams: &Streams) -> Result<Option<Vec<u8>>, String> {
    let url = environment.policy.as_deref().filter(|path| is_in_bucket(path)).and_then(Path::to_str);
    url.map(|url| streams.fetch(url).map_err(|e| format!("{url}: {e}"))).transpose()
}

fn prepare(environment: &Environment, fetched: Option<&[u8]>) -> Result<Ready, String> {
    let user = read_rules(&environment.rules).map_err(|errors| {
        let lines: Vec<String> = errors.iter().map(ToString::to_string).collect();
        lines.join("; ")
    })?;
    let rules: Vec<&Rule> = user.all().collect();
    let policy = environment.policy.as_deref().map(|path| match fetched {
        Some(bytes) => PolicyFile::Fetched(path, bytes),
        None => PolicyFile::Local(path),
    });
    let mut force =
        read_in_force(policy, &environment.allow, &rules, Clock::today()).map_err(|e| e.to_string())?;
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
