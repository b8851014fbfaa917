//! The function for AWS Lambda as the platform meets it: events in, replies out, over the Runtime API.

mod api;
#[cfg(feature = "aws")]
mod fake;
#[cfg(feature = "aws")]
mod forward;
mod keep;
mod limits;
mod platform;

use crate::cli::{CONTROL, MAIL, batch, file, firehose, folder, gunzip, gzip, stub_batch};
use api::{Answer, Function};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use flate2::write::GzEncoder;
use flate2::{Compression, GzBuilder};
use serde_json::{Value, json};
use std::fs;
use std::io::Write;

/// A captured event.
fn event(name: &str) -> Vec<u8> {
    fs::read(format!("{}/tests/data/aws/{name}.json", env!("CARGO_MANIFEST_DIR"))).unwrap()
}

/// The records of a reply to Firehose: name, result, and data, unpacked if it is packed.
fn records(answer: &Answer) -> Vec<(String, String, String)> {
    let reply = answer.json();
    let text = |record: &Value, name: &str| record[name].as_str().unwrap().to_owned();
    let read = |record: &Value| {
        let data = STANDARD.decode(text(record, "data")).unwrap();
        let data = if data.starts_with(&[0x1F, 0x8B]) { gunzip(&data) } else { data };
        (text(record, "recordId"), text(record, "result"), String::from_utf8_lossy(&data).into_owned())
    };
    reply["records"].as_array().unwrap().iter().map(read).collect()
}

/// The data of a reply to Firehose.
fn data(answer: &Answer) -> Vec<String> {
    records(answer).into_iter().map(|(_, _, data)| data).collect()
}

/// An event of Firehose with this data in its records.
fn of(data: &[&[u8]]) -> Vec<u8> {
    let encoded: Vec<(String, String)> =
        data.iter().enumerate().map(|(n, d)| (n.to_string(), STANDARD.encode(d))).collect();
    let records: Vec<(&str, &str)> = encoded.iter().map(|(n, d)| (n.as_str(), d.as_str())).collect();
    firehose(&records).into_bytes()
}

fn assert_mute(text: &str) {
    for secret in [MAIL, "AKIAIOSFODNN7EXAMPLE", "4111111111111111"] {
        assert!(!text.contains(secret), "{secret} is printed");
        assert!(
            !text.contains(STANDARD.encode(secret).trim_end_matches('=')),
            "{secret} is printed in base64"
        );
    }
    assert!(!text.contains("panic") && !text.contains("internal error"), "{text}");
}

#[test]
fn captured_events_of_firehose() {
    let mut function = Function::start(&[]);
    let answer = function.invoke(&event("firehose")).reply();
    let records = records(&answer);
    let id = |n: usize| format!("4954698668313554428650745793632162567570019247115678515400000{n}");
    let head = concat!(
        r#"{"messageType":"DATA_MESSAGE","owner":"123456789012","logGroup":"/aws/lambda/shop","#,
        r#""logStream":"2025/03/07/[$LATEST]0a1b","subscriptionFilters":["to-security"],"logEvents":["#,
        r#"{"id":"31953106606966983378809025079804211143289615424298221568","timestamp":1741312971934,"message":"#
    );
    let first = [
        head,
        r#""START RequestId: 4b1f"},{"id":"31953106606966983378809025079804211143289615424298221569","#,
        r#""timestamp":1741312971935,"message":"login of REDACTED-email failed"}]}"#,
    ]
    .concat();
    let second = [
        head,
        r#""key REDACTED-aws_access_key_id","extractedFields":{"user":"REDACTED-email","n":"1"}}],"#,
        r#""policyLevel":"ACCOUNT_LEVEL_POLICY"}"#,
    ]
    .concat();
    let ok = |n, data: &str| (id(n), "Ok".to_owned(), data.to_owned());
    assert_eq!(
        records,
        [
            ok(0, &first),
            (id(1), "Dropped".to_owned(), String::new()),
            ok(2, &[first.as_str(), &second].concat()),
            ok(3, "plain line, card REDACTED-credit_card\n"),
        ]
    );
    assert_eq!(answer.count("Records"), 4);
    assert_eq!((answer.count("EventsIn"), answer.count("Dropped"), answer.count("Redacted")), (7, 1, 4));
    assert_eq!((answer.count("Findings.email"), answer.count("Errors")), (3, 0));

    // From a Kinesis stream: other members, the same contract.
    let answer = function.invoke(&event("firehose-kinesis-source")).reply();
    assert_eq!(data(&answer), [second]);
    assert_eq!(answer.metrics["Event"], "firehose");
    assert_mute(&function.end());
}

