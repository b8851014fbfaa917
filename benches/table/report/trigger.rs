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
    let portable = Engine::new(redactor(Method::Portable), Caps::default());
    let columns: Vec<Vec<Figures>> = texts
        .iter()
        .map(|text| {
            let quiet = quiet(vector.redactor(), &text.bytes);
            let candidates = vec![
                blockwise(&vector, &quiet),
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
    for (i, name) in ["vector instructions, chosen at run time", "without"].iter().enumerate() {
        let speeds: Vec<_> = columns.iter().map(|c| short(c[i].speed)).collect();
        println!("| {name} | {} |", speeds.join(" | "));
    }
    // Nanoseconds for each byte with findings and without, over the findings of a byte.
    let cost = |c: &[Figures]| (1e3 / c[2].speed - 1e3 / c[0].speed) / (c[2].found / 1e6);
    let added: Vec<_> = columns.iter().map(|c| format!("{:.0} ns", cost(c))).collect();
    println!("| a finding, with its edit | {} |", added.join(" | "));
}
