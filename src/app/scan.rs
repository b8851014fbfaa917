//! `blackbar scan`.

use super::args::{ScanFormat, ScanOptions, input_error, inputs};
use super::{EXIT_ERROR, EXIT_FOUND, EXIT_OK, console};
use crate::codec::Separator;
use crate::pipeline::{Budget, Found, Scanned, Work, ordered};
use crate::redact::Redactor;
use crate::sources;
use serde::Serialize;
use std::io::{self, IsTerminal, Write};
use std::path::Path;

enum Stop {
    Input(io::Error),
    Output(io::Error),
}

/// One finding in the JSON form.
#[derive(Serialize)]
struct Row<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    file: Option<&'a str>,
    record: u64,
    #[serde(skip_serializing_if = "Option::is_none")]
    field: Option<&'a str>,
    start: usize,
    end: usize,
    rule: &'a str,
    class: &'a str,
    confidence: &'static str,
}

pub(super) fn scan(options: &ScanOptions) -> Result<u8, String> {
    let (mut engine, force) = options.common.engine(options.min_confidence.map(Into::into))?;
    let (pool, threads) = options.common.pool()?;
    let separator = if options.null_data { Separator::Nul } else { Separator::Line };
    let rules = engine.redactor().clone();
    let by_input = force.policy.allow.asks_for_input();
    let mut printer = Printer {
        rules: &rules,
        format: options.format,
        colour: io::stdout().is_terminal(),
        out: io::BufWriter::new(io::stdout().lock()),
        file: None,
        base: 0,
        rows: 0,
        unsearchable: 0,
        allowed: 0,
    };
    let mut failed = false;
    for path in inputs(&options.files) {
        printer.begin(&path);
        if by_input {
            engine.look_at(printer.file.as_deref());
        }
        let done =
            sources::open(&path, separator, engine.caps()).map_err(Stop::Input).and_then(|mut reader| {
                ordered(
                    &pool,
                    Budget::new(threads),
                    || reader.next_work().map_err(Stop::Input),
                    Work::len,
                    |work| match work {
                        Work::Block { block, .. } => engine.scan(&block),
                        Work::Damaged { reason, .. } => {
                            let mut scanned = Scanned::default();
                            scanned.unsearchable.push((0, reason));
                            scanned
                        }
                    },
                    |scanned| printer.print(&scanned).map_err(Stop::Output),
                )
            });
        match done {
            Ok(()) => {}
            Err(Stop::Input(e)) => {
                input_error(&path, &e);
                failed = true;
            }
            Err(Stop::Output(e)) if console::is_closed(&e) => break,
            Err(Stop::Output(e)) => return Err(format!("standard output: {e}")),
        }
    }
    match printer.out.flush() {
        Err(e) if !console::is_closed(&e) => return Err(format!("standard output: {e}")),
        _ => {}
    }
    if printer.allowed > 0 {
        console::say(&format!("blackbar: {} findings are allowed and not shown\n", printer.allowed));
    }
    Ok(if failed || printer.unsearchable > 0 {
        EXIT_ERROR
    } else if printer.rows > 0 {
        EXIT_FOUND
    } else {
        EXIT_OK
    })
}

struct Printer<'e> {
    rules: &'e Redactor,
    format: ScanFormat,
    colour: bool,
    out: io::BufWriter<io::StdoutLock<'static>>,
    file: Option<String>,
    base: u64,
    rows: u64,
    unsearchable: u64,
    allowed: u64,
}

impl Printer<'_> {
    fn begin(&mut self, path: &Path) {
        self.file = (path.as_os_str() != "-").then(|| path.display().to_string());
        self.base = 0;
    }

    fn print(&mut self, scanned: &Scanned) -> io::Result<()> {
        for found in &scanned.found {
            self.rows += 1;
            self.row(found)?;
        }
        for (record, reason) in &scanned.unsearchable {
            self.unsearchable += 1;
            let file = self.file.as_deref().unwrap_or("standard input");
            console::error(&format!("{file}: record {}: not searched: {reason}", self.base + record));
        }
        self.allowed += scanned.allowed;
        self.base += scanned.records;
        Ok(())
    }

    fn row(&mut self, found: &Found) -> io::Result<()> {
        let Some(rule) = self.rules.scanner().rule(found.rule) else { return Ok(()) };
        let record = self.base + found.record;
        match self.format {
            ScanFormat::Jsonl => {
                let row = Row {
                    file: self.file.as_deref(),
                    record,
                    field: found.field.as_deref(),
                    start: found.span.start,
                    end: found.span.end,
                    rule: &rule.id,
                    class: &rule.class,
                    confidence: found.confidence.name(),
                };
                serde_json::to_writer(&mut self.out, &row)?;
                self.out.write_all(b"\n")
            }
            ScanFormat::Table => {
                if self.rows == 1 {
                    let head = ["RECORD", "BYTES", "CONFIDENCE", "CLASS", "RULE", "CONTEXT (masked)"];
                    let [a, b, c, d, e, f] = head;
                    writeln!(self.out, "{a:<14} {b:<13} {c:<10} {d:<22} {e:<30} {f}")?;
                }
                let place = match (&self.file, &found.field) {
                    (Some(file), None) => format!("{file}:{record}"),
                    (Some(file), Some(field)) => format!("{file}:{record}.{field}"),
                    (None, Some(field)) => format!("{record}.{field}"),
                    (None, None) => record.to_string(),
                };
                let bytes = format!("{}-{}", found.span.start, found.span.end);
                let (on, off) = if self.colour { ("\x1b[33m", "\x1b[0m") } else { ("", "") };
                writeln!(
                    self.out,
                    "{place:<14} {bytes:<13} {:<10} {:<22} {on}{:<30}{off} {}",
                    found.confidence.name(),
                    rule.class,
                    rule.id,
                    found.excerpt
                )
            }
        }
    }
}
