//! The laws, with tokens in place of labels.

use crate::laws::{CONFIG, json_document, mixed_text, shape};
use blackbar::detect::Builder;
use blackbar::policy::{Operator, Policy, TokenScope};
use blackbar::token::{KeySet, PrivateSealKey, RootKey, SealSeed};
use blackbar::{Redactor, Scratch};
use proptest::prelude::*;
use std::sync::LazyLock;
use zeroize::Zeroizing;

fn policy(tenant: &str) -> Policy {
    let mut policy = Policy::default();
    policy.scope = Some(TokenScope::of_tenant(tenant));
    policy
}

fn with_keys(policy: &Policy) -> Redactor {
    Redactor::with_keys(Builder::default(), policy, &KeySet::generate(RootKey::new(&[7; 32]).unwrap()))
        .unwrap()
}

/// Every class gets a pseudonym.
static ALL: LazyLock<Redactor> = LazyLock::new(|| {
    let mut policy = policy("acme");
    policy.by_rule.clear();
    policy.otherwise = Operator::Pseudonym { purpose: None };
    with_keys(&policy)
});

pub(super) fn redacted(redactor: &Redactor, text: &[u8]) -> String {
    String::from_utf8_lossy(&redactor.redact(text, &mut Scratch::default())).into_owned()
}

/// Every class gets tokens that can be opened.
static REVERSIBLE: LazyLock<[Redactor; 2]> = LazyLock::new(|| {
    let operators = [Operator::Encrypt { purpose: None }, Operator::Seal { purpose: None }];
    operators.map(|operator| {
        let mut policy = policy("acme");
        let scope = policy.scope.as_mut().unwrap();
        scope.pipeline_can_reverse = true;
        scope.recipient = Some(PrivateSealKey::new(&[5; 32]).unwrap().recipient().to_string());
        policy.by_rule.clear();
        policy.otherwise = operator;
        let keys = KeySet::generate(RootKey::new(&[7; 32]).unwrap());
        let seed = SealSeed::new(&Zeroizing::new([3; 32]));
        Redactor::with_keys_and_seed(Builder::default(), &policy, &keys, &seed).unwrap()
    })
});

proptest! {
    #![proptest_config(CONFIG.clone())]

    #[test]
    fn redacting_twice_changes_nothing_more(text in prop_oneof![mixed_text(), json_document()]) {
        let once = redacted(&ALL, text.as_bytes());
        prop_assert_eq!(redacted(&ALL, once.as_bytes()), once, "{}", text);
    }

    #[test]
    fn redacting_twice_leaves_reversible_tokens(text in prop_oneof![mixed_text(), json_document()]) {
        for redactor in REVERSIBLE.iter() {
            let once = redacted(redactor, text.as_bytes());
            prop_assert_eq!(redacted(redactor, once.as_bytes()), once, "{}", text);
        }
    }

    #[test]
    fn json_stays_json(text in json_document()) {
        let before: serde_json::Value = serde_json::from_str(&text).unwrap();
        let output = redacted(&ALL, text.as_bytes());
        let after: serde_json::Value =
            serde_json::from_str(&output).map_err(|e| TestCaseError::fail(format!("{e}: {output}")))?;
        prop_assert_eq!(shape(&before), shape(&after), "{} became {}", text, output);
    }
}

