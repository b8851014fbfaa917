//! `blackbar rules`, rules of the user's own, and allow-lists, as people use them.
//!
//! Values are made up at run time, or are published fake data.

use super::{Done, MAIL, blackbar, redact};
use serde_json::Value;
use std::path::{Path, PathBuf};

/// A folder of its own for a test, empty.
struct Folder(PathBuf);

impl Folder {
    fn new(name: &str) -> Self {
        let path =
            Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("rules-{name}-{}", std::process::id()));
        std::fs::remove_dir_all(&path).ok();
        std::fs::create_dir_all(&path).unwrap();
        Self(path)
    }

    fn file(&self, name: &str, text: &str) -> String {
        let path = self.0.join(name);
        std::fs::write(&path, text).unwrap();
        path.to_str().unwrap().to_owned()
    }

    fn path(&self) -> &str {
        self.0.to_str().unwrap()
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        std::fs::remove_dir_all(&self.0).ok();
    }
}

pub(super) const OWN: &str = r#"[[rule]]
id = "acme-token"
class = "acme_token"
summary = "Acme access token"
confidence = "high"
literals = ["acme_"]
pattern = 'acme_[a-z0-9]{24}'
entropy = 2.5
examples = ["key «acme_{lowernum:24}»", '{"k":"«acme_{lowernum:24}»"}']
lookalikes = ["acme_short", "acme_aaaaaaaaaaaaaaaaaaaaaaaa"]
"#;

fn token() -> String {
    crate::examples::expand("acme_{lowernum:24}", &mut 7)
}

fn json(done: &Done) -> Value {
    serde_json::from_str(&done.text()).unwrap_or_else(|e| panic!("{e}: {} {}", done.text(), done.err))
}

#[test]
fn list_filters_and_both_forms() {
    let all = json(&blackbar(&["rules", "list", "--format", "json"], b""));
    assert_eq!(all.as_array().unwrap().len(), blackbar::rules::builtin().len());
    let github = json(&blackbar(&["rules", "list", "--format", "json", "--provider", "github"], b""));
    assert!(github.as_array().unwrap().iter().all(|r| r["file"] == "rules/github.toml"));
    let high = blackbar(&["rules", "list", "--class", "iban", "--confidence", "high"], b"");
    assert!(
        high.code == 0 && high.text().starts_with("ID ") && high.text().contains("iban"),
        "{}",
        high.text()
    );
    let words = blackbar(&["rules", "list", "GitHub", "refresh"], b"").text();
    assert_eq!(words.lines().count(), 2, "{words}");
    let wrong = blackbar(&["rules", "list", "--class", "emial"], b"");
    assert!(wrong.code == 2 && wrong.err.contains("near are email"), "{}", wrong.err);
}

#[test]
fn show_says_everything_and_suggests() {
    let shown = blackbar(&["rules", "show", "github-pat-classic"], b"").text();
    for part in [
        "github_token",
        "rules/github.toml",
        "https://docs.github.com",
        "ghp_",
        "medium",
        "{alnum:36}",
        "left alnum",
    ] {
        assert!(shown.contains(part), "{part}: {shown}");
    }
    let wrong = blackbar(&["rules", "show", "github-pat-clasic"], b"");
    assert_eq!((wrong.code, wrong.text().as_str()), (2, ""));
    assert!(wrong.err.contains("near are github-pat-classic"), "{}", wrong.err);
    let view = json(&blackbar(&["rules", "show", "generic-password", "--format", "json"], b""));
    assert!(view["keys"].as_array().is_some() && view.get("literals").is_none(), "{view}");
}

#[test]
fn all_built_in_rules_hold_and_are_no_errors() {
    let done = blackbar(&["rules", "test"], b"");
    assert_eq!(done.code, 0, "{}", done.text());
    let rules = Path::new(env!("CARGO_MANIFEST_DIR")).join("rules");
    let done = blackbar(&["rules", "lint", "--builtin", rules.to_str().unwrap()], b"");
    assert!(done.text().contains("\n0 errors, ") || done.text().starts_with("0 errors"), "{}", done.text());
    let github = rules.join("github.toml");
    assert_eq!(blackbar(&["rules", "test", "--builtin", github.to_str().unwrap()], b"").code, 0);
    let taken = blackbar(&["rules", "test", github.to_str().unwrap()], b"");
    assert!(taken.code == 2 && taken.err.contains("replace = true"), "{}", taken.err);
}

