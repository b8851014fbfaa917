//! Contracts, paths, sources and tenants of a policy, as they work on streams.

use super::keys::prepared;
use super::{Done, MAIL, batch, blackbar, file, folder, redact};
use serde_json::{Value, json};

/// Redacts `input` under a policy; the path of the policy is kept for the caller.
fn under(name: &str, policy: &str, arguments: &[&str], input: &str) -> Done {
    let path = file(&folder(name), "policy.toml", policy.as_bytes());
    redact(&[&["--policy", &path], arguments].concat(), input.as_bytes())
}

fn clauses(done: &Done, contract: &str) -> Value {
    done.stats()["contracts"][contract].clone()
}

/// A message as it stands in a batch.
fn quoted(message: &str) -> String {
    let text = Value::String(message.to_owned()).to_string();
    text[1..text.len() - 1].to_owned()
}

/// The messages of a batch.
fn messages(done: &Done) -> Vec<String> {
    let batch: Value = serde_json::from_slice(&done.out).unwrap_or_else(|e| panic!("{e}: {}", done.text()));
    let events = batch["logEvents"].as_array().unwrap();
    events.iter().map(|e| e["message"].as_str().unwrap().to_owned()).collect()
}

const BY_PATH: &str = "version = 1\n\
    [[operator]]\npath = \"user.name\"\nuse = \"mask\"\n\
    [[operator]]\npath = \"items[*].note\"\nuse = \"label\"\nas = \"note\"\n\
    [[operator]]\npath = \"**.secret\"\nuse = \"drop\"\n\
    [[operator]]\npath = \"*.zip\"\nuse = \"zero\"\n\
    [[operator]]\npath = \"audit.**\"\nuse = \"keep\"\n";

