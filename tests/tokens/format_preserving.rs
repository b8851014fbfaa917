//! Values of the same form: what is kept, what never is, and who can turn them back.

use super::laws::redacted;
use blackbar::detect::Builder;
use blackbar::policy::{Operator, Policy, TokenScope};
use blackbar::span::Secret;
use blackbar::token::{FormatPreserving, KeySet, Preserve, RootKey, Scope, Tokens};
use blackbar::{Redactor, Scratch};
use proptest::prelude::*;
use sha2::{Digest, Sha256};
use std::collections::HashSet;
use std::sync::LazyLock;

fn made(root: u8, tenant: &str, purpose: &str, class: &str, preserve: Preserve) -> FormatPreserving {
    let keys = KeySet::generate(RootKey::new(&[root; 32]).unwrap());
    let scope = Scope::new(tenant, purpose).unwrap();
    Tokens::new(&keys, &[]).format_preserving(class, &scope, preserve).unwrap()
}

static PLAIN: LazyLock<FormatPreserving> =
    LazyLock::new(|| made(1, "acme", "default", "phone", Preserve::Text));
static CARDS: LazyLock<FormatPreserving> =
    LazyLock::new(|| made(1, "acme", "default", "credit_card", Preserve::Card));

fn text(made: &FormatPreserving, value: &str) -> Option<String> {
    made.text(Secret::new(value.as_bytes()))
}

fn value(made: &FormatPreserving, text: &str) -> Option<String> {
    made.value(text.as_bytes()).map(|value| String::from_utf8(value.to_vec()).unwrap())
}

/// The Luhn test as it is written in ISO/IEC 7812-1, annex B.
fn passes_luhn(text: &str) -> bool {
    let digits = text.chars().rev().filter_map(|c| c.to_digit(10));
    let sum: u32 = digits
        .enumerate()
        .map(|(at, digit)| if at % 2 == 0 { digit } else { digit * 2 / 10 + digit * 2 % 10 })
        .sum();
    sum.is_multiple_of(10)
}

fn card(body: &str) -> String {
    (0..10).map(|digit| format!("{body}{digit}")).find(|card| passes_luhn(card)).unwrap()
}

/// What each character is: the form that is to be kept.
fn form(text: &str) -> String {
    let kind = |c: char| match c {
        '0'..='9' => '0',
        'A'..='Z' => 'A',
        'a'..='z' => 'a',
        c => c,
    };
    text.chars().map(kind).collect()
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_value_has_one_text_of_its_form_and_the_text_one_value(
        original in "[A-Za-z0-9 ./:+()@,_#-]{0,40}|[0-9 ()+.-]{7,30}|[0-9a-f]{8,32}|[A-Z]{2}[0-9]{2}( [0-9]{4}){4}"
    ) {
        if let Some(text) = text(&PLAIN, &original) {
            prop_assert_eq!(form(&text), form(&original));
            prop_assert_eq!(value(&PLAIN, &text).unwrap(), original);
        }
    }

    #[test]
    fn hexadecimal_stays_hexadecimal(
        original in "[0-9a-f]{2}(:[0-9a-f]{2}){5}|[0-9A-F]{2}(-[0-9A-F]{2}){5}|[0-9a-zA-F]{6,20}"
    ) {
        let made = made(1, "acme", "default", "mac_address", Preserve::Hexadecimal);
        let symbols = |text: &str| text.bytes().filter(u8::is_ascii_alphanumeric).collect::<Vec<u8>>();
        if let Some(text) = text(&made, &original) {
            prop_assert_eq!(value(&made, &text).unwrap(), original.clone());
            // Letters of both cases are no hexadecimal digits: one alphabet has no room for both.
            let is_one_case = [original.to_ascii_lowercase(), original.to_ascii_uppercase()].contains(&original);
            if is_one_case && symbols(&original).iter().all(u8::is_ascii_hexdigit) {
                prop_assert!(symbols(&text).iter().all(u8::is_ascii_hexdigit));
            }
        }
    }

    #[test]
    fn a_number_stays_a_number_that_every_reader_holds(number in 1_000_000_u64..20_000_000_000_000_000) {
        let text = text(&PLAIN, &number.to_string()).unwrap();
        let json: serde_json::Value = serde_json::from_str(&text).unwrap();
        prop_assert_eq!(text.len(), number.to_string().len());
        prop_assert_eq!(json.as_u64().unwrap().to_string(), text);
        let exact = |n: u64| n < 1 << 53;
        prop_assert_eq!(exact(json.as_u64().unwrap()), exact(number));
    }

    #[test]
    fn no_card_passes_luhn_and_each_comes_back(body in "[0-9]{7,18}") {
        let card = card(&body);
        let text = text(&CARDS, &card).unwrap();
        prop_assert!(!passes_luhn(&text), "{} became {}", card, text);
        prop_assert_eq!(text.len(), card.len());
        prop_assert_eq!(value(&CARDS, &text).unwrap(), card);
    }
}

