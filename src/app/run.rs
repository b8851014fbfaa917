//! `blackbar run`.

use super::args::{CommonOptions, OutputOptions, RunOptions, input_error};
use super::{EXIT_ERROR, EXIT_OK, EXIT_WITHHELD, console, summary};
use crate::codec::{Caps, Separator};
use crate::coverage::Coverage;
use crate::pipeline::{Budget, Engine, Form, Work, ordered};
use crate::settings::InForce;
use crate::sinks::{Files, Parcel, Receipt, Sink, Stdout};
use crate::sources::{self, Reader, files_of};
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

enum Stop {
    Input(io::Error),
    Output(io::Error),
}

/// One input on its way through.
pub(super) struct Input {
    /// What it is called in messages.
    pub(super) path: PathBuf,
    /// Its bytes, as far as it is known.
    pub(super) size: u64,
    pub(super) reader: io::Result<Reader>,
}

/// Opens the next input under the caps, if there is one more.
type Next<'a> = Box<dyn FnMut(&Caps) -> Option<Input> + 'a>;

/// Where documents come from.
pub(super) struct Inputs<'a> {
    /// Bytes of all, as far as it is known.
    pub(super) total: u64,
    pub(super) next: Next<'a>,
}

pub(super) fn run(options: &RunOptions) -> Result<u8, String> {
    let files = if options.input.as_os_str() == "-" {
        vec![options.input.clone()]
    } else {
        files_of(&options.input).map_err(|e| format!("{}: {e}", options.input.display()))?
    };
    let total = files.iter().map(|f| size_of(f)).sum();
    let mut files = files.into_iter();
    let next = move |caps: &Caps| {
        let path = files.next()?;
        let reader = sources::open(&path, Separator::Line, caps);
        Some(Input { size: size_of(&path), path, reader })
    };
    to_output(&options.out, &options.common, Inputs { total, next: Box::new(next) })
}

/// Takes inputs through the pipeline to an output.
pub(super) fn to_output(
    options: &OutputOptions,
    common: &CommonOptions,
    inputs: Inputs<'_>,
) -> Result<u8, String> {
    let (engine, force) = common.engine(None)?;
    let engine = engine.form(Form::Documents).drop_control(true);
    let local =
        || tokio::runtime::Builder::new_current_thread().build().map_err(|e| format!("cannot start: {e}"));
    if options.output.as_os_str() == "-" {
        return pump(options, common, (&engine, &force), inputs, Stdout, &local()?);
    }
    if let Some(stream) = options.output.to_str().and_then(|output| output.strip_prefix("firehose:")) {
        return to_stream(options, common, (engine, &force), inputs, stream);
    }
    let roll = u64::try_from(options.roll_bytes).unwrap_or(u64::MAX);
    let sink = Files::new(&options.output, roll).map_err(|e| format!("{}: {e}", options.output.display()))?;
    pump(options, common, (&engine, &force), inputs, sink, &local()?)
}

#[cfg(feature = "aws")]
fn to_stream(
    options: &OutputOptions,
    common: &CommonOptions,
    (engine, force): (Engine, &InForce),
    inputs: Inputs<'_>,
    stream: &str,
) -> Result<u8, String> {
    use crate::sinks::{Firehose, RECORD_BYTES, Stream};
    let session = super::aws::session(&options.aws)?;
    let role = super::aws::role(&options.aws)?;
    let stream = Stream::new(&session, stream, role.as_ref())?;
    force.policy.regions.check_sink(stream.region())?;
    let sink = Firehose::new(stream);
    // An event must fit into a record with what stands around it.
    let engine = engine.longest_line(RECORD_BYTES - (32 << 10));
    pump(options, common, (&engine, force), inputs, sink, session.runtime())
}

#[cfg(not(feature = "aws"))]
fn to_stream(
    _: &OutputOptions,
    _: &CommonOptions,
    _: (Engine, &InForce),
    _: Inputs<'_>,
    _: &str,
) -> Result<u8, String> {
    Err("this program was built without AWS; build it with `--features aws`".to_owned())
}

