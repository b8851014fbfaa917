//! Fields by their paths, held to a slow reading of what a path means.

use blackbar::policy::{Contract, ContractField, FieldPath, Glob, PathOperator, Policy, Reaction, Step};
use blackbar::{Operator, Redactor, Scratch};
use proptest::prelude::*;
use serde_json::Value;

/// A value of JSON in which documents in strings are opened.
#[derive(Clone, Debug, PartialEq)]
enum Tree {
    Plain(Value),
    Document(Box<Self>),
    Array(Vec<Self>),
    Object(Vec<(String, Self)>),
}

impl Tree {
    fn of(value: &Value) -> Self {
        match value {
            Value::String(text) => match serde_json::from_str::<Value>(text) {
                Ok(inner @ (Value::Array(_) | Value::Object(_))) => {
                    Self::Document(Box::new(Self::of(&inner)))
                }
                _ => Self::Plain(value.clone()),
            },
            Value::Array(list) => Self::Array(list.iter().map(Self::of).collect()),
            Value::Object(members) => {
                Self::Object(members.iter().map(|(k, v)| (k.clone(), Self::of(v))).collect())
            }
            plain => Self::Plain(plain.clone()),
        }
    }

    /// What operators leave of it; `None` if it goes.
    fn redacted(&self, way: &mut Vec<Step>, operators: &[(FieldPath, Operator)]) -> Option<Self> {
        let arrived = operators.iter().filter(|(path, _)| !way.is_empty() && leads(path.steps(), way));
        match arrived.map(|(_, operator)| operator).min_by_key(|o| o.strictness()) {
            Some(Operator::Drop) => return None,
            Some(operator) => {
                let text = if *operator == Operator::Mask { "********" } else { "REDACTED-field" };
                return Some(Self::Plain(match self {
                    Self::Plain(Value::String(empty)) if empty.is_empty() => Value::String(String::new()),
                    Self::Plain(Value::String(_)) | Self::Document(_) => Value::String(text.to_owned()),
                    _ => Value::Null,
                }));
            }
            None => {}
        }
        Some(match self {
            Self::Plain(_) => self.clone(),
            // The document in a string has the path of the string.
            Self::Document(inner) => Self::Document(Box::new(inner.inside(way, operators))),
            Self::Array(_) | Self::Object(_) => self.inside(way, operators),
        })
    }

    fn inside(&self, way: &mut Vec<Step>, operators: &[(FieldPath, Operator)]) -> Self {
        let mut enter = |step: Step, value: &Self| {
            way.push(step);
            let left = value.redacted(way, operators);
            way.pop();
            left
        };
        match self {
            Self::Array(list) => {
                Self::Array(list.iter().enumerate().filter_map(|(i, v)| enter(Step::Index(i), v)).collect())
            }
            Self::Object(members) => Self::Object(
                members
                    .iter()
                    .filter_map(|(k, v)| Some((k.clone(), enter(Step::Name(k.clone()), v)?)))
                    .collect(),
            ),
            other => other.clone(),
        }
    }
}

/// Whether a path leads just so; `way` is of names and places.
fn leads(path: &[Step], way: &[Step]) -> bool {
    match (path.split_first(), way.split_first()) {
        (None, None) => true,
        (Some((Step::Deep, rest)), _) => {
            leads(rest, way) || way.split_first().is_some_and(|(_, behind)| leads(path, behind))
        }
        (Some((step, rest)), Some((taken, behind))) => {
            let fits = match step {
                Step::Any => true,
                Step::Element => matches!(taken, Step::Index(_)),
                step => step == taken,
            };
            fits && leads(rest, behind)
        }
        _ => false,
    }
}

const NAMES: [&str; 5] = ["a", "b", "c", "x.y", "ä\"\\"];

fn name() -> impl Strategy<Value = String> {
    prop::sample::select(&NAMES[..]).prop_map(str::to_owned)
}

