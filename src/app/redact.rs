//! `blackbar redact`.

use super::args::{RedactOptions, input_error, inputs};
use super::{EXIT_ERROR, EXIT_OK, EXIT_WITHHELD, console, summary};
use crate::codec::Separator;
use crate::coverage::Coverage;
use crate::pipeline::{Budget, Form, Work, ordered};
use crate::settings::InForce;
use crate::sources;
use std::io::{self, Write};

enum Stop {
    Input(io::Error),
    Output(io::Error),
}

pub(super) fn redact(options: &RedactOptions) -> Result<u8, String> {
    let form = if options.lines { Form::Lines } else { Form::Same };
    let (engine, force) = options.common.engine(None)?;
    let engine = engine.form(form).level(options.gzip_level);
    let (pool, threads) = options.common.pool()?;
    let separator = if options.null_data { Separator::Nul } else { Separator::Line };
    let mut coverage = Coverage::default();
    let mut code = EXIT_OK;
    let mut out = io::stdout().lock();
    for path in inputs(&options.files) {
        let done =
            sources::open(&path, separator, engine.caps()).map_err(Stop::Input).and_then(|mut reader| {
                ordered(
                    &pool,
                    Budget::new(threads),
                    || reader.next_work().map_err(Stop::Input),
                    Work::len,
                    |work| engine.run(work),
                    |outcome| {
                        coverage.merge(&outcome.coverage);
                        out.write_all(&outcome.bytes).map_err(Stop::Output)
                    },
                )
            });
        match done {
            Ok(()) => {}
            Err(Stop::Input(e)) => {
                input_error(&path, &e);
                code = EXIT_ERROR;
            }
            Err(Stop::Output(e)) => return finish(options, &engine, &force, &coverage, Err(e), code),
        }
    }
    let flushed = out.flush();
    finish(options, &engine, &force, &coverage, flushed, code)
}

fn finish(
    options: &RedactOptions,
    engine: &crate::pipeline::Engine,
    force: &InForce,
    coverage: &Coverage,
    output: io::Result<()>,
    code: u8,
) -> Result<u8, String> {
    match options.stats {
        Some(format) => {
            console::say(&summary::summary(coverage, engine.redactor().scanner(), force, format));
        }
        None => summary::withheld(coverage).iter().for_each(|told| console::error(told)),
    }
    coverage.balance().map_err(|e| e.to_string())?;
    match output {
        // The reader has had enough, as `head` has.
        Err(e) if console::is_closed(&e) => {}
        Err(e) => return Err(format!("standard output: {e}")),
        Ok(()) => {}
    }
    let withheld = coverage.events_withheld_total() > 0;
    Ok(if code == EXIT_OK && withheld { EXIT_WITHHELD } else { code })
}
