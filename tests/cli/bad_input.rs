//! Input that is broken, hostile or odd: each has one clear outcome, nothing leaks, and what follows goes on.

use super::{
    CARD, CONTROL, Done, KEY, MAIL, batch, blackbar, bounded, file, firehose, folder, gunzip, gzip, redact,
    rest_of, stub_batch,
};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use std::fs::{File, OpenOptions};
use std::io::{Read, Write};
use std::process::{Command, Stdio};

const WITHHELD: i32 = 3;

/// The text form of `input` becomes `want`, with `code`.
fn check_code(input: &[u8], want: &[u8], code: i32) -> Done {
    let done = redact(&[], input);
    assert_eq!(String::from_utf8_lossy(&done.out), String::from_utf8_lossy(want));
    assert_eq!(done.out, want);
    assert_eq!(done.code, code, "{}", done.err);
    done
}

fn check(input: &[u8], want: &[u8]) {
    check_code(input, want, 0);
}

/// `input` is packed; unpacked, the output is `want`, with `reason` withheld once.
fn check_damaged(input: &[u8], want: &str, reason: &str) {
    let done = redact(&[], input);
    assert_eq!(done.unpacked(), want);
    assert_eq!(done.code, WITHHELD);
    assert_eq!(done.stats()["withheld_by_reason"][reason], 1, "{}", done.err);
    // The other commands agree that it cannot be read to its end, and go on after it.
    let place = folder(&format!("damaged-{reason}-{}", want.len()));
    let bad = file(&place, "bad.gz", input);
    let good = file(&place, "good.log", b"from ada@example.com\n");
    let scanned = blackbar(&["scan", "--format=jsonl", &bad, &good], b"").mute();
    assert_eq!(scanned.code, 2);
    assert!(scanned.err.contains(reason) && scanned.err.contains(&bad), "{}", scanned.err);
    assert!(scanned.text().contains("good.log"), "{}", scanned.text());
    let redacted = redact(&["--lines", &bad, &good], b"");
    assert!(redacted.text().ends_with("from REDACTED-email\n"), "{}", redacted.text());
    assert_eq!(redacted.code, WITHHELD);
}

/// Lines that do not repeat, so that they pack badly and a cut falls between them.
fn many_lines() -> String {
    let mut seed = crate::examples::seed_of("lines");
    (0..2000)
        .map(|i| {
            let noise = crate::examples::expand("{lower:40}", &mut seed);
            format!("{i} {noise} mail {MAIL} end\n")
        })
        .collect()
}

#[test]
fn an_empty_file_stays_empty() {
    check(b"", b"");
    assert_eq!(redact(&[], b"").count("in"), 0);
    let packed = redact(&[], &gzip(b""));
    assert_eq!((packed.code, packed.count("in")), (0, 0));
    if !packed.out.is_empty() {
        assert_eq!(packed.unpacked(), "");
    }
    let place = folder("empty");
    let empty = file(&place, "empty.log", b"");
    assert_eq!(redact(&[&empty], b"not read").out, b"");
    assert_eq!(blackbar(&["scan"], b"").code, 0);
}

#[test]
fn a_truncated_gzip_of_lines_gives_its_whole_lines_and_a_stub() {
    let lines = many_lines();
    let packed = gzip(lines.as_bytes());
    let done = redact(&[], &packed[..packed.len() / 2]);
    assert_eq!(done.code, WITHHELD);
    let out = done.unpacked();
    let (good, stub) = out.trim_end().rsplit_once('\n').unwrap();
    assert_eq!(stub, "WITHHELD-gzip_truncated");
    let want = lines.replace(MAIL, "REDACTED-email");
    assert!(good.lines().count() > 100, "what was good goes on");
    assert_eq!(good.as_bytes(), &want.as_bytes()[..good.len()]);
    assert!(good.ends_with(" end"), "the cut line is not good: {good}");
    assert_eq!(done.count("redacted"), good.lines().count() as u64);
}

