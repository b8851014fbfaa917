//! Room and time: the reply always fits, and always comes.

use super::{data, event, of, records};
use crate::cli::{batch, gzip};
use crate::lambda::api::Function;
use std::time::Duration;

/// A text that does not pack well, and in which nothing is found.
pub(super) fn noise(bytes: usize, seed: u64) -> String {
    let mut state = seed | 1;
    let letters = b"bcdfghjklmnpqrstvwxz";
    let mut text = String::with_capacity(bytes);
    while text.len() < bytes {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        let at = (state >> 33) as usize;
        text.push(if at.is_multiple_of(7) { ' ' } else { letters[at % letters.len()] as char });
    }
    text
}

/// Lines of logs as they are, about so many bytes.
fn lines(bytes: usize) -> String {
    let mut text = String::with_capacity(bytes + 200);
    let mut n = 0;
    while text.len() < bytes {
        n += 1;
        text += &format!(
            "2026-01-02T03:04:05.{:03}Z INFO request {n} of user{n}@example.com took {} ms, {}\n",
            n % 1000,
            n * 7 % 900,
            noise(40, n)
        );
    }
    text
}

#[test]
fn a_large_event_is_answered_cold_and_warm() {
    // 5.5 MB: Firehose packs its records up to the limit of the function.
    let text = lines(4_100_000);
    let event_of = of(&[text.as_bytes()]);
    assert!(event_of.len() > 5_400_000 && event_of.len() < 6_000_000, "{}", event_of.len());
    let mut function = Function::start(&[]);
    let cold = function.invoke(&event_of).reply();
    assert_eq!((cold.count("ColdStarts"), cold.count("Withheld")), (1, 0));
    let first = data(&cold);
    assert!(first[0].contains("REDACTED-email") && !first[0].contains("@example.com"));
    assert_eq!(first[0].lines().count(), text.lines().count());
    for _ in 0..3 {
        let warm = function.invoke(&event_of).reply();
        assert_eq!(warm.count("ColdStarts"), 0);
        assert_eq!(warm.body, cold.body);
        assert!(warm.metrics.get("InitDuration").is_none());
    }
    assert!(function.peak() < 128 << 20, "{} bytes of memory", function.peak());
}

#[test]
fn growth_is_cut_by_events() {
    // Short values become longer labels: the reply would be larger than what may be sent.
    let mut text = String::new();
    let mut n = 0;
    while text.len() < 4_400_000 {
        n += 1;
        text += &format!("m{n}@x.eu {}\n", noise(30 + n % 50, n as u64));
    }
    let small = "a small record of ada@example.com\n";
    let event_of = of(&[small.as_bytes(), text.as_bytes(), small.as_bytes()]);
    let mut function = Function::start(&[]);
    let answer = function.invoke(&event_of).reply();
    let got = data(&answer);
    assert_eq!((got[0].as_str(), &got[2]), ("a small record of REDACTED-email\n", &got[0]));
    assert_eq!(got[1].lines().count(), text.lines().count(), "each event has its place");
    let stubs = got[1].lines().filter(|l| *l == "WITHHELD-reply_too_large").count();
    assert!(stubs > 0 && stubs < n / 3, "{stubs} of {n}");
    assert!(answer.body.len() > 5_600_000, "room is used: {}", answer.body.len());
    assert_eq!(answer.count("Withheld.reply_too_large"), stubs as u64);
    assert_eq!(answer.count("EventsIn"), n as u64 + 2);
    assert!(!got[1].contains('@'));
}

#[test]
fn batches_that_grow_lose_their_largest_events() {
    // Unpacked output is much larger than packed input.
    let big = noise(700_000, 1).replace(' ', "_");
    let mut messages: Vec<String> = (0..2000).map(|n| format!("event {n} {}", "word ".repeat(200))).collect();
    for n in 0..6 {
        messages[n * 300] = format!("big {n} {}", big.repeat(1 + n % 2));
    }
    let all: Vec<&str> = messages.iter().map(String::as_str).collect();
    let packed = gzip(batch(&all).as_bytes());
    let mut function = Function::start(&[("BLACKBAR_COMPRESSION", "none")]);
    let answer = function.invoke(&of(&[&packed])).reply();
    let got = data(&answer);
    let read: serde_json::Value = serde_json::from_str(&got[0]).unwrap();
    let events = read["logEvents"].as_array().unwrap();
    assert_eq!(events.len(), messages.len());
    let stubs: Vec<usize> =
        (0..events.len()).filter(|n| events[*n]["message"] == "WITHHELD-reply_too_large").collect();
    assert!(stubs.iter().all(|n| n % 300 == 0 && *n <= 1500), "{stubs:?}");
    assert!(!stubs.is_empty());
    assert_eq!(answer.count("Withheld.reply_too_large"), stubs.len() as u64);
    assert!(answer.body.len() > 3_000_000, "{}", answer.body.len());
}

