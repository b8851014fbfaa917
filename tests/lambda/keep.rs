//! Sealed copies, and keys of partitions.

use super::api::Function;
use super::{assert_mute, data, of, records};
use crate::cli::{MAIL, batch, file, folder, gunzip, gzip};
use blackbar::token::{PrivateSealKey, find_record, open_record};

fn key() -> PrivateSealKey {
    PrivateSealKey::new(&[7; 32]).unwrap()
}

/// The record that a sealed copy in some output holds.
fn opened(output: &str) -> Vec<u8> {
    let sealed = find_record(output.as_bytes()).expect("a sealed copy");
    assert!(open_record(&PrivateSealKey::new(&[8; 32]).unwrap(), sealed).is_none(), "for its key alone");
    gunzip(&open_record(&key(), sealed).expect("it opens"))
}

#[test]
fn what_is_withheld_is_kept_for_the_recipient() {
    let recipient = key().recipient().to_string();
    let line = format!("{MAIL} {}", "[".repeat(200_000));
    let text = format!("before\n{line}\nafter\n");
    let packed = gzip(text.as_bytes());
    let whole = batch(&["mail", &line]);
    let events = of(&[text.as_bytes(), &packed, whole.as_bytes(), b"clean\n"]);
    let policy = file(&folder("keep"), "policy.toml", b"version = 1\n[limits]\nevent_bytes = 1000\n");
    let mut function = Function::start(&[("BLACKBAR_RECIPIENT", &recipient), ("BLACKBAR_POLICY", &policy)]);
    let answer = function.invoke(&events).reply();
    let got = data(&answer);
    assert_eq!(opened(&got[0]), text.as_bytes());
    assert_eq!(opened(&got[1]), text.as_bytes());
    assert_eq!(opened(&got[2]), whole.as_bytes());
    assert_eq!(got[3], "clean\n");
    for part in &got[..2] {
        assert!(part.starts_with("before\n") && part.contains("\nafter\n") && part.contains("WITHHELD-"));
    }
    let mut documents = serde_json::Deserializer::from_str(&got[2]).into_iter::<serde_json::Value>();
    assert!(documents.all(|d| d.unwrap()["messageType"] == "DATA_MESSAGE"), "a reader of batches can go on");
    assert_eq!((answer.count("Withheld"), answer.count("Sealed"), answer.count("Unsealed")), (3, 3, 0));
    assert_mute(&got.concat());
    assert_mute(&function.end());
}

