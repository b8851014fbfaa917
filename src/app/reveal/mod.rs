//! `blackbar reveal`: opens tokens, after it is on record that it does.

mod audit;
mod time;

use super::{EXIT_ERROR, EXIT_OK, clock, console};
use crate::settings::{KeySource, read_seal_key_file};
use crate::token::{NotOpened, Opener, Scope, has_form};
use audit::{Audit, Record};
use base64::prelude::{BASE64_STANDARD, Engine as _};
use clap::Args;
use std::ffi::OsString;
use std::io::{self, BufRead, Write};
use std::path::PathBuf;
use zeroize::Zeroizing;

/// Seconds that an approval may last at most.
const LONGEST_APPROVAL: u64 = 3600;

/// Tokens of one call at most.
const MOST: usize = 10_000;

#[derive(Debug, Args)]
pub(super) struct RevealOptions {
    /// The keys: a key file, or `env:NAME`, `aws-secret:NAME` or `aws-kms:FILE`
    #[arg(long, value_name = "FILE")]
    keys: OsString,
    /// A private key that opens sealed tokens, as `keys recipient` makes it; may be given several times
    #[arg(long, value_name = "FILE")]
    private_key: Vec<PathBuf>,
    /// The tenant whose tokens they are
    #[arg(long, value_name = "NAME")]
    tenant: String,
    /// The purpose that the tokens were made for
    #[arg(long, value_name = "NAME", default_value = "default")]
    purpose: String,
    /// The ticket that this is done for
    #[arg(long, value_name = "ID")]
    ticket: String,
    /// Who has approved it; may be given several times
    #[arg(long, value_name = "NAME", required = true)]
    approver: Vec<String>,
    /// When the approval ends, in UTC (2026-01-15T10:00:00Z); an hour ahead at most
    #[arg(long, value_name = "TIME", value_parser = time::parse)]
    expires: u64,
    /// How many tokens may be asked for under the ticket, all calls together
    #[arg(long, value_name = "N")]
    budget: u64,
    /// The file that the audit record is appended to
    #[arg(long, value_name = "FILE")]
    audit: PathBuf,
    /// Tokens; none are read from standard input, one a line
    #[arg(value_name = "TOKEN")]
    tokens: Vec<String>,
}

pub(super) const HELP: &str = "\
Prints one JSON object a token: `token` and `value`, or `value_base64` if the value is no text. The audit record is on \
disk before anything is printed; if it cannot be written, nothing is printed. Tokens that are not opened count to the \
budget, too.

Exit codes: 0 all are opened; 2 refused, or some are not opened.";

pub(super) fn reveal(options: &RevealOptions) -> Result<u8, String> {
    for (what, text) in
        [("ticket", &options.ticket)].into_iter().chain(options.approver.iter().map(|a| ("approver", a)))
    {
        if text.trim().is_empty() {
            return Err(format!("`--{what}` is empty; nothing is opened without one"));
        }
    }
    let now = clock::now()?;
    if options.expires <= now {
        return Err(format!("the approval ended at {}; ask for a new one", time::format(options.expires)));
    }
    if options.expires - now > LONGEST_APPROVAL {
        return Err("an approval lasts an hour at most; name an earlier `--expires`".to_owned());
    }
    let tokens = tokens(options)?;
    let keys = KeySource::from_name(&options.keys).read().map_err(|e| e.to_string())?;
    let private = options.private_key.iter().map(|path| read_seal_key_file(path));
    let private = private.collect::<Result<Vec<_>, _>>().map_err(|e| e.to_string())?;
    let scope = Scope::new(&options.tenant, &options.purpose).map_err(|e| e.to_string())?;
    let opener = Opener::new(keys, scope, private);

    let file = |problem: String| format!("{}: {problem}; nothing is opened", options.audit.display());
    let mut audit = Audit::open(&options.audit).map_err(|e| file(e.to_string()))?;
    let used = audit.used(&options.ticket).map_err(file)?.saturating_add(tokens.len() as u64);
    if used > options.budget {
        return Err(format!(
            "ticket {} has a budget of {} and this would make it {used}; nothing is opened",
            options.ticket, options.budget
        ));
    }
    let values: Vec<_> = tokens.iter().map(|token| opener.open(token.as_bytes())).collect();
    let of = |opened: bool| {
        let chosen = tokens.iter().zip(&values).filter(move |(_, value)| value.is_ok() == opened);
        chosen.map(|(token, _)| on_record(token)).collect::<Vec<_>>()
    };
    let record = Record {
        time: time::format(now),
        event: "reveal".to_owned(),
        ticket: options.ticket.clone(),
        approvers: options.approver.clone(),
        expires: time::format(options.expires),
        tenant: options.tenant.clone(),
        purpose: options.purpose.clone(),
        budget: options.budget,
        used,
        opened: of(true),
        refused: of(false),
    };
    audit.append(&record).map_err(|e| file(e.to_string()))?;
    show(&tokens, &values)
}

/// What stands on record for a token: what has not the form of one could be a value, given by mistake.
fn on_record(token: &str) -> String {
    if has_form(token.as_bytes()) { token.to_owned() } else { "no token".to_owned() }
}

/// The tokens asked for. What is no token at all is one that cannot be opened.
fn tokens(options: &RevealOptions) -> Result<Vec<String>, String> {
    let mut tokens = options.tokens.clone();
    if tokens.is_empty() {
        for line in io::stdin().lock().lines() {
            let line = line.map_err(|e| format!("standard input: {e}"))?;
            if !line.trim().is_empty() {
                tokens.push(line.trim().to_owned());
            }
            if tokens.len() > MOST {
                break;
            }
        }
    }
    match tokens.len() {
        0 => Err("there are no tokens to open".to_owned()),
        n if n > MOST => Err(format!("at most {MOST} tokens are opened at once")),
        _ => Ok(tokens),
    }
}

fn show(tokens: &[String], values: &[Result<Zeroizing<Vec<u8>>, NotOpened>]) -> Result<u8, String> {
    let mut out = io::stdout().lock();
    let mut code = EXIT_OK;
    for (number, (token, value)) in (1..).zip(tokens.iter().zip(values)) {
        let Ok(value) = value else {
            console::error(&format!("token {number}: {NotOpened}"));
            code = EXIT_ERROR;
            continue;
        };
        let mut line = Zeroizing::new(Vec::with_capacity(64 + token.len() + 8 * value.len()));
        let written = match std::str::from_utf8(value) {
            Ok(text) => {
                serde_json::to_writer(&mut *line, &Revealed { token, value: Some(text), value_base64: None })
            }
            Err(_) => {
                let text = Zeroizing::new(BASE64_STANDARD.encode(&**value));
                serde_json::to_writer(&mut *line, &Revealed { token, value: None, value_base64: Some(&text) })
            }
        };
        written.map_err(|_| "a value cannot be written as JSON".to_owned())?;
        line.push(b'\n');
        out.write_all(&line).map_err(|e| format!("standard output: {e}"))?;
    }
    out.flush().map_err(|e| format!("standard output: {e}"))?;
    Ok(code)
}

#[derive(serde::Serialize)]
struct Revealed<'a> {
    token: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    value: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    value_base64: Option<&'a str>,
}
