//! Dates that move, by as many days for all of a subject.

use super::laws::redacted;
use blackbar::Redactor;
use blackbar::detect::Builder;
use blackbar::policy::{FieldPath, Generalisation, Operator, PathOperator, Policy, Subject, TokenScope};
use blackbar::span::Secret;
use blackbar::token::{KeySet, RootKey, Scope, Tokens};
use std::collections::BTreeSet;
use std::num::NonZeroU32;

fn redactor(subject: Option<&str>, tenant: &str) -> Redactor {
    let mut policy = Policy::default();
    policy.scope = Some(TokenScope::of_tenant(tenant));
    policy.by_class.insert(
        "date_of_birth".to_owned(),
        Operator::DateShift {
            days: Operator::DAYS,
            subject: subject.map(|s| Subject::parse(s).unwrap()),
            order: None,
            purpose: None,
        },
    );
    Redactor::with_keys(Builder::default(), &policy, &KeySet::generate(RootKey::new(&[1; 32]).unwrap()))
        .unwrap()
}

fn days(tenant: &str, subject: Option<&str>) -> i64 {
    let keys = KeySet::generate(RootKey::new(&[1; 32]).unwrap());
    let scope = Scope::new(tenant, "default").unwrap();
    let shift = Tokens::new(&keys, &[]).date_shift(&scope, Operator::DAYS).unwrap();
    shift.days(subject.map(|s| Secret::new(s.as_bytes())))
}

/// The first of May 1980 some days later, computed another way.
fn first_of_may(days: i64) -> String {
    let (mut year, mut day) = (1980, 122 + days);
    let length = |year: i64| if year % 4 == 0 { 366 } else { 365 };
    while day < 1 {
        year -= 1;
        day += length(year);
    }
    while day > length(year) {
        day -= length(year);
        year += 1;
    }
    let february = length(year) - 337;
    let mut month = 1;
    for long in [31, february, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31] {
        if day <= long {
            break;
        }
        day -= long;
        month += 1;
    }
    format!("{year}-{month:02}-{day:02}")
}

/// As `tests/oracle/format_preserving.py` computes them.
#[test]
fn days_are_those_of_the_oracle() {
    let counting: Vec<u8> = (0..32).collect();
    let keys = KeySet::generate(RootKey::new(&counting).unwrap());
    let scope = Scope::new("acme", "default").unwrap();
    let shift = Tokens::new(&keys, &[]).date_shift(&scope, Operator::DAYS).unwrap();
    for (subject, want) in [(None, 58), (Some(""), 43), (Some("ada"), -361), (Some("7"), -186)] {
        assert_eq!(shift.days(subject.map(|s| Secret::new(s.as_bytes()))), want, "{subject:?}");
    }
}

#[test]
fn every_number_of_days_but_none_comes_up() {
    let keys = KeySet::generate(RootKey::new(&[1; 32]).unwrap());
    let scope = Scope::new("acme", "default").unwrap();
    let shift = Tokens::new(&keys, &[]).date_shift(&scope, NonZeroU32::new(10).unwrap()).unwrap();
    let seen: BTreeSet<i64> =
        (0..1000).map(|n: u32| shift.days(Some(Secret::new(n.to_string().as_bytes())))).collect();
    assert_eq!(seen, (-10..=10).filter(|n| *n != 0).collect());
    assert_ne!(days("acme", Some("")), days("acme", None), "an empty subject is not the tenant");
}

