//! The texts of the benchmarks are what the manual says of them.

use crate::support::text::{clean, json};
use blackbar::{Redactor, Scratch};
use std::collections::BTreeMap;

struct About {
    /// Bytes of a line on average.
    length: usize,
    /// Lines in a thousand with a finding, and of which classes.
    found: usize,
    classes: BTreeMap<String, usize>,
}

fn about(text: &[u8]) -> About {
    let redactor = Redactor::builtin().unwrap();
    let mut scratch = Scratch::default();
    let mut classes = BTreeMap::new();
    let (mut lines, mut found) = (0, 0);
    for line in text.split(|b| *b == b'\n').filter(|l| !l.is_empty()) {
        redactor.text(line, &mut scratch);
        lines += 1;
        found += usize::from(!scratch.findings().is_empty());
        for m in scratch.findings() {
            let rule = redactor.scanner().rule(m.rule).unwrap();
            *classes.entry(rule.class.clone().into_owned()).or_default() += 1;
        }
    }
    About { length: text.len() / lines, found: found * 1000 / lines, classes }
}

#[test]
fn clean_text_holds_addresses_of_machines_only() {
    let about = about(&clean(400_000));
    assert!((130..=146).contains(&about.length), "{} bytes a line", about.length);
    assert!((200..=300).contains(&about.found), "{} lines in a thousand", about.found);
    assert_eq!(about.classes.keys().collect::<Vec<_>>(), ["ipv4"], "{:?}", about.classes);
}

#[test]
fn one_in_ten_json_lines_holds_something() {
    let about = about(&json(400_000));
    assert!((470..=510).contains(&about.length), "{} bytes a line", about.length);
    assert!((80..=120).contains(&about.found), "{} lines in a thousand", about.found);
    assert!(about.classes.len() >= 8, "{:?}", about.classes);
}

#[test]
fn texts_are_the_same_each_time() {
    assert_eq!(clean(20_000), clean(20_000));
    assert_eq!(json(20_000), json(20_000));
}