#[test]
fn what_is_withheld_is_told_without_a_summary() {
    let packed = gzip(many_lines().as_bytes());
    let done = blackbar(&["redact"], &packed[..packed.len() / 2]);
    assert_eq!(
        (done.err.as_str(), done.code),
        ("blackbar: withheld: 1 gzip_truncated; a stub stands in the place of each\n", WITHHELD)
    );
    let done = blackbar(&["redact"], &packed);
    assert_eq!((done.err.as_str(), done.code), ("", 0));
}

#[test]
fn a_truncated_gzip_of_a_batch_gives_one_stub_batch() {
    let packed = gzip(batch(&[&many_lines().replace('\n', "\\n"), MAIL]).as_bytes());
    for cut in [packed.len() / 3, packed.len() - 1, packed.len() - 8] {
        let done = redact(&[], &packed[..cut]);
        assert_eq!(done.unpacked().trim_end(), stub_batch("gzip_truncated"));
        assert_eq!((done.code, done.count("in"), done.count("stubs")), (WITHHELD, 1, 1));
    }
}

#[test]
fn a_truncated_gzip_of_a_small_batch_gives_one_stub_batch() {
    for text in [batch(&[MAIL]), batch(&[MAIL]).replace(",\"", ",\n\"")] {
        let packed = gzip(text.as_bytes());
        for cut in [packed.len() - 60, packed.len() - 1] {
            let done = redact(&[], &packed[..cut]);
            assert_eq!(done.unpacked().trim_end(), stub_batch("gzip_truncated"), "{text}");
            assert_eq!((done.code, done.count("in"), done.count("stubs")), (WITHHELD, 1, 1));
        }
    }
}

#[test]
fn a_damaged_batch_in_a_firehose_record_gives_one_stub_batch() {
    let mut packed = gzip(batch(&[MAIL]).as_bytes());
    let crc = packed.len() - 8;
    packed[crc] ^= 1;
    let done = redact(&[], firehose(&[("1", &STANDARD.encode(packed))]).as_bytes());
    let reply: serde_json::Value = serde_json::from_slice(&done.out).unwrap();
    let data = gunzip(&STANDARD.decode(reply["records"][0]["data"].as_str().unwrap()).unwrap());
    assert_eq!(String::from_utf8(data).unwrap().trim_end(), stub_batch("gzip_corrupt"));
    assert_eq!(reply["records"][0]["result"], "Ok");
}

#[test]
fn a_gzip_cut_in_its_header_gives_a_stub() {
    for cut in [2, 3, 9, 10, 11] {
        let done = redact(&[], &gzip(b"mail ada@example.com\n")[..cut]);
        assert_eq!(done.unpacked().trim_end(), "WITHHELD-gzip_truncated", "cut at {cut}");
        assert_eq!(done.code, WITHHELD);
    }
}

#[test]
fn a_wrong_checksum_withholds_a_batch() {
    let mut packed = gzip(batch(&[MAIL]).as_bytes());
    let crc = packed.len() - 8;
    packed[crc] ^= 1;
    check_damaged(&packed, &(stub_batch("gzip_corrupt") + "\n"), "gzip_corrupt");
}

#[test]
fn a_wrong_checksum_lets_whole_lines_go_on_redacted() {
    let mut packed = gzip(b"one ada@example.com\ntwo\ncut ada@exam");
    let crc = packed.len() - 8;
    packed[crc] ^= 1;
    check_damaged(&packed, "one REDACTED-email\ntwo\nWITHHELD-gzip_corrupt\n", "gzip_corrupt");
}

#[test]
fn garbage_behind_a_member_is_withheld() {
    let mut packed = gzip(b"one ada@example.com\n");
    packed.extend_from_slice(b"AKIAIOSFODNN7EXAMPLE\n");
    check_damaged(&packed, "one REDACTED-email\nWITHHELD-gzip_trailing_garbage\n", "gzip_trailing_garbage");
}