#[test]
fn own_rules_are_tested_and_say_why_they_fail() {
    let folder = Folder::new("test");
    let file = folder.file("own.toml", OWN);
    let done = blackbar(&["rules", "test", &file], b"");
    assert_eq!((done.code, done.text().as_str()), (0, "1 rules, 4 examples and look-alikes: all hold\n"));
    for (from, to, expected) in [
        ("{lowernum:24}»\"", "{lowernum:12}»\"", "example 1: not found: the pattern does not match here"),
        ("key «acme", "key_«acme", "example 1: not found: what stands on its left"),
        ("entropy = 2.5", "entropy = 4.6", "example 1: not found: "),
        ("entropy = 2.5", "check = \"luhn\"", "example 1: not found: the check `luhn` refuses"),
        (
            "confidence = \"high\"",
            "confidence = \"low\"",
            "example 1: not found: confidence low is below medium",
        ),
        ("entropy = 2.5\n", "", "look-alike 2: finds bytes 0-29"),
        ("key «acme_", "key acme_«", "example 1: finds bytes 4-33, not 9-33"),
        ("key «acme_", "key acme_", "example 1: what must be found is not between"),
    ] {
        let text = OWN.replacen(from, to, 1);
        assert_ne!(text, OWN);
        let file = folder.file("own.toml", &format!("{text}left = \"word\"\n"));
        let done = blackbar(&["rules", "test", &file], b"");
        assert!(done.code == 1 && done.text().contains(expected), "{to}: {} {}", done.text(), done.err);
    }
}

#[test]
fn lint_names_file_line_and_remedy() {
    let folder = Folder::new("lint");
    folder.file("a.toml", OWN);
    assert_eq!(blackbar(&["rules", "lint", folder.path()], b"").code, 0);
    let b = folder.file("b.toml", &OWN.replace("[a-z0-9]{24}", "[a-z0-9]+").replace("summary", "sumary"));
    let done = blackbar(&["rules", "lint", folder.path()], b"");
    assert_eq!(done.code, 1);
    assert!(
        done.text().contains(&format!(
            "{b}:4: error: rule acme-token: unknown key `sumary`; did you mean `summary`?"
        )),
        "{}",
        done.text()
    );
    let b = folder.file("b.toml", &OWN.replace("[a-z0-9]{24}", "[a-z0-9]+"));
    let done = blackbar(&["rules", "lint", "--rules", folder.path()], b"").text();
    assert!(done.contains(&format!("{b}:2: error: rule acme-token: the rule at")), "{done}");
    assert!(
        done.contains(&format!("{b}:7: hint: rule acme-token: the pattern is not bounded; write")),
        "{done}"
    );
    for arguments in [vec!["rules", "lint"], vec!["rules", "lint", "no-such-file"]] {
        let done = blackbar(&arguments, b"");
        assert!(done.code == 2 && !done.err.is_empty(), "{}", done.err);
    }
    let empty = Folder::new("empty");
    assert_eq!(blackbar(&["rules", "lint", empty.path()], b"").code, 2);
    // Whatever the bytes, it says what is wrong and does not fall over.
    std::fs::write(folder.0.join("b.toml"), b"\xFF\xFE[[rule]]\0").unwrap();
    assert_eq!(blackbar(&["rules", "lint", folder.path()], b"").code, 2);
    folder.file("b.toml", "[[rule]\nid = ");
    assert_eq!(blackbar(&["rules", "lint", folder.path()], b"").code, 1);
}

