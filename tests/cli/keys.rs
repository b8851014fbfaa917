//! `blackbar keys`, and `--keys`.

use super::{Done, MAIL, blackbar, feed, file, folder};
use serde_json::{Value, json};
use std::fs;
use std::path::Path;
use std::process::Command;

pub(crate) const POLICY: &str =
    "version = 1\n\n[scope]\ntenant = \"acme\"\n\n[[operator]]\nclass = \"email\"\nuse = \"pseudonym\"\n";

/// A folder with the key file `keys` and the policy file `policy.toml`: paths of the two.
pub(crate) fn prepared(name: &str) -> (String, String) {
    let folder = folder(name);
    let keys = folder.join("keys").to_str().unwrap().to_owned();
    let made = blackbar(&["keys", "generate", "--out", &keys], b"");
    assert_eq!(made.code, 0, "{}", made.err);
    (keys, file(&folder, "policy.toml", POLICY.as_bytes()))
}

fn keys(arguments: &[&str]) -> Done {
    blackbar(&[&["keys"], arguments].concat(), b"")
}

fn status(file: &str) -> Value {
    let done = keys(&["status", "--format", "json", file]);
    assert_eq!(done.code, 0, "{}", done.err);
    serde_json::from_slice(&done.out).unwrap()
}

fn states(file: &str) -> Vec<String> {
    let status = status(file);
    status["epochs"].as_array().unwrap().iter().map(|e| e["state"].as_str().unwrap().to_owned()).collect()
}

fn redacted(keys: &str, policy: &str, text: &str) -> String {
    let done = blackbar(&["redact", "--policy", policy, "--keys", keys], text.as_bytes());
    assert_eq!(done.code, 0, "{}", done.err);
    done.text()
}

fn refused(done: &Done, wanted: &str) {
    assert_eq!(done.code, 2, "{}", done.err);
    assert!(done.err.contains(wanted), "{}", done.err);
    assert!(done.out.is_empty());
}

/// The key material of a key file, as text.
fn material(path: &str) -> Vec<String> {
    let written: Value = serde_json::from_slice(&fs::read(path).unwrap()).unwrap();
    let epochs = written["epochs"].as_array().unwrap();
    epochs.iter().filter_map(|e| e["key"].as_str()).map(str::to_owned).collect()
}

#[test]
fn one_customer_can_be_followed() {
    let (keys, policy) = prepared("keys-follow");
    let text = format!("login {MAIL}\n{{\"user\":\"{MAIL}\",\"n\":1}}\nlogin bob@example.com\n");
    let once = redacted(&keys, &policy, &text);
    let lines: Vec<&str> = once.lines().collect();
    let token = lines[0].strip_prefix("login ").unwrap();
    assert!(token.starts_with("BB1-email.p"), "{once}");
    assert_eq!(lines[1], format!("{{\"user\":\"{token}\",\"n\":1}}"));
    assert_ne!(lines[2], lines[0]);
    assert_eq!(redacted(&keys, &policy, &once), once, "redacting twice changes nothing more");
    assert_eq!(redacted(&keys, &policy, &text), once, "a retry gives the same bytes");
    let (other, _) = prepared("keys-follow-other");
    assert_ne!(redacted(&other, &policy, &text), once);
}

#[test]
fn keys_of_an_environment_variable_serve_as_those_of_a_file() {
    let (keys, policy) = prepared("keys-env");
    let run = |value: Option<&[u8]>| {
        let mut command = Command::new(env!("CARGO_BIN_EXE_blackbar"));
        command.args(["redact", "--policy", &policy, "--keys", "env:BLACKBAR_TEST_KEYS"]);
        if let Some(value) = value {
            use std::os::unix::ffi::OsStrExt;
            command.env("BLACKBAR_TEST_KEYS", std::ffi::OsStr::from_bytes(value));
        }
        feed(&mut command, MAIL.as_bytes())
    };
    let text = fs::read(&keys).unwrap();
    assert_eq!(run(Some(&text)).text(), redacted(&keys, &policy, MAIL));
    refused(&run(None), "environment variable BLACKBAR_TEST_KEYS: it is not set");
    refused(&run(Some(b"not a key file")), "this is no key file");
}

#[test]
fn a_run_takes_keys() {
    let (keys, policy) = prepared("keys-run");
    let input = folder("keys-run-input");
    file(&input, "a.log", format!("mail {MAIL}\n").as_bytes());
    let done = blackbar(
        &["run", "--input", input.to_str().unwrap(), "--output", "-", "--policy", &policy, "--keys", &keys],
        b"",
    );
    assert_eq!(done.code, 0, "{}", done.err);
    assert_eq!(done.text(), redacted(&keys, &policy, &format!("mail {MAIL}\n")));
    let scan = blackbar(&["scan", "--policy", &policy, "--keys", &keys], &done.out);
    assert_eq!((scan.code, scan.out), (0, Vec::new()), "a token of ours is no finding");
}

