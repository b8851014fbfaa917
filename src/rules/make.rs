//! From a rule as it is written to a rule that runs, at run time. `build.rs` does the same for the built-in ones.

use super::facts;
use super::parts::{Parts, Side};
use super::syntax::{DEFAULT_BOUND, Problem, Written, WrittenRule};
use super::{Bound, Confidence, Find, Head, Inner, Rule, Shape, Start, Text, Within};
use std::borrow::Cow;

/// Makes a rule of what was written.
pub(crate) fn make(rule: &WrittenRule) -> Result<Rule, Problem> {
    let wrong = |at: usize, what: String, remedy: &str| Problem {
        at,
        rule: rule.id.value.clone(),
        what,
        remedy: remedy.to_owned(),
    };
    // The reader has looked up all names.
    let unknown = |name: &Written<String>| wrong(name.at, format!("`{}` is no such name", name.value), "");
    let hir = facts::parse(&rule.pattern.value, rule.ignore_case).map_err(|e| {
        let remedy =
            "write a regular expression over bytes, without look-around, back-references and Unicode classes";
        wrong(rule.pattern.at, format!("the pattern does not compile: {e}"), remedy)
    })?;
    let confidence = |name: &Written<String>| Confidence::from_name(&name.value).ok_or_else(|| unknown(name));
    let bound = |side: Option<&Written<String>>| match side {
        Some(name) => Bound::from_name(&name.value).ok_or_else(|| unknown(name)),
        None => Ok(Bound::from_name(DEFAULT_BOUND).unwrap_or(Bound::Alnum)),
    };
    let pattern = text(&rule.pattern.value);
    let find = if rule.keys.is_empty() {
        let start = match &rule.shape {
            Some(name) => Start::Shape(Shape::from_name(&name.value).ok_or_else(|| unknown(name))?),
            None => Start::Literals {
                words: list(&rule.literals),
                offset: rule.offset.as_ref().map_or(0, |n| n.value),
            },
        };
        let facts = facts::facts(&hir, facts::Said::of(rule));
        Find::Pattern {
            start,
            solid: facts.solid,
            digits: facts.digits,
            inner: Inner::new(Cow::Owned(facts.inner), facts.before_inner),
            signs: Cow::Owned(facts.signs),
            longest: facts.longest,
            head: Head::new(Cow::Owned(facts.head)),
            pattern,
            ignore_case: rule.ignore_case,
            capture: rule.capture.as_ref().map_or(0, |n| n.value),
            within: facts.parts.map_or(Within::UNKNOWN, within),
            left: bound(rule.left.as_ref())?,
            right: bound(rule.right.as_ref())?,
        }
    } else {
        Find::Pair { keys: list(&rule.keys), pattern }
    };
    Ok(Rule {
        id: text(&rule.id.value),
        class: text(&rule.class.value),
        summary: text(&rule.summary.value),
        source: text(rule.source.as_ref().map_or("", |s| &s.value)),
        confidence: confidence(&rule.confidence)?,
        with_context: rule.with_context.as_ref().map(confidence).transpose()?,
        context: list(&rule.context),
        against: list(&rule.against),
        check: rule.check.as_ref().map(|c| text(&c.value)),
        entropy: rule.entropy.as_ref().map(|bits| bits.value),
        find,
    })
}

fn within(Parts { before, behind }: Parts) -> Within {
    Within::made([before, behind].map(|Side { bytes, until }| (bytes, until)))
}

fn text(value: &str) -> Text {
    Cow::Owned(value.to_owned())
}

fn list(values: &[Written<String>]) -> Cow<'static, [Text]> {
    Cow::Owned(values.iter().map(|v| text(&v.value)).collect())
}

#[cfg(test)]
mod tests {
    use super::super::syntax::{BOUNDS, CONFIDENCES, SHAPES};
    use super::*;
    use crate::span::Span;

    #[test]
    fn names_in_files_are_those_of_the_types() {
        assert_eq!(BOUNDS, Bound::ALL.map(Bound::name));
        assert_eq!(SHAPES, Shape::ALL.map(Shape::name));
        assert_eq!(CONFIDENCES, Confidence::ALL.map(Confidence::name));
    }

    #[test]
    fn a_group_is_told_by_what_stands_around_it() {
        let text = r#"
            [[rule]]
            id = "acme"
            class = "acme"
            summary = "Number of ACME"
            confidence = "high"
            literals = ["acme "]
            pattern = 'acme +([a-z]{4}[0-9]{4});{1,3}x'
            capture = 1
            examples = ["acme «abcd1234»;x", "acme  «abcd1234»;;x"]
            lookalikes = ["acme abcd", "acme 1234"]
        "#;
        let (rules, problems) = super::super::syntax::read(text);
        assert_eq!(problems, []);
        let Find::Pattern { within, .. } = make(&rules[0]).unwrap().find else { unreachable!() };
        let found = within.find(b"acme   abcd1234;;x", Span::new(0, 18));
        assert_eq!(found, Some(Span::new(7, 15)));
    }

    /// What the program makes of a file is what `build.rs` makes of it.
    #[test]
    fn built_in_files_give_the_built_in_rules() {
        let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("rules");
        let mut files: Vec<_> = std::fs::read_dir(folder).unwrap().map(|f| f.unwrap().path()).collect();
        files.sort();
        let mut made = Vec::new();
        for path in files.iter().filter(|p| p.extension().is_some_and(|e| e == "toml")) {
            let (rules, problems) = super::super::syntax::read(&std::fs::read_to_string(path).unwrap());
            assert_eq!(problems, []);
            made.extend(rules.iter().map(|r| format!("{:?}", make(r).unwrap())));
        }
        let built: Vec<String> = super::super::builtin().iter().map(|r| format!("{r:?}")).collect();
        assert_eq!(made, built);
    }
}