#[test]
fn own_rules_run_beside_the_built_in_ones() {
    let folder = Folder::new("run");
    folder.file("own.toml", OWN);
    let input = format!("{{\"k\":\"{}\",\"m\":\"{MAIL}\",\"low\":\"acme_{}\"}}\n", token(), "a".repeat(24));
    let done = redact(&["--rules", folder.path()], input.as_bytes());
    let expected = format!(
        "{{\"k\":\"REDACTED-acme_token\",\"m\":\"REDACTED-email\",\"low\":\"acme_{}\"}}\n",
        "a".repeat(24)
    );
    assert_eq!(done.text(), expected);
    let found = blackbar(&["scan", "--format", "jsonl", "--rules", folder.path()], input.as_bytes());
    assert!(found.code == 1 && found.text().contains("\"acme-token\""), "{}", found.text());
    let policy =
        folder.file("policy.tml", "version = 1\n[[operator]]\nrule = \"acme-token\"\nuse = \"mask\"\n");
    let done = redact(&["--rules", folder.path(), "--policy", &policy], input.as_bytes());
    assert!(done.text().starts_with("{\"k\":\"********\""), "{}", done.text());
    // Without the rules, the policy names one that is not there.
    assert_eq!(blackbar(&["redact", "--policy", &policy], b"").code, 2);
}

#[test]
fn a_built_in_rule_is_replaced_only_if_that_is_said() {
    let folder = Folder::new("replace");
    let same = OWN.replace("acme-token", "github-pat-classic").replace("acme_token", "github_token");
    folder.file("own.toml", &same);
    let done = blackbar(&["redact", "--rules", folder.path()], b"");
    assert_eq!(done.code, 2);
    for part in ["own.toml:2:", "github-pat-classic", "rules/github.toml", "replace = true"] {
        assert!(done.err.contains(part), "{part}: {}", done.err);
    }
    folder.file("own.toml", &(same + "replace = true\n"));
    let classic = crate::examples::expand("ghp_{alnum:36}", &mut 3);
    let input = format!("{classic} {}\n", token());
    let done = redact(&["--rules", folder.path()], input.as_bytes());
    assert_eq!(done.text(), format!("{classic} REDACTED-github_token\n"));
    // Two rules of one's own cannot have one id.
    folder.file("own.toml", OWN);
    folder.file("two.toml", OWN);
    let done = blackbar(&["redact", "--rules", folder.path()], b"");
    assert!(
        done.code == 2 && done.err.contains("own.toml:2") && done.err.contains("two.toml:2"),
        "{}",
        done.err
    );
}

#[test]
fn explain_says_how_far_each_rule_came() {
    let folder = Folder::new("explain");
    let own = folder.file("own.toml", OWN);
    let policy = folder.file("policy.tml", "version = 1\n[rules]\ndisable = [\"email-address\"]\n");
    let allow =
        folder.file("allow.tml", "version = 1\n[[allow]]\nreason = \"a fixture\"\nrule = \"acme-token\"\n");
    let token = token();
    let quiet = "a".repeat(24);
    let pat = crate::examples::expand("ghp_{alnum:36}", &mut 3);
    for (rule, text, more, stage, why) in [
        ("github-pat-classic", "nothing".to_owned(), vec![], "start", "none of its literals occurs: ghp_"),
        ("github-pat-classic", "ghp_short".to_owned(), vec![], "pattern", "does not match here"),
        (
            "github-pat-classic",
            format!("x{pat}"),
            vec![],
            "border",
            "on its left belongs to it (bound `alnum`)",
        ),
        ("github-pat-classic", format!("is {pat}"), vec![], "found", "confidence medium"),
        ("card-plain", "4111111111111112".to_owned(), vec![], "check", "the check `card` refuses"),
        (
            "phone-national",
            "212-555-0187".to_owned(),
            vec![],
            "context",
            "near one of these words it would be medium",
        ),
        ("phone-national", "call 212-555-0187".to_owned(), vec![], "found", "near `call`"),
        ("ipv4-public", "version 8.8.8.8".to_owned(), vec![], "against", "the word `version` near it"),
        ("email-address", MAIL.to_owned(), vec!["--policy", &policy], "policy", "does not run this rule"),
        ("email-address", MAIL.to_owned(), vec!["--min-confidence", "high"], "found", "confidence high"),
        ("generic-password", "password=".to_owned(), vec![], "no_value", "no value follows"),
        ("generic-password", "password=REDACTED-email".to_owned(), vec![], "label", "label of this program"),
        (
            "acme-token",
            format!("acme_{quiet}"),
            vec!["--rules", &own],
            "entropy",
            "bits of entropy for each byte",
        ),
        (
            "acme-token",
            token.clone(),
            vec!["--rules", &own, "--allow", &allow],
            "allowed",
            "lets it through: a fixture",
        ),
    ] {
        let arguments =
            [vec!["rules", "explain", "--format", "json", "--rule", rule], more, vec!["-"]].concat();
        let done = blackbar(&arguments, format!("{text}\n").as_bytes()).mute();
        let rows = json(&done);
        let row = &rows[0];
        assert_eq!((done.code, row["rule"].as_str()), (0, Some(rule)), "{rows}");
        assert!(row["stage"] == stage && row["reason"].as_str().unwrap().contains(why), "{text}: {rows}");
        assert!(!done.text().contains(&pat) && !done.text().contains(&token), "{rows}");
    }
    let table = blackbar(&["rules", "explain", &format!("{MAIL} and ghp_short")], b"").mute().text();
    assert!(
        table.contains("email-address") && table.contains("github-pat-classic") && table.contains("ghp_ "),
        "{table}"
    );
    let none = blackbar(&["rules", "explain", "zzz"], b"").text();
    assert!(none.contains("no literal, shape or key"), "{none}");
    assert_eq!(blackbar(&["rules", "explain", "--rule", "nope", "x"], b"").code, 2);
    // Lines are records of their own: a word on another line is not near.
    let lines = json(&blackbar(
        &["rules", "explain", "--format", "json", "--rule", "phone-national", "-"],
        b"call\n212-555-0187\n",
    ));
    assert_eq!((&lines[0]["stage"], &lines[0]["start"]), (&"context".into(), &5.into()), "{lines}");
    // Any bytes.
    assert_eq!(blackbar(&["rules", "explain", "-"], b"\xFF\x00{\"a\":\"\\u00").code, 0);
}

