//! The policy file (TOML).

use super::allow_file::{self, Day, Known, hint};
use super::contract_file::{self, Around};
use super::file_error::FileError;
use super::operator_file::{REFUSAL, may_make_tokens, may_pass, operator};
use super::policy_form::{File, RegionsFile, SourceFile};
use super::policy_lint::{PolicyLint, lint};
use super::scope_file;
use super::text_file::read_text;
use crate::policy::{AllowedSource, Glob, Mode, OtherSources, Passes, PathOperator, Policy, Regions};
use crate::rules::syntax::line_of;
use crate::rules::{Confidence, Rule};
use crate::text::Limits;
use crate::token::LONGEST_CLASS;
use std::path::Path;
use toml::Spanned;
use toml::de::DeTable;

/// Reads a policy file and says what in it has no effect or could surprise. `rules` are all rules that there are; what
/// ended before `today` does not count.
///
/// # Errors
/// [`FileError`], with file and line.
pub fn check_policy(path: &Path, rules: &[&Rule], today: Day) -> Result<Vec<PolicyLint>, FileError> {
    let known = Known { rules, today };
    let text = read_text(path)?;
    let (file, made) = parse_file(path, &text, known)?;
    Ok(lint(&file, &made, known, |at| line_of(&text, at)))
}

/// The form of a policy file's text, and what it makes.
pub(super) fn parse_file(path: &Path, text: &str, known: Known<'_>) -> Result<(File, Made), FileError> {
    parse(text, known).map_err(|(at, problem)| {
        let refused = problem.contains(REFUSAL);
        let error = FileError::new(path, at.map(|at| line_of(text, at)), problem);
        if refused { error.of_operator() } else { error }
    })
}

pub(super) type Problem = (Option<usize>, String);

/// A policy, and what in it has ended.
pub(super) type Made = (Policy, Vec<allow_file::Wrong>);

fn parse(text: &str, known: Known<'_>) -> Result<(File, Made), Problem> {
    let tables = allow_file::parse(text, false).map_err(with_place)?;
    let file: File = toml::from_str(text).map_err(|e| (e.span().map(|s| s.start), e.message().to_owned()))?;
    let made = policy(&file, tables.get_ref(), known)?;
    Ok((file, made))
}

fn with_place((at, problem): allow_file::Wrong) -> Problem {
    (Some(at), problem)
}