#[test]
fn a_stub_never_hangs_on_to_a_line() {
    let mut packed = gzip(b"one ada@example.com");
    packed.extend_from_slice(b"AKIAIOSFODNN7EXAMPLE");
    let done = redact(&[], &packed);
    assert_eq!(done.unpacked().trim_end(), "one REDACTED-email\nWITHHELD-gzip_trailing_garbage");
}

#[test]
fn garbage_behind_a_batch_leaves_the_batch() {
    let mut packed = gzip(batch(&["mail ada@example.com"]).as_bytes());
    packed.extend_from_slice(b"AKIAIOSFODNN7EXAMPLE");
    let done = redact(&[], &packed);
    let out = done.unpacked();
    assert!(out.starts_with(&batch(&["mail REDACTED-email"])), "{out}");
    assert!(out.trim_end().ends_with(&stub_batch("gzip_trailing_garbage")), "{out}");
    assert_eq!(done.code, WITHHELD);
}

#[test]
fn the_second_member_is_searched() {
    let packed =
        [gzip(b"first\n"), gzip(b"second ada@example.com\n"), gzip(b""), gzip(b"4111111111111111")].concat();
    let done = redact(&[], &packed);
    assert_eq!(done.unpacked(), "first\nsecond REDACTED-email\nREDACTED-credit_card");
    assert_eq!(done.code, 0);
    // Also where the border is inside of a record.
    let whole = batch(&["key AKIAIOSFODNN7EXAMPLE"]);
    let (a, b) = whole.split_at(whole.find("FODNN").unwrap());
    let done = redact(&[], &[gzip(a.as_bytes()), gzip(b.as_bytes())].concat());
    assert_eq!(done.unpacked(), batch(&["key REDACTED-aws_access_key_id"]));
}

#[test]
fn a_gzip_bomb_is_refused_early_and_cheaply() {
    // 64 MiB of zeros, 160 times: 10 GiB.
    let member = gzip(&vec![0; 64 << 20]);
    for bomb in
        [member.repeat(160), member, [gzip(b"{\"messageType\":\""), gzip(&vec![b'x'; 256 << 20])].concat()]
    {
        let done = bounded(600 << 10, 20, &["redact", "--stats=json", "--threads=2"], &bomb).sound();
        assert_eq!(done.code, WITHHELD);
        let out = done.unpacked();
        assert!(out.contains("WITHHELD-gzip_ratio") && out.len() < 1000, "{} bytes", out.len());
    }
}

#[test]
fn a_bomb_inside_a_firehose_record_is_answered_with_a_stub() {
    let bomb = STANDARD.encode(gzip(&vec![b'x'; 64 << 20]));
    let event = firehose(&[("1", &bomb), ("2", &STANDARD.encode("mail ada@example.com\n"))]);
    let done = bounded(600 << 10, 20, &["redact", "--stats=json", "--threads=2"], event.as_bytes()).sound();
    assert_eq!(done.code, WITHHELD);
    let reply: serde_json::Value = serde_json::from_slice(&done.out).unwrap();
    let data = |i: usize| STANDARD.decode(reply["records"][i]["data"].as_str().unwrap()).unwrap();
    assert_eq!(String::from_utf8(gunzip(&data(0))).unwrap().trim_end(), "WITHHELD-gzip_ratio");
    assert_eq!(data(1), b"mail REDACTED-email\n");
}

#[test]
fn too_many_members_are_withheld() {
    let done = redact(&["--max-members=10"], &gzip(b"ada@example.com\n").repeat(11));
    assert_eq!(done.unpacked(), "REDACTED-email\n".repeat(10) + "WITHHELD-gzip_members\n");
    assert_eq!(done.code, WITHHELD);
}

#[test]
fn a_packed_batch_over_the_cap_is_withheld() {
    let done = redact(
        &["--max-document=64K", "--max-event=64K"],
        &gzip(batch(&[&many_lines().replace('\n', " ")]).as_bytes()),
    );
    assert_eq!(done.unpacked().trim_end(), stub_batch("document_too_large"));
    assert_eq!(done.code, WITHHELD);
}

