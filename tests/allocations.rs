//! A logger must not pay for what it does not need: clean text costs no memory.

use crate::support::text::logger_line;
use allocation_counter::measure;
use blackbar::detect::Method;
use blackbar::{Builder, Policy, Redactor, Scratch};

/// Allocations for `line` once all memory that a worker keeps has grown.
fn allocations(redactor: &Redactor, line: &[u8]) -> u64 {
    let mut scratch = Scratch::default();
    for _ in 0..2 {
        redactor.redact(line, &mut scratch);
    }
    measure(|| {
        redactor.redact(line, &mut scratch);
    })
    .count_total
}

#[test]
fn a_clean_line_allocates_nothing() {
    for method in [Method::Triggered, Method::Portable] {
        let redactor = Redactor::with_rules(Builder::default().method(method), &Policy::default()).unwrap();
        let clean = logger_line();
        assert_eq!(redactor.redact(&clean, &mut Scratch::default()), clean);
        assert_eq!(allocations(&redactor, &clean), 0, "{method:?}");
        // Places where a rule could match, and none does.
        let almost =
            b"2026-01-15 10:02:03 WARN password reset; key=a token= mail to ada@localhost from 999.8.8.8:80";
        assert_eq!(redactor.redact(almost, &mut Scratch::default()), &almost[..]);
        assert_eq!(allocations(&redactor, almost), 0, "{method:?}");
    }
}

#[test]
fn the_counter_counts() {
    let redactor = Redactor::builtin().unwrap();
    assert!(allocations(&redactor, b"login of ada@example.com") > 0, "the redacted line is a new one");
}