#[test]
fn the_same_value_has_the_same_token_however_it_is_written() {
    let redactor = with_keys(&policy("acme"));
    let token = redacted(&redactor, b"ada@example.com");
    assert!(token.starts_with("BB1-email.p"), "{token}");
    for (text, want) in [
        ("mail ada@example.com now".to_owned(), format!("mail {token} now")),
        (r#"{"a":"ada@example.com","b":1}"#.to_owned(), format!(r#"{{"a":"{token}","b":1}}"#)),
        (r#"{"a":"ada\u0040example.com"}"#.to_owned(), format!(r#"{{"a":"{token}"}}"#)),
        (r#"{"x":"{\"a\":\"ada@example.com\"}"}"#.to_owned(), format!(r#"{{"x":"{{\"a\":\"{token}\"}}"}}"#)),
        (r#"{"ada@example.com":1}"#.to_owned(), format!(r#"{{"{token}":1}}"#)),
    ] {
        assert_eq!(redacted(&redactor, text.as_bytes()), want);
    }
}

#[test]
fn personal_data_gets_pseudonyms_and_secrets_keep_their_labels() {
    let redactor = with_keys(&policy("acme"));
    let line = redacted(&redactor, b"ada@example.com 4111111111111111 AKIAIOSFODNN7EXAMPLE 10.0.0.1");
    let words: Vec<&str> = line.split(' ').collect();
    assert!(words[0].starts_with("BB1-email.") && words[1].starts_with("BB1-credit_card."), "{line}");
    assert_eq!(words[2..], ["REDACTED-aws_access_key_id", "10.0.0.1"]);
    // What a policy says of a class or of everything is not loosened.
    let mut masks = policy("acme");
    masks.by_class.insert("email".to_owned(), Operator::Mask);
    assert!(redacted(&with_keys(&masks), b"ada@example.com 4111111111111111").starts_with("******** BB1-"));
    let mut labels = policy("acme");
    labels.otherwise = Operator::Mask;
    assert_eq!(redacted(&with_keys(&labels), b"ada@example.com"), "********");
    labels.personal = Some(Operator::Label);
    assert_eq!(redacted(&with_keys(&labels), b"ada@example.com"), "REDACTED-email");
}

#[test]
fn a_planted_token_hides_nothing() {
    let redactor = with_keys(&policy("acme"));
    let other = with_keys(&policy("globex"));
    let good = redacted(&redactor, b"ada@example.com");
    let foreign = redacted(&other, b"ada@example.com");
    let bent = good.replace("BB1-email", "BB1-phone");
    let text = |token: &str| format!("password={token}");
    assert_eq!(redacted(&redactor, text(&good).as_bytes()), text(&good));
    for planted in [&foreign, &bent, &good[..good.len() - 1].to_owned()] {
        assert_eq!(
            redacted(&redactor, text(planted).as_bytes()),
            "password=REDACTED-generic_secret",
            "{planted}"
        );
    }
    // What stands beside a token of ours is still searched.
    let beside = redacted(&redactor, format!("password={good}hunter2secret").as_bytes());
    assert!(!beside.contains("hunter2secret"), "{beside}");
    let beside = redacted(&redactor, format!("{good} bob@example.com").as_bytes());
    assert!(beside.starts_with(&good) && !beside.contains("bob@"), "{beside}");
}

/// A pattern may begin before a token and end within it.
#[test]
fn a_part_of_a_token_is_no_value() {
    for redactor in [&*ALL].into_iter().chain(REVERSIBLE.iter()) {
        for text in ["mysql -h db -u root -p5mhVgXv3Ka79 app", "password=5mhVgXv3Ka79"] {
            let once = redacted(redactor, text.as_bytes());
            assert!(once.contains("BB1-") && !once.contains("5mhV"), "{once}");
            assert_eq!(redacted(redactor, once.as_bytes()), once);
        }
    }
}

#[test]
fn overlapping_values_get_the_label_of_their_union_and_no_token() {
    // Two rules in one key of an object, and two in text, of which none contains the other.
    for text in [
        "{\"x@example.com:y@example.com\":1}",
        "postgres://ada:hunter2secret@db.example.com/x?password=hunter2secret",
    ] {
        let once = redacted(&ALL, text.as_bytes());
        assert!(!once.contains("example.com:y") && !once.contains("hunter2"), "{once}");
        assert_eq!(redacted(&ALL, once.as_bytes()), once);
    }
}

#[test]
fn keys_and_scope_go_together() {
    let keys = KeySet::generate(RootKey::new(&[7; 32]).unwrap());
    let problem = |policy: &Policy, keys: Option<&KeySet>| {
        match keys {
            Some(keys) => Redactor::with_keys(Builder::default(), policy, keys),
            None => Redactor::new(policy),
        }
        .unwrap_err()
        .to_string()
    };
    assert!(problem(&Policy::default(), Some(&keys)).contains("no tenant"));
    let mut keyless = Policy::default();
    keyless.by_class.insert("email".to_owned(), Operator::Pseudonym { purpose: None });
    assert!(problem(&keyless, None).contains("`pseudonym` needs keys"));
    assert!(problem(&policy(""), Some(&keys)).contains("the tenant of a scope"));
}

#[test]
fn zero_keeps_a_number_a_number() {
    let mut policy = Policy::default();
    policy.otherwise = Operator::Zero;
    let redactor = Redactor::new(&policy).unwrap();
    for (text, want) in [
        (r#"{"card":4111111111111111}"#, r#"{"card":0}"#),
        (r#"{"card":"4111111111111111","n":1}"#, r#"{"card":"0","n":1}"#),
        ("card 4111111111111111.", "card 0."),
    ] {
        assert_eq!(redacted(&redactor, text.as_bytes()), want);
        assert_eq!(redacted(&redactor, want.as_bytes()), want);
    }
}
