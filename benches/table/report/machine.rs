//! What was measured where.

use crate::support::text::Text;
use blackbar::Redactor;

pub(super) fn print(texts: &[Text]) {
    let about = std::fs::read_to_string("/proc/cpuinfo").unwrap_or_default();
    let model =
        about.lines().find_map(|l| l.strip_prefix("model name")?.split_once(": ")).map(|(_, name)| name);
    let rules = Redactor::builtin().unwrap().scanner().rules().count();
    println!("Processor: {}; {rules} built-in rules.", model.unwrap_or(std::env::consts::ARCH));
    for text in texts {
        let line = text.bytes.len() / text.lines().max(1);
        println!("Text `{}`: {:.1} MB, {line} bytes a line.", text.name, text.bytes.len() as f64 / 1e6);
    }
}