fn policy(file: &File, tables: &DeTable<'_>, known: Known<'_>) -> Result<Made, Problem> {
    if *file.version.get_ref() != 1 {
        return Err(at(&file.version, "this program reads version = 1".to_owned()));
    }
    let mut policy = Policy::default();
    if let Some(name) = &file.minimum_confidence {
        policy.minimum = Confidence::from_name(name.get_ref()).ok_or_else(|| {
            at(name, format!("`{}` is no confidence; write low, medium or high", name.get_ref()))
        })?;
    }
    if let Some(name) = &file.mode {
        let names = Mode::NAMES.join(", ");
        let mode = Mode::from_name(name.get_ref());
        policy.mode = mode
            .ok_or_else(|| at(name, format!("there is no mode `{}`; use one of {names}", name.get_ref())))?;
    }
    if let Some(name) = &file.passes {
        let names = Passes::NAMES.join(" or ");
        policy.passes = Passes::from_name(name.get_ref())
            .ok_or_else(|| at(name, format!("`passes` is {names}, not `{}`", name.get_ref())))?;
    }
    for choice in &file.operator {
        let operator = operator(choice)?;
        may_pass(&operator, policy.passes).map_err(|problem| at(&choice.name, problem))?;
        may_make_tokens(&operator, file.scope(), false).map_err(|problem| at(&choice.name, problem))?;
        if let (Some(label), None) = (&choice.label, &choice.path) {
            let problem = "`as` names the class of a field; it belongs to an operator with `path`".to_owned();
            return Err(at(label, problem));
        }
        match (&choice.rule, &choice.class, &choice.path) {
            (Some(rule), None, None) => {
                policy.by_rule.insert(known_rule(rule, known)?, operator);
            }
            (None, None, Some(path)) => {
                let mut by_path = PathOperator::new(contract_file::path(path)?, operator);
                if let Some(label) = &choice.label {
                    by_path.class = label_class(label)?;
                }
                policy.by_path.push(by_path);
            }
            (None, Some(class), None) => {
                let class = known_class(class, known)?;
                // A choice for a class is one for all of its rules, also those that the default treats apart.
                policy
                    .by_rule
                    .retain(|rule, _| !known.rules.iter().any(|r| r.id == rule.as_str() && r.class == class));
                policy.by_class.insert(class, operator);
            }
            _ => {
                return Err(at(
                    &choice.name,
                    "an operator is for one `class`, one `rule` or one `path`: name exactly one".to_owned(),
                ));
            }
        }
    }
    for rule in &file.rules.disable {
        policy.disabled_rules.insert(known_rule(rule, known)?);
    }
    for class in &file.classes.disable {
        policy.disabled_classes.insert(known_class(class, known)?);
    }
    policy.scope = file.scope.as_ref().map(scope_file::scope).transpose()?;
    for source in &file.source {
        policy.sources.push(allowed_source(source)?);
    }
    if let Some(other) = &file.other_sources {
        let names = OtherSources::NAMES.join(" or ");
        policy.other_sources = OtherSources::from_name(other.get_ref()).ok_or_else(|| {
            at(other, format!("`{}` is nothing to do with other sources; write {names}", other.get_ref()))
        })?;
        if file.source.is_empty() {
            let problem =
                "without [[source]] there are no other sources; name those that are allowed".to_owned();
            return Err(at(other, problem));
        }
    }
    if let Some(regions) = &file.regions {
        policy.regions = self::regions(regions)?;
    }
    let around = Around { scope: file.scope(), passes: policy.passes, today: known.today };
    let (contracts, mut ended) = contract_file::contracts(&file.contract, around)?;
    policy.contracts = contracts;
    if let Some(limits) = &file.limits {
        let Limits { event_bytes, json_depth, nested_documents, decoded_bytes } = policy.limits;
        policy.limits.event_bytes = limits.event_bytes.as_ref().map_or(event_bytes, |limit| *limit.get_ref());
        policy.limits.json_depth = limits.json_depth.as_ref().map_or(json_depth, |limit| *limit.get_ref());
        policy.limits.nested_documents =
            limits.nested_documents.as_ref().map_or(nested_documents, |limit| *limit.get_ref());
        policy.limits.decoded_bytes =
            limits.decoded_bytes.as_ref().map_or(decoded_bytes, |limit| *limit.get_ref());
    }
    ended.extend(allow_file::entries(tables, known, &mut policy.allow).map_err(with_place)?);
    ended.sort_unstable();
    Ok((policy, ended))
}

fn allowed_source(written: &Spanned<SourceFile>) -> Result<AllowedSource, Problem> {
    let file = written.get_ref();
    let glob = |name: &str, written: &Option<Spanned<String>>| {
        let parse = |written: &Spanned<String>| {
            let glob = Glob::parse(written.get_ref()).map_err(|e| e.to_string());
            let glob = glob.and_then(|g| {
                if g.has_tenant() { Err("`{tenant}` belongs into `[scope]`".to_owned()) } else { Ok(g) }
            });
            glob.map_err(|e| at(written, format!("`{name}` is no glob: {e}")))
        };
        written.as_ref().map(parse).transpose()
    };
    let source = AllowedSource::new(
        glob("account", &file.account)?,
        glob("region", &file.region)?,
        glob("log_group", &file.log_group)?,
    );
    if source == AllowedSource::new(None, None, None) {
        let problem =
            "a [[source]] names an `account`, a `region` or a `log_group`: an empty one is every source";
        return Err(at(written, problem.to_owned()));
    }
    Ok(source)
}