#[test]
fn invalid_base64_is_answered_ok_with_a_stub() {
    let good = STANDARD.encode("mail ada@example.com\n");
    let event = firehose(&[("1", &good), ("2", "?? ada@example.com ??"), ("3", &good)]);
    let done = redact(&[], event.as_bytes());
    assert_eq!(done.code, WITHHELD);
    let reply: serde_json::Value = serde_json::from_slice(&done.out).unwrap();
    let want = ["mail REDACTED-email\n", "WITHHELD-invalid_base64", "mail REDACTED-email\n"];
    for (record, (id, want)) in
        reply["records"].as_array().unwrap().iter().zip(["1", "2", "3"].iter().zip(want))
    {
        assert_eq!(record["result"], "Ok");
        assert_eq!(record["recordId"], *id);
        let data = STANDARD.decode(record["data"].as_str().unwrap()).unwrap();
        assert_eq!(String::from_utf8_lossy(&data).trim_end(), want.trim_end());
    }
    assert_eq!(reply["records"].as_array().unwrap().len(), 3);
    assert_eq!(done.stats()["withheld_by_reason"]["invalid_base64"], 1);
}

#[test]
fn deep_json_is_withheld_and_the_next_line_is_not() {
    const DEEP: usize = 100_000;
    let arrays = "[".repeat(DEEP) + "\"ada@example.com\"" + &"]".repeat(DEEP);
    let objects = "{\"a\":".repeat(DEEP) + "\"ada@example.com\"" + &"}".repeat(DEEP);
    for deep in [&arrays, &objects] {
        let done = redact(&[], format!("{deep}\nmail ada@example.com\n").as_bytes());
        assert_eq!(done.text(), "{\"message\":\"WITHHELD-too_deep\"}\nmail REDACTED-email\n");
        assert_eq!(done.code, WITHHELD);
    }
    let done = redact(&["--max-depth=100001"], arrays.as_bytes());
    assert_eq!(done.text(), arrays.replace(MAIL, "REDACTED-email"));
    // Without its end it is no JSON; whatever it is, nothing leaks and the stream goes on.
    let done =
        redact(&[], format!("{}\"ada@example.com\"\nmail ada@example.com\n", "[".repeat(DEEP)).as_bytes());
    assert!(done.text().ends_with("\nmail REDACTED-email\n"));
    // Depth that hides in a string of a string.
    let hidden = serde_json::to_string(&serde_json::json!({ "m": arrays })).unwrap();
    let done = redact(&[], format!("{hidden}\nmail ada@example.com\n").as_bytes());
    assert!(done.text().ends_with("\nmail REDACTED-email\n"));
}

#[test]
fn a_batch_with_a_deep_member_is_withheld() {
    let deep = "[".repeat(100_000) + "\"ada@example.com\"" + &"]".repeat(100_000);
    let text = batch(&["x"]).replace("\"owner\"", &format!("\"deep\":{deep},\"owner\""));
    let done = redact(&[], format!("{text}\nmail ada@example.com\n").as_bytes());
    assert!(done.text().contains("WITHHELD-too_deep") && done.text().ends_with("\nmail REDACTED-email\n"));
    assert_eq!(done.code, WITHHELD);
}

