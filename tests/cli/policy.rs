//! `blackbar policy`.

use super::keys::prepared;
use super::{CARD, CONTROL, MAIL, batch, blackbar, file, firehose, folder, redact, stub_batch};
use blackbar::policy::{Mode, Operator};
use serde_json::{Value, json};

fn check(name: &str, text: &str) -> (i32, String) {
    let path = file(&folder(name), "policy.toml", text.as_bytes());
    let done = blackbar(&["policy", "check", &path], b"");
    assert_eq!(done.err, "");
    (done.code, done.text().replace(&path, "FILE"))
}

#[test]
fn a_good_policy_has_nothing_said_about_it() {
    assert_eq!(check("policy-good", super::keys::POLICY), (0, String::new()));
    let of_the_readme: Vec<&str> = include_str!("../../README.md")
        .split("```toml\n")
        .skip(1)
        .map(|block| block.split("```").next().unwrap())
        .filter(|block| block.starts_with("version = 1"))
        .collect();
    assert!(of_the_readme.len() >= 2);
    for (number, text) in of_the_readme.iter().enumerate() {
        assert_eq!(check(&format!("policy-readme-{number}"), text), (0, String::new()), "{text}");
    }
}

#[test]
fn what_has_no_effect_is_said_with_its_line() {
    let text = "version = 1\nminimum_confidence = \"high\"\n[scope]\ntenant = \"acme\"\npipeline_can_reverse = true\n\
                [[operator]]\nclass = \"email\"\nuse = \"mask\"\n[[operator]]\nclass = \"email\"\nuse = \"drop\"\n\
                [[operator]]\nclass = \"vin\"\nuse = \"mask\"\n[classes]\ndisable = [\"vin\"]\n[limits]\njson_depth = 0\n";
    let (code, said) = check("policy-lints", text);
    let lines: Vec<&str> = said.lines().collect();
    assert_eq!(code, 1, "{said}");
    assert_eq!(lines.len(), 4, "{said}");
    for (line, start, name) in [
        (lines[0], "FILE:5: warning: `pipeline_can_reverse` is given", "[unused-leave]"),
        (lines[1], "FILE:10: warning: the class `email` has an operator in line 7", "[named-twice]"),
        (
            lines[2],
            "FILE:13: warning: the operator of the class `vin` is never reached: the class `vin` is disabled",
            "[never-reached]",
        ),
        (lines[3], "FILE:18: warning: `json_depth = 0` withholds", "[zero-limit]"),
    ] {
        assert!(line.starts_with(start) && line.ends_with(name), "{line}");
    }
    // A rule that cannot become sure enough, and a class whose rules all have operators of their own.
    let weak = blackbar::rules::builtin()
        .iter()
        .find(|r| r.confidence.max(r.with_context.unwrap_or(r.confidence)) < blackbar::Confidence::High)
        .unwrap();
    let text = format!(
        "version = 1\nminimum_confidence = \"high\"\n[[operator]]\nrule = \"{}\"\nuse = \"mask\"\n",
        weak.id
    );
    let (code, said) = check("policy-weak", &text);
    assert!(code == 1 && said.contains("never reaches `minimum_confidence`"), "{said}");
    let text = "version = 1\n[[operator]]\nrule = \"email-address\"\nuse = \"mask\"\n";
    assert_eq!(check("policy-rule", text).0, 0);
}

#[test]
fn a_refused_operator_is_an_error_with_its_reason() {
    for name in ["sha256", "md5", "ff3", "hash"] {
        let text = format!("version = 1\n[[operator]]\nclass = \"email\"\nuse = \"{name}\"\n");
        let (code, said) = check(&format!("policy-refused-{name}"), &text);
        assert_eq!(code, 2);
        assert!(said.starts_with(&format!("FILE:4: error: `{name}` is refused: ")), "{said}");
    }
}

