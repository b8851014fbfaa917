//! `blackbar reveal`, and the tokens that it opens.

use super::keys::prepared;
use super::{Done, MAIL, blackbar, feed, file};
use serde_json::{Value, json};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

struct Place {
    keys: String,
    policy: String,
    private: String,
    audit: String,
}

/// Keys, a recipient, and a policy that encrypts e-mail addresses and seals telephone numbers.
fn place(name: &str) -> Place {
    let (keys, policy) = prepared(name);
    let folder = Path::new(&policy).parent().unwrap().to_owned();
    let path = |name: &str| folder.join(name).to_str().unwrap().to_owned();
    let private = path("private");
    let made = blackbar(&["keys", "recipient", "--out", &private], b"");
    assert_eq!(made.code, 0, "{}", made.err);
    let text = format!(
        "version = 1\n[scope]\ntenant = \"acme\"\npipeline_can_reverse = true\nrecipient = \"{}\"\n\
         [[operator]]\nclass = \"email\"\nuse = \"encrypt\"\n[[operator]]\nclass = \"credit_card\"\nuse = \"seal\"\n",
        made.text().trim()
    );
    file(&folder, "policy.toml", text.as_bytes());
    Place { keys, policy, private, audit: path("audit.jsonl") }
}

impl Place {
    fn redacted(&self, text: &str) -> String {
        let done = blackbar(&["redact", "--policy", &self.policy, "--keys", &self.keys], text.as_bytes());
        assert_eq!(done.code, 0, "{}", done.err);
        done.text()
    }

    /// `reveal` with what is needed, save for what `other` says.
    fn reveal(&self, other: &[&str], input: &str) -> Done {
        let soon = in_seconds(1800);
        let mut arguments = vec!["reveal", "--keys", &self.keys, "--private-key", &self.private];
        for pair in [
            ["--tenant", "acme"],
            ["--ticket", "T-1"],
            ["--approver", "grace"],
            ["--expires", &soon],
            ["--budget", "5"],
            ["--audit", &self.audit],
        ] {
            if !other.contains(&pair[0]) {
                arguments.extend(pair);
            }
        }
        arguments.extend(other);
        blackbar(&arguments, input.as_bytes())
    }

    fn records(&self) -> Vec<Value> {
        let text = fs::read_to_string(&self.audit).unwrap_or_default();
        text.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
    }
}

/// A time as `date` prints it.
fn in_seconds(seconds: i64) -> String {
    let date =
        Command::new("date").args(["-u", &format!("-d{seconds} seconds"), "+%FT%TZ"]).output().unwrap();
    String::from_utf8(date.stdout).unwrap().trim().to_owned()
}

fn refused(done: &Done, wanted: &str) {
    assert_eq!(done.code, 2, "{}", done.err);
    assert!(done.err.contains(wanted), "{}", done.err);
    assert_eq!(done.text(), "", "nothing is shown");
}

#[test]
fn tokens_are_opened_on_record() {
    let place = place("reveal-opens");
    let line = place.redacted(&format!("{MAIL} 4111111111111111"));
    let [mail, card] = line.split(' ').collect::<Vec<_>>()[..] else { panic!("{line}") };
    assert!(mail.starts_with("BB1-email.e") && card.starts_with("BB1-credit_card.s"), "{line}");
    assert_eq!(place.redacted(&line), line, "redacting twice changes nothing more");
    assert_eq!(place.redacted(MAIL), mail, "encryption is deterministic");
    assert_ne!(place.redacted("4111111111111111"), card, "sealing is not");

    let done = place.reveal(&[], &format!("{mail}\n{card}\n"));
    assert_eq!(done.code, 0, "{}", done.err);
    let shown: Vec<Value> = done.text().lines().map(|l| serde_json::from_str(l).unwrap()).collect();
    assert_eq!(
        shown,
        [json!({"token": mail, "value": MAIL}), json!({"token": card, "value": "4111111111111111"})]
    );
    let records = place.records();
    assert_eq!(records.len(), 1);
    assert_eq!(records[0]["opened"], json!([mail, card]));
    for (name, value) in [("ticket", "T-1"), ("tenant", "acme"), ("purpose", "default"), ("event", "reveal")]
    {
        assert_eq!(records[0][name], value);
    }
    assert!(!fs::read_to_string(&place.audit).unwrap().contains(MAIL), "values never stand in the record");
}

#[test]
fn the_pipeline_cannot_open_what_it_seals() {
    let place = place("reveal-sealed");
    let card = place.redacted("4111111111111111");
    let expires = in_seconds(60);
    let done = blackbar(
        &[
            "reveal",
            "--keys",
            &place.keys,
            "--tenant",
            "acme",
            "--ticket",
            "T",
            "--approver",
            "grace",
            "--expires",
            &expires,
            "--budget",
            "1",
            "--audit",
            &place.audit,
            &card,
        ],
        b"",
    );
    refused(&done, "the token cannot be opened with these keys in this scope");
}

