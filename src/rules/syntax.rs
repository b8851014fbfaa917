//! A rule as it is written: from TOML to fields with their places, and everything that is wrong with them. The one
//! definition of the format: `build.rs` reads the built-in rules with it, the program those of its users.

use super::near::nearest;
use std::collections::BTreeMap;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

/// Names of confidences.
pub(crate) const CONFIDENCES: [&str; 3] = ["low", "medium", "high"];
/// Names of bounds, in the order of `Bound::ALL`.
pub(crate) const BOUNDS: [&str; 9] =
    ["none", "digit", "hex", "alnum", "word", "token", "base64", "number", "userinfo"];
/// Names of shapes, in the order of `Shape::ALL`.
pub(crate) const SHAPES: [&str; 10] =
    ["email", "ipv4", "ipv6", "mac", "plus", "iban", "card", "ssn", "digit", "word"];
/// The bound that holds where none is written.
pub(crate) const DEFAULT_BOUND: &str = "alnum";
/// Fields of a rule, in the order in which they are written.
pub(crate) const FIELDS: [&str; 22] = [
    "id",
    "class",
    "summary",
    "source",
    "confidence",
    "with_context",
    "context",
    "against",
    "check",
    "entropy",
    "literals",
    "shape",
    "keys",
    "offset",
    "ignore_case",
    "pattern",
    "capture",
    "left",
    "right",
    "replace",
    "examples",
    "lookalikes",
];
/// Shannon's entropy of bytes is never more, in bits.
const MOST_ENTROPY: f64 = 8.0;
/// Words of less letters stand everywhere.
const SHORTEST_WORD: usize = 3;

/// A value, and where it stands in the file, in bytes.
#[derive(Clone, Debug)]
pub(crate) struct Written<T> {
    pub(crate) value: T,
    pub(crate) at: usize,
}

/// What is wrong, where, and what to do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Problem {
    /// Byte of the file.
    pub(crate) at: usize,
    /// The rule, if it is known.
    pub(crate) rule: String,
    /// What is wrong.
    pub(crate) what: String,
    /// What to do.
    pub(crate) remedy: String,
}

/// The fields of a rule.
#[derive(Clone, Debug)]
pub(crate) struct WrittenRule {
    pub(crate) at: usize,
    pub(crate) id: Written<String>,
    pub(crate) class: Written<String>,
    pub(crate) summary: Written<String>,
    pub(crate) source: Option<Written<String>>,
    pub(crate) confidence: Written<String>,
    pub(crate) with_context: Option<Written<String>>,
    pub(crate) context: Vec<Written<String>>,
    pub(crate) against: Vec<Written<String>>,
    pub(crate) check: Option<Written<String>>,
    pub(crate) entropy: Option<Written<f64>>,
    pub(crate) literals: Vec<Written<String>>,
    pub(crate) shape: Option<Written<String>>,
    pub(crate) keys: Vec<Written<String>>,
    pub(crate) offset: Option<Written<usize>>,
    pub(crate) ignore_case: bool,
    pub(crate) pattern: Written<String>,
    pub(crate) capture: Option<Written<usize>>,
    pub(crate) left: Option<Written<String>>,
    pub(crate) right: Option<Written<String>>,
    pub(crate) replace: bool,
    pub(crate) examples: Vec<Written<String>>,
    pub(crate) lookalikes: Vec<Written<String>>,
}

