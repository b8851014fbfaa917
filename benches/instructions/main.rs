//! The work that `tests/instructions/run` counts: `instructions SUBJECT TEXT PASSES` goes through a text `PASSES` times and
//! prints how many bytes one pass has. A text is `clean`, `json` or the path of a file, such as lines of one kind. What it
//! takes to start cancels out between runs of different numbers of passes.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::print_stdout,
    reason = "a benchmark prints, and reports by failing"
)]

#[path = "../support/mod.rs"]
mod support;

use blackbar::codec::Caps;
use blackbar::detect::Method;
use blackbar::pipeline::Engine;
use blackbar::{Builder, Policy, Redactor, Scratch};
use support::batch::{documents, redact_document};
use support::blocks::{blocks, redact};
use support::text::{clean, json};

/// Bytes of text: more than a block.
const BYTES: usize = 600_000;

fn main() {
    support::threads::one();
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [subject, text, passes] = arguments.as_slice() else {
        println!("nothing is counted here: see tests/instructions/run");
        return;
    };
    let text = match text.as_str() {
        "clean" => clean(BYTES),
        "json" => json(BYTES),
        path => std::fs::read(path).unwrap(),
    };
    let passes: usize = passes.parse().unwrap();
    let redactor = Redactor::builtin().unwrap();
    let out: usize = match subject.as_str() {
        // Lines in blocks, as the command line has them: split, search, splice.
        "blocks" => {
            let engine = Engine::new(redactor, Caps::default());
            (0..passes).map(|_| redact(&engine, blocks(&text))).sum()
        }
        // The same with so many rules: those that find something, other built-in ones, then those of made-up vendors.
        stock if stock.starts_with("rules-") => {
            let size = stock.trim_start_matches("rules-").parse().unwrap();
            let engine = Engine::new(support::stock::redactor(size, &[&text]), Caps::default());
            (0..passes).map(|_| redact(&engine, blocks(&text))).sum()
        }
        // The same without vector instructions chosen at run time.
        "plain" => {
            let rules = Builder::default().method(Method::Portable);
            let redactor = Redactor::with_rules(rules, &Policy::default()).unwrap();
            let engine = Engine::new(redactor, Caps::default());
            (0..passes).map(|_| redact(&engine, blocks(&text))).sum()
        }
        // The findings of the same blocks, with what stands around them.
        "scan" => {
            let engine = Engine::new(redactor, Caps::default());
            let pass = || blocks(&text).iter().map(|block| engine.scan(block).found.len()).sum::<usize>();
            (0..passes).map(|_| pass() + 1).sum()
        }
        // The same lines in the documents of CloudWatch batches, as a function has them between unpacking and packing.
        "batches" => {
            let engine = Engine::new(redactor, Caps::default());
            let documents = documents(&text);
            let pass = || -> usize {
                documents.iter().map(|document| redact_document(&engine, document.clone(), false)).sum()
            };
            (0..passes).map(|_| pass()).sum()
        }
        // Line after line, as a logger has them.
        "lines" => {
            let mut scratch = Scratch::default();
            let mut pass = || {
                text.split(|b| *b == b'\n')
                    .map(|line| redactor.redact(line, &mut scratch).len())
                    .sum::<usize>()
            };
            (0..passes).map(|_| pass()).sum()
        }
        other => panic!("there is no subject {other}"),
    };
    assert!(out > 0);
    println!("{}", text.len());
}