/// One error for a wrong tenant, purpose, key, check and form, and each attempt is on record.
#[test]
fn every_refusal_reads_the_same() {
    let place = place("reveal-same");
    let mail = place.redacted(MAIL);
    let (other, _) = prepared("reveal-same-other");
    let bent = mail.replace("email", "phone");
    let mut said = Vec::new();
    for (other, token) in [
        (&["--tenant", "globex"][..], mail.as_str()),
        (&["--purpose", "fraud"], &mail),
        (&["--keys", &other], &mail),
        (&[], &bent),
        (&[], MAIL),
    ] {
        let arguments: Vec<&str> = if other.first() == Some(&"--keys") {
            // A flag stands once: these keys in place of ours.
            vec![]
        } else {
            other.to_vec()
        };
        let here = Place {
            keys: if arguments.is_empty() && !other.is_empty() {
                other[1].to_owned()
            } else {
                place.keys.clone()
            },
            policy: place.policy.clone(),
            private: place.private.clone(),
            audit: place.audit.clone(),
        };
        let done = here.reveal(&arguments, token);
        refused(&done, "the token cannot be opened");
        said.push(done.err);
    }
    said.dedup();
    assert_eq!(said.len(), 1, "{said:?}");
    let records = place.records();
    assert_eq!(records.len(), 5);
    assert!(records.iter().all(|r| r["opened"] == json!([])));
    assert_eq!(records[4]["refused"], json!(["no token"]), "what is no token could be a value");
}

#[test]
fn nothing_is_shown_that_is_not_on_record() {
    let place = place("reveal-record");
    let mail = place.redacted(MAIL);
    for (audit, wanted) in [("/dev/full", "a regular file"), ("/nowhere/audit", "No such file")] {
        refused(&place.reveal(&["--audit", audit], &mail), wanted);
    }
    // A disk that takes nothing: no file may grow.
    let script = "trap '' XFSZ; ulimit -f 0; exec \"$0\" reveal --keys \"$1\" --tenant acme --ticket T --approver grace \
                  --expires \"$2\" --budget 1 --audit \"$3\" \"$4\"";
    let mut command = Command::new("sh");
    command.args([
        "-c",
        script,
        env!("CARGO_BIN_EXE_blackbar"),
        &place.keys,
        &in_seconds(60),
        &place.audit,
        &mail,
    ]);
    refused(&feed(&mut command, b""), "File too large");
    assert!(place.records().is_empty());
    let damaged: PathBuf = Path::new(&place.audit).with_extension("damaged");
    fs::write(&damaged, "{\"ticket\":\"T-").unwrap();
    refused(&place.reveal(&["--audit", damaged.to_str().unwrap()], &mail), "line 1 is no audit record");
}

#[test]
fn approvals_end_and_budgets_are_spent() {
    let place = place("reveal-budget");
    let mail = place.redacted(MAIL);
    refused(&place.reveal(&["--expires", &in_seconds(-5)], &mail), "the approval ended at");
    refused(&place.reveal(&["--expires", &in_seconds(7200)], &mail), "an hour at most");
    refused(&place.reveal(&["--expires", "tomorrow"], &mail), "expected a time in UTC");
    refused(&place.reveal(&["--ticket", " "], &mail), "`--ticket` is empty");
    refused(&place.reveal(&["--approver", ""], &mail), "`--approver` is empty");
    refused(&place.reveal(&[], ""), "no tokens to open");
    assert!(place.records().is_empty());
    for _ in 0..2 {
        assert_eq!(place.reveal(&["--budget", "3"], &mail).code, 0);
    }
    refused(
        &place.reveal(&["--budget", "3"], &format!("{mail}\n{mail}")),
        "a budget of 3 and this would make it 4",
    );
    assert_eq!(place.reveal(&["--budget", "3"], &mail).code, 0, "what was refused is not spent");
    refused(&place.reveal(&["--budget", "3"], &mail), "a budget of 3");
    assert_eq!(place.reveal(&["--ticket", "T-2"], &mail).code, 0, "another ticket has its own");
    assert_eq!(place.records().len(), 4);
}

#[test]
fn shredding_closes_tokens_for_ever() {
    let place = place("reveal-shred");
    let mail = place.redacted(MAIL);
    for arguments in [&["rotate", &place.keys][..], &["destroy", "--epoch", "1", "--yes", &place.keys]] {
        assert_eq!(blackbar(&[&["keys"], arguments].concat(), b"").code, 0);
    }
    refused(&place.reveal(&[], &mail), "the token cannot be opened");
}