#[test]
fn sarif_names_rules_and_places() {
    let folder = folder("policy-sarif");
    let good = file(&folder, "good.toml", b"version = 1\n");
    let lint = file(&folder, "lint.toml", b"version = 1\n[limits]\njson_depth = 0\n");
    let bad = file(&folder, "bad.toml", b"version = 3\n");
    let done = blackbar(&["policy", "check", "--format", "sarif", &good, &lint, &bad], b"");
    assert_eq!(done.code, 2);
    let log: Value = serde_json::from_slice(&done.out).unwrap();
    assert_eq!(log["version"], "2.1.0");
    let run = &log["runs"][0];
    let results = run["results"].as_array().unwrap();
    assert_eq!(results.len(), 2);
    for (result, rule, level, line, path) in
        [(&results[0], "zero-limit", "warning", 3, &lint), (&results[1], "invalid-policy", "error", 1, &bad)]
    {
        assert_eq!((&result["ruleId"], &result["level"]), (&json!(rule), &json!(level)));
        let place = &result["locations"][0]["physicalLocation"];
        assert_eq!(place["region"]["startLine"], line);
        assert_eq!(place["artifactLocation"]["uri"], json!(path));
        let rules = run["tool"]["driver"]["rules"].as_array().unwrap();
        assert!(rules.iter().any(|r| r["id"] == rule));
    }
}

#[test]
fn an_entry_that_has_ended_is_said() {
    let text = "version = 1\n[[allow]]\nreason = \"r\"\nvalue = \"x\"\nexpires = 2020-01-01\n";
    let (code, said) = check("policy-expired", text);
    assert_eq!(code, 1, "{said}");
    assert!(
        said.starts_with("FILE:5: warning: this entry has expired") && said.ends_with("[expired]\n"),
        "{said}"
    );
    assert_eq!(check("policy-to-come", &text.replace("2020", "9999")), (0, String::new()));
}

#[test]
fn rules_of_ones_own_are_known() {
    let dir = folder("policy-own-rules");
    let own = file(&dir, "own.toml", super::rules::OWN.as_bytes());
    let text = "version = 1\n[[operator]]\nclass = \"acme_token\"\nuse = \"mask\"\n[rules]\ndisable = [\"acme-token\"]\n";
    let path = file(&dir, "policy.toml", text.as_bytes());
    let done = blackbar(&["policy", "check", &path], b"");
    assert_eq!(done.code, 2, "{}", done.text());
    let done = blackbar(&["policy", "check", "--rules", &own, &path], b"");
    assert_eq!((done.code, done.err.as_str()), (1, ""), "{}", done.text());
    assert!(done.text().contains("the rule `acme-token` is disabled [never-reached]"), "{}", done.text());
}

#[test]
fn explain_names_what_stays() {
    let text = format!("version = 1\n[[allow]]\nreason = \"ours\"\nvalue = \"{MAIL}\"\n");
    let path = file(&folder("policy-explain-allow"), "policy.toml", text.as_bytes());
    let done = blackbar(&["policy", "explain", "--policy", &path, &format!("mail {MAIL} sent")], b"");
    let said = done.text();
    assert_eq!(done.code, 0, "{said}{}", done.err);
    assert!(said.contains("confidence high: stays, the allow-list lets it through"), "{said}");
    assert!(!said.contains("nothing is found"), "{said}");
}

/// The schema and the reader of policy files know the same names.
#[test]
fn the_schema_says_what_the_reader_takes() {
    let done = blackbar(&["policy", "schema"], b"");
    assert_eq!(done.code, 0);
    let schema: Value = serde_json::from_slice(&done.out).unwrap();
    let properties = &schema["properties"];
    let operator = &properties["operator"]["items"];
    assert_eq!(operator["properties"]["use"]["enum"], json!(Operator::NAMES));
    assert_eq!(properties["mode"]["enum"], json!(Mode::NAMES));
    let recipient = "a".repeat(51) + "q";
    for (table, part) in [
        ("", &schema),
        ("[scope]\n", &properties["scope"]),
        ("[limits]\n", &properties["limits"]),
        ("[rules]\n", &properties["rules"]),
        ("[classes]\n", &properties["classes"]),
        ("[[operator]]\n", operator),
    ] {
        assert_eq!(part["additionalProperties"], false, "{table}");
        let said = check("policy-schema", &format!("version = 1\n{table}colour = 1\n")).1;
        // The reader lists the names that it knows; they are those of the schema.
        let expected = said.split_once("expected ").unwrap_or_else(|| panic!("{table}: {said}")).1;
        let mut known: Vec<&str> = expected.split('`').skip(1).step_by(2).collect();
        let mut named: Vec<&str> =
            part["properties"].as_object().unwrap().keys().map(String::as_str).collect();
        known.sort_unstable();
        named.sort_unstable();
        assert_eq!(known, named, "{table}");
    }
    // Entries of the allow-list are read by hand, and their fields are named by an error of their own.
    let entry = &properties["allow"]["items"];
    assert_eq!(entry["additionalProperties"], false);
    let said = check("policy-schema", "version = 1\n[[allow]]\ncolourful = 1\n").1;
    let known = said.split_once("an entry has these: ").unwrap_or_else(|| panic!("{said}")).1;
    let mut known: Vec<&str> = known.split_once(" [").unwrap().0.split(", ").collect();
    let mut named: Vec<&str> = entry["properties"].as_object().unwrap().keys().map(String::as_str).collect();
    known.sort_unstable();
    named.sort_unstable();
    assert_eq!(known, named);
    let pattern = properties["scope"]["properties"]["recipient"]["pattern"].as_str().unwrap();
    assert!(regex::Regex::new(pattern).unwrap().is_match(&recipient));
}

