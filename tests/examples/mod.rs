//! The examples and look-alikes of the built-in rules, with their generated parts filled in.

pub(crate) use blackbar::rules::examples::{Example, expand, next, seed_of};

/// A rule's texts.
pub(crate) struct Rule {
    pub(crate) file: String,
    pub(crate) id: String,
    pub(crate) examples: Vec<Example>,
    pub(crate) lookalikes: Vec<String>,
}

/// All rules of all files.
pub(crate) fn all() -> Vec<Rule> {
    let rule = |stock: &blackbar::rules::Stock| {
        let (examples, lookalikes) = blackbar::rules::examples::fill(
            stock.id,
            stock.examples.iter().copied(),
            stock.lookalikes.iter().copied(),
        )
        .unwrap_or_else(|text| panic!("{}: an example marks its finding with « »: {text}", stock.id));
        Rule { file: stock.file.to_owned(), id: stock.id.to_owned(), examples, lookalikes }
    };
    blackbar::rules::stock().iter().map(rule).collect()
}
