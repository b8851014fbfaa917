//! What goes on to streams: the rest of a reply, and events of Kinesis and subscriptions.

use super::api::Function;
use super::fake::{Fake, Mood};
use super::limits::noise;
use super::{assert_mute, data, event, of, records};
use crate::cli::{MAIL, batch, file, folder, gunzip, gzip};
use std::time::Duration;

/// Lines that are longer redacted than they were, about so many bytes.
fn growing(bytes: usize) -> String {
    let mut text = String::new();
    let mut n = 0;
    while text.len() < bytes {
        n += 1;
        text += &format!("m{n}@x.eu {n} {}\n", noise(30 + n % 50, n as u64));
    }
    text
}

/// The numbers of those lines.
fn numbers(text: &str) -> Vec<usize> {
    text.lines().map(|l| l.split(' ').nth(1).unwrap().parse().unwrap()).collect()
}

fn start(fake: &Fake, more: &[(&str, &str)]) -> Function {
    Function::start(&[fake.variables().as_slice(), more].concat())
}

const MARK: &str = "{\"blackbar\":\"forwarded\"}\n";

#[test]
fn what_the_reply_has_no_room_for_goes_back_to_the_stream_once() {
    let fake =
        Fake::start(vec![Mood::Refuses(vec![0]), Mood::Fails(500, "ServiceUnavailableException")], false);
    let mut function = start(&fake, &[("BLACKBAR_FORWARD", "self")]);
    let text = growing(4_400_000);
    let (first, second) = text.split_at(text[..2_000_000].rfind('\n').unwrap() + 1);
    let answer = function.invoke(&of(&[first.as_bytes(), second.as_bytes()])).reply();
    let got = records(&answer);
    assert_eq!((got[0].1.as_str(), got[1].1.as_str()), ("Ok", "Dropped"));
    assert_eq!((answer.count("Withheld"), answer.count("Returned")), (0, 0));
    assert!(answer.count("Resent") >= 2 && answer.count("Forwarded") >= 3, "{}", answer.metrics);

    let taken = fake.taken();
    assert!(taken.iter().all(|(name, _)| name == "logs"), "the stream of the event");
    let parts: Vec<String> = taken.iter().map(|(_, r)| String::from_utf8(r.clone()).unwrap()).collect();
    assert!(parts.iter().all(|p| p.starts_with(MARK) && !p.contains('@')));
    let there: String =
        std::iter::once(got[0].2.as_str()).chain(parts.iter().map(|p| &p[MARK.len()..])).collect();
    assert_eq!(numbers(&there), numbers(&text), "all of it once, and in order");

    // It comes back and is answered, without the mark.
    let requests = fake.requests();
    for pair in parts.chunks(2) {
        let back: Vec<&[u8]> = pair.iter().map(|p| p.as_bytes()).collect();
        let answer = function.invoke(&of(&back)).reply();
        assert_eq!(data(&answer).concat(), pair.iter().map(|p| &p[MARK.len()..]).collect::<String>());
        assert_eq!((answer.count("Returned"), answer.count("Redacted")), (pair.len() as u64, 0));
    }
    assert_eq!(fake.requests(), requests, "nothing is forwarded twice");
    assert!(function.peak() < 128 << 20, "{} bytes of memory", function.peak());
}

#[test]
fn a_forged_mark_skips_nothing_and_loops_nowhere() {
    let fake = Fake::start(Vec::new(), false);
    let mut function = start(&fake, &[("BLACKBAR_FORWARD", "self")]);
    let small = [MARK, "login of ", MAIL, "\n"].concat();
    let large = MARK.to_owned() + &growing(4_400_000);
    let answer = function.invoke(&of(&[small.as_bytes(), large.as_bytes()])).reply();
    assert_eq!(fake.requests(), 0);
    let got = data(&answer);
    assert_eq!(got[0], "login of REDACTED-email\n");
    assert!(got[1].contains("WITHHELD-reply_too_large") && !got[1].contains('@'));
    assert_eq!(answer.count("Returned"), 2);
    assert_mute(&function.end());
}

#[test]
fn the_rest_of_a_packed_batch_goes_to_the_stream_that_is_named() {
    let fake = Fake::start(Vec::new(), false);
    let arn = "firehose:arn:aws:firehose:eu-central-1:111122223333:deliverystream/security";
    let mut function = start(&fake, &[("BLACKBAR_FORWARD", arn), ("BLACKBAR_COMPRESSION", "none")]);
    let messages: Vec<String> = (0..30).map(|n| format!("{n} {MAIL} {}", "word ".repeat(50_000))).collect();
    let all: Vec<&str> = messages.iter().map(String::as_str).collect();
    let packed = gzip(batch(&all).as_bytes());
    let answer = function.invoke(&of(&[&packed])).reply();
    assert_eq!(records(&answer)[0].1, "Dropped");
    let mut order = Vec::new();
    for (name, part) in fake.taken() {
        assert_eq!(name, "security");
        let part: serde_json::Value = serde_json::from_slice(&part).unwrap();
        for event in part["logEvents"].as_array().unwrap() {
            let message = event["message"].as_str().unwrap();
            assert!(message.contains("REDACTED-email") && !message.contains('@'));
            order.push(message.split(' ').next().unwrap().parse::<usize>().unwrap());
        }
    }
    assert_eq!(order, (0..30).collect::<Vec<_>>());
    assert_eq!((answer.count("Withheld"), answer.count("EventsIn")), (0, 30));
}