/// Takes all inputs through the pool into the sink.
fn pump(
    options: &OutputOptions,
    common: &CommonOptions,
    (engine, force): (&Engine, &InForce),
    mut inputs: Inputs<'_>,
    mut sink: impl Sink,
    runtime: &tokio::runtime::Runtime,
) -> Result<u8, String> {
    let (pool, threads) = common.pool()?;
    let mut waiting = Waiting::default();
    let stop = stop_flag()?;
    let progress = progress(inputs.total);
    let mut coverage = Coverage::default();
    let mut code = EXIT_OK;
    while !stop.load(Ordering::Relaxed) {
        let Some(Input { path, size, reader }) = (inputs.next)(engine.caps()) else { break };
        let done = reader.map_err(Stop::Input).and_then(|mut reader| {
            ordered(
                &pool,
                Budget::new(threads),
                || {
                    if stop.load(Ordering::Relaxed) {
                        Ok(None)
                    } else {
                        reader.next_work().map_err(Stop::Input)
                    }
                },
                Work::len,
                |work| engine.run(work),
                |outcome| {
                    coverage.merge(&outcome.coverage);
                    waiting.deliver(runtime, &mut sink, outcome.bytes, options.aws.pack_records)
                },
            )
        });
        progress.inc(size);
        match done {
            Ok(()) => {}
            Err(Stop::Input(e)) => {
                input_error(&path, &e);
                code = EXIT_ERROR;
            }
            Err(Stop::Output(e)) if console::is_closed(&e) => break,
            Err(Stop::Output(e)) => {
                progress.finish_and_clear();
                console::say(&summary::summary(&coverage, engine.redactor().scanner(), force, options.stats));
                return Err(format!("{}: {e}", options.output.display()));
            }
        }
    }
    let sent = waiting.send(runtime, &mut sink).map_err(|stop| match stop {
        Stop::Input(e) | Stop::Output(e) => e,
    });
    let closed = sent.and_then(|()| runtime.block_on(sink.close()));
    progress.finish_and_clear();
    console::say(&summary::summary(&coverage, engine.redactor().scanner(), force, options.stats));
    match closed {
        Err(e) if !console::is_closed(&e) => return Err(format!("{}: {e}", options.output.display())),
        _ => {}
    }
    coverage.balance().map_err(|e| e.to_string())?;
    if stop.load(Ordering::Relaxed) {
        return Err(
            "interrupted; what was under way is finished, the rest of the input is not read".to_owned()
        );
    }
    let withheld = coverage.events_withheld_total() > 0;
    Ok(if code == EXIT_OK && withheld { EXIT_WITHHELD } else { code })
}

/// Parcels that are delivered together.
#[derive(Default)]
struct Waiting {
    parcels: Vec<Parcel>,
    bytes: usize,
}

impl Waiting {
    /// Hands output to the sink, once there is enough of it; every record ends its line.
    fn deliver(
        &mut self,
        runtime: &tokio::runtime::Runtime,
        sink: &mut impl Sink,
        mut bytes: Vec<u8>,
        packed: bool,
    ) -> Result<(), Stop> {
        // A dropped control message leaves the end of its line.
        if bytes.iter().all(u8::is_ascii_whitespace) {
            return Ok(());
        }
        if bytes.last() != Some(&b'\n') {
            bytes.push(b'\n');
        }
        self.bytes += bytes.len();
        self.parcels.push(Parcel::new(bytes).packed(packed));
        if self.bytes >= sink.together() { self.send(runtime, sink) } else { Ok(()) }
    }

    fn send(&mut self, runtime: &tokio::runtime::Runtime, sink: &mut impl Sink) -> Result<(), Stop> {
        self.bytes = 0;
        let parcels = std::mem::take(&mut self.parcels);
        for receipt in runtime.block_on(sink.deliver(parcels)) {
            if let Receipt::Refused(e) = receipt {
                return Err(Stop::Output(e));
            }
        }
        Ok(())
    }
}

/// Set by SIGINT and SIGTERM; a second signal ends the program at once.
fn stop_flag() -> Result<Arc<AtomicBool>, String> {
    let stop = Arc::new(AtomicBool::new(false));
    for signal in [signal_hook::consts::SIGINT, signal_hook::consts::SIGTERM] {
        signal_hook::flag::register_conditional_shutdown(signal, i32::from(EXIT_ERROR), Arc::clone(&stop))
            .and_then(|_| signal_hook::flag::register(signal, Arc::clone(&stop)))
            .map_err(|e| format!("cannot handle signals: {e}"))?;
    }
    Ok(stop)
}

/// A bar over the bytes of the files, drawn on a terminal only.
fn progress(total: u64) -> ProgressBar {
    let bar = ProgressBar::with_draw_target(Some(total), ProgressDrawTarget::stderr());
    if let Ok(style) = ProgressStyle::with_template("{bar:30} {bytes}/{total_bytes} {bytes_per_sec} {eta}") {
        bar.set_style(style);
    }
    bar
}

fn size_of(path: &Path) -> u64 {
    std::fs::metadata(path).map_or(0, |m| m.len())
}
