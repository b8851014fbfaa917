//! Prints the tables of `benches/table` with Hyperscan among the others. `benches/table/run` calls it.

#[path = "../../table/report/mod.rs"]
mod report;
#[path = "../../schemes/mod.rs"]
mod schemes;
#[path = "../../support/mod.rs"]
mod support;

mod database;
mod scheme;

fn main() {
    report::print(Some(|rules| Box::new(scheme::Hyperscan::new(rules))));
}
