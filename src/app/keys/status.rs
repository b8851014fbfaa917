//! `blackbar keys status`.

use super::StatusFormat;
use crate::token::KeySet;
use std::fmt::Write as _;
use std::io::Write as _;

pub(super) fn print(keys: &KeySet, format: StatusFormat) -> Result<(), String> {
    let text = match format {
        StatusFormat::Table => table(keys),
        StatusFormat::Json => format!("{}\n", json(keys)),
    };
    say(&text)
}

/// Prints to standard output.
pub(super) fn say(text: &str) -> Result<(), String> {
    match std::io::stdout().write_all(text.as_bytes()) {
        Err(e) if !super::console::is_closed(&e) => Err(format!("standard output: {e}")),
        _ => Ok(()),
    }
}

fn holds(keys: &KeySet, epoch: u32) -> Vec<&str> {
    keys.holds().iter().filter(|h| h.epoch == epoch).map(|h| h.name.as_str()).collect()
}

fn table(keys: &KeySet) -> String {
    let mut text = String::from("EPOCH  KEY       STATE         HOLDS\n");
    for epoch in keys.epochs() {
        let holds = holds(keys, epoch.number()).join(", ");
        let (number, id, state) = (epoch.number(), epoch.id().to_string(), epoch.state().name());
        let line = format!("{number:<5}  {id}  {state:<12}  {holds}");
        // Writing to a string does not fail.
        let _ok = writeln!(text, "{}", line.trim_end());
    }
    text
}

fn json(keys: &KeySet) -> serde_json::Value {
    let epochs = keys.epochs().iter().map(|epoch| {
        serde_json::json!({
            "epoch": epoch.number(),
            "id": epoch.id().to_string(),
            "state": epoch.state().name(),
            "holds": holds(keys, epoch.number()),
        })
    });
    serde_json::json!({ "epochs": epochs.collect::<Vec<_>>() })
}