fn value() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        (0..9_i32).prop_map(Value::from),
        prop::sample::select(&["", "x", "y z", "é\n\"q\""][..]).prop_map(Value::from),
    ];
    leaf.prop_recursive(5, 40, 4, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..4).prop_map(Value::from),
            prop::collection::btree_map(name(), inner.clone(), 0..4)
                .prop_map(|members| Value::Object(members.into_iter().collect())),
            // A document in a string, with more escapes than need be. A string in a string is running text, in which what
            // looks like documents is one; the model knows whole documents only.
            inner.prop_map(|v| match v {
                Value::Array(_) | Value::Object(_) => {
                    Value::String(v.to_string().replace("\"a\"", "\"\\u0061\""))
                }
                plain => plain,
            }),
        ]
    })
}

fn event() -> impl Strategy<Value = Value> {
    prop::collection::btree_map(name(), value(), 0..5)
        .prop_map(|members| Value::Object(members.into_iter().collect()))
}

fn path() -> impl Strategy<Value = FieldPath> {
    let step = prop_oneof![
        4 => name().prop_map(|n| format!("['{n}']")),
        1 => Just(".*".to_owned()),
        1 => Just("[*]".to_owned()),
        1 => Just(".**".to_owned()),
        1 => (0..3_u8).prop_map(|n| format!("[{n}]")),
    ];
    prop::collection::vec(step, 1..5)
        .prop_map(|steps| FieldPath::parse(&format!("${}", steps.concat())).unwrap())
}

fn operators() -> impl Strategy<Value = Vec<(FieldPath, Operator)>> {
    let operator = prop::sample::select(vec![Operator::Label, Operator::Drop, Operator::Mask]);
    prop::collection::vec((path(), operator), 1..5)
}

fn redacted(redactor: &Redactor, event: &[u8]) -> Vec<u8> {
    redactor.redact(event, &mut Scratch::default()).into_owned()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(600))]

    #[test]
    fn every_field_of_a_path_is_replaced_and_no_other(event in event(), operators in operators()) {
        let mut policy = Policy::default();
        for (path, operator) in &operators {
            policy.by_path.push(PathOperator::new(path.clone(), operator.clone()));
        }
        let redactor = Redactor::new(&policy).unwrap();
        let once = redacted(&redactor, event.to_string().as_bytes());
        let parsed: Value = serde_json::from_slice(&once).expect("JSON stays JSON");
        let want = Tree::of(&event).redacted(&mut Vec::new(), &operators).unwrap();
        prop_assert_eq!(Tree::of(&parsed), want, "{}", event);
        // Dropping elements gives others their places.
        let moves = operators.iter().any(|(p, o)| *o == Operator::Drop && !p.is_exact())
            || operators.iter().any(|(p, _)| p.steps().iter().any(|s| matches!(s, Step::Index(_))));
        if !moves {
            prop_assert_eq!(redacted(&redactor, &once), once);
        }
    }

    #[test]
    fn nothing_that_a_contract_does_not_name_goes_on(event in event(), drops in any::<bool>()) {
        let mut contract = Contract::new("c", Glob::parse("*").unwrap());
        contract.unknown = if drops { Reaction::Drop } else { Reaction::Redact };
        for path in ["a", "b.c"] {
            contract.fields.push(ContractField::new(FieldPath::parse(path).unwrap()));
        }
        let mut policy = Policy::default();
        policy.contracts.push(contract);
        let redactor = Redactor::new(&policy).unwrap();
        let once = redacted(&redactor, event.to_string().as_bytes());
        let Value::Object(left) = serde_json::from_slice(&once).expect("JSON stays JSON") else { panic!() };
        let is_gone = |v: &Value| matches!(v, Value::Null) || *v == "REDACTED-unknown" || *v == "";
        for (name, value) in &left {
            match (name.as_str(), value) {
                ("a", value) => prop_assert_eq!(Some(value), event.get("a")),
                ("b", Value::Object(inner)) => {
                    prop_assert!(inner.iter().all(|(k, v)| k == "c" || !drops && is_gone(v)), "{:?}", inner);
                }
                ("b", Value::Array(list)) => prop_assert!(list.iter().all(|v| !drops && is_gone(v)), "{:?}", list),
                ("b", Value::String(text)) if text.trim_start().starts_with(['{', '[']) => {}
                (_, value) => prop_assert!(!drops && is_gone(value), "{}: {}", name, value),
            }
        }
        prop_assert_eq!(redacted(&redactor, &once), once);
    }
}
