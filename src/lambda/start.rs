//! The cold start: from environment variables and files to a function that can answer.

use super::answer::Style;
use super::clock::Clock;
use super::console;
use super::crew::Crew;
use super::handle::{Function, Ready};
use crate::codec::Caps;
use crate::pipeline::Engine;
use crate::policy::Source;
use crate::redact::Router;
use crate::rules::Rule;
use crate::settings::{Environment, read_in_force, read_rules};
use std::sync::Arc;

/// Builds the function. What is wrong is said, and the function answers with stubs.
pub(super) fn start(clock: &Clock) -> Function {
    let (environment, mut problem) = match Environment::read() {
        Ok(environment) => (environment, None),
        Err(e) => (Environment::default(), Some(e)),
    };
    let mut ready = None;
    if problem.is_none() {
        match prepare(&environment) {
            Ok(done) => ready = Some(done),
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
    Function::new(ready.ok_or_else(|| problem.unwrap_or_default()), style, &environment, init_ms)
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
    let policy = &force.policy;
    if let Some(region) = environment.region.as_deref().filter(|region| !policy.regions.allow_home(region)) {
        let home = policy.regions.home.as_deref().unwrap_or_default();
        return Err(format!("the policy's home region is {home}, and this function runs in {region}"));
    }
    let caps = Caps {
        line_bytes: policy.limits.event_bytes.min(environment.document_bytes),
        json_depth: policy.limits.json_depth,
        document_bytes: environment.document_bytes,
        ..Caps::default()
    };
    let router = Router::new(user.builder(), policy).map_err(|e| e.to_string())?;
    // The batches say which account and log group they are of, and the function runs in their region.
    let region = environment.region.clone().unwrap_or_default();
    let source = Source { region, ..Source::default() };
    let form = Style::new(environment).form;
    let engine = Engine::routed(router, source, caps).form(form).drop_control(environment.drop_control);
    let rules = engine.redactor().scanner().rules().count();
    Ok(Ready { engine: Arc::new(engine), crew: Crew::new(environment.threads)?, rules, force })
}