/// As `tests/oracle/format_preserving.py` computes them with OpenSSL.
#[test]
fn texts_are_those_of_the_oracle() {
    let counting: Vec<u8> = (0..32).collect();
    let keys = KeySet::generate(RootKey::new(&counting).unwrap());
    let scope = Scope::new("acme", "default").unwrap();
    let tokens = Tokens::new(&keys, &[]);
    for (class, original, want) in [
        ("phone", "4155550100", "8232705453"),
        ("phone", "+1 (415) 555-0100", "+2 (150) 462-9524"),
        ("phone", "0800000", "0889360"),
        ("phone", "9999999999999999", "9148613053960896"),
        ("credit_card", "4111111111111111", "7560043733250767"),
        ("credit_card", "4111 1111 1111 1111", "7560 0437 3325 0767"),
        ("credit_card", "378282246310005", "363879060155119"),
        ("mac_address", "00:1b:44:11:3a:b7", "e0:5f:0b:9b:f5:96"),
        ("mac_address", "00-1B-44-11-3A-B7", "E0-5F-0B-9B-F5-96"),
        ("iban", "DE89370400440532013000", "DH04173761103885376850"),
        ("email", "ada@example.com", "roz@mpwgpyz.ezf"),
        ("passport", "C01X00T47", "H79W92A29"),
    ] {
        let preserve = match class {
            "credit_card" => Preserve::Card,
            "mac_address" => Preserve::Hexadecimal,
            _ => Preserve::Text,
        };
        let made = tokens.format_preserving(class, &scope, preserve).unwrap();
        assert_eq!(text(&made, original).unwrap(), want);
        assert_eq!(value(&made, want).unwrap(), original);
    }
    let phone = tokens.format_preserving("phone", &scope, Preserve::Text).unwrap();
    let mut digest = Sha256::new();
    for number in 0..1000 {
        digest.update(text(&phone, &format!("+1 415 {number:07}")).unwrap().as_bytes());
        digest.update(b"\n");
    }
    let digest: String = digest.finalize().iter().map(|b| format!("{b:02x}")).collect();
    assert_eq!(digest, "ce02a985e1c4d8034b24648300d966f0a829c16dc129306523bc196a3eb4ad1f");
}

#[test]
fn what_has_too_few_forms_or_is_no_card_gets_none() {
    for bad in ["", "123456", "+1 23-456", "ab1", "abcd", "é1234567", "1234567\"", "1234567\\", "1234567\n"]
    {
        assert_eq!(text(&PLAIN, bad), None, "{bad}");
    }
    for good in ["1234567", "0234567", "+1 23-4567", "deadbeef", "a1b2c3", "ada@example.com"] {
        assert!(text(&PLAIN, good).is_some(), "{good}");
    }
    assert_eq!(text(&PLAIN, &"7".repeat(FormatPreserving::LONGEST + 1)), None);
    assert!(text(&PLAIN, &"7".repeat(FormatPreserving::LONGEST)).is_some());
    assert_eq!(text(&CARDS, "4111111111111112"), None, "no card");
    assert_eq!(value(&CARDS, "4111111111111111"), None, "not made here");
    assert_eq!(text(&CARDS, "ada@example.com").map(|t| form(&t)), Some("aaa@aaaaaaa.aaa".to_owned()));
}

/// A whole domain: every number of seven digits has a text of its own, and those with a leading zero one with a leading
/// zero.
#[test]
fn it_is_a_permutation() {
    let mut seen = HashSet::new();
    for n in (0..10_000_000).step_by(97) {
        let number = format!("{n:07}");
        let text = text(&PLAIN, &number).unwrap();
        assert_eq!(text.starts_with('0'), number.starts_with('0'));
        assert!(seen.insert(text));
    }
}