/// Explanations say "found" for what is found, and for nothing else.
#[test]
fn explanations_agree_with_the_search() {
    use blackbar::detect::{Outcome, Question};
    use blackbar::{Builder, Confidence, Redactor, Scratch};
    let redactor = Redactor::builtin().unwrap();
    let explainer = Builder::default().minimum(Confidence::Low).build().unwrap();
    let question = Question::new(Confidence::Medium, &|_, _, _| None);
    let mut scratch = Scratch::default();
    for rule in crate::examples::all() {
        let texts = rule.examples.iter().map(|e| e.text.clone()).chain(rule.lookalikes);
        for text in texts {
            let quoted = serde_json::to_string(&text).unwrap();
            for text in [text, format!("{{\"k\":{quoted}}}")] {
                redactor.text(text.as_bytes(), &mut scratch);
                let id = |scanner: &blackbar::Scanner, index| scanner.rule(index).unwrap().id.to_string();
                let mut found: Vec<_> = scratch
                    .findings()
                    .iter()
                    .map(|m| (id(redactor.scanner(), m.rule), m.span, m.confidence))
                    .collect();
                let attempts = explainer.explain(text.as_bytes(), redactor.limits(), &question).unwrap();
                let mut explained: Vec<_> = attempts
                    .iter()
                    .filter_map(|a| match a.outcome {
                        Outcome::Found { confidence, .. } => {
                            Some((id(&explainer, a.rule), a.span, confidence))
                        }
                        _ => None,
                    })
                    .collect();
                found.sort();
                explained.sort();
                found.dedup();
                explained.dedup();
                assert_eq!(explained, found, "{text}");
            }
        }
    }
}