/// Reads a rule file: the rules that have all that a rule needs, and all problems.
pub(crate) fn read(text: &str) -> (Vec<WrittenRule>, Vec<Problem>) {
    let mut problems = Vec::new();
    let mut rules: Vec<WrittenRule> = Vec::new();
    let file = match DeTable::parse(text) {
        Ok(file) => file,
        Err(e) => {
            let at = e.span().map_or(0, |s| s.start);
            let remedy = "see https://toml.io/en/v1.0.0 for the notation".to_owned();
            problems.push(Problem { at, rule: String::new(), what: e.message().to_owned(), remedy });
            return (rules, problems);
        }
    };
    let mut found = false;
    for (key, value) in file.get_ref() {
        let at = key.span().start;
        let mut wrong = |what: String| {
            let remedy = "a rule file holds [[rule]] tables and nothing else".to_owned();
            problems.push(Problem { at, rule: String::new(), what, remedy });
        };
        match (key.get_ref().as_ref(), value.get_ref()) {
            ("rule", DeValue::Array(tables)) => {
                found = true;
                for table in tables.iter() {
                    match table.get_ref() {
                        DeValue::Table(fields) => {
                            rules.extend(rule(fields, table.span().start, &mut problems))
                        }
                        _ => problems.push(Problem {
                            at: table.span().start,
                            rule: String::new(),
                            what: "`rule` is no table".to_owned(),
                            remedy: "begin each rule with a line [[rule]]".to_owned(),
                        }),
                    }
                }
            }
            ("rule", _) => wrong("`rule` is no list of tables: write [[rule]], with two brackets".to_owned()),
            (name, _) => wrong(format!("unknown key `{name}`")),
        }
    }
    if !found && problems.is_empty() {
        problems.push(Problem {
            at: 0,
            rule: String::new(),
            what: "there is no rule in this file".to_owned(),
            remedy: "begin each rule with a line [[rule]]".to_owned(),
        });
    }
    let mut ids: BTreeMap<&str, usize> = BTreeMap::new();
    for rule in &rules {
        if let Some(first) = ids.insert(&rule.id.value, rule.id.at) {
            problems.push(Problem {
                at: rule.id.at,
                rule: rule.id.value.clone(),
                what: format!("the id stands twice, first on line {}", line_of(text, first)),
                remedy: "give each rule an id of its own".to_owned(),
            });
        }
    }
    problems.sort_by_key(|p| p.at);
    (rules, problems)
}

/// The line of a byte, counted from 1.
pub(crate) fn line_of(text: &str, at: usize) -> usize {
    text.bytes().take(at).filter(|b| *b == b'\n').count() + 1
}

/// The fields of one table as they are asked for, and what is wrong with them.
struct Reader<'f, 'p> {
    fields: &'f DeTable<'f>,
    at: usize,
    rule: String,
    problems: &'p mut Vec<Problem>,
}

impl<'f> Reader<'f, '_> {
    fn wrong(&mut self, at: usize, what: impl Into<String>, remedy: impl Into<String>) {
        let rule = self.rule.clone();
        self.problems.push(Problem { at, rule, what: what.into(), remedy: remedy.into() });
    }

    fn get(&self, name: &str) -> Option<&'f Spanned<DeValue<'f>>> {
        self.fields.iter().find(|(key, _)| key.get_ref().as_ref() == name).map(|(_, value)| value)
    }

    /// The value of a field as `read` takes it; `kind` names what it should be.
    fn field<T>(
        &mut self,
        name: &str,
        kind: &str,
        read: impl FnOnce(&DeValue<'_>) -> Option<T>,
    ) -> Option<Written<T>> {
        let value = self.get(name)?;
        let at = value.span().start;
        match read(value.get_ref()) {
            Some(value) => Some(Written { value, at }),
            None => {
                self.wrong(
                    at,
                    format!("the value of `{name}` is of the wrong kind"),
                    format!("write {kind}"),
                );
                None
            }
        }
    }

    fn string(&mut self, name: &str) -> Option<Written<String>> {
        self.field(name, "a string in quotes", |v| v.as_str().map(str::to_owned))
    }

    fn required(&mut self, name: &str) -> Option<Written<String>> {
        if self.get(name).is_none() {
            self.wrong(self.at, format!("`{name}` is missing"), format!("add {name} = \"...\""));
        }
        self.string(name)
    }

    fn flag(&mut self, name: &str) -> bool {
        self.field(name, "true or false", |v| v.as_bool()).is_some_and(|v| v.value)
    }

    fn count(&mut self, name: &str) -> Option<Written<usize>> {
        self.field(name, "a whole number, 0 or more", |v| {
            let number = v.as_integer()?;
            usize::from_str_radix(number.as_str(), number.radix()).ok()
        })
    }

    fn bits(&mut self, name: &str) -> Option<Written<f64>> {
        self.field(name, "a number of bits from 0 to 8, such as 3.5", |v| {
            let text = match v {
                DeValue::Float(number) => number.as_str().to_owned(),
                DeValue::Integer(number) => number.as_str().to_owned(),
                _ => return None,
            };
            text.parse().ok().filter(|bits| (0.0..=MOST_ENTROPY).contains(bits))
        })
    }

    fn list(&mut self, name: &str) -> Vec<Written<String>> {
        let Some(value) = self.get(name) else { return Vec::new() };
        let items = value.get_ref().as_array().map(|items| {
            let item = |v: &Spanned<DeValue<'_>>| {
                let value = v.get_ref().as_str()?.to_owned();
                Some(Written { value, at: v.span().start })
            };
            items.iter().map(item).collect::<Option<Vec<_>>>()
        });
        match items {
            Some(Some(items)) => items,
            _ => {
                let what = format!("`{name}` is not a list of strings");
                self.wrong(value.span().start, what, format!("write {name} = [\"...\", \"...\"]"));
                Vec::new()
            }
        }
    }

    /// One of a set of names.
    fn name(&mut self, name: &str, known: &[&str]) -> Option<Written<String>> {
        let written = self.string(name)?;
        if known.contains(&written.value.as_str()) {
            return Some(written);
        }
        let what = format!("`{name}` is `{}`, which is none", written.value);
        self.wrong(written.at, what, format!("write one of {}", known.join(", ")));
        None
    }

    /// Words that are compared without regard to case.
    fn words(&mut self, name: &str) -> Vec<Written<String>> {
        let words = self.list(name);
        for word in &words {
            if word.value.len() < SHORTEST_WORD || word.value.bytes().any(|b| b.is_ascii_uppercase()) {
                let what = format!("the word `{}` of `{name}` is too short or not in lower case", word.value);
                self.wrong(word.at, what, "write words of three letters and more, in lower case");
            }
        }
        words
    }

    fn made_of(&mut self, field: &Written<String>, name: &str, others: &str) {
        let fits = |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit() || others.as_bytes().contains(&b);
        if field.value.is_empty() || !field.value.bytes().all(fits) {
            let listed: Vec<String> = others.chars().map(|c| format!("`{c}`")).collect();
            let what = format!("the {name} `{}` is not well formed", field.value);
            self.wrong(field.at, what, format!("use lower case letters, digits and {}", listed.join(", ")));
        }
    }
}

