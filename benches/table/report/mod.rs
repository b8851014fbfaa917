//! The tables, one file each.

mod batches;
mod curve;
mod machine;
mod rounds;
mod schemes;
mod small;
mod trigger;

use crate::schemes::Scheme;
use crate::schemes::plain::Plain;
use crate::support::text::{Text, texts};
use crate::support::threads;

/// Makes a scheme that this program does not know of from the rules.
pub(crate) type Another = for<'r> fn(&'r [Plain]) -> Box<dyn Scheme + 'r>;

/// Bytes of each text.
const BYTES: usize = 8_000_000;

/// Prints all tables.
pub(crate) fn print(another: Option<Another>) {
    threads::one();
    let texts = texts(BYTES);
    machine::print(&texts);
    schemes::print(&texts, another);
    trigger::print(&texts);
    curve::print(&texts);
    batches::print(&texts);
    small::print();
}

/// The head of a table with a column for each text.
fn head(first: &str, texts: &[Text], more: &[&str]) {
    let names: Vec<&str> = texts.iter().map(|t| t.name.as_str()).chain(more.iter().copied()).collect();
    println!("\n| {first} | {} |", names.join(" | "));
    println!("|---|{}", "---|".repeat(names.len()));
}

/// A figure with about three digits.
fn short(x: f64) -> String {
    match x {
        x if x >= 100.0 => format!("{x:.0}"),
        x if x >= 10.0 => format!("{x:.1}"),
        x if x >= 0.1 => format!("{x:.2}"),
        x => format!("{x:.4}"),
    }
}