#[test]
fn what_is_allowed_stays_and_is_counted() {
    let folder = Folder::new("allow");
    let other = crate::examples::expand("{lower:8}@example.org", &mut 11);
    for (entry, text, stays) in [
        (
            format!("value = \"{other}\""),
            format!("to {other} and {MAIL}"),
            format!("to {other} and REDACTED-email"),
        ),
        // Only whole values.
        (format!("value = \"{}\"", &other[1..]), format!("to {other}"), "to REDACTED-email".to_owned()),
        (
            "pattern = '[a-z]+@example\\.org'".to_owned(),
            format!("{other} x{MAIL}"),
            format!("{other} REDACTED-email"),
        ),
        ("pattern = '[a-z]{3}'".to_owned(), other.clone(), "REDACTED-email".to_owned()),
        (
            "path = \"user.mail\"".to_owned(),
            format!("{{\"user\":{{\"mail\":\"{other}\",\"alt\":\"{other}\"}},\"mail\":\"{other}\"}}"),
            format!(
                "{{\"user\":{{\"mail\":\"{other}\",\"alt\":\"REDACTED-email\"}},\"mail\":\"REDACTED-email\"}}"
            ),
        ),
        (
            "path = \"*.mail\"\nclass = \"email\"".to_owned(),
            format!("{{\"user\":{{\"mail\":\"{other}\"}},\"ip\":\"8.8.8.8\"}}"),
            format!("{{\"user\":{{\"mail\":\"{other}\"}},\"ip\":\"REDACTED-ipv4\"}}"),
        ),
        (
            "rule = \"ipv4-public\"".to_owned(),
            format!("8.8.8.8 {other}"),
            "8.8.8.8 REDACTED-email".to_owned(),
        ),
    ] {
        let list =
            folder.file("allow.toml", &format!("version = 1\n[[allow]]\nreason = \"test\"\n{entry}\n"));
        let done = redact(&["--allow", &list], format!("{text}\n").as_bytes());
        assert_eq!(done.text(), format!("{stays}\n"), "{entry}");
        let allowed: u64 =
            done.stats()["allowed"].as_object().unwrap().values().map(|n| n.as_u64().unwrap()).sum();
        assert_eq!(
            allowed,
            u64::from(stays.contains(&other) || stays.contains("8.8.8.8")),
            "{entry}: {}",
            done.err
        );
        let policy =
            folder.file("policy.toml", &format!("version = 1\n[[allow]]\nreason = \"test\"\n{entry}\n"));
        assert_eq!(
            redact(&["--policy", &policy], format!("{text}\n").as_bytes()).text(),
            format!("{stays}\n")
        );
    }
}

#[test]
fn scan_leaves_out_what_is_allowed_in_a_file_and_redact_does_not() {
    let folder = Folder::new("input");
    std::fs::create_dir(folder.0.join("fixtures")).unwrap();
    let inside = folder.file("fixtures/a.log", &format!("to {MAIL}\n"));
    let outside = folder.file("b.log", &format!("to {MAIL}\n"));
    let entry = "version = 1\n[[allow]]\nreason = \"made up\"\ninput = [\"*/fixtures/*\", \"*.md\"]\n";
    let list = folder.file("allow.list", entry);
    let policy = folder.file("policy.toml", entry);
    for option in ["--allow", "--policy"] {
        let list = if option == "--allow" { &list } else { &policy };
        let scan = |files: &[&str]| blackbar(&[&["scan", option, list][..], files].concat(), b"");
        let done = scan(&[&inside]);
        assert_eq!((done.code, done.text().as_str()), (0, ""), "{}", done.err);
        assert!(done.err.contains("1 findings are allowed"), "{}", done.err);
        assert_eq!(scan(&[&outside]).code, 1);
        // Each file has its own name, whatever stands before it.
        let done = scan(&["--format", "jsonl", &inside, &outside, &inside]);
        assert_eq!((done.code, done.text().lines().count()), (1, 1), "{}", done.text());
        assert!(done.text().contains("b.log"), "{}", done.text());
        // What comes on standard input has no name.
        assert_eq!(blackbar(&["scan", option, list], format!("to {MAIL}\n").as_bytes()).code, 1);
        let roundabout = inside.replace("fixtures/a.log", "fixtures/../b.log");
        assert_eq!(scan(&[&roundabout]).code, 1);
        let done = redact(&[option, list, &inside], b"");
        assert_eq!(done.text(), "to REDACTED-email\n", "{}", done.err);
    }
}

