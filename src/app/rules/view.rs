//! A rule with what its file says besides, and how it is shown.

use crate::rules::{Find, Rule, Start, builtin, nearest, stock};
use crate::settings::UserRules;
use serde::Serialize;

/// A rule, where it comes from, and its texts.
pub(super) struct Known<'r> {
    pub(super) rule: &'r Rule,
    pub(super) file: String,
    /// The line in a file of the user's own.
    pub(super) line: Option<usize>,
    pub(super) examples: Vec<&'r str>,
    pub(super) lookalikes: Vec<&'r str>,
}

/// All rules: the built-in ones that are not replaced, then the user's own.
pub(super) fn all(user: &UserRules) -> Vec<Known<'_>> {
    let built = builtin().iter().zip(stock()).map(|(rule, stock)| Known {
        rule,
        file: format!("rules/{}", stock.file),
        line: None,
        examples: stock.examples.to_vec(),
        lookalikes: stock.lookalikes.to_vec(),
    });
    let kept = built.filter(|known| !user.rules.iter().any(|own| own.rule.id == known.rule.id));
    let own = user.rules.iter().map(|own| Known {
        rule: &own.rule,
        file: own.file.display().to_string(),
        line: Some(own.line),
        examples: own.examples.iter().map(String::as_str).collect(),
        lookalikes: own.lookalikes.iter().map(String::as_str).collect(),
    });
    kept.chain(own).collect()
}

/// Says that there is no such rule, and which are near.
pub(super) fn no_rule(id: &str, all: &[Known<'_>]) -> String {
    let near = nearest(id, all.iter().map(|k| k.rule.id.as_ref()), 5);
    let hint = if near.is_empty() {
        "`blackbar rules list` shows all".to_owned()
    } else {
        format!("near are {}", near.join(", "))
    };
    format!("there is no rule `{id}`; {hint}")
}

impl Known<'_> {
    /// The name of its file without the ending.
    pub(super) fn provider(&self) -> &str {
        std::path::Path::new(&self.file).file_stem().and_then(|s| s.to_str()).unwrap_or_default()
    }

    pub(super) fn place(&self) -> String {
        match self.line {
            Some(line) => format!("{}:{line}", self.file),
            None => format!("{} (built in)", self.file),
        }
    }

    pub(super) fn view(&self) -> View<'_> {
        let rule = self.rule;
        let list = |words: &[std::borrow::Cow<'static, str>]| words.iter().map(ToString::to_string).collect();
        let mut view = View {
            id: &rule.id,
            class: &rule.class,
            summary: &rule.summary,
            source: (!rule.source.is_empty()).then_some(&*rule.source),
            file: &self.file,
            line: self.line,
            builtin: self.line.is_none(),
            confidence: rule.confidence.name(),
            with_context: rule.with_context.map(|c| c.name()),
            context: list(&rule.context),
            against: list(&rule.against),
            check: rule.check.as_deref(),
            entropy: rule.entropy,
            literals: None,
            offset: None,
            shape: None,
            keys: None,
            pattern: "",
            ignore_case: None,
            capture: None,
            left: None,
            right: None,
            examples: &self.examples,
            lookalikes: &self.lookalikes,
        };
        match &rule.find {
            Find::Pattern { start, pattern, ignore_case, capture, left, right, .. } => {
                match start {
                    Start::Literals { words, offset } => {
                        view.literals = Some(list(words));
                        view.offset = Some(*offset);
                    }
                    Start::Shape(shape) => view.shape = Some(shape.name()),
                }
                view.pattern = pattern;
                view.ignore_case = Some(*ignore_case);
                view.capture = Some(*capture);
                view.left = Some(left.name());
                view.right = Some(right.name());
            }
            Find::Pair { keys, pattern } => {
                view.keys = Some(list(keys));
                view.pattern = pattern;
            }
        }
        view
    }
}

/// A rule in the JSON form: the names are those of rule files.
#[derive(Serialize)]
pub(super) struct View<'r> {
    pub(super) id: &'r str,
    pub(super) class: &'r str,
    pub(super) summary: &'r str,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) source: Option<&'r str>,
    pub(super) file: &'r str,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) line: Option<usize>,
    pub(super) builtin: bool,
    pub(super) confidence: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) with_context: Option<&'static str>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(super) context: Vec<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(super) against: Vec<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) check: Option<&'r str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) entropy: Option<f64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) literals: Option<Vec<String>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) offset: Option<usize>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) shape: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) keys: Option<Vec<String>>,
    pub(super) pattern: &'r str,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) ignore_case: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) capture: Option<usize>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) left: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) right: Option<&'static str>,
    pub(super) examples: &'r [&'r str],
    pub(super) lookalikes: &'r [&'r str],
}