#[test]
fn a_copy_has_a_line_of_its_own() {
    let recipient = key().recipient().to_string();
    let text = format!("{}\nlast line without an end", "word ".repeat(400));
    let policy = file(&folder("keep-open"), "policy.toml", b"version = 1\n[limits]\nevent_bytes = 1000\n");
    let mut function = Function::start(&[("BLACKBAR_RECIPIENT", &recipient), ("BLACKBAR_POLICY", &policy)]);
    let answer = function.invoke(&of(&[text.as_bytes(), &gzip(text.as_bytes())])).reply();
    for part in data(&answer) {
        let lines: Vec<&str> = part.lines().collect();
        assert_eq!(lines[..2], ["WITHHELD-event_too_large", "last line without an end"], "{part}");
        assert!(lines[2].starts_with(r#"{"message":"SEALED-record""#) && lines.len() == 3, "{part}");
        assert_eq!(opened(&part), text.as_bytes());
    }
}

#[test]
fn a_policy_can_name_the_recipient() {
    let text = format!(
        "mode = \"quarantine-all\"\n[scope]\ntenant = \"acme\"\nrecipient = \"{}\"\n",
        key().recipient()
    );
    let policy = file(&folder("keep-policy"), "policy.toml", format!("version = 1\n{text}").as_bytes());
    let mut function = Function::start(&[("BLACKBAR_POLICY", &policy)]);
    let record = format!("mail {MAIL}\n");
    let answer = function.invoke(&of(&[record.as_bytes()])).reply();
    let got = data(&answer);
    assert!(got[0].starts_with("WITHHELD-quarantined\n"), "{}", got[0]);
    assert_eq!(opened(&got[0]), record.as_bytes());
    assert_eq!((answer.count("Sealed"), answer.count("Unsealed")), (1, 0));
}

#[test]
fn without_a_configuration_records_go_on_sealed() {
    let recipient = key().recipient().to_string();
    let text = format!("mail {MAIL}\n");
    let whole = batch(&[text.trim_end()]);
    for wrong in [("BLACKBAR_POLICY", "nowhere.toml"), ("BLACKBAR_OUPUT", "lines"), ("BLACKBAR_SINK", "none")]
    {
        let mut function = Function::start(&[("BLACKBAR_RECIPIENT", &recipient), wrong]);
        let answer = function.invoke(&of(&[text.as_bytes(), &gzip(whole.as_bytes())])).reply();
        let got = data(&answer);
        if wrong.0 == "BLACKBAR_SINK" {
            assert_eq!(got[0], "mail REDACTED-email\n", "nothing is wrong here");
            continue;
        }
        assert!(got[0].starts_with("WITHHELD-start_failed\n"), "{wrong:?}");
        assert_eq!(opened(&got[0]), text.as_bytes());
        assert_eq!(opened(&got[1]), whole.as_bytes());
        assert_eq!(
            (answer.count("Sealed"), answer.count("Unsealed"), answer.count("StartFailed")),
            (2, 0, 1)
        );
        assert!(records(&answer).iter().all(|(_, result, _)| result == "Ok"));
        assert_mute(&got.concat());
    }
    let mut function = Function::start(&[("BLACKBAR_POLICY", "nowhere.toml")]);
    let answer = function.invoke(&of(&[text.as_bytes()])).reply();
    assert_eq!(data(&answer), ["WITHHELD-start_failed\n"]);
    assert_eq!((answer.count("Sealed"), answer.count("Unsealed")), (0, 1));
}

#[test]
fn copies_never_make_the_reply_too_large() {
    let recipient = key().recipient().to_string();
    let large: Vec<Vec<u8>> = (0..3).map(|n| super::limits::noise(1_300_000, n).into_bytes()).collect();
    let all: Vec<&[u8]> = large.iter().map(Vec::as_slice).collect();
    let mut function =
        Function::start(&[("BLACKBAR_RECIPIENT", &recipient), ("BLACKBAR_POLICY", "nowhere.toml")]);
    let answer = function.invoke(&of(&all)).reply();
    let (sealed, unsealed) = (answer.count("Sealed"), answer.count("Unsealed"));
    assert!(sealed > 0 && sealed + unsealed == 3, "{sealed} and {unsealed}");
    for (n, part) in data(&answer).iter().enumerate().take(sealed as usize) {
        assert_eq!(opened(part), large[n]);
    }
}

#[test]
fn keys_of_partitions_are_names_and_classes() {
    let mut function = Function::start(&[("BLACKBAR_PARTITION_KEYS", "log_group,classification")]);
    let clean = gzip(batch(&["nothing"]).as_bytes());
    let mail = gzip(batch(&[MAIL]).as_bytes());
    // Published by AWS as an example.
    let secret = gzip(batch(&["key AKIAIOSFODNN7EXAMPLE", MAIL]).as_bytes());
    let cut = &clean[..clean.len() - 9];
    let answer = function.invoke(&of(&[&clean, &mail, &secret, cut, b"a line\n"])).reply();
    let reply = answer.json();
    let keys: Vec<(String, String)> = reply["records"]
        .as_array()
        .unwrap()
        .iter()
        .map(|r| {
            let keys = &r["metadata"]["partitionKeys"];
            (
                keys["log_group"].as_str().unwrap().to_owned(),
                keys["classification"].as_str().unwrap().to_owned(),
            )
        })
        .collect();
    let group = &keys[0].0;
    assert!(
        group.bytes().all(|b| b.is_ascii_alphanumeric() || b"_.-".contains(&b)) && group != "none",
        "{group}"
    );
    let key = |group: &str, class: &str| (group.to_owned(), class.to_owned());
    let want = [
        key(group, "clean"),
        key(group, "personal"),
        key(group, "secret"),
        key("none", "withheld"),
        key("none", "clean"),
    ];
    assert_eq!(keys, want);
    let policy = "version = 1\n[[contract]]\nid = \"shop\"\nlog_group = \"*\"\nowner = \"team-shop\"\n\
        unknown = \"pass\"\ntext = \"pass\"\n";
    let policy = file(&folder("partition-by-contract"), "policy.toml", policy.as_bytes());
    let by_contract = [("BLACKBAR_PARTITION_KEYS", "contract"), ("BLACKBAR_POLICY", policy.as_str())];
    let answer = Function::start(&by_contract).invoke(&of(&[&clean, &mail, b"a line\n"])).reply().json();
    let contracts: Vec<_> =
        (0..3).map(|i| answer["records"][i]["metadata"]["partitionKeys"]["contract"].clone()).collect();
    assert_eq!(contracts, ["shop", "shop", "shop"]);
    let mut plain = Function::start(&[]);
    assert!(plain.invoke(&of(&[&clean])).reply().json()["records"][0].get("metadata").is_none());
}
