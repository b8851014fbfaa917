//! The trigger pass: text in which nothing is found, on each path of the processor.

use super::rounds::measure;
use super::schemes::{blockwise, redactor};
use super::{head, short};
use crate::support::text::{Text, quiet};
use blackbar::codec::Caps;
use blackbar::detect::Method;
use blackbar::pipeline::Engine;

pub(super) fn print(texts: &[Text]) {
    let vector = Engine::new(redactor(Method::Triggered), Caps::default());
    let portable = Engine::new(redactor(Method::Portable), Caps::default());
    let columns: Vec<_> = texts
        .iter()
        .map(|text| {
            let quiet = quiet(vector.redactor(), &text.bytes);
            measure(7, vec![blockwise(&vector, &quiet), blockwise(&portable, &quiet)])
        })
        .collect();
    println!("\n## Text in which nothing is found\n");
    println!("MB/s; only the lines of the texts without findings.");
    head("path", texts, &[]);
    for (i, name) in ["vector instructions, chosen at run time", "without"].iter().enumerate() {
        let speeds: Vec<_> = columns.iter().map(|c| short(c[i].speed)).collect();
        println!("| {name} | {} |", speeds.join(" | "));
    }
}
