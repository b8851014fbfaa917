//! A SARIF log, as code scanning reads it.

use serde_json::{Value, json};

/// A document of SARIF 2.1.0 (OASIS) with one run: `rules` are all that can be said, `results` what is said, `artifacts`
/// the files that were looked at.
pub(super) fn document(
    rules: impl IntoIterator<Item = Value>,
    results: impl IntoIterator<Item = Value>,
    artifacts: impl IntoIterator<Item = Value>,
) -> Value {
    let list = |items: &mut dyn Iterator<Item = Value>| items.collect::<Vec<_>>();
    json!({
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [{
            "tool": { "driver": {
                "name": "blackbar",
                "version": env!("CARGO_PKG_VERSION"),
                "rules": list(&mut rules.into_iter()),
            } },
            "artifacts": list(&mut artifacts.into_iter()),
            "results": list(&mut results.into_iter()),
        }],
    })
}