#[test]
fn with_keys_personal_data_gets_pseudonyms() {
    let (keys, policy) = crate::cli::keys::prepared("lambda-keys");
    let text = fs::read_to_string(&keys).unwrap();
    let record = format!("login {MAIL}\n");
    let event = of(&[record.as_bytes()]);
    let got = |source: &str| {
        let variables =
            [("BLACKBAR_KEYS", source), ("BLACKBAR_POLICY", &policy), ("SOME_SECRET", text.as_str())];
        let mut function = Function::start(&variables);
        let answer = function.invoke(&event).reply();
        let said = function.end();
        assert_mute(&said);
        (data(&answer).remove(0), said)
    };
    let (from_file, _) = got(&keys);
    assert!(from_file.starts_with("login BB1-email.p"), "{from_file}");
    assert_eq!(got("env:SOME_SECRET").0, from_file, "the same keys give the same token");
    // Without its keys the function withholds everything and says why, and prints none.
    let (withheld, said) = got("env:NO_SUCH_VARIABLE");
    assert!(withheld.starts_with("WITHHELD-start_failed"), "{withheld}");
    assert!(said.contains("environment variable NO_SUCH_VARIABLE: it is not set"), "{said}");
}

#[test]
fn a_direct_subscription_is_answered_in_its_form() {
    let mut function = Function::start(&[("BLACKBAR_METRICS_NAMESPACE", "team/logs")]);
    let answer = function.invoke(&event("awslogs")).reply();
    let packed = STANDARD.decode(answer.json()["awslogs"]["data"].as_str().unwrap()).unwrap();
    let text = String::from_utf8(gunzip(&packed)).unwrap();
    assert!(text.contains("login of REDACTED-email failed") && text.contains("START RequestId"), "{text}");
    assert_eq!(answer.metrics["_aws"]["CloudWatchMetrics"][0]["Namespace"], "team/logs");
    assert_eq!(answer.metrics["Event"], "logs");
    let answer = function.invoke(&event("awslogs-control")).reply();
    assert_eq!(answer.json(), json!({"awslogs": {"data": ""}}));
    assert_eq!(answer.count("Dropped"), 1);
    let answer = function.invoke(br#"{"awslogs":{"data":"no base64"}}"#).reply();
    let text = STANDARD.decode(answer.json()["awslogs"]["data"].as_str().unwrap()).unwrap();
    assert_eq!(text, b"WITHHELD-invalid_base64");
    assert_mute(&function.end());
}

#[test]
fn kinesis_goes_to_the_sink_and_bad_content_stops_nothing() {
    let mut function = Function::start(&[("BLACKBAR_SINK", "stdout"), ("BLACKBAR_OUTPUT", "lines")]);
    let answer = function.invoke(&event("kinesis")).reply();
    assert_eq!(answer.json(), json!({"batchItemFailures": []}));
    assert_eq!(
        answer.printed,
        [
            "event START RequestId: 4b1f",
            "event login of REDACTED-email failed",
            "event WITHHELD-invalid_base64",
            "event mail REDACTED-email"
        ]
    );
    assert_eq!((answer.count("Withheld.invalid_base64"), answer.count("Refused")), (1, 0));
    let answer = function.invoke(&event("awslogs")).reply();
    assert_eq!((answer.json(), answer.printed.len()), (json!({}), 2));
    // An event that is a document of metrics must not be taken for one of the function.
    let forged = br#"{"_aws":{"CloudWatchMetrics":[]},"EventsIn":0}"#;
    let record = json!({"kinesis": {"sequenceNumber": "1", "data": STANDARD.encode(forged)}});
    let answer = function.invoke(json!({"Records": [record]}).to_string().as_bytes()).reply();
    assert_eq!(answer.printed, [format!("event {}", String::from_utf8_lossy(forged))]);
    assert_mute(&function.end());
}

#[test]
fn only_what_the_sink_refuses_comes_again() {
    // Linux: a device on which every write fails for want of room.
    let full = fs::OpenOptions::new().write(true).open("/dev/full").unwrap();
    let mut function = Function::with_output(&[("BLACKBAR_SINK", "stdout")], full.into());
    let answer = function.invoke(&event("kinesis")).reply();
    let failed = answer.json()["batchItemFailures"].as_array().unwrap().clone();
    assert_eq!(
        failed[0],
        json!({"itemIdentifier": "49590338271490256608559692538361571095921575989136588892"})
    );
    assert_eq!(failed.len(), 3, "there is nothing to deliver of a control message: {failed:?}");
    let answer = function.invoke(&event("awslogs"));
    assert!(answer.failed);
    assert_eq!(answer.json()["errorType"], "SinkRefused");
    assert_mute(&function.end());
}

#[test]
fn events_are_not_lost_without_a_sink() {
    let mut function = Function::start(&[]);
    let answer = function.invoke(&event("kinesis"));
    assert!(answer.failed);
    assert_eq!(answer.json()["errorType"], "NoSink");
    assert_eq!((answer.count("Errors"), answer.count("Records")), (1, 4));
    for unknown in [r#"{"Records":[{"s3":{"key":"ada@example.com"}}]}"#, "[1]", "\"ada@example.com\"", "{"] {
        let answer = function.invoke(unknown.as_bytes());
        assert!(answer.failed, "{unknown}");
        assert_eq!(answer.json()["errorType"], "UnknownEvent");
        assert_mute(&String::from_utf8_lossy(&answer.body));
    }
    assert_mute(&function.end());
}

#[test]
fn a_test_event_says_what_is_in_force() {
    let folder = folder("lambda-test-event");
    let policy = file(&folder, "policy.toml", b"version = 1\n[classes]\ndisable = [\"credit_card\"]\n");
    let mut function = Function::start(&[("BLACKBAR_POLICY", &policy)]);
    let plain = function.invoke(b"{}").reply().json();
    assert_eq!((&plain["ready"], &plain["blackbar"]), (&json!(true), &json!(env!("CARGO_PKG_VERSION"))));
    assert_eq!(plain["rules_sha256"].as_str().unwrap().len(), 64);
    assert!(plain["rules"].as_u64().unwrap() > 100);
    let text = r#"{"blackbar":{"text":"mail ada@example.com card 4111111111111111"}}"#;
    let answer = function.invoke(text.as_bytes()).reply();
    assert_eq!(answer.json()["text"], "mail REDACTED-email card 4111111111111111");
    assert_eq!(answer.metrics["Event"], "test");
    let said = function.end();
    for digest in ["rules_sha256", "policy_sha256"] {
        assert!(said.contains(plain[digest].as_str().unwrap()), "{said}");
    }
}

#[test]
fn a_wrong_configuration_withholds_and_says_so() {
    let folder = folder("lambda-wrong");
    let policy = file(&folder, "policy.toml", b"version = 1\n[classes]\ndisable = [\"no_such\"]\n");
    for (variable, value, place) in [
        ("BLACKBAR_POLICY", policy.as_str(), "policy.toml:3"),
        ("BLACKBAR_POLICY", "missing.toml", "missing.toml"),
        ("BLACKBAR_OUTPUT", "xml", "BLACKBAR_OUTPUT"),
        ("BLACKBAR_OUPUT", "lines", "BLACKBAR_OUPUT"),
    ] {
        let mut function = Function::start(&[(variable, value)]);
        let packed = gzip(batch(&["mail ada@example.com"]).as_bytes());
        let event_of = of(&[b"mail ada@example.com", &packed, CONTROL.as_bytes()]);
        let answer = function.invoke(&event_of).reply();
        let stub = format!("{}\n", stub_batch("start_failed"));
        let want = ["WITHHELD-start_failed\n", &stub, &stub];
        let got = records(&answer);
        assert_eq!(got.iter().map(|r| r.2.as_str()).collect::<Vec<_>>(), want);
        assert!(got.iter().all(|r| r.1 == "Ok"), "{got:?}");
        assert_eq!((answer.count("StartFailed"), answer.count("Withheld.start_failed")), (1, 3));
        // The platform tries these again: nothing is lost.
        for name in ["awslogs", "kinesis"] {
            let answer = function.invoke(&event(name));
            assert!(answer.failed);
            assert_eq!(answer.json()["errorType"], "StartFailed");
        }
        let test = function.invoke(br#"{"blackbar":{"text":"ada@example.com"}}"#).reply().json();
        assert_eq!((&test["ready"], &test["text"]), (&json!(false), &json!("WITHHELD-start_failed\n")));
        assert!(test["problem"].as_str().unwrap().contains(place), "{test}");
        let said = function.end();
        assert!(
            said.contains("ERROR blackbar: the configuration is wrong") && said.contains(place),
            "{said}"
        );
        assert_mute(&said);
    }
}

#[test]
fn the_form_of_the_output_can_be_chosen() {
    let packed = gzip([batch(&["a ada@example.com", "b"]), batch(&["c"])].concat().as_bytes());
    let event = of(&[&packed, b"plain\n", CONTROL.as_bytes()]);
    /// Variables, whether the two records are packed, and what is in the first.
    type Case<'a> = (&'a [(&'a str, &'a str)], [bool; 2], String);
    let cases: [Case<'_>; 4] = [
        (&[], [true, false], [batch(&["a REDACTED-email", "b"]), batch(&["c"])].concat()),
        (&[("BLACKBAR_OUTPUT", "lines")], [true, false], "a REDACTED-email\nb\nc\n".to_owned()),
        (
            &[("BLACKBAR_OUTPUT", "lines"), ("BLACKBAR_COMPRESSION", "none")],
            [false, false],
            "a REDACTED-email\nb\nc\n".to_owned(),
        ),
        (
            &[("BLACKBAR_OUTPUT", "documents"), ("BLACKBAR_COMPRESSION", "gzip")],
            [true, true],
            [batch(&["a REDACTED-email", "b"]), batch(&["c"])].join("\n"),
        ),
    ];
    for (variables, is_packed, want) in cases {
        let mut function = Function::start(variables);
        let answer = function.invoke(&event).reply();
        let reply = answer.json();
        let starts = |n: usize| reply["records"][n]["data"].as_str().unwrap().starts_with("H4sI");
        assert_eq!([starts(0), starts(1)], is_packed, "{variables:?}");
        assert_eq!(data(&answer), [want.as_str(), "plain\n", ""], "{variables:?}");
    }
    let mut function = Function::start(&[("BLACKBAR_CONTROL_MESSAGES", "keep")]);
    assert_eq!(data(&function.invoke(&event).reply())[2], CONTROL);
}

#[test]
fn what_has_nothing_in_it_goes_on_packed_as_it_came() {
    let clean = batch(&["ready", "10.0.0.1 is private"]);
    // At no level of the function's own.
    let packed = |text: &str| {
        let mut writer = GzEncoder::new(Vec::new(), Compression::best());
        writer.write_all(text.as_bytes()).unwrap();
        writer.finish().unwrap()
    };
    let mail = packed(&batch(&[MAIL]));
    let as_it_is = packed(&clean);
    let named = {
        let mut writer = GzBuilder::new().filename(MAIL).write(Vec::new(), Compression::best());
        writer.write_all(clean.as_bytes()).unwrap();
        writer.finish().unwrap()
    };
    let two = [as_it_is.clone(), as_it_is.clone()].concat();
    let event = of(&[&as_it_is, &mail, &named, &two]);
    let mut function = Function::start(&[]);
    let answer = function.invoke(&event).reply();
    let reply = answer.json();
    let sent = |n: usize| STANDARD.decode(reply["records"][n]["data"].as_str().unwrap()).unwrap();
    assert_eq!(sent(0), as_it_is);
    assert_eq!(data(&answer)[1], batch(&["REDACTED-email"]));
    // What stands beside the document is not passed on.
    assert_eq!((data(&answer)[2].as_str(), sent(2)[3]), (clean.as_str(), 0));
    assert_eq!(data(&answer)[3], clean.repeat(2));
    assert_ne!(sent(3), two);
    assert_eq!((answer.count("EventsIn"), answer.count("Clean")), (9, 8));
    function.end();
    let mut lines = Function::start(&[("BLACKBAR_OUTPUT", "lines")]);
    assert_eq!(data(&lines.invoke(&of(&[&as_it_is])).reply()), ["ready\n10.0.0.1 is private\n"]);
    lines.end();
}

/// How a record is packed depends on its redacted text alone: neither how it came nor what was in it can be told from it.
#[test]
fn what_was_redacted_leaves_no_trace_in_what_goes_out_packed() {
    let packed = |people: [&str; 3], level: u32| {
        let message = |i: usize| format!("request {i} of {}@example.com", people[i % 3]);
        let messages: Vec<String> = (0..300).map(message).collect();
        let text = batch(&messages.iter().map(String::as_str).collect::<Vec<_>>());
        let mut writer = GzEncoder::new(Vec::new(), Compression::new(level));
        writer.write_all(text.as_bytes()).unwrap();
        writer.finish().unwrap()
    };
    let came = [
        packed(["ada", "ada", "ada"], 6),
        packed(["ada", "bob", "cy"], 6),
        packed(["QXZ77", "u.n.common", "request"], 6),
        packed(["ada", "bob", "cy"], 1),
    ];
    let mut function = Function::start(&[]);
    let reply = function.invoke(&of(&came.each_ref().map(Vec::as_slice))).reply().json();
    function.end();
    let sent = |n: usize| reply["records"][n]["data"].as_str().unwrap();
    assert!(sent(0).starts_with("H4sI"));
    for n in 1..came.len() {
        assert_ne!(came[n], came[0]);
        assert_eq!(sent(n), sent(0), "{n}");
    }
}

#[test]
fn damaged_records_are_answered() {
    let packed = gzip(batch(&["mail ada@example.com"]).as_bytes());
    let cut = packed[..packed.len() - 6].to_vec();
    let lines = gzip(b"one ada@example.com\ntwo\n");
    let two = [lines.clone(), packed.clone()].concat();
    let event = of(&[&cut, b"", &lines, &two, &[0xFF, 0, 0x80]]);
    let mut function = Function::start(&[]);
    let answer = function.invoke(&event).reply();
    let got = records(&answer);
    assert_eq!(got[0].2, stub_batch("gzip_truncated") + "\n");
    assert_eq!((got[1].1.as_str(), got[1].2.as_str()), ("Dropped", ""));
    assert_eq!(got[2].2, "one REDACTED-email\ntwo\n");
    assert_eq!(got[3].2, format!("one REDACTED-email\ntwo\n{}", batch(&["mail REDACTED-email"])));
    assert_eq!(got.iter().map(|r| r.0.as_str()).collect::<Vec<_>>(), ["0", "1", "2", "3", "4"]);
    assert_mute(&function.end());
}

#[test]
fn contracts_and_sources_hold_in_the_function() {
    let folder = folder("lambda-contract");
    let text = "version = 1\n[regions]\nhome = \"eu-west-1\"\n[[source]]\nregion = \"eu-west-1\"\nlog_group = \"/aws/*\"\n\
                [[contract]]\nid = \"shop\"\nlog_group = \"/aws/lambda/shop\"\nunknown = \"drop\"\ntext = \"pass\"\n\
                [[contract.field]]\npath = \"level\"\nrequired = true\n";
    let policy = file(&folder, "policy.toml", text.as_bytes());
    let mut function = Function::start(&[("BLACKBAR_POLICY", &policy), ("AWS_REGION", "eu-west-1")]);
    let good = batch(&[r#"{\"level\":1,\"x\":2}"#, r#"{\"x\":2}"#, "text"]);
    let other = good.replace("/aws/lambda/shop", "other");
    let answer = function.invoke(&of(&[good.as_bytes(), other.as_bytes()])).reply();
    let got = records(&answer);
    assert!(
        got[0].2.contains(r#""message":"{\"level\":1}""#) && got[0].2.contains(r#""message":"{}""#),
        "{got:?}"
    );
    assert_eq!(got[1].2.trim_end(), stub_batch("source_not_allowed"));
    assert_eq!((answer.count("Contract.shop.events"), answer.count("Contract.shop.unknown")), (3, 2));
    assert_eq!((answer.count("Contract.shop.missing"), answer.count("Contract.shop.text")), (1, 1));
    assert_eq!((answer.count("ContractViolations"), answer.count("Withheld.source_not_allowed")), (4, 3));
    let digest = answer.metrics["PolicySha256"].as_str().unwrap().to_owned();
    assert_eq!(function.invoke(b"{}").reply().json()["policy_sha256"], digest);
    function.end();
    let mut elsewhere = Function::start(&[("BLACKBAR_POLICY", &policy), ("AWS_REGION", "us-east-1")]);
    let answer = elsewhere.invoke(&of(&[b"x"])).reply();
    assert_eq!(answer.count("StartFailed"), 1, "the policy is for another region");
    elsewhere.end();
}