#[test]
fn dates_move_with_their_subject() {
    let redactor = redactor(Some("user.id"), "acme");
    let ada = first_of_may(days("acme", Some("ada")));
    let seven = first_of_may(days("acme", Some("7")));
    assert_ne!(ada, seven);
    for (event, want) in [
        (
            r#"{"user":{"id":"ada","dob":"1980-05-01"}}"#.to_owned(),
            format!(r#"{{"user":{{"id":"ada","dob":"{ada}"}}}}"#),
        ),
        // The subject may stand around the date, behind it, be a number, or have escapes.
        (
            r#"{"birth":{"dob":"1980-05-01"},"user":{"id":7}}"#.to_owned(),
            format!(r#"{{"birth":{{"dob":"{seven}"}},"user":{{"id":7}}}}"#),
        ),
        (
            r#"{"user":{"id":"\u0061da"},"dob":"1980-05-01"}"#.to_owned(),
            format!(r#"{{"user":{{"id":"\u0061da"}},"dob":"{ada}"}}"#),
        ),
        // The nearest one counts.
        (
            r#"[{"user":{"id":"ada"},"dob":"1980-05-01"},{"user":{"id":7},"dob":"1980-05-01"}]"#.to_owned(),
            format!(r#"[{{"user":{{"id":"ada"}},"dob":"{ada}"}},{{"user":{{"id":7}},"dob":"{seven}"}}]"#),
        ),
        // A document in a string has subjects of its own.
        (
            r#"{"m":"{\"user\":{\"id\":7},\"dob\":\"1980-05-01\"}"}"#.to_owned(),
            format!(r#"{{"m":"{{\"user\":{{\"id\":7}},\"dob\":\"{seven}\"}}"}}"#),
        ),
        // Without one there is the label.
        (
            r#"{"id":"ada","dob":"1980-05-01"}"#.to_owned(),
            r#"{"id":"ada","dob":"REDACTED-date_of_birth"}"#.to_owned(),
        ),
        ("dob: 1980-05-01".to_owned(), "dob: REDACTED-date_of_birth".to_owned()),
    ] {
        assert_eq!(redacted(&redactor, event.as_bytes()), want);
    }
}

#[test]
fn without_a_subject_they_move_with_the_tenant() {
    for tenant in ["acme", "globex"] {
        let redactor = redactor(None, tenant);
        let want = first_of_may(days(tenant, None));
        assert_eq!(redacted(&redactor, b"dob: 1980-05-01"), format!("dob: {want}"));
        let compact = want.replace('-', "");
        assert_eq!(redacted(&redactor, br#"{"dob":19800501}"#), format!(r#"{{"dob":{compact}}}"#));
        assert_eq!(
            redacted(&redactor, b"dob: 03/04/1980"),
            "dob: REDACTED-date_of_birth",
            "it could be two days"
        );
    }
    assert_ne!(days("acme", None), days("globex", None));
}

#[test]
fn values_are_told_less_precisely() {
    let mut policy = Policy::default();
    let less = |to| Operator::Generalise { to, order: None };
    // The addresses of RFC 5737 are none of the internet, and those are kept by default.
    policy.by_rule.clear();
    policy.by_class.insert("ipv4".to_owned(), less(Generalisation::Network { ipv4: 24, ipv6: 48 }));
    policy.by_class.insert("ipv6".to_owned(), less(Generalisation::Network { ipv4: 24, ipv6: 48 }));
    policy.by_class.insert("date_of_birth".to_owned(), less(Generalisation::Month));
    policy.by_class.insert("credit_card".to_owned(), less(Generalisation::Year));
    let redactor = Redactor::new(&policy).unwrap();
    for (event, want) in [
        ("from 203.0.113.77 to 2001:db8:1:2::3", "from 203.0.113.0 to 2001:db8:1::"),
        (r#"{"ip":"203.0.113.77"}"#, r#"{"ip":"203.0.113.0"}"#),
        (r#"{"dob":"1980-05-01","n":1}"#, r#"{"dob":"1980-05","n":1}"#),
        (r#"{"dob":19800501}"#, r#"{"dob":198005}"#),
        ("card 4111111111111111", "card REDACTED-credit_card"),
        (r#"{"card":4111111111111111}"#, r#"{"card":null}"#),
    ] {
        assert_eq!(redacted(&redactor, event.as_bytes()), want);
    }
}

/// Fields that no rule finds anything in, by their paths.
#[test]
fn fields_are_told_less_precisely() {
    let mut policy = Policy::default();
    policy.scope = Some(TokenScope::of_tenant("acme"));
    let shift = Operator::DateShift {
        days: Operator::DAYS,
        subject: Some(Subject::parse("user.id").unwrap()),
        order: None,
        purpose: None,
    };
    let less = |to| Operator::Generalise { to, order: None };
    for (path, operator) in [
        ("**.age", less(Generalisation::AgeBand { width: 10 })),
        ("**.at", less(Generalisation::Decimals { decimals: 1 })),
        ("**.ip", less(Generalisation::Network { ipv4: 24, ipv6: 48 })),
        ("**.visit", shift),
    ] {
        policy.by_path.push(PathOperator::new(FieldPath::parse(path).unwrap(), operator));
    }
    let keys = KeySet::generate(RootKey::new(&[1; 32]).unwrap());
    let redactor = Redactor::with_keys(Builder::default(), &policy, &keys).unwrap();
    let visit = first_of_may(days("acme", Some("ada")));
    for (event, want) in [
        (r#"{"age":37,"x":{"age":"37"}}"#.to_owned(), r#"{"age":30,"x":{"age":"30-39"}}"#.to_owned()),
        (r#"{"age":91.5}"#.to_owned(), r#"{"age":null}"#.to_owned()),
        (
            r#"{"at":52.516275,"x":{"at":"52.5,13.37"}}"#.to_owned(),
            r#"{"at":52.5,"x":{"at":"52.5,13.3"}}"#.to_owned(),
        ),
        (r#"{"ip":"10.1.2.3","n":1}"#.to_owned(), r#"{"ip":"10.1.2.0","n":1}"#.to_owned()),
        (r#"{"ip":"none"}"#.to_owned(), r#"{"ip":"REDACTED-field"}"#.to_owned()),
        (
            r#"{"user":{"id":"ada"},"visit":"1980-05-01T10:00:00Z","n":[{"visit":"1980-05-01"}]}"#.to_owned(),
            format!(r#"{{"user":{{"id":"ada"}},"visit":"{visit}T10:00:00Z","n":[{{"visit":"{visit}"}}]}}"#),
        ),
        (r#"{"visit":"1980-05-01"}"#.to_owned(), r#"{"visit":"REDACTED-field"}"#.to_owned()),
    ] {
        assert_eq!(redacted(&redactor, event.as_bytes()), want);
    }
}
