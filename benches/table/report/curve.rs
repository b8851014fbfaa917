//! Speed by the number of rules.

use super::rounds::{Candidate, Figures, measure};
use super::schemes::blockwise;
use super::{head, short};
use crate::support::stock::{SIZES, redactor, without_context};
use crate::support::text::Text;
use blackbar::Redactor;
use blackbar::codec::Caps;
use blackbar::pipeline::Engine;

pub(super) fn print(texts: &[Text]) {
    let heads: Vec<&[u8]> = texts.iter().map(|t| t.bytes.as_slice()).collect();
    let mut redactors: Vec<Redactor> = SIZES.iter().map(|size| redactor(*size, &heads)).collect();
    redactors.push(without_context());
    let mut names = SIZES.map(|size| size.to_string()).to_vec();
    let alone = redactors.iter().map(|r| r.scanner().rules().count()).next_back().unwrap_or_default();
    names.push(format!("{alone}: the built-in ones but those that count near a word only"));
    let engines: Vec<Engine> = redactors.into_iter().map(|r| Engine::new(r, Caps::default())).collect();
    let columns: Vec<Vec<Figures>> = texts
        .iter()
        .map(|text| {
            let candidates: Vec<Candidate<'_>> = engines.iter().map(|e| blockwise(e, &text.bytes)).collect();
            measure(7, candidates)
        })
        .collect();
    println!("\n## Speed by the number of rules\n");
    println!("MB/s; ratio to {} rules.", SIZES[0]);
    head("rules", texts, &["ratio"]);
    for (i, name) in names.iter().enumerate() {
        let speeds: Vec<_> = columns.iter().map(|c| short(c[i].speed)).collect();
        let ratios: Vec<_> = columns.iter().map(|c| short(c[i].speed / c[0].speed)).collect();
        println!("| {name} | {} | {} |", speeds.join(" | "), ratios.join(" / "));
    }
}
