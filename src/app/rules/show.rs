//! `blackbar rules show`.

use super::args::{Format, ShowOptions};
use super::view::{View, all, no_rule};
use super::{print, print_json};
use crate::app::EXIT_OK;
use crate::rules::{CONTEXT_AFTER, CONTEXT_BEFORE};

pub(super) fn show(options: &ShowOptions) -> Result<u8, String> {
    let user = options.rules.read()?;
    let all = all(&user);
    let Some(known) = all.iter().find(|k| k.rule.id == options.id) else {
        return Err(no_rule(&options.id, &all));
    };
    match options.format {
        Format::Json => print_json(&known.view())?,
        Format::Table => print(&text(&known.view(), &known.place()))?,
    }
    Ok(EXIT_OK)
}

fn text(rule: &View<'_>, place: &str) -> String {
    let mut out = String::new();
    let mut row = |name: &str, value: &str| {
        out += format!("{name:<12}  {value}").trim_end();
        out += "\n";
    };
    row("id", rule.id);
    row("class", rule.class);
    row("summary", rule.summary);
    row("file", place);
    if let Some(source) = rule.source {
        row("source", source);
    }
    row("confidence", rule.confidence);
    if let Some(raised) = rule.with_context {
        let near = format!("up to {CONTEXT_BEFORE} bytes before or {CONTEXT_AFTER} after, or in the key");
        row("in context", &format!("{raised}, {near}: {}", rule.context.join(", ")));
    }
    if !rule.against.is_empty() {
        row("against", &format!("no finding near: {}", rule.against.join(", ")));
    }
    if let Some(check) = rule.check {
        row("check", check);
    }
    if let Some(bits) = rule.entropy {
        row("entropy", &format!("more than {bits} bits for each byte of the value"));
    }
    if let Some(literals) = &rule.literals {
        let offset =
            rule.offset.filter(|n| *n > 0).map_or_else(String::new, |n| format!(", {n} bytes behind"));
        row("literals", &format!("{}{offset}", literals.join(", ")));
    }
    if let Some(shape) = rule.shape {
        row("shape", shape);
    }
    if let Some(keys) = &rule.keys {
        row("keys", &keys.join(", "));
    }
    let case = if rule.ignore_case == Some(true) { "   (in any case)" } else { "" };
    row("pattern", &format!("{}{case}", rule.pattern));
    if let Some(group) = rule.capture.filter(|n| *n > 0) {
        row("capture", &format!("group {group} is the finding"));
    }
    if let (Some(left), Some(right)) = (rule.left, rule.right) {
        row("bounds", &format!("left {left}, right {right}: what may not stand beside a match"));
    }
    for (name, texts) in [("examples", rule.examples), ("lookalikes", rule.lookalikes)] {
        for (i, text) in texts.iter().enumerate() {
            row(
                if i == 0 { name } else { "" },
                &text.escape_debug().to_string().replace("\\'", "'").replace("\\\"", "\""),
            );
        }
    }
    out
}
