//! `blackbar policy`.

use super::keys::prepared;
use super::{CARD, CONTROL, MAIL, batch, blackbar, file, firehose, folder, redact, stub_batch};
use blackbar::policy::{FieldType, Mode, Operator, Reaction};
use serde_json::{Value, json};

fn check(name: &str, text: &str) -> (i32, String) {
    let path = file(&folder(name), "policy.toml", text.as_bytes());
    let done = blackbar(&["policy", "check", &path], b"");
    assert_eq!(done.err, "");
    // The digest stands behind what is said of a file that is a policy.
    let said = done.text().replace(&path, "FILE");
    let is_digest =
        |line: &&str| line.starts_with("FILE: policy ") && line.len() == "FILE: policy ".len() + 64;
    assert_eq!(said.lines().filter(is_digest).count(), usize::from(done.code < 2), "{said}");
    let lines = said.lines().filter(|line| !is_digest(line));
    (done.code, lines.map(|line| format!("{line}\n")).collect())
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
        assert!(said.ends_with("[unkeyed-operator]\n"), "{said}");
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
    let contract = &properties["contract"]["items"];
    let names = |part: &Value, name: &str| part["properties"][name]["enum"].clone();
    assert_eq!(names(&contract["properties"]["field"]["items"], "use"), json!(Operator::NAMES));
    assert_eq!(names(contract, "unknown"), json!(Reaction::ALL.map(Reaction::name)));
    assert_eq!(
        names(&contract["properties"]["field"]["items"], "type"),
        json!(FieldType::ALL.map(FieldType::name))
    );
    assert_eq!(operator["properties"]["use"]["enum"], json!(Operator::NAMES));
    assert_eq!(properties["mode"]["enum"], json!(Mode::NAMES));
    let recipient = "a".repeat(51) + "q";
    for (table, part) in [
        ("", &schema),
        ("[scope]\n", &properties["scope"]),
        ("[regions]\n", &properties["regions"]),
        ("[[source]]\n", &properties["source"]["items"]),
        ("[[contract]]\n", contract),
        ("[[contract]]\n[[contract.field]]\n", &contract["properties"]["field"]["items"]),
        ("[[contract]]\n[[contract.exception]]\n", &contract["properties"]["exception"]["items"]),
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

const OLD: &str = "version = 1\n[[operator]]\nclass = \"email\"\nuse = \"partial\"\n[[operator]]\npath = \"**.note\"\nuse = \"drop\"\n";
const NEW: &str = "version = 1\n[[operator]]\nclass = \"email\"\nuse = \"label\"\n[[operator]]\nrule = \"ipv4-private\"\nuse = \"label\"\n\
                   [classes]\ndisable = [\"credit_card\"]\n\
                   [[contract]]\nid = \"shop\"\nlog_group = \"/aws/lambda/shop\"\nowner = \"o\"\nunknown = \"pass\"\n\
                   [[contract.field]]\npath = \"user\"\nuse = \"mask\"\n";

#[test]
fn diff_says_what_changes_and_no_value() {
    let folder = folder("policy-diff");
    let old = file(&folder, "old.toml", OLD.as_bytes());
    let new = file(&folder, "new.toml", NEW.as_bytes());
    let lines = file(
        &folder,
        "a.log",
        format!(
            "mail {MAIL} from 10.0.0.1\nall is well\n{{\"card\":{CARD},\"note\":\"planted\"}}\nmail {MAIL}\n"
        )
        .as_bytes(),
    );
    let messages = batch(&[r#"{\"user\":\"Grace\",\"level\":1}"#, "plain text"]);
    let events = file(&folder, "batch.json", messages.as_bytes());
    let run = |more: &[&str], files: &[&str]| {
        let done = blackbar(&[&["policy", "diff"], more, files].concat(), b"").mute();
        assert!(!done.text().contains("planted") && !done.text().contains("Grace"), "{}", done.text());
        done
    };
    let done = run(&[], &[&old, &new, &lines, &events]);
    let said = done.text().replace(&lines, "LOG").replace(&events, "BATCH");
    assert_eq!((done.code, done.err.as_str()), (1, ""), "{said}");
    for part in [
        "no-longer-redacted: 1 times credit_card by the rule ",
        ": was `label`; first in LOG, record 2, bytes 8-24\n",
        "no-longer-redacted: 1 times the field `**.note`: was `drop`; first in LOG, record 2, bytes 25-41\n",
        "newly-redacted: 1 times ipv4 by the rule `ipv4-private`: `label`; first in LOG, record 0, bytes 26-34\n",
        "newly-redacted: 1 times the field `user`: `mask`; first in BATCH, record 0, bytes 9-14\n",
        "newly-withheld: 1 times events: `contract`; first in BATCH, record 1, bytes 0-10\n",
        "redacted-otherwise: 2 times email by the rule `email-address`: `partial, first 0, last 4` becomes `label`",
        "6 events: 3 no longer redacted, 0 no longer withheld, 2 newly redacted, 1 newly withheld, 2 redacted otherwise\n",
    ] {
        assert!(said.contains(part), "{part}\nis not in\n{said}");
    }
    assert_eq!(run(&["--only-less"], &[&old, &new, &lines]).code, 1);
    assert_eq!(run(&["--only-less"], &[&old, &new, &events]).code, 0);
    assert_eq!(run(&[], &[&old, &old, &lines, &events]).code, 0);
    let back = run(&[], &[&new, &old, &events]);
    assert!(back.text().contains("no-longer-withheld: 1 times events: was `contract`"), "{}", back.text());
    let rows = run(&["--format", "jsonl"], &[&old, &new, &lines]);
    let rows: Vec<Value> = rows.text().lines().map(|l| serde_json::from_str(l).unwrap()).collect();
    assert!(
        rows.iter().any(|r| r["difference"] == "newly-redacted" && r["new"] == "label" && r["count"] == 1),
        "{rows:?}"
    );
    let log: Value = serde_json::from_slice(&run(&["--format", "sarif"], &[&old, &new, &lines]).out).unwrap();
    let results = log["runs"][0]["results"].as_array().unwrap();
    assert_eq!(results.len(), 5);
    assert!(results.iter().any(|r| r["ruleId"] == "no-longer-redacted" && r["level"] == "error"), "{log}");
    let missing = blackbar(&["policy", "diff", &old, &new, "no-such-file"], b"");
    assert_eq!((missing.code, missing.err.contains("no-such-file")), (2, true));
    let wrong = file(&folder, "wrong.toml", b"version = 2\n");
    assert_eq!(blackbar(&["policy", "diff", &old, &wrong, &lines], b"").code, 2);
    // Operators with keys get keys for the occasion.
    let keyed = file(&folder, "keyed.toml", super::keys::POLICY.as_bytes());
    let done = run(&[], &[&old, &keyed, &lines]);
    assert!(done.text().contains("becomes `pseudonym`"), "{}", done.text());
}

#[test]
fn the_sample_policies_of_the_readme_differ_as_it_says() {
    let readme = include_str!("../../README.md");
    let example = readme.split_once("$ blackbar policy diff old.toml new.toml tests/data/batch.json.gz\n");
    let example = example.expect("an example").1;
    let mut blocks = readme.split("```toml\n").skip(1).map(|b| b.split("```").next().unwrap());
    let folder = folder("policy-readme-diff");
    let old =
        file(&folder, "old.toml", blocks.clone().find(|b| b.starts_with("# old.toml")).unwrap().as_bytes());
    let new = file(&folder, "new.toml", blocks.find(|b| b.starts_with("# new.toml")).unwrap().as_bytes());
    let batch = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/data/batch.json.gz");
    let done = blackbar(&["policy", "diff", &old, &new, batch], b"").mute();
    let said = done.text().replace(batch, "tests/data/batch.json.gz");
    let shown = example.split("```").next().unwrap().trim();
    assert_eq!((done.code, said.trim()), (1, shown), "{}", done.err);
}

#[test]
fn init_drafts_a_contract_that_its_logs_keep() {
    let folder = folder("policy-init");
    let text = |n: u32| {
        format!(
            concat!(
                r#"{{"level":"info","n":{n},"mail":"{mail}","o":{{"a":[{{"k":1.5}},{{"k":2}}],"e":[],"t":true}},"#,
                r#""by":{{"user-{n}2026":1,"{mail}":2}},"note":"call ann@acme-corp.com about the order of last week","#,
                r#""odd name":null,"body":"{{\"x\":1}}"{more}}}"#
            ),
            n = n,
            mail = MAIL,
            more = if n == 1 { r#","sometimes":"x""# } else { "" }
        )
    };
    let log: String = (0..4).map(|n| text(n) + "\n").collect();
    let sample = file(&folder, "a.log", log.as_bytes());
    let done = blackbar(&["policy", "init", &sample], b"").mute();
    assert_eq!((done.code, done.err.as_str()), (0, ""));
    let draft = done.text();
    for part in [
        "# 4 events, 0 of them no JSON objects.\n[[contract]]\nid = \"all\"\nlog_group = \"*\"\nowner = \"\"\n",
        "path = \"level\"\ntype = \"string\"\nrequired = true\n",
        "path = \"mail\"\ntype = \"string\"\nrequired = true\nuse = \"label\"\nas = \"email\"\n",
        "path = \"o.a[*].k\"\ntype = \"number\"\n",
        "path = \"o.t\"\ntype = \"boolean\"\nrequired = true\n",
        "path = \"by.*\"\ntype = \"integer\"\n",
        "# the rules find email in 4 of 4 values",
        "path = \"['odd name']\"\nrequired = true\n",
        "path = \"sometimes\"\ntype = \"string\"\n\n",
    ] {
        assert!(format!("{draft}\n").contains(part), "{part}\nis not in\n{draft}");
    }
    assert!(!draft.contains("2026") && !draft.contains("ann@"), "{draft}");
    let policy = file(&folder, "draft.toml", draft.as_bytes());
    let check = blackbar(&["policy", "check", &policy], b"");
    let lints: Vec<String> = check.text().lines().map(str::to_owned).collect();
    assert_eq!((check.code, lints.len()), (1, 2), "{lints:?}");
    assert!(lints[0].ends_with("[ownerless]"), "{lints:?}");
    // What it was drafted from keeps it, and so does what comes of that.
    let once = redact(&["--policy", &policy], log.as_bytes());
    assert_eq!((once.count("violations"), once.stats()["contracts"]["all"]["events"].as_u64()), (0, Some(4)));
    assert_eq!(redact(&["--policy", &policy], &once.out).count("violations"), 0);
    // Two groups, one of them with text.
    let two =
        batch(&["START", r#"{\"a\":1}"#]) + "\n" + &batch(&["x"]).replace("/aws/lambda/shop", "/aws/pay.v1");
    let done = blackbar(&["policy", "init"], two.as_bytes());
    let draft = done.text();
    assert!(draft.contains("id = \"aws-lambda-shop\"\nlog_group = \"/aws/lambda/shop\"\n"), "{draft}");
    assert!(
        draft.contains("id = \"aws-pay-v1\"") && draft.matches("text = \"pass\"").count() == 2,
        "{draft}"
    );
    let empty = blackbar(&["policy", "init"], b"\n");
    assert_eq!((empty.code, empty.err.contains("there is no event")), (2, true), "{}", empty.err);
}

#[test]
fn check_looks_at_contracts_and_regions() {
    let text = "version = 1\n[regions]\nhome = \"eu-west-1\"\nsinks = [\"eu-west-1\", \"us-east-1\"]\n\
                [[contract]]\nid = \"a\"\nlog_group = \"/app/*\"\nunknown = \"pass\"\n\
                [[contract]]\nid = \"b\"\nlog_group = \"/app/b\"\nowner = \" \"\nunknown = \"pass\"\n\
                expires = 2020-01-01\npipeline_can_reverse = true\n\
                [[contract.exception]]\npath = \"x\"\nreason = \"r\"\nuntil = 2020-01-01\n";
    let (code, said) = check("policy-contract-lints", text);
    let lines: Vec<&str> = said.lines().collect();
    assert_eq!((code, lines.len()), (1, 7), "{said}");
    for (line, start, name) in [
        (
            lines[0],
            "FILE:4: warning: sinks may be in `us-east-1` while the data lives in `eu-west-1`",
            "[cross-region-sink]",
        ),
        (lines[1], "FILE:6: warning: the contract `a` has no owner", "[ownerless]"),
        (
            lines[2],
            "FILE:11: warning: the contract `b` is never in force: `a` comes before it",
            "[never-reached]",
        ),
        (lines[3], "FILE:12: warning: the contract `b` has no owner", "[ownerless]"),
        (lines[4], "FILE:14: warning: the contract `b` has expired", "[expired]"),
        (lines[5], "FILE:15: warning: `pipeline_can_reverse` is given and no field", "[unused-leave]"),
        (lines[6], "FILE:19: warning: this exception has ended", "[expired]"),
    ] {
        assert!(line.starts_with(start) && line.ends_with(name), "{line}");
    }
    let good = text.replace("sinks =", "reason = \"the archive is there\"\nsinks =");
    assert!(!check("policy-regions", &good).1.contains("cross-region"));
}

#[test]
fn explain_names_fields_and_contracts() {
    let path = file(&folder("policy-explain-fields"), "policy.toml", NEW.as_bytes());
    let event = r#"{"user":"Grace","mail":"ann@acme-corp.com"}"#;
    let done =
        blackbar(&["policy", "explain", "--policy", &path, "--log-group", "/aws/lambda/shop", event], b"");
    let said = done.text();
    for part in [
        "bytes 9-14: the field `user`, as its contract says: `mask`\n",
        "contract `shop`: 1 unknown, 1 fields\n",
        "becomes: {\"user\":\"********\",\"mail\":\"REDACTED-email\"}\n",
    ] {
        assert!(said.contains(part), "{part}\nis not in\n{said}");
    }
}
