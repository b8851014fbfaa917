//! `blackbar redrive`, and outputs of `run` that are no files.

use super::{Done, MAIL, batch, blackbar, file, folder, gunzip, gzip};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use blackbar::token::{Recipient, SealSeed, Sealer};
use serde_json::json;
use zeroize::Zeroizing;

/// A private key in a file, and what seals for it.
fn key(folder: &std::path::Path) -> (String, Sealer) {
    let path = folder.join("private").to_str().unwrap().to_owned();
    let made = blackbar(&["keys", "recipient", "--out", &path], b"");
    assert_eq!(made.code, 0, "{}", made.err);
    let text = made.text();
    let public =
        text.split(|c: char| !c.is_ascii_alphanumeric()).find_map(|word| Recipient::parse(word).ok());
    (path, Sealer::new(public.expect("a public key"), SealSeed::new(&Zeroizing::new([3; 32]))))
}

fn redrive(arguments: &[&str]) -> Done {
    blackbar(&[&["redrive", "--output", "-", "--stats", "json"], arguments].concat(), b"")
}

/// One line of an error bucket, of the shape that AWS documents.
fn failure(record: &[u8]) -> String {
    json!({"attemptsMade": 4, "arrivalTimestamp": 1741312971934_u64, "errorCode": "Lambda.FunctionTimedOut",
        "errorMessage": "The Lambda function invocation timed out.", "attemptEndingTimestamp": 1741312981934_u64,
        "rawData": STANDARD.encode(record), "lambdaArn": "arn:aws:lambda:eu-central-1:123456789012:function:redact"})
    .to_string()
}

#[test]
fn records_of_an_error_bucket_go_through_the_policy() {
    let folder = folder("redrive-errors");
    let whole = batch(&["nothing", MAIL]);
    let lines = [failure(&gzip(whole.as_bytes())), failure(format!("login {MAIL}\n").as_bytes())].join("\n");
    file(&folder, "1", lines.as_bytes());
    file(&folder, "2.gz", &gzip(failure(b"third\n").as_bytes()));
    file(&folder, "3", format!("not a failure of {MAIL}\n").as_bytes());
    let done = redrive(&["--input", folder.to_str().unwrap()]).sound();
    assert_eq!(done.code, 0, "{}", done.err);
    let want = [
        whole.replace(MAIL, "REDACTED-email"),
        "login REDACTED-email".into(),
        "third".into(),
        "not a failure of REDACTED-email".into(),
    ];
    assert_eq!(done.text().lines().collect::<Vec<_>>(), want);
    assert_eq!(done.count("in"), 5);
}

#[test]
fn sealed_copies_are_opened_by_their_key() {
    let folder = folder("redrive-sealed");
    let (private, sealer) = key(&folder);
    let quarantine = folder.join("quarantine");
    std::fs::create_dir(&quarantine).unwrap();
    let whole = gzip(batch(&[MAIL]).as_bytes());
    file(&quarantine, "1.sealed", &sealer.seal(&whole).unwrap());
    let text = sealer.seal_as_text(&gzip(format!("second {MAIL}\n").as_bytes())).unwrap();
    file(
        &quarantine,
        "2.log",
        format!("WITHHELD-start_failed\n{{\"message\":\"SEALED-record\",\"sealed\":\"{text}\"}}\n")
            .as_bytes(),
    );
    let input = quarantine.to_str().unwrap();
    let done = redrive(&["--input", input, "--private-key", &private]).sound();
    assert_eq!(done.code, 0, "{}", done.err);
    let want = [batch(&["REDACTED-email"]), "second REDACTED-email".to_owned()];
    assert_eq!(done.text().lines().collect::<Vec<_>>(), want);

    // Without the key, or with another one, they stay what they are, and it is said.
    let other = folder.join("other");
    std::fs::create_dir(&other).unwrap();
    let (wrong, _) = key(&other);
    for arguments in [vec!["--input", input], vec!["--input", input, "--private-key", &wrong]] {
        let done = redrive(&arguments).sound();
        assert_eq!((done.code, done.out.len()), (2, 0));
        assert!(done.err.contains("2 sealed copies were left"), "{}", done.err);
    }
    assert!(gunzip(&whole).len() > 10);
}

#[test]
fn damaged_objects_are_errors_and_stop_nothing() {
    let folder = folder("redrive-damaged");
    let packed = gzip(failure(MAIL.as_bytes()).as_bytes());
    file(&folder, "1.gz", &packed[..packed.len() - 9]);
    file(&folder, "2", failure(b"fine\n").as_bytes());
    let done = redrive(&["--input", folder.to_str().unwrap()]).sound();
    assert_eq!((done.code, done.text().as_str()), (2, "fine\n"));
    assert!(done.err.contains("1.gz: gzip_truncated"), "{}", done.err);
    assert_eq!(redrive(&["--input", "/nowhere"]).code, 2);
}

#[cfg(not(feature = "aws"))]
#[test]
fn without_the_feature_aws_is_an_error_with_a_remedy() {
    let folder = folder("redrive-no-aws");
    let input = file(&folder, "1", b"x\n");
    let done = redrive(&["--input", "s3://bucket/errors"]);
    assert!(done.code == 2 && done.err.contains("--features aws"), "{}", done.err);
    let done = blackbar(&["run", "--input", &input, "--output", "firehose:logs"], b"");
    assert!(done.code == 2 && done.err.contains("--features aws"), "{}", done.err);
}

#[cfg(feature = "aws")]
#[test]
fn a_stream_elsewhere_is_an_error_before_anything_is_read() {
    let folder = folder("redrive-region");
    let input = file(&folder, "1", b"x\n");
    let stream = "firehose:arn:aws:firehose:us-east-1:111122223333:deliverystream/logs";
    let mut command = std::process::Command::new(env!("CARGO_BIN_EXE_blackbar"));
    command.env_clear().env("AWS_REGION", "eu-central-1");
    let done = super::feed(command.args(["run", "--input", &input, "--output", stream]), b"");
    assert!(done.code == 2 && done.err.contains("data must not leave eu-central-1"), "{}", done.err);
}