#[test]
fn keys_and_policy_need_each_other() {
    let (keys, policy) = prepared("keys-need");
    refused(&blackbar(&["redact", "--keys", &keys], b""), "[scope]");
    refused(&blackbar(&["redact", "--policy", &policy], b""), "name a key file with `--keys`");
    refused(
        &blackbar(&["redact", "--policy", &policy, "--keys", "nowhere"], b""),
        "nowhere: there is no such file",
    );
}

#[test]
fn only_the_owner_may_read_keys() {
    use std::os::unix::fs::PermissionsExt;
    let (keys, policy) = prepared("keys-mode");
    let mode = |mode| fs::set_permissions(&keys, fs::Permissions::from_mode(mode)).unwrap();
    assert_eq!(fs::metadata(&keys).unwrap().permissions().mode() & 0o777, 0o600);
    for open in [0o640, 0o604, 0o620, 0o666] {
        mode(open);
        let done = blackbar(&["redact", "--policy", &policy, "--keys", &keys], b"");
        refused(&done, "run `chmod 600` on it");
    }
    mode(0o400);
    redacted(&keys, &policy, "x");
}

#[test]
fn keys_are_never_overwritten_and_never_printed() {
    let (keys, _) = prepared("keys-mute");
    let before = fs::read(&keys).unwrap();
    refused(&blackbar(&["keys", "generate", "--out", &keys], b""), "there is a file already");
    assert_eq!(fs::read(&keys).unwrap(), before);
    for arguments in
        [&["status", &keys][..], &["drill", &keys], &["rotate", &keys], &["destroy", "--epoch", "1", &keys]]
    {
        let done = self::keys(arguments);
        for key in material(&keys) {
            assert!(!done.text().contains(&key) && !done.err.contains(&key), "{arguments:?}");
        }
    }
}

#[test]
fn a_rotation_in_two_steps() {
    let (file, policy) = prepared("keys-rotate");
    let old = redacted(&file, &policy, MAIL);
    assert_eq!(keys(&["rotate", "--stage", &file]).code, 0);
    assert_eq!(states(&file), ["primary", "pending"]);
    assert_eq!(redacted(&file, &policy, MAIL), old);
    refused(&keys(&["rotate", "--stage", &file]), "epoch 2 is pending already");
    assert!(keys(&["rotate", &file]).err.ends_with(": epoch 2 is primary\n"));
    assert_eq!(states(&file), ["decrypt-only", "primary"]);
    let new = redacted(&file, &policy, MAIL);
    assert_ne!(new, old);
    assert_eq!(redacted(&file, &policy, &old), old, "tokens of the old epoch are known");
    assert!(!Path::new(&format!("{file}.new")).exists());
}

#[test]
fn destroying_says_what_is_lost_and_respects_holds() {
    let (file, _) = prepared("keys-destroy");
    refused(&keys(&["destroy", "--epoch", "1", "--yes", &file]), "rotate first");
    keys(&["rotate", &file]);
    let before = material(&file);
    refused(&keys(&["destroy", "--epoch", "1", &file]), "unreadable for ever");
    assert_eq!(material(&file), before, "nothing is changed without --yes");
    assert_eq!(keys(&["hold", "--epoch", "1", "--name", "case 7", &file]).code, 0);
    assert_eq!(status(&file)["epochs"][0]["holds"], json!(["case 7"]));
    refused(&keys(&["destroy", "--epoch", "1", "--yes", &file]), "the legal hold `case 7` names epoch 1");
    assert_eq!(material(&file), before);
    refused(&keys(&["release", "--epoch", "2", "--name", "case 7", &file]), "no such hold");
    assert_eq!(keys(&["release", "--epoch", "1", "--name", "case 7", &file]).code, 0);
    let done = keys(&["destroy", "--epoch", "1", "--yes", &file]);
    assert_eq!(done.code, 0, "{}", done.err);
    assert!(done.err.contains("epoch 1 is destroyed") && done.err.contains("unreadable for ever"));
    assert_eq!(material(&file), before[1..], "the key is gone from the file");
    assert_eq!(states(&file), ["destroyed", "primary"]);
    refused(&keys(&["destroy", "--epoch", "7", "--yes", &file]), "there is no epoch 7");
}

#[test]
fn the_drill_passes_and_changes_nothing() {
    let (file, _) = prepared("keys-drill");
    keys(&["hold", "--epoch", "1", "--name", "case 7", &file]);
    let before = fs::read(&file).unwrap();
    let done = keys(&["drill", &file]);
    assert_eq!(done.code, 0, "{}", done.err);
    for said in [
        "old tokens are still recognised",
        "old encrypted tokens still open",
        "tokens of the old key are refused",
        "from revocation to refusal: ",
    ] {
        assert!(done.err.contains(said), "{}", done.err);
    }
    assert_eq!(fs::read(&file).unwrap(), before);
}
