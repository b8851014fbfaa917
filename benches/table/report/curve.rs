//! Speed by the number of rules.

use super::rounds::{Candidate, Figures, measure};
use super::schemes::blockwise;
use super::{head, short};
use crate::support::stock::{SIZES, redactor};
use crate::support::text::Text;
use blackbar::codec::Caps;
use blackbar::pipeline::Engine;

pub(super) fn print(texts: &[Text]) {
    let heads: Vec<&[u8]> = texts.iter().map(|t| t.bytes.as_slice()).collect();
    let engines: Vec<Engine> =
        SIZES.iter().map(|size| Engine::new(redactor(*size, &heads), Caps::default())).collect();
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
    for (i, size) in SIZES.iter().enumerate() {
        let speeds: Vec<_> = columns.iter().map(|c| short(c[i].speed)).collect();
        let ratios: Vec<_> = columns.iter().map(|c| short(c[i].speed / c[0].speed)).collect();
        println!("| {size} | {} | {} |", speeds.join(" | "), ratios.join(" / "));
    }
}
