//! `blackbar rules`: work with rules.

mod args;
mod explain;
mod import;
mod lint;
mod list;
mod show;
mod test;
mod view;

pub(super) use args::RulesCommand;

use super::{EXIT_OK, console};
use std::io::{self, Write};

/// The JSON Schema of rule files.
const SCHEMA: &str = include_str!("../../../schemas/rule.schema.json");

pub(super) fn rules(command: &RulesCommand) -> Result<u8, String> {
    match command {
        RulesCommand::List(options) => list::list(options),
        RulesCommand::Show(options) => show::show(options),
        RulesCommand::Test(options) => test::test(options),
        RulesCommand::Lint(options) => lint::lint(options),
        RulesCommand::Explain(options) => explain::explain(options),
        RulesCommand::Import(options) => import::import(options),
        RulesCommand::Schema => print(SCHEMA).map(|()| EXIT_OK),
    }
}

/// Writes to standard output. A reader that has gone away is no error.
fn print(text: &str) -> Result<(), String> {
    let mut out = io::stdout().lock();
    match out.write_all(text.as_bytes()).and_then(|()| out.flush()) {
        Err(e) if !console::is_closed(&e) => Err(format!("standard output: {e}")),
        _ => Ok(()),
    }
}

/// Writes JSON for people and programs alike.
fn print_json(value: &impl serde::Serialize) -> Result<(), String> {
    let text = serde_json::to_string_pretty(value).map_err(|e| e.to_string())?;
    print(&format!("{text}\n"))
}

/// A table with a line of names; the last column is as wide as it needs to be.
fn table<const N: usize>(names: [&str; N], rows: &[[String; N]]) -> String {
    let mut widths = names.map(str::len);
    for row in rows {
        for (width, cell) in widths.iter_mut().zip(row) {
            *width = (*width).max(cell.chars().count());
        }
    }
    let line = |cells: [&str; N]| {
        let padded: Vec<String> = cells.iter().zip(widths).map(|(cell, w)| format!("{cell:<w$}")).collect();
        padded.join("  ").trim_end().to_owned() + "\n"
    };
    let mut out = line(names);
    for row in rows {
        out += &line(row.each_ref().map(String::as_str));
    }
    out
}