#[test]
fn a_million_keys_are_withheld_or_stay_distinct() {
    let members: Vec<String> = (0..1_000_000)
        .map(|i| if i % 20 == 0 { format!("\"user{i}@example.com\":1") } else { format!("\"k{i}\":1") })
        .collect();
    let text = format!("{{{}}}\nmail {MAIL}\n", members.join(","));
    let done = redact(&[], text.as_bytes());
    assert_eq!(done.text(), "{\"message\":\"WITHHELD-event_too_large\"}\nmail REDACTED-email\n");
    assert_eq!(done.code, WITHHELD);
    let done = redact(&["--max-event=64M", "--max-decoded=256M"], text.as_bytes());
    assert_eq!(done.code, 0, "{}", done.err);
    let (object, rest) = std::str::from_utf8(&done.out).unwrap().split_once('\n').unwrap();
    assert_eq!(rest, "mail REDACTED-email\n");
    let object: std::collections::HashMap<String, u8> = serde_json::from_str(object).unwrap();
    assert_eq!(object.len(), 1_000_000);
    assert!(!object.keys().any(|k| k.contains('@')));
}

#[test]
fn duplicate_keys_are_both_searched_and_kept() {
    check(
        br#"{"a":"ada@example.com","a":"4111111111111111","ada@example.com":1,"ada@example.com":2}"#,
        br#"{"a":"REDACTED-email","a":"REDACTED-credit_card","REDACTED-email":1,"REDACTED-email":2}"#,
    );
    let twice = batch(&["x ada@example.com"])
        .replace("\"message\":\"x", "\"message\":\"4111111111111111\",\"message\":\"x");
    check(
        twice.as_bytes(),
        twice.replace(MAIL, "REDACTED-email").replace(CARD, "REDACTED-credit_card").as_bytes(),
    );
    let two = batch(&["x ada@example.com"])
        .replace("\"logEvents\"", "\"logEvents\":[{\"message\":\"ada@example.com\"}],\"logEvents\"");
    check(two.as_bytes(), two.replace(MAIL, "REDACTED-email").as_bytes());
}

#[test]
fn two_addresses_as_keys_stay_two_keys() {
    check(
        br#"{"ada@example.com":1,"bob@example.com":2,"REDACTED-email":3}"#,
        br#"{"REDACTED-email-2":1,"REDACTED-email-3":2,"REDACTED-email":3}"#,
    );
}

#[test]
fn numbers_of_ten_million_digits_are_bounded() {
    let text = format!("{{\"n\":{},\"m\":\"{MAIL}\"}}\nmail {MAIL}\n", "1".repeat(10_000_000));
    let done = redact(&[], text.as_bytes());
    assert_eq!(done.text(), "{\"message\":\"WITHHELD-event_too_large\"}\nmail REDACTED-email\n");
    assert_eq!(done.code, WITHHELD);
    let roomy = ["redact", "--stats=json", "--max-event=16M", "--max-decoded=64M", "--threads=2"];
    let done = bounded(600 << 10, 60, &roomy, text.as_bytes()).sound();
    assert_eq!(done.code, 0);
    assert!(done.text() == text.replace(MAIL, "REDACTED-email"), "only the addresses change");
}

#[test]
fn lone_surrogates_are_text() {
    check(
        br#"{"m":"\ud800 ada@example.com \udfff","\udead":"\ud83d4111111111111111"}"#,
        br#"{"m":"\ud800 REDACTED-email \udfff","\udead":"\ud83dREDACTED-credit_card"}"#,
    );
    check(
        batch(&[r"\ud800ada@example.com \ud800"]).as_bytes(),
        batch(&[r"\ud800REDACTED-email \ud800"]).as_bytes(),
    );
}

#[test]
fn invalid_utf8_is_passed_on_and_searched() {
    check(b"\xFF\xFE ada@example.com \xC3\nnext\n", b"\xFF\xFE REDACTED-email \xC3\nnext\n");
    check(
        b"{\"m\":\"\xFF ada@example.com \xC3\"}\nAKIAIOSFODNN7EXAMPLE\n",
        b"{\"m\":\"\xFF REDACTED-email \xC3\"}\nREDACTED-aws_access_key_id\n",
    );
    let done = redact(
        &[],
        &[batch(&["@@"]).replace("@@", "").into_bytes(), b"\xF0\x28 ada@example.com".to_vec()].concat(),
    );
    assert!(done.out.ends_with(b"\xF0\x28 REDACTED-email"));
}