#[test]
fn one_event_that_does_not_fit_is_a_stub() {
    // Packed 1,000 times smaller than it is; the cap on ratios lets it pass.
    let line = "one event without an end ".repeat(130_000) + "ada@example.com";
    let packed = gzip((line + "\n" + &noise(200_000, 3) + "\nsecond\n").as_bytes());
    let records_of: Vec<&[u8]> = vec![&packed, &packed, &packed];
    let mut function = Function::start(&[("BLACKBAR_COMPRESSION", "none")]);
    let answer = function.invoke(&of(&records_of)).reply();
    for (_, result, data) in records(&answer) {
        assert_eq!(result, "Ok");
        assert!(data.starts_with("WITHHELD-reply_too_large\n"), "{}", &data[..60]);
        assert!(data.ends_with("\nsecond\n"));
    }
    assert_eq!(answer.count("Withheld.reply_too_large"), 3);
}

#[test]
fn packed_records_that_do_not_fit_stay_packed() {
    // Noise packs to about six tenths: as many records as fit the event, each longer at level 0.
    let text: String = (0..3000).map(|n| noise(1000, n + 1) + "\n").collect();
    let packed = gzip(text.as_bytes());
    let event_of = of(&[&packed, &packed]);
    assert!(event_of.len() < 6_000_000);
    let mut function = Function::start(&[("BLACKBAR_GZIP_LEVEL", "0")]);
    let answer = function.invoke(&event_of).reply();
    assert_eq!(answer.count("Withheld"), 0, "packing better was enough");
    assert_eq!(data(&answer), [text.clone(), text.clone()]);
    // More than fits even so: an event may have a little more than a reply.
    let of_lines = |n: u64| gzip((0..n).map(|n| noise(1000, n + 1) + "\n").collect::<String>().as_bytes());
    let packed = of_lines(925_000 / (of_lines(100).len() as u64 / 100));
    let event_of = of(&[&packed, &packed, &packed, &packed, &packed]);
    assert!(event_of.len() > 6_050_000 && event_of.len() < 6_291_456, "{}", event_of.len());
    let answer = function.invoke(&event_of).reply();
    let reply = answer.json();
    for n in 0..5 {
        assert!(reply["records"][n]["data"].as_str().unwrap().starts_with("H4sI"));
    }
    let stubs: usize =
        data(&answer).iter().map(|d| d.lines().filter(|l| *l == "WITHHELD-reply_too_large").count()).sum();
    assert!(stubs > 0 && stubs < 2000, "{stubs}");
    assert_eq!(answer.count("Withheld.reply_too_large"), stubs as u64);
}

#[test]
fn very_many_records_are_answered() {
    // Each stub is longer than its record.
    let record = b"{\"logEvents\":[]";
    let all: Vec<&[u8]> = (0..60_000).map(|_| &record[..]).collect();
    let event_of = of(&all);
    let mut function = Function::start(&[("BLACKBAR_POLICY", "missing.toml")]);
    let answer = function.invoke(&event_of).reply();
    let got = records(&answer);
    assert_eq!(got.len(), all.len());
    assert!(got.iter().enumerate().all(|(n, r)| r.0 == n.to_string()));
    let dropped = got.iter().filter(|r| r.1 == "Dropped").count() as u64;
    assert!(dropped > 0 && got.iter().all(|r| r.1 == "Ok" || r.1 == "Dropped"));
    assert_eq!((answer.count("EventsIn"), answer.count("Dropped")), (60_000, dropped));
}

#[test]
fn what_is_not_done_in_time_is_withheld() {
    let text = lines(4_000_000);
    let packed = gzip(text.as_bytes());
    let mut function = Function::start(&[]);
    // There is no time at all.
    let event_of = of(&[text.as_bytes(), &packed]);
    let answer = function.invoke_within(&event_of, Duration::from_millis(490)).reply();
    assert!(answer.took < Duration::from_millis(490));
    assert_eq!(answer.count("Withheld.out_of_time"), 2);
    assert_eq!(data(&answer)[0], "WITHHELD-out_of_time\n");
    // There is some, and much to do: bombs of lines in each of which something is found.
    let dense = gzip(&b"ada@example.com 4111111111111111 10.0.0.1 AKIAIOSFODNN7EXAMPLE\n".repeat(900_000));
    let bombs: Vec<&[u8]> = vec![&dense; 12];
    let mut function =
        Function::start(&[("BLACKBAR_MAX_DOCUMENT", "64M"), ("AWS_LAMBDA_FUNCTION_MEMORY_SIZE", "4096")]);
    let answer = function.invoke_within(&of(&bombs), Duration::from_millis(1500)).reply();
    assert!(answer.took < Duration::from_millis(1500), "{:?}", answer.took);
    assert!(answer.count("Withheld.out_of_time") > 0);
    assert_eq!(records(&answer).len(), bombs.len());
    for data in data(&answer) {
        assert!(!data.contains("@example.com"));
    }
    // And it is there for the next.
    std::thread::sleep(Duration::from_millis(300));
    let answer = function.invoke(&event("firehose")).reply();
    assert_eq!(answer.count("Withheld"), 0);
}

#[test]
fn the_function_is_ready_soon() {
    let fastest = (0..5).map(|_| Function::start(&[]).init).min().unwrap();
    // In the profile of the tests; what a release takes is measured by tests/real/run.
    assert!(fastest < Duration::from_millis(400), "{fastest:?}");
}