fn rule(fields: &DeTable<'_>, at: usize, problems: &mut Vec<Problem>) -> Option<WrittenRule> {
    let before = problems.len();
    let mut r = Reader { fields, at, rule: String::new(), problems };
    let id = r.required("id");
    r.rule = id.as_ref().map_or_else(String::new, |id| id.value.clone());
    for key in fields.keys() {
        let name = key.get_ref().as_ref();
        if !FIELDS.contains(&name) {
            let near = nearest(name, FIELDS, 1);
            let remedy = near.first().map_or_else(
                || format!("a rule has these: {}", FIELDS.join(", ")),
                |near| format!("did you mean `{near}`?"),
            );
            r.wrong(key.span().start, format!("unknown key `{name}`"), remedy);
        }
    }
    let class = r.required("class");
    if let Some(id) = &id {
        r.made_of(id, "id", "-");
    }
    if let Some(class) = &class {
        r.made_of(class, "class", "_:");
    }
    let summary = r.required("summary");
    let confidence = r.required("confidence").and_then(|_| r.name("confidence", &CONFIDENCES));
    let pattern = r.required("pattern");
    let written = WrittenRule {
        at,
        source: r.string("source"),
        with_context: r.name("with_context", &CONFIDENCES),
        context: r.words("context"),
        against: r.words("against"),
        check: r.string("check"),
        entropy: r.bits("entropy"),
        literals: r.list("literals"),
        shape: r.name("shape", &SHAPES),
        keys: r.words("keys"),
        offset: r.count("offset"),
        ignore_case: r.flag("ignore_case"),
        capture: r.count("capture"),
        left: r.name("left", &BOUNDS),
        right: r.name("right", &BOUNDS),
        replace: r.flag("replace"),
        examples: r.list("examples"),
        lookalikes: r.list("lookalikes"),
        confidence: confidence?,
        id: id?,
        class: class?,
        summary: summary?,
        pattern: pattern?,
    };
    agrees(&mut r, &written);
    // A rule with a wrong field is not tried: it would say something else than was meant.
    (problems.len() == before).then_some(written)
}