#[test]
fn nul_bytes_are_text() {
    check(b"a\0ada@example.com\0b\n\0\n", b"a\0REDACTED-email\0b\n\0\n");
}

#[test]
fn a_byte_order_mark_hides_nothing() {
    check(b"\xEF\xBB\xBF{\"m\":\"\\u0061da@example.com\"}\n", b"\xEF\xBB\xBF{\"m\":\"REDACTED-email\"}\n");
    check(b"\xEF\xBB\xBFada@example.com\n", b"\xEF\xBB\xBFREDACTED-email\n");
    let with_bom = |text: String| format!("\u{FEFF}{text}");
    let (raw, clean) =
        (with_bom(batch(&["m \\u0061da@example.com"])), with_bom(batch(&["m REDACTED-email"])));
    let done = redact(&[], raw.as_bytes());
    assert_eq!((done.text(), done.count("batches")), (clean.clone(), 1));
    let done = redact(&[], &gzip(raw.as_bytes()));
    assert_eq!((done.unpacked(), done.count("batches"), done.code), (clean, 1, 0));
}

#[test]
fn a_line_of_100_megabytes_is_withheld_and_the_next_goes_on() {
    for (head, want) in
        [("", "WITHHELD-event_too_large"), ("{\"m\":\"", "{\"message\":\"WITHHELD-document_too_large\"}")]
    {
        let mut input = format!("first\n{head}{MAIL} ").into_bytes();
        input.resize(100 << 20, b'x');
        input.extend_from_slice(b" 4111111111111111\nmail ada@example.com\n");
        let done = bounded(600 << 10, 60, &["redact", "--stats=json", "--threads=2"], &input).sound();
        assert_eq!(done.text(), format!("first\n{want}\nmail REDACTED-email\n"));
        assert_eq!(done.code, WITHHELD);
        assert_eq!(done.count("bytes_in"), input.len() as u64);
    }
}

#[test]
fn a_control_message_passes_redact_and_is_dropped_by_run() {
    check(CONTROL.as_bytes(), CONTROL.as_bytes());
    let done = redact(&[], &gzip(CONTROL.as_bytes()));
    assert_eq!(done.unpacked(), CONTROL);
    let input = format!("{CONTROL}\n{}\n{CONTROL}{}\n", batch(&["a"]), batch(&["ada@example.com"]));
    let done = blackbar(&["run", "--input=-", "--output=-", "--stats=json"], input.as_bytes()).sound();
    let lines: Vec<String> = done.text().lines().filter(|l| !l.is_empty()).map(str::to_owned).collect();
    assert_eq!(lines, [batch(&["a"]), batch(&["REDACTED-email"])]);
    assert_eq!((done.code, done.count("dropped"), done.count("out")), (0, 2, 2));
    assert_eq!(done.stats()["dropped_by_reason"]["control_message"], 2);
}

#[test]
fn fields_that_aws_does_not_have_are_searched() {
    let odd = batch(&["x"])
        .replace("\"owner\"", "\"extra\":{\"ada@example.com\":[4111111111111111]},\"owner\"")
        .replace("\"id\":\"0\"", "\"id\":\"0\",\"who\":\"ada@example.com\"");
    let want = odd.replace(MAIL, "REDACTED-email").replace(CARD, "null");
    check(odd.as_bytes(), want.as_bytes());
}

#[test]
fn known_fields_of_another_form_are_searched() {
    let odd = batch(&["x"])
        .replace("\"123456789012\"", "\"ada@example.com\"")
        .replace("\"id\":\"0\"", "\"id\":\"4111111111111111\"")
        .replace("1741312971934", "\"AKIAIOSFODNN7EXAMPLE\"")
        .replace("DATA_MESSAGE", "mail ada@example.com");
    let want = odd
        .replace(MAIL, "REDACTED-email")
        .replace(CARD, "REDACTED-credit_card")
        .replace(KEY, "REDACTED-aws_access_key_id");
    let done = redact(&[], odd.as_bytes());
    assert_eq!((done.text(), done.code), (want, 0));
}

