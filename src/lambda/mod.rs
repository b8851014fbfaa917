//! The function for AWS Lambda, floor 8: one loop, four kinds of events. Not part of the library's interface.

mod answer;
mod clock;
mod console;
mod crew;
mod deliver;
mod fit;
mod forward;
mod frame;
mod handle;
mod metrics;
mod partition;
mod ready;
mod record;
mod runtime;
mod sealed;
mod start;
mod streams;
mod test_event;
mod ways;

use clock::Clock;
use handle::{Answered, Function};
use metrics::Report;
use runtime::{Failure, Runtime};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::process::ExitCode;

/// The function: asks for invocations and answers them until it is stopped. A configuration that is wrong does not end
/// it: events are answered with stubs, and a metric says so.
#[must_use]
pub fn main() -> ExitCode {
    let clock = Clock::start();
    console::mute_panics();
    let runtime = match Runtime::from_environment() {
        Ok(runtime) => runtime,
        Err(problem) => {
            console::error(&problem);
            return ExitCode::FAILURE;
        }
    };
    let function = start::start(&clock);
    loop {
        if let Err(problem) = serve(&runtime, &function, &clock) {
            // The platform starts another process.
            console::error(&problem);
            return ExitCode::FAILURE;
        }
    }
}

/// Answers one invocation. An error is one of the Runtime API.
fn serve(runtime: &Runtime, function: &Function, clock: &Clock) -> Result<(), String> {
    let mut next = runtime.next()?;
    let mut report = Report::new(&next.id, clock);
    let budget = clock.budget(next.deadline_ms);
    let event = std::mem::take(&mut next.event);
    // What is within is total; this is the last guard before the raw event would go to an error bucket.
    let answered = catch_unwind(AssertUnwindSafe(|| function.handle(event, budget, &mut report)));
    let fault = || Answered::Failed(Failure::new("InternalError", "a fault in this program"));
    let sent = match answered.unwrap_or_else(|_| fault()) {
        Answered::Reply(reply) => {
            report.reply(reply.len());
            runtime.respond(&next.id, &reply)
        }
        Answered::Failed(failure) => {
            report.failed();
            runtime.fail(&next.id, &failure)
        }
    };
    function.publish(report, clock);
    sent
}