#[test]
fn fields_are_replaced_by_their_paths() {
    for (number, (event, want)) in [
        (r#"{"user":{"name":"Grace","n":1}}"#, r#"{"user":{"name":"********","n":1}}"#),
        (r#"{"user" : {"name"	: {"a":[1,"x"]} , "n":1}}"#, r#"{"user" : {"name"	: null , "n":1}}"#),
        (r#"{"user":{"name":17}}"#, r#"{"user":{"name":null}}"#),
        (r#"{"user":{"name":true},"x":false}"#, r#"{"user":{"name":null},"x":false}"#),
        (r#"{"user":{"name":null}}"#, r#"{"user":{"name":null}}"#),
        (r#"{"user":{"name":""}}"#, r#"{"user":{"name":""}}"#),
        (r#"{"user":{"na\u006de":"Gr\u0061ce"}}"#, r#"{"user":{"na\u006de":"********"}}"#),
        (r#"{"user":[{"name":"Grace"}]}"#, r#"{"user":[{"name":"Grace"}]}"#),
        (
            r#"{"items":[{"note":"a"},{"note":"b","k":2},3]}"#,
            r#"{"items":[{"note":"REDACTED-note"},{"note":"REDACTED-note","k":2},3]}"#,
        ),
        (r#"{"a":{"secret":1,"b":2},"secret":[3]}"#, r#"{"a":{"b":2}}"#),
        (r#"{"a":[{"b":{"c":1,"secret":"x"}}]}"#, r#"{"a":[{"b":{"c":1}}]}"#),
        (r#"{"home":{"zip":12345},"work":{"zip":"12345"}}"#, r#"{"home":{"zip":0},"work":{"zip":"0"}}"#),
        (r#"{"audit":{"mail":"ann@acme-corp.com"},"m":"ann@acme-corp.com"}"#, r#"{"audit":{"mail":"ann@acme-corp.com"},"m":"REDACTED-email"}"#),
        // Documents in strings, at two levels, and pieces of JSON in running text.
        (
            r#"{"body":"{\"secret\":\"x\",\"user\":{\"name\":\"g\"},\"m\":\"{\\\"secret\\\":1,\\\"k\\\":2}\"}"}"#,
            r#"{"body":"{\"user\":{\"name\":\"g\"},\"m\":\"{\\\"k\\\":2}\"}"}"#,
        ),
        (r#"2026 INFO {"user":{"name":"Grace"},"secret":1} done"#, r#"2026 INFO {"user":{"name":"********"}} done"#),
        // What a rule finds in a field that is replaced as a whole adds nothing.
        (r#"{"user":{"name":"ann@acme-corp.com, Ann"}}"#, r#"{"user":{"name":"********"}}"#),
        ("no json, and no { brace that matters", "no json, and no { brace that matters"),
    ]
    .into_iter()
    .enumerate()
    {
        let name = format!("contracts-path-{number}");
        let done = under(&name, BY_PATH, &[], event);
        assert_eq!(done.text(), want, "{event}");
        assert_eq!(under(&name, BY_PATH, &[], want).text(), want, "a second time: {want}");
        // The same as the message of a batch.
        let done = under(&name, BY_PATH, &[], &batch(&[&quoted(event)]));
        assert_eq!(messages(&done), [want], "{event}");
    }
}

const CONTRACT: &str = "version = 1\n\
    [[contract]]\nid = \"shop\"\nlog_group = \"/aws/lambda/shop*\"\nversion = 3\nowner = \"team-shop\"\n\
    unknown = \"redact\"\n\
    [[contract.field]]\npath = \"level\"\ntype = \"string\"\nrequired = true\n\
    [[contract.field]]\npath = \"order.id\"\ntype = \"integer\"\nrequired = true\n\
    [[contract.field]]\npath = \"order.customer\"\nuse = \"partial\"\nlast = 2\n\
    [[contract.field]]\npath = \"context\"\ntype = \"object\"\n\
    [[contract.field]]\npath = \"**.password\"\nforbidden = true\n\
    [[contract.field]]\npath = \"tags[*]\"\ntype = \"string\"\n\
    [[contract.exception]]\npath = \"debug.*\"\nreason = \"until the migration is done\"\nuntil = 9999-12-31\n";

#[test]
fn contracts_are_enforced_and_counted() {
    for (number, (event, want, counts)) in [
        (
            r#"{"level":"info","order":{"id":1}}"#,
            r#"{"level":"info","order":{"id":1}}"#,
            json!({"events": 1}),
        ),
        (r#"{"level":"info"}"#, r#"{"level":"info"}"#, json!({"events": 1, "missing": 1})),
        ("{}", "{}", json!({"events": 1, "missing": 2})),
        (
            r#"{"level":"info","order":{"id":1,"customer":"C-100200300"}}"#,
            r#"{"level":"info","order":{"id":1,"customer":"****00"}}"#,
            json!({"events": 1, "fields": 1}),
        ),
        (
            r#"{"level":7,"order":{"id":1.5}}"#,
            r#"{"level":null,"order":{"id":null}}"#,
            json!({"events": 1, "changed": 2}),
        ),
        (
            r#"{"level":"i","order":{"id":1,"x":"y"},"new":{"a":{"b":1}},"n":5}"#,
            r#"{"level":"i","order":{"id":1,"x":"REDACTED-unknown"},"new":null,"n":null}"#,
            json!({"events": 1, "unknown": 3}),
        ),
        (
            r#"{"level":"i","order":{"id":1},"context":{"any":{"thing":[1]}},"tags":["a",1]}"#,
            r#"{"level":"i","order":{"id":1},"context":{"any":{"thing":[1]}},"tags":["a",null]}"#,
            json!({"events": 1, "changed": 1}),
        ),
        (
            r#"{"level":"i","order":{"id":1,"password":"p"},"context":{"a":[{"password":1}]},"password":2}"#,
            r#"{"level":"i","order":{"id":1},"context":{"a":[{}]}}"#,
            json!({"events": 1, "forbidden": 3}),
        ),
        (
            r#"{"level":"i","order":{"id":1},"debug":{"x":"y","z":{"k":1}}}"#,
            r#"{"level":"i","order":{"id":1},"debug":{"x":"y","z":{"k":1}}}"#,
            json!({"events": 1, "excepted": 2}),
        ),
    ]
    .into_iter()
    .enumerate()
    {
        let name = format!("contracts-enforced-{number}");
        let done = under(&name, CONTRACT, &[], &batch(&[&quoted(event)]));
        assert_eq!(messages(&done), [want], "{event}");
        assert_eq!(clauses(&done, "shop"), counts, "{event}");
        let line = under(&name, CONTRACT, &["--log-group", "/aws/lambda/shop-eu"], event);
        assert_eq!((line.text(), clauses(&line, "shop")), (want.to_owned(), counts), "{event}");
        // Other groups, and events of which nobody says where they come from, are under no contract.
        for group in ["/aws/lambda/pay", ""] {
            let line = under(&name, CONTRACT, &["--log-group", group], event);
            assert_eq!((line.text(), clauses(&line, "shop")), (event.to_owned(), Value::Null), "{event}");
        }
        let again = under(&name, CONTRACT, &[], &batch(&[&quoted(want)]));
        assert_eq!(messages(&again), [want], "a second time");
    }
}

#[test]
fn what_breaks_a_contract_can_be_withheld_and_is_never_lost() {
    let policy =
        |more: &str| CONTRACT.replacen("unknown = \"redact\"", &format!("unknown = \"pass\"\n{more}"), 1);
    let good = r#"{"level":"i","order":{"id":1}}"#;
    for (number, (more, bad)) in [
        ("missing = \"withhold\"", r#"{"level":"i"}"#),
        ("forbidden = \"withhold\"", r#"{"level":"i","order":{"id":1,"password":1}}"#),
        ("changed = \"withhold\"", r#"{"level":"i","order":{"id":"1"}}"#),
        ("", "plain text"),
        ("", "[1]"),
        ("", r#"{"level":"i","order":{"id":1}} {"level":"i","order":{"id":1}}"#),
        ("", r#"log: {"level":"i","order":{"id":1}}"#),
        ("", "1"),
    ]
    .into_iter()
    .enumerate()
    {
        let done = under(
            &format!("contracts-withheld-{number}"),
            &policy(more),
            &[],
            &batch(&[&quoted(good), &quoted(bad), &quoted(good)]),
        );
        assert_eq!(messages(&done), [good, "WITHHELD-contract", good], "{bad}");
        assert_eq!(done.stats()["withheld_by_reason"], json!({"contract": 1}), "{bad}");
        assert_eq!(clauses(&done, "shop")["events"], 3);
        assert!(done.count("violations") > 0, "{bad}: {}", done.err);
        assert_eq!(done.code, 3);
    }
    let unknown = policy("").replacen("unknown = \"pass\"", "unknown = \"withhold\"", 1);
    let done = under(
        "contracts-unknown",
        &unknown,
        &["--log-group", "/aws/lambda/shop"],
        r#"{"level":"i","order":{"id":1},"x":1}"#,
    );
    assert_eq!(done.text(), "{\"message\":\"WITHHELD-contract\"}");
    let text = policy("text = \"pass\"");
    let done = under("contracts-text", &text, &[], &batch(&["START of it", "mail ann@acme-corp.com"]));
    assert_eq!(messages(&done), ["START of it", "mail REDACTED-email"]);
    assert_eq!(clauses(&done, "shop"), json!({"events": 2, "text": 2}));
    // A message that is no string is no event of the contract's form.
    let object = batch(&["x"]).replace("\"message\":\"x\"", "\"message\":{\"level\":\"i\"}");
    let done = under("contracts-object", &policy(""), &[], &object);
    assert!(!done.text().contains("level") && done.text().contains("WITHHELD-contract"), "{}", done.text());
}

#[test]
fn unknown_fields_can_be_dropped() {
    let policy = CONTRACT.replacen("unknown = \"redact\"", "unknown = \"drop\"", 1);
    for (number, (event, want)) in [
        (
            r#"{"a":1,"level":"i","b":2,"order":{"id":1,"x":1},"c":{"d":1}}"#,
            r#"{"level":"i","order":{"id":1}}"#,
        ),
        (r#"{"level":"i" , "b":2 , "c":"ann@acme-corp.com" }"#, r#"{"level":"i" }"#),
        (r#"{"a":1,"b":[2]}"#, "{}"),
        (r#"{"a":null,"level":"i","order":null,"b":true}"#, r#"{"level":"i"}"#),
    ]
    .into_iter()
    .enumerate()
    {
        let done =
            under(&format!("contracts-drop-{number}"), &policy, &["--log-group", "/aws/lambda/shop"], event);
        assert_eq!(done.text(), want, "{event}");
        let _json: Value = serde_json::from_slice(&done.out).unwrap();
    }
}

#[test]
fn an_expired_contract_is_enforced_and_counted() {
    let policy =
        CONTRACT.replacen("unknown", "expires = 2020-01-31\nunknown", 1).replace("9999-12-31", "2020-01-31");
    let event = r#"{"level":"i","order":{"id":1},"debug":{"x":"y"}}"#;
    let done = under("contracts-expired", &policy, &["--log-group", "/aws/lambda/shop"], event);
    assert_eq!(done.text(), r#"{"level":"i","order":{"id":1},"debug":null}"#);
    assert_eq!(clauses(&done, "shop"), json!({"events": 1, "expired": 1, "unknown": 1}));
    assert!(done.err.contains("policy.toml:7: the contract `shop` has expired"), "{}", done.err);
    assert!(done.err.contains("this exception has ended"), "{}", done.err);
    let policy = policy.replacen("unknown", "ended = \"withhold\"\nunknown", 1);
    let done = under("contracts-ended", &policy, &["--log-group", "/aws/lambda/shop"], event);
    assert_eq!(done.text(), "{\"message\":\"WITHHELD-contract\"}");
}

#[test]
fn run_says_what_was_broken() {
    let policy = file(&folder("contracts-run"), "policy.toml", CONTRACT.as_bytes());
    let input = batch(&[&quoted(r#"{"level":1}"#), &quoted(r#"{"level":"i","order":{"id":1}}"#)]);
    let done =
        blackbar(&["run", "--input", "-", "--output", "-", "--policy", &policy], input.as_bytes()).mute();
    assert!(done.err.contains("contract  shop: 1 changed, 2 events, 1 missing\n"), "{}", done.err);
    let check = blackbar(&["policy", "check", &policy], b"").text();
    let digest = check.trim_end().rsplit(' ').next().unwrap().to_owned();
    assert!(done.err.contains(&format!("in force  policy {}, rules ", &digest[..16])), "{}", done.err);
    let json = blackbar(
        &["run", "--stats", "json", "--input", "-", "--output", "-", "--policy", &policy],
        input.as_bytes(),
    );
    assert_eq!(json.stats()["policy_sha256"], digest);
    let listed = blackbar(&["rules", "list"], b"").err;
    assert!(listed.contains(json.stats()["rules_sha256"].as_str().unwrap()), "{listed}");
}

#[test]
fn sources_that_are_not_allowed_are_withheld() {
    let policy = "version = 1\n[[source]]\naccount = \"123456789012\"\nlog_group = \"/aws/lambda/*\"\n\
                  [[source]]\nregion = \"eu-west-*\"\nlog_group = \"audit\"\n";
    let good = batch(&["clean", "mail ann@acme-corp.com"]);
    let done = under("sources", policy, &[], &good);
    assert_eq!(messages(&done), ["clean", "mail REDACTED-email"]);
    for (number, other) in [
        good.replace("/aws/lambda/shop", "/aws/ecs/shop"),
        good.replace("123456789012", "123456789013"),
        // Two names that differ are none.
        good.replace("\"logStream\"", "\"logGroup\":\"/aws/lambda/x\",\"logStream\""),
        good.replace("\"owner\":\"123456789012\",", ""),
    ]
    .into_iter()
    .enumerate()
    {
        let done = under(&format!("sources-other-{number}"), policy, &[], &other);
        assert_eq!(done.text(), super::stub_batch("source_not_allowed"), "{other}");
        assert_eq!(done.stats()["withheld_by_reason"], json!({"source_not_allowed": 2}));
        let counted = policy.replace("version = 1\n", "version = 1\nother_sources = \"count\"\n");
        let done = under(&format!("sources-counted-{number}"), &counted, &[], &other);
        assert_eq!(messages(&done), ["clean", "mail REDACTED-email"]);
        assert_eq!(done.count("unlisted"), 2);
    }
    let line = under("sources-line", policy, &[], "a line\n");
    assert_eq!(line.text(), "WITHHELD-source_not_allowed\n");
    let named =
        under("sources-named", policy, &["--region", "eu-west-1", "--log-group", "audit"], "a line\n");
    assert_eq!((named.text().as_str(), named.code), ("a line\n", 0));
    // Who looks finds what there is in any case.
    let path = file(&folder("sources-scan"), "policy.toml", policy.as_bytes());
    let scan = blackbar(&["scan", "--policy", &path], format!("mail {MAIL}\n").as_bytes());
    assert_eq!(scan.code, 1, "{}", scan.err);
}

/// Redacts with keys under a scope, without the mail address's operator.
fn scoped(name: &str, scope: &str, input: &str) -> Done {
    let (keys, _) = prepared(name);
    with_keys(&keys, name, scope, input)
}

fn with_keys(keys: &str, name: &str, scope: &str, input: &str) -> Done {
    let folder = folder(&format!("{name}-policy"));
    let policy = file(&folder, "policy.toml", format!("version = 1\n[scope]\n{scope}\n").as_bytes());
    redact(&["--policy", &policy, "--keys", keys], input.as_bytes())
}

#[test]
fn the_tenant_can_be_part_of_the_log_group() {
    let (keys, _) = prepared("tenant-group");
    let of = |group: &str, scope: &str| {
        let input = batch(&[&format!("mail {MAIL}")]).replace("/aws/lambda/shop", group);
        with_keys(&keys, "tenant-group", scope, &input)
    };
    let glob = "tenant_from_log_group = \"/app/{tenant}/*\"";
    let acme = messages(&of("/app/acme/web", glob));
    assert!(acme[0].starts_with("mail BB1-email.p"), "{acme:?}");
    assert_eq!(acme, messages(&of("/app/acme/db", glob)));
    assert_eq!(
        acme,
        messages(&of("/app/x/db", "tenant = \"acme\"")),
        "the tenant is the same however it is known"
    );
    assert_ne!(acme, messages(&of("/app/acne/web", glob)));
    let none = of("/aws/lambda/shop", glob);
    assert_eq!(none.text(), super::stub_batch("no_tenant"));
    let line = with_keys(&keys, "tenant-line", glob, "clean\n");
    assert_eq!(line.text(), "WITHHELD-no_tenant\n", "never unscoped, even where nothing is found");
}

#[test]
fn the_tenant_can_be_a_field() {
    let (keys, _) = prepared("tenant-field");
    let path = "tenant_from_field = \"org.id\"";
    let of = |input: &str| with_keys(&keys, "tenant-field", path, input);
    let event = |org: &str| format!("{{\"org\":{{\"id\":{org}}},\"mail\":\"{MAIL}\"}}");
    let token = |done: &Done| {
        let event: Value = serde_json::from_slice(&done.out).unwrap();
        event["mail"].as_str().unwrap().to_owned()
    };
    let acme = token(&of(&event("\"acme\"")));
    assert!(acme.starts_with("BB1-email.p"), "{acme}");
    let constant = with_keys(&keys, "tenant-constant", "tenant = \"acme\"", &event("1"));
    assert_eq!(acme, token(&constant));
    assert_ne!(acme, token(&of(&event("\"other\""))));
    assert!(token(&of(&event("17"))).starts_with("BB1-"));
    assert_eq!(acme, token(&of(&event("\"acm\\u0065\""))));
    let in_batch = of(&batch(&[&quoted(&event("\"acme\"")), "no json", &quoted(&event("\"b\""))]));
    let texts = messages(&in_batch);
    assert!(texts[0].contains(&acme), "{texts:?}");
    assert_eq!(texts[1], "WITHHELD-no_tenant");
    assert!(texts[2].contains("BB1-") && !texts[2].contains(&acme));
    for bad in [
        event("\"\""),
        event("null"),
        event("true"),
        event("{\"a\":1}"),
        format!("{{\"mail\":\"{MAIL}\"}}"),
        format!("{{\"org\":{{\"id\":\"a\",\"id\":\"b\"}},\"mail\":\"{MAIL}\"}}"),
        event(&format!("\"{}\"", "x".repeat(300))),
    ] {
        let done = of(&bad);
        assert_eq!(done.text(), "{\"message\":\"WITHHELD-no_tenant\"}", "{bad}");
        assert_eq!(done.stats()["withheld_by_reason"], json!({"no_tenant": 1}));
    }
    // A token is recognised under its tenant and is text like any other under another one.
    let again = of(&event("\"acme\"").replace(MAIL, &acme));
    assert_eq!((token(&again), again.count("clean")), (acme, 1));
}

#[test]
fn unknown_fields_can_be_tokenized() {
    let scope = "tenant = \"acme\"\n[[contract]]\nid = \"all\"\nlog_group = \"*\"\nunknown = \"tokenize\"\n\
                 [[contract.field]]\npath = \"customer\"\nuse = \"pseudonym\"\nas = \"customer_id\"\n\
                 [[contract.field]]\npath = \"n\"\nuse = \"encrypt\"\n";
    let (keys, _) = prepared("contract-tokens");
    let refused =
        file(&folder("contract-refused"), "p.toml", format!("version = 1\n[scope]\n{scope}").as_bytes());
    let done = blackbar(&["policy", "check", &refused], b"");
    assert!(done.text().contains("p.toml:14: error: `encrypt` makes tokens that whoever"), "{}", done.text());
    let scope = scope.replace("unknown =", "pipeline_can_reverse = true\nunknown =");
    let run = |input: &str| with_keys(&keys, "contract-tokens", &scope, input);
    let done = run(r#"{"customer":"C-17","other":"C-17","n":"C-17"}"#);
    let event: Value = serde_json::from_slice(&done.out).unwrap();
    assert!(event["customer"].as_str().unwrap().starts_with("BB1-customer_id.p"), "{event}");
    assert!(event["other"].as_str().unwrap().starts_with("BB1-unknown.p"), "{event}");
    assert!(event["n"].as_str().unwrap().starts_with("BB1-field.e"), "{event}");
    let again = run(&done.text());
    assert_eq!((again.text(), again.count("clean")), (done.text(), 1), "tokens of ours stay");
    // A planted look-alike hides nothing.
    let planted = event["customer"].as_str().unwrap().replace("BB1-customer_id.p", "BB1-customer_id.pz");
    let done = run(&format!("{{\"customer\":\"{planted}\"}}"));
    assert!(!done.text().contains(&planted), "{}", done.text());
}

#[test]
fn in_an_incident_every_value_is_replaced() {
    let policy = "version = 1\nmode = \"tokenize-all\"\n";
    for (number, (event, want)) in [
        (
            r#"{"a":"x","b":[1,true,null,{"c":"y"}],"d":"{\"e\":1}","ann@acme-corp.com":""}"#,
            r#"{"a":"REDACTED-value","b":[null,null,null,{"c":"REDACTED-value"}],"d":"REDACTED-value","REDACTED-email":""}"#,
        ),
        ("any text at all", "REDACTED-value"),
        (r#"text with {"a":1} in it \"x\""#, "REDACTED-value"),
        ("17", "REDACTED-value"),
        ("", ""),
    ]
    .into_iter()
    .enumerate()
    {
        let done = under(&format!("tokenize-all-{number}"), policy, &[], event);
        assert_eq!(done.text(), want, "{event}");
        assert_eq!(under(&format!("tokenize-all-{number}"), policy, &[], want).text(), want);
        if !event.is_empty() {
            let done = under(&format!("tokenize-all-{number}"), policy, &[], &batch(&[&quoted(event)]));
            assert_eq!(messages(&done), [want], "{event}");
        }
    }
    let extra = batch(&["x"]).replace("\"message\"", "\"extra\":{\"k\":\"plain\",\"n\":5},\"message\"");
    let done = under("tokenize-all-extra", policy, &[], &extra);
    assert!(done.text().contains(r#""extra":{"k":"REDACTED-value","n":null}"#), "{}", done.text());
    let done = scoped("tokenize-all-keys", "tenant = \"acme\"\n[classes]\n", "x").text();
    assert_eq!(done, "x");
    let (keys, _) = prepared("tokenize-all-tokens");
    let path = file(
        &folder("tokenize-all-p"),
        "p.toml",
        b"version = 1\nmode = \"tokenize-all\"\n[scope]\ntenant = \"a\"\n",
    );
    let run = |input: &str| redact(&["--policy", &path, "--keys", &keys], input.as_bytes());
    let done = run("{\"a\":\"x\",\"b\":\"x\"}\nplain\n");
    let lines: Vec<String> = done.text().lines().map(str::to_owned).collect();
    let event: Value = serde_json::from_str(&lines[0]).unwrap();
    assert!(event["a"] == event["b"] && event["a"].as_str().unwrap().starts_with("BB1-value.p"), "{event}");
    assert!(lines[1].starts_with("BB1-value.p"));
    assert_eq!(run(&done.text()).text(), done.text());
}

#[test]
fn mistakes_have_their_line_and_a_remedy() {
    let contract = "version = 1\n[[contract]]\nid = \"c\"\nlog_group = \"*\"\n";
    for (number, (text, wanted)) in [
        (contract.to_owned(), "FILE:3: error: `unknown` is missing"),
        (format!("{contract}unknown = \"hash\"\n"), "FILE:5: error: `hash` is nothing that `unknown` can be; write pass,"),
        (format!("{contract}unknown = \"pass\"\nmissing = \"drop\"\n"), "FILE:6: error: `drop` is nothing that `missing`"),
        (format!("{contract}unknown = \"tokenize\"\n"), "FILE:5: error: `pseudonym` makes tokens"),
        (format!("{contract}unknown = \"pass\"\ncolour = 1\n"), "unknown field `colour`"),
        (format!("{contract}unknown = \"pass\"\nexpires = \"soon\"\n"), "FILE:6: error:"),
        (contract.replace("\"c\"", "\"a b\"") + "unknown = \"pass\"\n", "FILE:3: error: an id is of small letters"),
        (contract.replace("\"*\"", "\"a{b\"") + "unknown = \"pass\"\n", "FILE:4: error: `log_group` is no glob"),
        (
            format!("{contract}unknown = \"pass\"\n{}unknown = \"pass\"\n", contract.replace("version = 1\n", "")),
            "FILE:7: error: there are two contracts `c`",
        ),
        (
            format!("{contract}unknown = \"pass\"\n[[contract.field]]\npath = \"a..\"\n"),
            "FILE:7: error: this is no path: a name is missing",
        ),
        (
            format!("{contract}unknown = \"pass\"\n[[contract.field]]\npath = \"a.*\"\nrequired = true\n"),
            "FILE:7: error: a field that is `required` is one field",
        ),
        (
            format!("{contract}unknown = \"pass\"\n[[contract.field]]\npath = \"a\"\nforbidden = true\nuse = \"mask\"\n"),
            "FILE:7: error: a field that is `forbidden` has no",
        ),
        (
            format!("{contract}unknown = \"pass\"\n[[contract.field]]\npath = \"a\"\ntype = \"text\"\n"),
            "FILE:8: error: there is no type `text`; use one of string,",
        ),
        (
            format!("{contract}unknown = \"pass\"\n[[contract.field]]\npath = \"a\"\nuse = \"md5\"\n"),
            "FILE:8: error: `md5` is refused",
        ),
        (
            format!("{contract}unknown = \"pass\"\n[[contract.exception]]\npath = \"a\"\nuntil = 2030-01-01\n"),
            "missing field `reason`",
        ),
        ("version = 1\n[[source]]\n".to_owned(), "FILE:2: error: a [[source]] names an `account`"),
        ("version = 1\nother_sources = \"count\"\n".to_owned(), "FILE:2: error: without [[source]]"),
        ("version = 1\n[regions]\nhome = \"Europe\"\n".to_owned(), "FILE:3: error: this is no region"),
        ("version = 1\n[scope]\npurpose = \"x\"\n".to_owned(), "FILE:2: error: `[scope]` names no tenant"),
        (
            "version = 1\n[scope]\ntenant = \"a\"\ntenant_from_field = \"b\"\n".to_owned(),
            "FILE:4: error: write one of `tenant`",
        ),
        (
            "version = 1\n[scope]\ntenant_from_log_group = \"/app/*\"\n".to_owned(),
            "FILE:3: error: `tenant_from_log_group`: write `{tenant}`",
        ),
        (
            "version = 1\n[[operator]]\npath = \"a\"\nclass = \"email\"\nuse = \"mask\"\n".to_owned(),
            "FILE:5: error: an operator is for one `class`, one `rule` or one `path`",
        ),
        (
            "version = 1\n[[operator]]\npath = \"a\"\nuse = \"mask\"\nas = \"A b\"\n".to_owned(),
            "FILE:5: error: a class is of small letters",
        ),
        (
            "version = 1\n[[operator]]\nclass = \"email\"\nuse = \"mask\"\nas = \"x\"\n".to_owned(),
            "FILE:5: error: `as` names the class of a field",
        ),
    ]
    .into_iter()
    .enumerate()
    {
        let path = file(&folder(&format!("contracts-wrong-{number}")), "policy.toml", text.as_bytes());
        let done = blackbar(&["policy", "check", &path], b"");
        let said = done.text().replace(&path, "FILE");
        assert_eq!(done.code, 2, "{text}{said}");
        assert!(said.contains(wanted), "{text}{said}");
    }
}