#[test]
fn an_allow_list_of_digests_holds_no_value() {
    let folder = Folder::new("digest");
    // SHA-256 of grace.hopper@example.org, as `printf %s ... | sha256sum` gives it.
    let digest = "dd21c650ece8386ba8ad71ab2b66b3c1c6c4efc4ee8e3be838822da147fbb5d6";
    let list = folder
        .file("a.toml", &format!("version = 1\n[[allow]]\nreason = \"published\"\nsha256 = \"{digest}\"\n"));
    let done = redact(&["--allow", &list], b"grace.hopper@example.org bob.hopper@example.org\n");
    assert_eq!(done.text(), "grace.hopper@example.org REDACTED-email\n");
    // What is allowed is not shown beside what is found either.
    let beside = blackbar(&["scan", "--allow", &list], b"grace.hopper@example.org bob.hopper@example.org\n");
    assert!(beside.code == 1 && !beside.text().contains("hopper"), "{}", beside.text());
    let scan = blackbar(&["scan", "--allow", &list], b"grace.hopper@example.org\n");
    assert_eq!((scan.code, scan.text().as_str()), (0, ""));
    assert!(scan.err.contains("1 findings are allowed"), "{}", scan.err);
}

#[test]
fn expired_and_wrong_entries() {
    let folder = Folder::new("expired");
    let entry = format!("version = 1\n[[allow]]\nreason = \"r\"\nvalue = \"{MAIL}\"\n");
    let list = folder.file("a.toml", &format!("{entry}expires = 2020-01-31\n"));
    let done = redact(&["--allow", &list], format!("{MAIL}\n").as_bytes());
    assert_eq!((done.code, done.text().as_str()), (0, "REDACTED-email\n"));
    assert!(done.err.contains(&format!("warning: {list}:5: this entry has expired")), "{}", done.err);
    let list = folder.file("a.toml", &format!("{entry}expires = 2999-12-31\n"));
    let done = blackbar(&["redact", "--allow", &list], format!("{MAIL}\n").as_bytes());
    assert_eq!((done.text(), done.err.as_str()), (format!("{MAIL}\n"), ""));
    for text in
        [entry.replace("reason = \"r\"\n", ""), format!("{entry}until = 3\n"), entry.replace('1', "2")]
    {
        let list = folder.file("a.toml", &text);
        let done = blackbar(&["redact", "--allow", &list], b"x\n").mute();
        assert!(
            done.code == 2 && done.err.contains(&format!("{list}:")) && done.text().is_empty(),
            "{}",
            done.err
        );
    }
    assert_eq!(blackbar(&["redact", "--allow", "no-such-file"], b"").code, 2);
}

#[test]
fn import_carries_over_what_it_can_and_lists_the_rest() {
    let folder = Folder::new("import");
    let config = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/gitleaks.toml");
    let out = folder.0.join("own.toml");
    let allow = folder.0.join("allow.list");
    let (out, allow) = (out.to_str().unwrap(), allow.to_str().unwrap());
    let arguments = ["rules", "import", config.to_str().unwrap(), "--out", out, "--allow-out", allow];
    let done = blackbar(&arguments, b"");
    assert_eq!(done.code, 1, "{}", done.err);
    let rules = std::fs::read_to_string(out).unwrap();
    for part in [
        "[extend]",
        "rule by-path: not carried over",
        "rule behind: not carried over",
        "rule no-literal: not carried over",
        "one of `paths` is not",
    ] {
        assert!(done.err.contains(part) && rules.contains(part), "{part}: {}", done.err);
    }
    for check in ["lint", "test"] {
        let done = blackbar(&["rules", check, out], b"");
        assert_eq!(done.code, 0, "{check}: {}{}", done.text(), done.err);
    }
    // Nothing is written over.
    assert_eq!(blackbar(&arguments, b"").code, 2);

    let mut seed = 5;
    let mut fill = |template: &str| crate::examples::expand(template, &mut seed);
    let (token, legacy) = (fill("acme_{alnum:32}"), fill("{hex:40}"));
    let session = fill("{digit:10}-acms-{lowernum:20}");
    let bordered = fill("AKM{uppernum:17}");
    let globex = fill("{hex:32}");
    let input = format!(
        "a {token} b\nACME_KEY={legacy}\ns {session}\n[{bordered}]\nglobex: {globex}\n{globex}\nacme_{}\nx{bordered}\nacme=c0ffee{}\n",
        "a".repeat(32),
        &legacy[6..]
    );
    let done = redact(&["--rules", out, "--allow", allow], input.as_bytes());
    let expected = format!(
        "a REDACTED-acme_token b\nACME_KEY=REDACTED-acme_legacy_key\ns REDACTED-acme_session\n[REDACTED-acme_bordered]\n\
         globex: REDACTED-globex_key\n{globex}\nacme_{}\nx{bordered}\nacme=c0ffee{}\n",
        "a".repeat(32),
        &legacy[6..]
    );
    assert_eq!(done.text(), expected);
    assert_eq!(done.stats()["allowed"]["acme-legacy-key"], 1, "{}", done.err);
    // What its allow-list says of paths holds for `scan`.
    std::fs::create_dir(folder.0.join("testdata")).unwrap();
    for (name, code) in [("testdata/a.log", 0), ("a.log", 1)] {
        let file = folder.file(name, &format!("a {token} b\n"));
        let done = blackbar(&["scan", "--rules", out, "--allow", allow, &file], b"");
        assert_eq!(done.code, code, "{name}: {}{}", done.text(), done.err);
    }

    for (text, code) in
        [("x = 1\n", 2), ("[[rules]\n", 2), ("[[rules]]\nid = \"a\"\n", 1), ("rules = 3\n", 1)]
    {
        let file = folder.file("bad.toml", text);
        let done = blackbar(&["rules", "import", &file], b"");
        assert!(
            done.code == code && !done.err.contains("internal error"),
            "{text}: {} {}",
            done.code,
            done.err
        );
    }
}