/// What holds between the fields.
fn agrees(r: &mut Reader<'_, '_>, rule: &WrittenRule) {
    if let Some(with_context) = rule.with_context.as_ref().filter(|_| rule.context.is_empty()) {
        r.wrong(with_context.at, "`with_context` needs words", "add context = [\"...\"], or leave it out");
    }
    if !rule.context.is_empty() && rule.with_context.is_none() {
        let at = rule.context.first().map_or(rule.at, |w| w.at);
        r.wrong(at, "`context` does nothing without `with_context`", "add with_context = \"...\"");
    }
    let starts = ["literals", "shape", "keys"].map(|name| r.get(name).is_some());
    if starts.iter().filter(|there| **there).count() != 1 {
        r.wrong(
            rule.at,
            "there is not exactly one of `literals`, `shape` and `keys`",
            "say where a match can begin: literals = [\"prefix_\"] if all matches have one, shape = \"...\" for one of \
             the hand-made finders, keys = [\"password\"] for the value of a key",
        );
    }
    let [literals, _, keys] = starts;
    if keys {
        for name in ["offset", "ignore_case", "capture", "left", "right"] {
            if let Some(value) = r.get(name) {
                let remedy = "the value of a key is found as a whole; leave it out";
                r.wrong(value.span().start, format!("`{name}` does not go with `keys`"), remedy);
            }
        }
    }
    if let Some(offset) = rule.offset.as_ref().filter(|_| !literals) {
        r.wrong(offset.at, "`offset` goes with `literals` only", "leave it out");
    }
    for (name, list) in [("literals", &rule.literals), ("keys", &rule.keys)] {
        let empty = r.get(name).is_some() && list.is_empty() || list.iter().any(|w| w.value.is_empty());
        if empty && r.get(name).is_some_and(|v| v.get_ref().is_array()) {
            let at = r.get(name).map_or(rule.at, |v| v.span().start);
            r.wrong(at, format!("a word of `{name}` is empty"), "name at least one word, none of them empty");
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const GOOD: &str = "[[rule]]\nid = \"a-b\"\nclass = \"a_b\"\nsummary = \"x\"\nconfidence = \"high\"\nliterals = [\"ab_\"]\npattern = 'ab_[0-9]{9}'\n";

    fn problems(text: &str) -> Vec<String> {
        let (_, problems) = read(text);
        problems.iter().map(|p| format!("{}: {}: {}", line_of(text, p.at), p.what, p.remedy)).collect()
    }

    #[test]
    fn a_good_rule_is_read() {
        let (rules, problems) = read(GOOD);
        assert_eq!((rules.len(), problems), (1, vec![]));
    }

    #[test]
    fn everything_wrong_is_found_at_once_with_its_line() {
        let text = GOOD.replace("summary", "sumary").replace("\"high\"", "\"sure\"") + "capture = -1\n";
        let found = problems(&text);
        let expected = [
            "1: `summary` is missing: add summary",
            "4: unknown key `sumary`: did you mean `summary`?",
            "5: `confidence` is `sure`, which is none: write one of low, medium, high",
            "8: the value of `capture` is of the wrong kind: write a whole number, 0 or more",
        ];
        for (found, expected) in found.iter().zip(&expected) {
            assert!(found.starts_with(expected), "{found}");
        }
        assert_eq!(found.len(), expected.len(), "{found:?}");
    }

    #[test]
    fn fields_that_do_not_agree() {
        for (more, expected) in [
            ("keys = [\"word\"]\n", "exactly one of"),
            ("with_context = \"high\"\n", "needs words"),
            ("context = [\"word\"]\n", "does nothing without"),
            ("entropy = 9\n", "from 0 to 8"),
            ("entropy = \"3\"\n", "from 0 to 8"),
            ("against = [\"Word\"]\n", "lower case"),
            ("left = \"edge\"\n", "write one of none, digit"),
            ("examples = \"x\"\n", "not a list of strings"),
            ("capture = -1\n", "0 or more"),
            ("id2 = 1\n", "did you mean `id`?"),
        ] {
            let found = problems(&format!("{GOOD}{more}"));
            assert!(found.len() == 1 && found.iter().all(|f| f.contains(expected)), "{more}: {found:?}");
        }
        let pair = GOOD.replace("literals", "keys") + "left = \"word\"\n";
        assert!(problems(&pair).iter().any(|p| p.starts_with("8: `left` does not go with `keys`")));
        assert!(problems(&GOOD.replace("[\"ab_\"]", "[]")).iter().any(|p| p.contains("is empty")));
    }

    #[test]
    fn any_part_of_a_file_is_read_without_a_fault() {
        for at in 0..GOOD.len() {
            let (before, behind) = GOOD.split_at(at);
            for text in [
                before.to_owned(),
                behind.to_owned(),
                format!("{before}={behind}"),
                format!("{before}[{behind}"),
            ] {
                for problem in read(&text).1 {
                    assert!(line_of(&text, problem.at) <= text.lines().count().max(1), "{text}");
                }
            }
        }
    }

    #[test]
    fn files_that_are_none() {
        assert!(problems("")[0].contains("no rule in this file"));
        assert!(problems("a = \n")[0].starts_with("1: "));
        assert!(problems("x = 1\n")[0].contains("unknown key `x`"));
        assert!(problems("[rule]\nid = \"a\"\n")[0].contains("two brackets"));
        let twice = format!("{GOOD}{GOOD}");
        assert!(problems(&twice)[0].starts_with("9: the id stands twice, first on line 2"));
    }
}
