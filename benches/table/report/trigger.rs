//! The trigger pass: text in which nothing is found, on each path of the processor.

use super::rounds::{Figures, measure};
use super::schemes::{blockwise, redactor};
use super::{head, short};
use crate::support::text::{Text, quiet};
use blackbar::codec::Caps;
use blackbar::detect::Method;
use blackbar::pipeline::Engine;

pub(super) fn print(texts: &[Text]) {
    let vector = Engine::new(redactor(Method::Triggered), Caps::default());
    let narrow = Engine::new(redactor(Method::Narrow), Caps::default());
    let portable = Engine::new(redactor(Method::Portable), Caps::default());
    let columns: Vec<Vec<Figures>> = texts
        .iter()
        .map(|text| {
            let quiet = quiet(vector.redactor(), &text.bytes);
            let candidates = vec![
                blockwise(&vector, &quiet),
                blockwise(&narrow, &quiet),
                blockwise(&portable, &quiet),
                blockwise(&vector, &text.bytes),
            ];
            measure(7, candidates)
        })
        .collect();
    println!("\n## Text in which nothing is found\n");
    println!(
        "MB/s; only the lines of the texts without findings. Then what a finding adds to the cost of its text."
    );
    head("path", texts, &[]);
    let paths =
        ["vector instructions, chosen at run time", "with vectors of 32 bytes at most (AVX2)", "without"];
    for (i, name) in paths.iter().enumerate() {
        let speeds: Vec<_> = columns.iter().map(|c| short(c[i].speed)).collect();
        println!("| {name} | {} |", speeds.join(" | "));
    }
    // Nanoseconds for each byte with findings and without, over the findings of a byte.
    let cost = |c: &[Figures]| (1e3 / c[3].speed - 1e3 / c[0].speed) / (c[3].found / 1e6);
    let added: Vec<_> = columns.iter().map(|c| format!("{:.0} ns", cost(c))).collect();
    println!("| a finding, with its edit | {} |", added.join(" | "));
}