/// Every built-in rule file, the examples of the manual and what is imported are what the schema says; mistakes are not.
#[test]
fn the_schema_is_true() {
    let schema = json(&blackbar(&["rules", "schema"], b""));
    let schema = jsonschema::validator_for(&schema).unwrap();
    let data =
        |text: &str| -> Value { serde_json::to_value(toml::from_str::<toml::Table>(text).unwrap()).unwrap() };
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut files = 0;
    for entry in std::fs::read_dir(root.join("rules")).unwrap() {
        let path = entry.unwrap().path();
        let data = data(&std::fs::read_to_string(&path).unwrap());
        let problems: Vec<String> =
            schema.iter_errors(&data).map(|e| format!("{}: {e}", e.instance_path())).collect();
        assert!(problems.is_empty(), "{}: {problems:?}", path.display());
        files += 1;
    }
    assert!(files > 50);
    let page = std::fs::read_to_string(root.join("src/manual/rules.rs")).unwrap();
    let page: String = page
        .lines()
        .map(|l| l.strip_prefix("//!").unwrap_or(l))
        .map(|l| l.strip_prefix(' ').unwrap_or(l).to_owned() + "\n")
        .collect();
    let examples: Vec<&str> = page
        .split("```toml\n")
        .skip(1)
        .map(|e| e.split("```").next().unwrap())
        .filter(|e| e.starts_with("[[rule]]"))
        .collect();
    assert!(examples.len() >= 2);
    let folder = Folder::new("schema");
    for example in examples {
        assert!(schema.is_valid(&data(example)), "{example}");
        let file = folder.file("page.toml", example);
        for check in ["lint", "test"] {
            let done = blackbar(&["rules", check, &file], b"");
            assert_eq!(done.code, 0, "{check}: {}{}{example}", done.text(), done.err);
        }
    }
    assert!(schema.is_valid(&data(OWN)));
    // What the reader refuses for its form, the schema refuses too.
    for (from, to) in [
        ("id = ", "idd = "),
        ("\"high\"", "\"sure\""),
        ("literals = [\"acme_\"]", ""),
        ("literals", "keys = [\"acme\"]\nliterals"),
        ("entropy = 2.5", "entropy = 9"),
        ("entropy = 2.5", "left = \"edge\""),
        ("entropy = 2.5", "with_context = \"high\""),
        ("entropy = 2.5", "context = [\"Word\"]\nwith_context = \"high\""),
        ("entropy = 2.5", "capture = -1"),
        ("acme-token", "Acme"),
        ("[[rule]]", "[[rules]]"),
        ("literals = [\"acme_\"]", "keys = [\"acme\"]\noffset = 3"),
    ] {
        let text = OWN.replacen(from, to, 1);
        assert!(!schema.is_valid(&data(&text)), "{to}");
        let file = folder.file("bad.toml", &text);
        assert_eq!(blackbar(&["redact", "--rules", &file], b"").code, 2, "{to}");
    }
}