#[test]
fn without_a_stream_that_takes_it_the_reply_still_comes_and_fits() {
    for mood in
        [Mood::Fails(400, "ResourceNotFoundException"), Mood::Fails(500, "InternalFailure"), Mood::Silent]
    {
        let fake = Fake::start(vec![mood], true);
        let mut function = start(&fake, &[("BLACKBAR_FORWARD", "self")]);
        let text = growing(4_400_000);
        let answer = function.invoke_within(&of(&[text.as_bytes()]), Duration::from_secs(8)).reply();
        let got = data(&answer);
        assert!(!got[0].is_empty() && !got[0].contains('@') && got[0].contains("WITHHELD-"));
        assert_eq!((answer.count("Forwarded"), answer.count("Withheld") > 0), (0, true));
    }
}

#[test]
fn events_of_kinesis_and_subscriptions_reach_the_sink_or_come_again() {
    let sink = ("BLACKBAR_SINK", "firehose:security");
    let fake = Fake::start(vec![Mood::Refuses(vec![0])], false);
    let mut function = start(&fake, &[sink]);
    let answer = function.invoke(&event("kinesis")).reply();
    assert_eq!(answer.json()["batchItemFailures"], serde_json::json!([]), "refused once, then taken");
    assert_eq!(answer.count("Resent"), 1);
    function.invoke(&event("awslogs")).reply();
    let text: String = fake
        .taken()
        .into_iter()
        .map(|(_, r)| String::from_utf8(if r.starts_with(&[0x1F, 0x8B]) { gunzip(&r) } else { r }).unwrap())
        .collect();
    assert!(text.contains("REDACTED-") && !text.contains('@'), "{text}");

    let fake = Fake::start(vec![Mood::Fails(400, "AccessDeniedException")], true);
    let mut function = start(&fake, &[sink]);
    let answer = function.invoke(&event("kinesis")).reply();
    assert!(!answer.json()["batchItemFailures"].as_array().unwrap().is_empty());
    assert!(answer.count("Refused") > 0);
    let answer = function.invoke(&event("awslogs"));
    assert!(answer.failed && answer.json()["errorType"] == "SinkRefused");
    let said = function.end();
    assert!(said.contains("AccessDeniedException, status 400"), "{said}");
    assert_mute(&said);

    // A storm outlasts the time of the invocation: the error comes before its end.
    let fake = Fake::start(vec![Mood::Fails(400, "ThrottlingException")], true);
    let mut function = start(&fake, &[sink]);
    let answer = function.invoke_within(&event("awslogs"), Duration::from_secs(3));
    assert!(answer.failed && fake.requests() > 1);
}

#[test]
fn a_sink_elsewhere_is_refused_at_the_start() {
    let fake = Fake::start(Vec::new(), false);
    let abroad = "firehose:arn:aws:firehose:us-east-1:111122223333:deliverystream/security";
    for more in [
        vec![("BLACKBAR_SINK", abroad)],
        vec![("BLACKBAR_FORWARD", abroad)],
        vec![("BLACKBAR_SINK", "firehose:security"), ("BLACKBAR_ALLOWED_REGIONS", "us-east-1")],
        vec![
            ("BLACKBAR_SINK", "firehose:security"),
            ("AWS_ENDPOINT_URL", "https://firehose.us-east-1.amazonaws.com"),
        ],
        vec![("BLACKBAR_SINK", "firehose:security"), ("BLACKBAR_ROLE_ARN", "blackbar")],
    ] {
        let mut function = start(&fake, &more);
        let answer = function.invoke(&event("awslogs"));
        assert!(answer.failed && answer.json()["errorType"] == "StartFailed", "{more:?}");
        assert_eq!(answer.count("StartFailed"), 1);
        let said = function.end();
        assert!(said.contains("data must not leave") || said.contains("BLACKBAR_ROLE_ARN"), "{said}");
    }
    let fits = [("BLACKBAR_SINK", abroad), ("BLACKBAR_ALLOWED_REGIONS", "eu-central-1, us-east-1")];
    start(&fake, &fits).invoke(&event("awslogs")).reply();

    // The policy binds it as well.
    let place = folder("lambda-regions");
    let at_home = "version = 1\n[regions]\nhome = \"eu-central-1\"\n";
    let policy = file(&place, "home.toml", at_home.as_bytes());
    for name in ["BLACKBAR_SINK", "BLACKBAR_FORWARD"] {
        let [_, regions] = fits;
        let mut function = start(&fake, &[(name, abroad), regions, ("BLACKBAR_POLICY", &policy)]);
        let answer = function.invoke(&event("awslogs"));
        assert!(answer.failed && answer.json()["errorType"] == "StartFailed");
        let said = function.end();
        let why = format!("{name}: the policy lets sinks be in eu-central-1, and this one is in us-east-1");
        assert!(said.contains(&why), "{said}");
    }
    let abroad_too = format!("{at_home}sinks = [\"us-east-1\"]\nreason = \"the security account\"\n");
    let policy = file(&place, "abroad.toml", abroad_too.as_bytes());
    let [sink, regions] = fits;
    start(&fake, &[sink, regions, ("BLACKBAR_POLICY", &policy)]).invoke(&event("awslogs")).reply();
}