fn regions(file: &RegionsFile) -> Result<Regions, Problem> {
    for region in file.sinks.iter().chain([&file.home]) {
        // Such as eu-west-1 and us-gov-east-1.
        let parts = region.get_ref().split('-').count();
        let is_name = |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-';
        if !(3..=5).contains(&parts) || !region.get_ref().bytes().all(is_name) {
            return Err(at(region, "this is no region; write it as eu-west-1".to_owned()));
        }
    }
    let sinks = file.sinks.iter().map(|s| s.get_ref().clone()).collect();
    Ok(Regions { home: Some(file.home.get_ref().clone()), sinks })
}

/// The class that a field's label or token is to have.
pub(super) fn label_class(written: &Spanned<String>) -> Result<String, Problem> {
    let class = written.get_ref();
    let is_part = |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'_';
    if class.is_empty() || class.len() > LONGEST_CLASS || !class.bytes().all(is_part) {
        let problem = format!("a class is of small letters, digits and `_`, up to {LONGEST_CLASS}");
        return Err(at(written, problem));
    }
    Ok(class.clone())
}

fn known_rule(name: &Spanned<String>, known: Known<'_>) -> Result<String, Problem> {
    known_name(name, "rule", known.rules.iter().map(|r| r.id.as_ref()))
}

fn known_class(name: &Spanned<String>, known: Known<'_>) -> Result<String, Problem> {
    known_name(name, "class", known.rules.iter().map(|r| r.class.as_ref()))
}

fn known_name<'a>(
    name: &Spanned<String>,
    what: &str,
    known: impl Iterator<Item = &'a str> + Clone,
) -> Result<String, Problem> {
    let wanted = name.get_ref();
    if let Some(hint) = hint(wanted, known) {
        return Err(at(name, format!("there is no {what} `{wanted}`; {hint}")));
    }
    Ok(name.get_ref().clone())
}

pub(super) fn at<T>(value: &Spanned<T>, problem: String) -> Problem {
    (Some(value.span().start), problem)
}

#[cfg(test)]
mod tests {
    use super::super::operator_file::{OTHER_NAMES, REFUSED};
    use super::*;
    use crate::policy::{DateOrder, Generalisation, Operator, Subject, TokenScope};
    use crate::rules::builtin;
    use std::num::NonZeroU32;

    fn parse(text: &str) -> Result<Policy, Problem> {
        let rules: Vec<&Rule> = builtin().iter().collect();
        let today = Day { year: 2026, month: 3, day: 1 };
        super::parse(text, Known { rules: &rules, today }).map(|(_, (policy, _))| policy)
    }

    fn problem(text: &str) -> String {
        let (at, problem) = parse(text).unwrap_err();
        format!("{}: {problem}", at.map_or(0, |at| line_of(text, at)))
    }

    #[test]
    fn reads_choices() {
        let policy = parse(
            "version = 1\nminimum_confidence = \"high\"\n[[operator]]\nclass = \"email\"\nuse = \"partial\"\nlast = 3\n\
             [[operator]]\nclass = \"ipv4\"\nuse = \"mask\"\n[rules]\ndisable = [\"us-ssn-dashes\"]\n[limits]\njson_depth = 9\n"
                .replace("us-ssn-dashes", &builtin()[0].id)
                .as_str(),
        )
        .unwrap();
        assert_eq!(policy.minimum, Confidence::High);
        assert_eq!(policy.by_class["email"], Operator::Partial { first: 0, last: 3 });
        assert!(policy.by_rule.is_empty(), "the choice for the class is one for the private addresses too");
        assert!(policy.disabled_rules.contains(builtin()[0].id.as_ref()));
        assert_eq!(policy.limits.json_depth, 9);
    }

    #[test]
    fn reads_the_scope_of_tokens() {
        let text = "version = 1\n[scope]\ntenant = \"acme\"\n[[operator]]\nclass = \"email\"\nuse = \"pseudonym\"\n\
                    [[operator]]\nclass = \"phone\"\nuse = \"pseudonym\"\npurpose = \"fraud\"\n";
        let policy = parse(text).unwrap();
        assert_eq!(policy.scope, Some(TokenScope::of_tenant("acme")));
        assert_eq!(policy.by_class["email"], Operator::Pseudonym { purpose: None });
        assert_eq!(policy.by_class["phone"], Operator::Pseudonym { purpose: Some("fraud".to_owned()) });
        assert!(problem(&text.replace("\"acme\"", "\"\"")).starts_with("3: a scope needs a name"));
        let unscoped = text.replace("[scope]\ntenant = \"acme\"\n", "");
        assert!(
            problem(&unscoped).starts_with("4: `pseudonym` makes tokens, which belong to a tenant"),
            "{}",
            problem(&unscoped)
        );
        assert!(problem(&text.replace("tenant", "tenants")).contains("unknown field `tenants`"));
    }