#[test]
fn a_message_type_of_tomorrow_is_a_batch() {
    let new = batch(&["m ada@example.com"]).replace("DATA_MESSAGE", "FUTURE_MESSAGE");
    let done = redact(&[], new.as_bytes());
    assert_eq!((done.text(), done.count("batches")), (new.replace(MAIL, "REDACTED-email"), 1));
    let done = blackbar(&["run", "--input=-", "--output=-", "--stats=json"], new.as_bytes()).sound();
    assert_eq!((done.count("dropped"), done.count("redacted")), (0, 1));
}

#[test]
fn an_id_may_be_a_number() {
    let odd = batch(&["m ada@example.com"]).replace("\"id\":\"0\"", "\"id\":36850971");
    check(odd.as_bytes(), odd.replace(MAIL, "REDACTED-email").as_bytes());
}

#[test]
fn a_message_may_be_anything() {
    for (message, want) in [
        ("4111111111111111", "null"),
        ("null", "null"),
        ("[\"ada@example.com\"]", "[\"REDACTED-email\"]"),
        ("{\"ada@example.com\":{\"a\":4111111111111111}}", "{\"REDACTED-email\":{\"a\":null}}"),
    ] {
        let of = |m: &str| batch(&["@"]).replace("\"message\":\"@\"", &format!("\"message\":{m}"));
        check(of(message).as_bytes(), of(want).as_bytes());
    }
}

#[test]
fn a_missing_file_between_two_good_ones_is_named() {
    let place = folder("missing");
    let a = file(&place, "a.log", b"a ada@example.com\n");
    let b = file(&place, "b.log", b"b ada@example.com\n");
    let gone = place.join("gone.log").to_str().unwrap().to_owned();
    let done = redact(&[&a, &gone, &b], b"");
    assert_eq!((done.text().as_str(), done.code), ("a REDACTED-email\nb REDACTED-email\n", 2));
    assert!(done.err.contains("gone.log"), "{}", done.err);
    let done = blackbar(&["scan", "--format=jsonl", &a, &gone, &b], b"").mute();
    assert_eq!((done.text().lines().count(), done.code), (2, 2));
    assert!(done.err.contains("gone.log"), "{}", done.err);
    let done = blackbar(&["run", "--output=-", "--input", &gone], b"").mute();
    assert!(done.code == 2 && done.err.contains("gone.log"), "{}", done.err);
}

#[test]
fn a_file_that_cannot_be_read_in_a_folder_does_not_stop_run() {
    let place = folder("dangling");
    file(&place, "a.log", b"a ada@example.com\n");
    file(&place, "c.log", b"c ada@example.com\n");
    std::os::unix::fs::symlink(place.join("gone"), place.join("b.log")).unwrap();
    let done =
        blackbar(&["run", "--stats=json", "--output=-", "--input", place.to_str().unwrap()], b"").sound();
    assert_eq!((done.text().as_str(), done.code), ("a REDACTED-email\nc REDACTED-email\n", 2));
    assert!(done.err.contains("b.log"), "{}", done.err);
}

#[test]
fn a_folder_is_no_file() {
    let place = folder("folder-as-file");
    let good = file(&place, "a.log", b"a ada@example.com\n");
    let path = place.to_str().unwrap();
    for command in ["redact", "scan"] {
        let done = blackbar(&[command, path, &good], b"").mute();
        assert_eq!(done.code, 2);
        assert!(done.err.contains(path) && done.err.to_lowercase().contains("directory"), "{}", done.err);
        assert!(done.text().contains(if command == "redact" { "a REDACTED-email\n" } else { "a.log" }));
    }
}

