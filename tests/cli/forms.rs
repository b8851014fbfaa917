//! The forms of input and output, and the policy file.

use super::{CARD, CONTROL, KEY, MAIL, batch, blackbar, file, firehose, folder, gunzip, gzip, holds, redact};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Value, json};
use std::fs;

fn check(input: &str, want: &str) {
    let done = redact(&[], input.as_bytes());
    assert_eq!(done.text(), want);
    assert_eq!(done.code, 0, "{}", done.err);
}

/// Lines of every form, with something in most of them.
fn mixture() -> String {
    let mut all = String::new();
    for i in 0..300 {
        all += &format!("{i} mail {MAIL} card {CARD}\n{{\"n\":{i},\"key\":\"{KEY}\",\"card\":{CARD}}}\n");
        all += &batch(&["clean", "mail ada@example.com", r#"{\"user\":\"ada@example.com\"}"#]);
        all += if i % 2 == 0 { "\n" } else { "" };
        all += &format!("{{\n  \"n\": {i},\n  \"m\": \"\\u0061da@example.com\"\n}}\n");
    }
    all
}

#[test]
fn packed_input_stays_packed() {
    let done = redact(&[], &gzip(b"mail ada@example.com\n"));
    assert_eq!(done.out.get(..2), Some(&[0x1F, 0x8B][..]));
    assert_eq!(gunzip(&done.out), b"mail REDACTED-email\n");
    for level in ["0", "1", "9"] {
        let done = redact(&["--gzip-level", level], &gzip(mixture().as_bytes()));
        assert_eq!(gunzip(&done.out), redact(&[], mixture().as_bytes()).out, "level {level}");
    }
}

#[test]
fn batches_may_follow_each_other_without_a_separator() {
    let of = |mail: &str| [batch(&["a"]), batch(&["b", mail]), CONTROL.to_owned(), batch(&[mail])].concat();
    check(&of(MAIL), &of("REDACTED-email"));
    let done = redact(&[], of(MAIL).as_bytes());
    assert_eq!((done.count("batches"), done.count("in"), done.count("redacted")), (4, 5, 2));
    assert_eq!(redact(&[], &gzip(of(MAIL).as_bytes())).unpacked(), of("REDACTED-email"));
}

#[test]
fn forms_may_be_mixed() {
    let of = |mail: &str| {
        let inside = batch(&[&format!("m {mail}"), &format!(r#"{{\"deep\":\"{mail}\"}}"#)]);
        format!(
            "text {mail}\n{inside}\n{{\"m\":\"{mail}\"}}\n[\"{mail}\"]\r\n\n{inside}{inside} \nlast {mail}"
        )
    };
    check(&of(MAIL), &of("REDACTED-email"));
}

#[test]
fn pretty_printed_json_stays_valid() {
    let text = format!(
        "{{\n  \"user\": \"{MAIL}\",\n  \"{MAIL}\": {CARD},\n  \"list\": [\n    \"{KEY}\",\n    1\n  ]\n}}\nnext\n"
    );
    let done = redact(&[], text.as_bytes());
    let (object, rest) =
        done.text().rsplit_once("}\n").map(|(o, r)| (o.to_owned() + "}", r.to_owned())).unwrap();
    assert_eq!(rest, "next\n");
    let value: Value = serde_json::from_str(&object).unwrap();
    let want =
        json!({"user": "REDACTED-email", "REDACTED-email": null, "list": ["REDACTED-aws_access_key_id", 1]});
    assert_eq!(value, want);
    // A pretty batch is a batch.
    let pretty =
        serde_json::to_string_pretty(&serde_json::from_str::<Value>(&batch(&[MAIL])).unwrap()).unwrap();
    let done = redact(&[], pretty.as_bytes());
    assert_eq!((done.text(), done.count("batches")), (pretty.replace(MAIL, "REDACTED-email"), 1));
}

#[test]
fn escapes_are_seen_through_and_kept() {
    check(
        r#"{"m":"tab\t\u0061da@example.com \"q\"","n":"{\"m\":\"\\u0061da@example.com\"}"}"#,
        r#"{"m":"tab\tREDACTED-email \"q\"","n":"{\"m\":\"REDACTED-email\"}"}"#,
    );
}

#[test]
fn a_firehose_event_is_answered_in_its_reply_form() {
    let texts = [
        batch(&["mail ada@example.com"]),
        "mail ada@example.com\n".to_owned(),
        String::new(),
        "clean".to_owned(),
    ];
    let packed = STANDARD.encode(gzip(texts[0].as_bytes()));
    let data: Vec<String> = texts.iter().map(|t| STANDARD.encode(t)).collect();
    let event = firehose(&[("49-a", &packed), ("49-b", &data[1]), ("49-c", &data[2]), ("49-d", &data[3])]);
    let done = redact(&[], event.as_bytes());
    assert_eq!(done.code, 0, "{}", done.err);
    let reply: Value = serde_json::from_slice(&done.out).unwrap();
    let records = reply["records"].as_array().unwrap();
    assert_eq!(records.len(), 4);
    for (record, id) in records.iter().zip(["49-a", "49-b", "49-c", "49-d"]) {
        assert_eq!((record["recordId"].as_str(), record["result"].as_str()), (Some(id), Some("Ok")));
        assert_eq!(record.as_object().unwrap().len(), 3);
    }
    let data = |i: usize| STANDARD.decode(records[i]["data"].as_str().unwrap()).unwrap();
    assert_eq!(gunzip(&data(0)), texts[0].replace(MAIL, "REDACTED-email").as_bytes());
    assert_eq!(data(1), b"mail REDACTED-email\n");
    assert_eq!(data(2), b"");
    assert_eq!(data(3), b"clean");
}

#[test]
fn lines_writes_one_event_a_line() {
    let input = format!(
        "text {MAIL}\n{}\n{{\n\"a\":\n\"{MAIL}\"}}\n",
        batch(&[r"two\nlines ada@example.com", r#"{\"m\":\"\\u0061da@example.com\"}"#, "clean"])
    );
    let want = concat!(
        "text REDACTED-email\n",
        "two\\nlines REDACTED-email\n",
        "{\"m\":\"REDACTED-email\"}\n",
        "clean\n",
        "{\\n\"a\":\\n\"REDACTED-email\"}\n"
    );
    assert_eq!(redact(&["--lines"], input.as_bytes()).text(), want);
    assert_eq!(redact(&["--lines"], &gzip(input.as_bytes())).text(), want, "unpacked");
    let event = firehose(&[("1", &STANDARD.encode(&input)), ("2", "*")]);
    let done = redact(&["--lines"], event.as_bytes());
    assert_eq!((done.text(), done.code), (format!("{want}WITHHELD-invalid_base64\n"), 3));
}

#[test]
fn null_data_ends_records_with_nul() {
    let done = redact(&["-z"], b"a ada@example.com\nb\0{\"m\":\n\"ada@example.com\"}\0last 4111111111111111");
    assert_eq!(done.text(), "a REDACTED-email\nb\0{\"m\":\n\"REDACTED-email\"}\0last REDACTED-credit_card");
    assert_eq!(done.count("in"), 3);
    let done = redact(
        &["--null-data", "--max-event=1K"],
        &[vec![b'x'; 5000], b"\0ada@example.com\0".to_vec()].concat(),
    );
    assert_eq!((done.text().as_str(), done.code), ("WITHHELD-event_too_large\0REDACTED-email\0", 3));
}

#[test]
fn the_number_of_threads_changes_nothing() {
    let input = mixture().repeat(8);
    for arguments in [
        &["redact", "--stats=json"][..],
        &["redact", "--stats=json", "--lines"],
        &["scan", "--format=jsonl"],
        &["scan"],
    ] {
        for input in [input.clone().into_bytes(), gzip(input.as_bytes())] {
            let one = blackbar(&[arguments, &["--threads=1"]].concat(), &input).mute();
            let four = blackbar(&[arguments, &["--threads=4"]].concat(), &input).mute();
            assert!(one.out == four.out, "{arguments:?}");
            assert_eq!((one.code, one.err), (four.code, four.err));
        }
    }
}

#[test]
fn redacting_twice_is_redacting_once() {
    let mixed = mixture();
    let long = "y".repeat(3000) + " ada@example.com\n" + &mixed;
    for (arguments, input) in [(&[][..], &mixed), (&["--max-event=2K"], &long), (&["--lines"], &mixed)] {
        let once = redact(arguments, input.as_bytes());
        let twice = redact(arguments, &once.out);
        assert!(once.out == twice.out, "{arguments:?}");
        assert_eq!(twice.count("redacted"), 0, "{}", twice.err);
    }
}

#[test]
fn scan_names_the_place_in_jsonl() {
    let input = format!("clean\nmail {MAIL}, {KEY}\n{{\"c\": {CARD}}}\n");
    let done = blackbar(&["scan", "--format=jsonl"], input.as_bytes()).mute();
    assert_eq!(done.code, 1);
    let rows: Vec<Value> = done.text().lines().map(|l| serde_json::from_str(l).unwrap()).collect();
    let place = |row: &Value| {
        let n = |name: &str| row[name].as_u64().unwrap();
        (n("record"), n("start"), n("end"), row["class"].as_str().unwrap().to_owned())
    };
    let places: Vec<_> = rows.iter().map(place).collect();
    let want = [(1, 5, 20, "email"), (1, 22, 42, "aws_access_key_id"), (2, 6, 22, "credit_card")];
    assert_eq!(places, want.map(|(r, s, e, c)| (r, s, e, c.to_owned())));
    for row in &rows {
        let names: Vec<&str> = row.as_object().unwrap().keys().map(String::as_str).collect();
        assert_eq!(names, ["class", "confidence", "end", "record", "rule", "start"]);
        assert!(["low", "medium", "high"].contains(&row["confidence"].as_str().unwrap()));
    }
    assert_eq!(rows[0]["rule"], "email-address");
}

#[test]
fn scan_offsets_in_a_batch_are_of_the_message_unescaped_once() {
    let input = batch(&["clean", r#"a\t \"ada@example.com\" x"#]) + &batch(&[r"\u0061da@example.com"]);
    for input in [
        input.clone().into_bytes(),
        gzip(input.as_bytes()),
        firehose(&[("1", &STANDARD.encode(&input))]).into_bytes(),
    ] {
        let done = blackbar(&["scan", "--format=jsonl"], &input).mute();
        let rows: Vec<Value> = done.text().lines().map(|l| serde_json::from_str(l).unwrap()).collect();
        let places: Vec<_> =
            rows.iter().map(|r| (r["record"].as_u64(), r["start"].as_u64(), r["end"].as_u64())).collect();
        assert_eq!(places, [(Some(1), Some(4), Some(19)), (Some(2), Some(0), Some(15))]);
    }
}

#[test]
fn scan_names_files_and_fields() {
    let place = folder("scan-fields");
    let a = file(&place, "a.log", b"x\nmail ada@example.com\n");
    let b = file(&place, "b.json", batch(&["x"]).replace("/aws/lambda/shop", KEY).as_bytes());
    let done = blackbar(&["scan", "--format=jsonl", &a, &b], b"").mute();
    let rows: Vec<Value> = done.text().lines().map(|l| serde_json::from_str(l).unwrap()).collect();
    assert_eq!((rows[0]["file"].as_str(), rows[0]["record"].as_u64()), (Some(a.as_str()), Some(1)));
    assert_eq!((rows[1]["file"].as_str(), rows[1]["field"].as_str()), (Some(b.as_str()), Some("logGroup")));
}

#[test]
fn scan_never_prints_a_value() {
    let secret = crate::examples::expand("ghp_{alnum:36}", &mut 1);
    let input = format!("{}\n{}\nx {MAIL} {KEY} {CARD} {secret}\n", mixture(), batch(&[&secret]));
    for format in ["table", "jsonl"] {
        for minimum in ["low", "medium", "high"] {
            let done =
                blackbar(&["scan", "--format", format, "--min-confidence", minimum], input.as_bytes()).mute();
            assert!(!holds(&done.out, secret.as_bytes()) && !holds(&done.out, &secret.as_bytes()[4..20]));
            assert_eq!(done.code, 1);
        }
    }
}

#[test]
fn scan_has_three_exit_codes() {
    assert_eq!(blackbar(&["scan"], b"nothing here\n").code, 0);
    assert_eq!(blackbar(&["scan"], b"mail ada@example.com\n").code, 1);
    let done =
        blackbar(&["scan", "--max-event=1K"], &[vec![b'x'; 5000], b"\nada@example.com\n".to_vec()].concat())
            .mute();
    assert_eq!(done.code, 2);
    assert!(done.err.contains("record 0") && done.err.contains("event_too_large"), "{}", done.err);
    assert!(done.text().contains("email"), "the rest is searched");
}

#[test]
fn run_writes_whole_files_and_never_over_others() {
    let place = folder("run");
    fs::create_dir(place.join("in")).unwrap();
    fs::create_dir(place.join("in/more")).unwrap();
    file(&place, "in/a.json", (batch(&[MAIL]) + CONTROL + &batch(&["b"])).as_bytes());
    file(&place, "in/b.gz", &gzip(batch(&[CARD]).as_bytes()));
    file(&place, "in/more/c.log", b"text ada@example.com");
    file(&place, "in/.hidden", b"hidden");
    let (input, output) = (place.join("in"), place.join("out"));
    let arguments =
        ["run", "--stats=json", "--input", input.to_str().unwrap(), "--output", output.to_str().unwrap()];
    let names = || {
        let mut names: Vec<String> =
            fs::read_dir(&output).unwrap().map(|f| f.unwrap().file_name().into_string().unwrap()).collect();
        names.sort();
        names
    };
    let done = blackbar(&arguments, b"").sound();
    assert_eq!(
        (done.code, done.count("dropped"), done.count("redacted"), done.count("batches")),
        (0, 1, 3, 3)
    );
    assert_eq!(names(), ["blackbar-00000001.jsonl"]);
    let first = fs::read_to_string(output.join("blackbar-00000001.jsonl")).unwrap();
    let want = [
        batch(&["REDACTED-email"]),
        batch(&["b"]),
        batch(&["REDACTED-credit_card"]),
        "text REDACTED-email".to_owned(),
    ];
    assert_eq!(first.lines().filter(|l| !l.is_empty()).collect::<Vec<_>>(), want);
    assert!(first.ends_with('\n'));
    blackbar(&arguments, b"").sound();
    assert_eq!(names(), ["blackbar-00000001.jsonl", "blackbar-00000002.jsonl"]);
    for name in names() {
        assert_eq!(fs::read_to_string(output.join(name)).unwrap(), first);
    }
    // A new file for each parcel; a left-over of a killed run keeps its number.
    file(&output, "blackbar-00000007.jsonl.part", b"left over");
    blackbar(&[&arguments[..], &["--roll-bytes=1"]].concat(), b"").sound();
    assert!(names().contains(&"blackbar-00000008.jsonl".to_owned()), "{:?}", names());
    assert!(names().contains(&"blackbar-00000010.jsonl".to_owned()), "{:?}", names());
    assert_eq!(fs::read(output.join("blackbar-00000007.jsonl.part")).unwrap(), b"left over");
}

#[test]
fn run_says_what_it_cannot_write() {
    let place = folder("run-output");
    let plain = file(&place, "plain", b"");
    let done = blackbar(&["run", "--input=-", "--output", &plain], b"ada@example.com\n").mute();
    assert_eq!(done.code, 2);
    assert!(done.err.contains(&plain), "{}", done.err);
}

#[test]
fn the_counts_have_the_same_names_everywhere() {
    let input = batch(&["clean", MAIL]) + CONTROL;
    for arguments in [&["redact", "--stats=json"][..], &["run", "--stats=json", "--input=-", "--output=-"]] {
        let done = blackbar(arguments, input.as_bytes()).sound();
        let names = [
            "in", "clean", "redacted", "withheld", "dropped", "out", "stubs", "sealed", "unsealed",
            "coverage",
        ];
        for name in names {
            assert!(done.stats()[name].is_number(), "{name}: {}", done.err);
        }
        assert_eq!((done.count("in"), done.count("redacted")), (3, 1));
        let dropped = u64::from(arguments[0] == "run");
        assert_eq!((done.count("dropped"), done.count("clean")), (dropped, 2 - dropped));
    }
    let done = blackbar(&["redact", "--stats"], input.as_bytes()).mute();
    assert!(
        done.err.contains("3 in = 2 clean + 1 redacted") && done.err.contains("(balanced)"),
        "{}",
        done.err
    );
    assert!(blackbar(&["redact"], input.as_bytes()).err.is_empty(), "no counts unless asked for");
}

/// Under a policy, `input` becomes `want`.
fn check_policy(name: &str, policy: &str, input: &str, want: &str) {
    let path =
        file(&folder(&format!("policy-{name}")), "p.toml", format!("version = 1\n{policy}").as_bytes());
    let done = blackbar(&["redact", "--stats=json", "--policy", &path], input.as_bytes());
    assert_eq!(done.text(), want, "{}", done.err);
    assert_eq!((done.code, &done.stats()["balanced"]), (0, &Value::Bool(true)));
}

fn operator(name: &str) -> String {
    format!("[[operator]]\nclass = \"email\"\nuse = \"{name}\"\n")
}

#[test]
fn label_leaves_the_class() {
    check_policy("label", &operator("label"), "x ada@example.com\n", "x REDACTED-email\n");
}

#[test]
fn mask_says_nothing_of_the_length() {
    check_policy(
        "mask",
        &operator("mask"),
        "x ada@example.com\n{\"m\":\"ada@example.com\"}",
        "x ********\n{\"m\":\"********\"}",
    );
}

#[test]
fn partial_keeps_some_characters() {
    let policy = "[[operator]]\nclass = \"credit_card\"\nuse = \"partial\"\nfirst = 1\nlast = 4\n";
    check_policy("partial", policy, "x 4111111111111111\n", "x 4****1111\n");
}

#[test]
fn drop_takes_the_member_with_one_comma() {
    check_policy(
        "drop",
        &operator("drop"),
        concat!(
            r#"{"a":1,"m":"ada@example.com","z":2}"#,
            "\n",
            r#"{"m":"ada@example.com"}"#,
            "\n",
            r#"{"l":[1,"ada@example.com"],"m":"ada@example.com"}"#,
            "\nx ada@example.com\n"
        ),
        "{\"a\":1,\"z\":2}\n{}\n{\"l\":[1]}\nx REDACTED-email\n",
    );
}

#[test]
fn keep_leaves_the_value_and_counts_it() {
    let path =
        file(&folder("policy-keep"), "p.toml", format!("version = 1\n{}", operator("keep")).as_bytes());
    let done =
        blackbar(&["redact", "--stats=json", "--policy", &path], b"x ada@example.com 4111111111111111\n");
    assert_eq!(done.text(), "x ada@example.com REDACTED-credit_card\n");
    assert_eq!(done.stats()["findings"]["email-address"], 1);
}

#[test]
fn disabled_rules_and_classes_do_not_run() {
    check_policy(
        "no-class",
        "[classes]\ndisable = [\"email\"]\n",
        "x ada@example.com 4111111111111111\n",
        "x ada@example.com REDACTED-credit_card\n",
    );
    check_policy(
        "no-rule",
        "[rules]\ndisable = [\"email-address\"]\n",
        "x ada@example.com 4111111111111111\n",
        "x ada@example.com REDACTED-credit_card\n",
    );
}

/// A policy file is refused, with the line and with what is wrong.
fn check_refused(name: &str, policy: &str, line: usize, problem: &str) {
    let path = file(&folder(&format!("refused-{name}")), "p.toml", policy.as_bytes());
    for command in [&["redact"][..], &["scan"], &["run", "--input=-", "--output=-"]] {
        let done = blackbar(&[command, &["--policy", &path]].concat(), b"x ada@example.com\n").mute();
        assert_eq!((done.code, done.out.len()), (2, 0), "{command:?}");
        assert!(done.err.contains(&format!("{path}:{line}: ")), "{}", done.err);
        assert!(done.err.contains(problem), "{}", done.err);
    }
}

#[test]
fn a_wrong_policy_is_refused_with_its_line() {
    check_refused("version", "version = 2\n", 1, "version = 1");
    check_refused("syntax", "version = 1\n\n[rules\n", 3, "");
    check_refused("field", "version = 1\ncolour = 3\n", 2, "colour");
    check_refused("class", "version = 1\n[[operator]]\nclass = \"emial\"\nuse = \"mask\"\n", 3, "emial");
    check_refused(
        "rule",
        "version = 1\n[rules]\ndisable = [\"email-adress\"]\n",
        3,
        "did you mean `email-address`",
    );
    check_refused("operator", "version = 1\n\n[[operator]]\nclass = \"email\"\nuse = \"hide\"\n", 5, "hide");
    check_refused("hash", "version = 1\n[[operator]]\nclass = \"email\"\nuse = \"sha256\"\n", 4, "unkeyed");
    check_refused(
        "last",
        "version = 1\n[[operator]]\nclass = \"email\"\nuse = \"mask\"\nlast = 2\n",
        4,
        "partial",
    );
    check_refused("confidence", "version = 1\nminimum_confidence = \"huge\"\n", 2, "huge");
    check_refused("type", "version = 1\n[limits]\njson_depth = \"deep\"\n", 3, "");
    let done = blackbar(&["redact", "--policy", "no-such-file.toml"], b"");
    assert!(done.code == 2 && done.err.contains("no-such-file.toml"), "{}", done.err);
}