    #[test]
    fn tokens_that_can_be_opened_need_leave_or_a_recipient() {
        let text = |scope: &str, name: &str| {
            format!(
                "version = 1\n[[operator]]\nclass = \"email\"\nuse = \"{name}\"\n[scope]\ntenant = \"acme\"\n{scope}"
            )
        };
        let said = problem(&text("", "encrypt"));
        assert!(
            said.starts_with("4: `encrypt` makes tokens that whoever makes them can open")
                && said.contains("pipeline_can_reverse"),
            "{said}"
        );
        assert!(parse(&text("pipeline_can_reverse = true", "encrypt")).is_ok());
        assert!(problem(&text("", "format-preserving")).contains("pipeline_can_reverse"));
        assert!(parse(&text("pipeline_can_reverse = true", "format-preserving")).is_ok());
        assert!(problem(&text("", "seal")).starts_with("4: `seal` needs somebody"));
        let bad = problem(&text("recipient = \"abc\"", "seal"));
        assert!(bad.starts_with("7: it is no public key"), "{bad}");
        let recipient = crate::token::PrivateSealKey::new(&[5; 32]).unwrap().recipient();
        let policy = parse(&text(&format!("recipient = \"{recipient}\""), "seal")).unwrap();
        assert_eq!(policy.scope.unwrap().recipient, Some(recipient.to_string()));
    }

    #[test]
    fn refused_operators_say_why() {
        let refused = REFUSED.iter().flat_map(|(names, why)| names.iter().map(move |name| (*name, *why)));
        for (name, why) in
            refused.chain([("SHA-256", REFUSED[0].1), ("FF3-1", REFUSED[2].1), ("sha_512", REFUSED[0].1)])
        {
            let said = problem(&format!("version = 1\n[[operator]]\nclass = \"email\"\nuse = \"{name}\""));
            assert!(said.starts_with(&format!("4: `{name}` is refused: {why}")), "{said}");
        }
    }

    #[test]
    fn other_names_are_told_the_right_one() {
        for (name, right) in
            OTHER_NAMES.iter().flat_map(|(names, right)| names.iter().map(move |n| (n, right)))
        {
            let said = problem(&format!("version = 1\n[[operator]]\nclass = \"email\"\nuse = \"{name}\""));
            assert_eq!(said, format!("4: there is no operator `{name}`; write `{right}`"));
            assert!(Operator::NAMES.contains(right));
        }
    }

