//! Side by side with other ways to search for the same rules.

use super::rounds::{Candidate, Figures, Round, measure, timed};
use super::{Another, head, short};
use crate::schemes::Scheme;
use crate::schemes::keywords::Keywords;
use crate::schemes::plain;
use crate::schemes::regex_set::Set;
use crate::support::blocks::blocks;
use crate::support::text::Text;
use blackbar::codec::{Block, Caps};
use blackbar::detect::Method;
use blackbar::pipeline::{Engine, Work};
use blackbar::{Builder, Policy, Redactor, Scratch};

/// Bytes for what does less than a megabyte a second, and for what is slower by orders of magnitude still.
const SLOW: usize = 100_000;
const SLOWEST: usize = 4_000;

pub(super) fn redactor(method: Method) -> Redactor {
    Redactor::with_rules(Builder::default().method(method), &Policy::default()).unwrap()
}

/// Redaction of blocks, as the command line does it. Cutting into blocks is not part of it.
pub(super) fn blockwise<'a>(engine: &'a Engine, text: &'a [u8]) -> Candidate<'a> {
    let round = || {
        let blocks = blocks(text);
        let mut found = 0;
        let mut round = Round { time: std::time::Duration::ZERO, found: 0 };
        for block in blocks {
            let part = timed(|| {
                let outcome = engine.run(Work::Block { block, pack: false });
                found += outcome.coverage.findings.values().sum::<u64>();
                outcome.bytes.len() as u64
            });
            round.time += part.time;
        }
        round.found = found;
        round
    };
    Candidate { bytes: text.len(), round: Box::new(round) }
}

/// Findings of blocks, as `blackbar scan` reports them.
fn scanned<'a>(engine: &'a Engine, blocks: &'a [Block], text: &[u8]) -> Candidate<'a> {
    Candidate::new(text.len(), move || blocks.iter().map(|block| engine.scan(block).found.len() as u64).sum())
}

/// Search of line after line through a redactor.
pub(super) fn linewise<'a>(redactor: &'a Redactor, text: &'a [u8]) -> Candidate<'a> {
    let mut scratch = Scratch::default();
    Candidate::new(text.len(), move || {
        let mut found = 0;
        for (_, line) in crate::schemes::lines(text) {
            redactor.text(line, &mut scratch);
            found += scratch.findings().len() as u64;
        }
        found
    })
}

pub(super) fn print(texts: &[Text], another: Option<Another>) {
    let (triggered, naive) = (redactor(Method::Triggered), redactor(Method::Naive));
    let engine = Engine::new(redactor(Method::Triggered), Caps::default());
    let portable = Engine::new(redactor(Method::Portable), Caps::default());
    let narrow = Engine::new(redactor(Method::Narrow), Caps::default());
    let rules = plain::rules(&triggered);
    let mut names: Vec<&str> = Vec::new();
    let mut columns: Vec<Vec<Figures>> = Vec::new();
    for text in texts {
        let mut schemes: Vec<(Box<dyn Scheme + '_>, usize)> =
            vec![(Box::new(Set::new(&rules)), SLOW), (Box::new(Keywords::new(&rules)), usize::MAX)];
        if let Some(another) = another {
            schemes.push((another(&rules), usize::MAX));
        }
        names = schemes.iter().map(|(scheme, _)| scheme.name()).collect();
        let cut = blocks(&text.bytes);
        let mut candidates: Vec<Candidate<'_>> = Vec::new();
        for (scheme, bytes) in &mut schemes {
            let head = text.head(*bytes);
            candidates.push(Candidate::new(head.len(), move || scheme.count(head)));
        }
        candidates.push(linewise(&triggered, &text.bytes));
        candidates.push(scanned(&engine, &cut, &text.bytes));
        candidates.push(blockwise(&portable, &text.bytes));
        candidates.push(blockwise(&narrow, &text.bytes));
        candidates.push(blockwise(&engine, &text.bytes));
        let mut figures = measure(1, vec![linewise(&naive, text.head(SLOWEST))]);
        figures.extend(measure(5, candidates));
        columns.push(figures);
    }
    names.insert(0, "the naive reference: every rule at every position");
    let best = names.iter().position(|name| name.starts_with("best of crates")).unwrap();
    names.extend([
        "blackbar, line after line",
        "blackbar, report of findings with their surroundings (`scan`)",
        "blackbar, blocks, without vector instructions",
        "blackbar, blocks, with vectors of 32 bytes at most (AVX2)",
        "**blackbar, blocks**",
    ]);
    println!("\n## Side by side\n");
    println!("MB/s; ratio to the best of crates; findings in each MB of text.");
    head("way", texts, &["ratio", "findings"]);
    for (i, name) in names.iter().enumerate() {
        let list = |of: &dyn Fn(&[Figures]) -> String| columns.iter().map(|c| of(c)).collect::<Vec<_>>();
        let speeds = list(&|c| short(c[i].speed)).join(" | ");
        let ratios = list(&|c| short(c[i].speed / c[best].speed)).join(" / ");
        let found = list(&|c| format!("{:.0}", c[i].found)).join(" / ");
        println!("| {name} | {speeds} | {ratios} | {found} |");
    }
    if another.is_none() {
        println!(
            "\nHyperscan is not among them: `benches/table/run` takes it in where Debian's libhyperscan-dev is installed."
        );
    }
}
