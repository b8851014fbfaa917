//! `blackbar rules lint`.

use super::args::LintOptions;
use super::print;
use crate::app::{EXIT_FOUND, EXIT_OK};
use crate::settings::{Advice, lint_rules};
use std::io::IsTerminal;

pub(super) fn lint(options: &LintOptions) -> Result<u8, String> {
    let paths: Vec<_> = options.files.iter().chain(&options.rules.rules).cloned().collect();
    if paths.is_empty() {
        return Err("there is nothing to look through; name a rule file, a folder, or --rules DIR".to_owned());
    }
    let found = lint_rules(&paths, options.builtin).map_err(|e| e.to_string())?;
    let colour = std::io::stdout().is_terminal();
    let mut out = String::new();
    for lint in &found {
        let (name, code) = match lint.advice {
            Advice::Error => ("error", "31"),
            Advice::Warning => ("warning", "33"),
            Advice::Hint => ("hint", "36"),
        };
        let name = if colour { format!("\x1b[{code}m{name}\x1b[0m") } else { name.to_owned() };
        let place = match lint.error.line() {
            Some(line) => format!("{}:{line}", lint.error.path().display()),
            None => lint.error.path().display().to_string(),
        };
        out += &format!("{place}: {name}: {}\n", lint.error.problem());
    }
    let count = |advice| found.iter().filter(|l| l.advice == advice).count();
    let (errors, warnings, hints) = (count(Advice::Error), count(Advice::Warning), count(Advice::Hint));
    out += &format!("{errors} errors, {warnings} warnings, {hints} hints\n");
    print(&out)?;
    Ok(if errors + warnings == 0 { EXIT_OK } else { EXIT_FOUND })
}