#[test]
fn explain_says_what_happens_and_why_and_no_value() {
    let (keys, policy) = prepared("policy-explain");
    let event = format!("{MAIL} {CARD} AKIAIOSFODNN7EXAMPLE 10.0.0.1");
    let done = blackbar(&["policy", "explain", "--policy", &policy, "--keys", &keys, &event], b"").mute();
    assert_eq!(done.code, 0, "{}", done.err);
    let text = done.text();
    for part in [
        "bytes 0-15: email by the rule `email-address`, confidence high: `pseudonym`, chosen for the class",
        "`pseudonym`, the default for personal data where there are keys",
        "`label`, the default",
        "`keep`, chosen for the rule, as the default policy does",
        "becomes: BB1-email.p",
    ] {
        assert!(text.contains(part), "{part} is not in {text}");
    }
    let from_input =
        blackbar(&["policy", "explain", "--policy", &policy, "--keys", &keys, "-"], event.as_bytes());
    assert_eq!(from_input.text(), text);
    assert_eq!(
        blackbar(&["policy", "explain", "all is well"], b"").text(),
        "nothing is found\nbecomes: all is well\n"
    );
    let large = blackbar(&["policy", "explain", "--max-event", "4", "12345"], b"");
    assert_eq!((large.code, large.text()), (2, String::new()));
}

#[test]
fn in_quarantine_nothing_goes_on() {
    let folder = folder("policy-quarantine");
    let policy = file(&folder, "policy.toml", b"version = 1\nmode = \"quarantine-all\"\n");
    let run = |text: &str| redact(&["--policy", &policy], text.as_bytes());
    let lines = run("one clean line\n{\"a\":1}\n");
    assert_eq!(lines.text(), "WITHHELD-quarantined\n{\"message\":\"WITHHELD-quarantined\"}\n");
    assert_eq!((lines.code, lines.count("withheld"), lines.count("stubs")), (3, 2, 2));
    let events = run(&batch(&["clean", "mail ada@example.com"]));
    assert_eq!(events.text(), stub_batch("quarantined"));
    assert_eq!(events.stats()["withheld_by_reason"]["quarantined"], 2);
    let reply = run(&firehose(&[("r1", "Y2xlYW4=")]));
    assert!(
        reply.text().contains("\"recordId\":\"r1\",\"result\":\"Ok\"") && !reply.text().contains("Y2xlYW4="),
        "{}",
        reply.text()
    );
    assert_eq!(run(CONTROL).text(), stub_batch("quarantined"), "no exception, so that none can be feigned");
}

#[test]
fn in_a_pause_nothing_is_read() {
    let policy = file(&folder("policy-pause"), "policy.toml", b"version = 1\nmode = \"pause\"\n");
    for command in [&["redact"][..], &["scan"], &["run", "--input", "-", "--output", "-"]] {
        let done = blackbar(&[command, &["--policy", &policy]].concat(), b"clean\n");
        assert_eq!((done.code, done.text()), (2, String::new()), "{command:?}");
        assert!(done.err.contains("nothing is read"), "{}", done.err);
    }
}