    #[test]
    fn reads_parameters() {
        let text = |rest: &str| {
            format!(
                "version = 1\n[scope]\ntenant = \"acme\"\n[[operator]]\nclass = \"date_of_birth\"\nuse = {rest}"
            )
        };
        let operator = |rest: &str| parse(&text(rest)).unwrap().by_class["date_of_birth"].clone();
        let shift = |days: u32, subject: Option<&str>, order| Operator::DateShift {
            days: NonZeroU32::new(days).unwrap(),
            subject: subject.map(|s| Subject::parse(s).unwrap()),
            order,
            purpose: None,
        };
        let less = |to| Operator::Generalise { to, order: None };
        for (rest, want) in [
            ("\"date-shift\"", shift(365, None, None)),
            (
                "\"date-shift\"\ndays = 30\nsubject = \"user.id\"\norder = \"day-first\"",
                shift(30, Some("user.id"), Some(DateOrder::DayFirst)),
            ),
            ("\"generalise\"", less(Generalisation::Network { ipv4: 24, ipv6: 48 })),
            ("\"generalise\"\nipv4 = 16", less(Generalisation::Network { ipv4: 16, ipv6: 48 })),
            ("\"generalise\"\nto = \"age-band\"", less(Generalisation::AgeBand { width: 10 })),
            (
                "\"generalise\"\nto = \"decimals\"\ndecimals = 0",
                less(Generalisation::Decimals { decimals: 0 }),
            ),
            ("\"generalise\"\nto = \"year\"", less(Generalisation::Year)),
        ] {
            assert_eq!(operator(rest), want, "{rest}");
        }
        for (rest, want) in [
            ("\"date-shift\"\ndays = 0", "7: `days` is from 1 to 36525"),
            ("\"date-shift\"\nsubject = \"a.b.c\"", "7: a subject is the key"),
            ("\"date-shift\"\norder = \"ymd\"", "7: there is no order `ymd`; write day-first or month-first"),
            ("\"date-shift\"\nto = \"year\"", "6: `to` belongs to `generalise`"),
            ("\"generalise\"\nipv4 = 25", "7: `ipv4` is from 0 to 24: with more"),
            ("\"generalise\"\nto = \"month\"\nipv4 = 8", "6: `ipv4` belongs to `generalise` with"),
            ("\"generalise\"\nto = \"city\"", "7: `generalise` knows no `city`; use one of network,"),
            ("\"generalise\"\npurpose = \"x\"", "6: `purpose` belongs to operators with keys"),
        ] {
            let said = problem(&text(rest));
            assert!(said.starts_with(want), "{rest}: {said}");
        }
    }

    #[test]
    fn what_cannot_be_recognised_is_refused_where_records_pass_twice() {
        for name in Operator::NAMES {
            let text = |passes: &str| {
                let recipient = crate::token::PrivateSealKey::new(&[5; 32]).unwrap().recipient();
                format!(
                    "version = 1\npasses = \"{passes}\"\n[[operator]]\nclass = \"email\"\nuse = \"{name}\"\n[scope]\n\
                     tenant = \"acme\"\npipeline_can_reverse = true\nrecipient = \"{recipient}\""
                )
            };
            assert!(parse(&text("once")).is_ok(), "{name}");
            match parse(&text("many")) {
                Ok(policy) => assert!(policy.by_class["email"].is_recognised(), "{name}"),
                Err(_) => {
                    let said = problem(&text("many"));
                    assert!(said.starts_with(&format!("5: results of `{name}` cannot be told")), "{said}");
                    assert!(["format-preserving", "date-shift", "generalise"].contains(&name));
                }
            }
        }
        assert!(problem("version = 1\npasses = \"twice\"").starts_with("2: `passes` is once or many"));
    }

    #[test]
    fn problems_have_a_line_and_a_remedy() {
        assert!(problem("version = 2\n").starts_with("1: this program reads version = 1"));
        assert!(problem("version = 1\ncolour = 3\n").contains("unknown field `colour`"));
        assert!(
            problem("version = 1\n[[operator]]\nclass=\"emial\"\nuse=\"mask\"")
                .starts_with("3: there is no class")
        );
        let hash = problem("version = 1\n[[operator]]\nclass=\"email\"\nuse=\"sha256\"");
        assert!(hash.starts_with("4: `sha256` is refused"), "{hash}");
        assert!(problem("version = 1\n[[operator]]\nuse=\"mask\"").contains("name exactly one"));
        assert!(
            problem("version = 1\n[[operator]]\nclass=\"email\"\nuse=\"mask\"\nlast=2")
                .contains("belongs to `partial`")
        );
        assert!(
            problem("version = 1\nmode = \"panic\"")
                .starts_with("2: there is no mode `panic`; use one of normal,")
        );
        let allow = "version = 1\n[[allow]]\nvalue = \"pl4nted\"\n";
        assert!(problem(allow).starts_with("2: `reason` is missing"));
        assert_eq!(parse(&format!("{allow}reason = \"r\"\n")).unwrap().allow.len(), 1);
        assert!(problem("version = 1\nminimum_confidence = \"huge\"").contains("low, medium or high"));
    }
}