#[test]
fn tenants_purposes_classes_and_epochs_have_texts_of_their_own() {
    let of = |root, tenant, purpose, class| {
        text(&made(root, tenant, purpose, class, Preserve::Text), "4155550100").unwrap()
    };
    let texts: HashSet<String> = [
        of(1, "acme", "default", "phone"),
        of(1, "acme", "default", "other"),
        of(1, "acme", "fraud", "phone"),
        of(1, "globex", "default", "phone"),
        of(2, "acme", "default", "phone"),
    ]
    .into();
    assert_eq!(texts.len(), 5);
    let text = text(&PLAIN, "4155550100").unwrap();
    assert_eq!(value(&PLAIN, &text).unwrap(), "4155550100");
    assert_ne!(
        value(&made(2, "acme", "default", "phone", Preserve::Text), &text).unwrap(),
        "4155550100",
        "after shredding"
    );
    assert!(!format!("{:?}", *PLAIN).contains("4155"));
}

fn redactor() -> Redactor {
    let mut policy = Policy::default();
    let mut scope = TokenScope::of_tenant("acme");
    scope.pipeline_can_reverse = true;
    policy.scope = Some(scope);
    for class in ["credit_card", "phone", "email"] {
        policy.by_class.insert(class.to_owned(), Operator::FormatPreserving { purpose: None });
    }
    Redactor::with_keys(Builder::default(), &policy, &KeySet::generate(RootKey::new(&[1; 32]).unwrap()))
        .unwrap()
}

#[test]
fn cards_in_events_keep_their_form_and_are_not_found_again() {
    let redactor = redactor();
    let card = text(&CARDS, "4111111111111111").unwrap();
    let spaced: Vec<&str> = (0..4).map(|i| &card[4 * i..4 * i + 4]).collect();
    for (event, want) in [
        ("card 4111111111111111 ok".to_owned(), format!("card {card} ok")),
        ("card 4111 1111 1111 1111 ok".to_owned(), format!("card {} ok", spaced.join(" "))),
        (r#"{"card":4111111111111111}"#.to_owned(), format!(r#"{{"card":{card}}}"#)),
        (r#"{"card":"4111111111111111"}"#.to_owned(), format!(r#"{{"card":"{card}"}}"#)),
        (r#"{"4111111111111111":1}"#.to_owned(), format!(r#"{{"{card}":1}}"#)),
        (r#"{"m":"{\"card\":4111111111111111}"}"#.to_owned(), format!(r#"{{"m":"{{\"card\":{card}}}"}}"#)),
    ] {
        let once = redacted(&redactor, event.as_bytes());
        assert_eq!(once, want);
        let mut scratch = Scratch::default();
        redactor.text(once.as_bytes(), &mut scratch);
        let cards = scratch
            .findings()
            .iter()
            .filter(|f| redactor.scanner().rule(f.rule).is_some_and(|rule| rule.class == "credit_card"));
        assert_eq!(cards.count(), 0, "{once}");
    }
    // An escape is a separator like any other, written plainly.
    let mail = redacted(&redactor, br#"{"m":"ada\u0040example.com"}"#);
    assert_eq!(form(&mail), r#"{"a":"aaa@aaaaaaa.aaa"}"#);
}

#[test]
fn it_needs_leave_keys_and_records_that_pass_once() {
    let keys = KeySet::generate(RootKey::new(&[1; 32]).unwrap());
    let mut policy = Policy::default();
    policy.scope = Some(TokenScope::of_tenant("acme"));
    policy.by_class.insert("phone".to_owned(), Operator::FormatPreserving { purpose: None });
    let problem =
        |policy: &Policy| Redactor::with_keys(Builder::default(), policy, &keys).unwrap_err().to_string();
    assert!(problem(&policy).contains("pipeline_can_reverse"));
    policy.scope.as_mut().unwrap().pipeline_can_reverse = true;
    assert!(Redactor::new(&policy).unwrap_err().to_string().contains("`format-preserving` needs keys"));
    policy.passes = blackbar::policy::Passes::Many;
    assert!(problem(&policy).contains("cannot be told from values"));
}