#[test]
fn a_file_that_grows_while_read_gives_whole_records() {
    let place = folder("growing");
    let line = |i: usize| format!("{i} from {MAIL} {}\n", "x".repeat(900));
    let path = file(&place, "a.log", (0..20_000).map(line).collect::<String>().as_bytes());
    let mut child = Command::new(env!("CARGO_BIN_EXE_blackbar"))
        .args(["redact", "--threads=1", &path])
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut out = child.stdout.take().unwrap();
    let mut first = [0];
    out.read_exact(&mut first).unwrap();
    // It is under way and stands still, as nobody reads on.
    let mut file = OpenOptions::new().append(true).open(&path).unwrap();
    for i in 20_000..20_100 {
        file.write_all(line(i).as_bytes()).unwrap();
    }
    let text = String::from_utf8([first.to_vec(), rest_of(out)].concat()).unwrap();
    assert_eq!(child.wait().unwrap().code(), Some(0));
    let lines: Vec<&str> = text.lines().collect();
    assert!((20_000..=20_100).contains(&lines.len()), "{} lines", lines.len());
    for (i, got) in lines.iter().enumerate() {
        assert_eq!(format!("{got}\n"), line(i).replace(MAIL, "REDACTED-email"));
    }
}

#[test]
fn a_full_disk_is_an_error() {
    for arguments in [
        &["redact"][..],
        &["redact", "--lines"],
        &["scan", "--format=jsonl"],
        &["run", "--input=-", "--output=-"],
    ] {
        let mut child = Command::new(env!("CARGO_BIN_EXE_blackbar"))
            .args(arguments)
            .stdin(Stdio::piped())
            .stdout(File::create("/dev/full").unwrap())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        child.stdin.take().unwrap().write_all(b"mail ada@example.com\n").unwrap();
        let done = child.wait_with_output().unwrap();
        let err = String::from_utf8(done.stderr).unwrap();
        assert_eq!(done.status.code(), Some(2), "{arguments:?}: {err}");
        assert!(err.contains("No space left"), "{arguments:?}: {err}");
        assert!(!err.contains("panic") && !err.contains(MAIL), "{err}");
    }
}

#[test]
fn a_reader_that_goes_away_is_no_fault() {
    let input = "mail ada@example.com\n".repeat(100_000);
    for arguments in [
        &["redact"][..],
        &["redact", "--lines"],
        &["scan", "--format=jsonl"],
        &["run", "--input=-", "--output=-"],
    ] {
        let mut child = Command::new(env!("CARGO_BIN_EXE_blackbar"))
            .args(arguments)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        drop(child.stdout.take());
        // It stops reading when nobody reads it.
        child.stdin.take().unwrap().write_all(input.as_bytes()).ok();
        let done = child.wait_with_output().unwrap();
        let err = String::from_utf8(done.stderr).unwrap();
        assert!(!err.contains("panic") && !err.contains("Broken pipe") && !err.contains(MAIL), "{err}");
        assert!(matches!(done.status.code(), Some(0 | 1)), "{arguments:?}: {:?} {err}", done.status);
    }
}

#[test]
fn wrong_usage_is_code_2() {
    for arguments in
        [&[][..], &["no-such-command"], &["redact", "--threads=0"], &["redact", "--max-event=4X"], &["run"]]
    {
        let done = blackbar(arguments, b"").mute();
        assert_eq!(done.code, 2, "{arguments:?}");
        assert!(!done.err.is_empty() && done.out.is_empty());
    }
}

#[test]
fn settings_without_an_end_are_not_read_to_it() {
    for arguments in [
        &["redact", "--policy", "/dev/zero"][..],
        &["redact", "--rules", "/dev/zero"],
        &["redact", "--allow", "/dev/zero"],
        &["policy", "check", "/dev/zero"],
        &["rules", "lint", "/dev/zero"],
        &["rules", "import", "/dev/zero"],
    ] {
        let done = blackbar(arguments, b"").mute();
        let said = format!("{}{}", done.err, done.text());
        assert!(done.code == 2 && said.contains("longer than 16 MiB"), "{arguments:?}: {said}");
    }
}
