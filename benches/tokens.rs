//! What tokens cost: `cargo bench --bench tokens`. A pseudonym may add 300 ns to what a label costs.

#![allow(clippy::unwrap_used, missing_docs, reason = "a benchmark reports by failing")]

use blackbar::detect::Builder;
use blackbar::policy::{Operator, Policy, TokenScope};
use blackbar::span::{Recognise, Secret};
use blackbar::token::{KeySet, Preserve, PrivateSealKey, RootKey, Scope, SealSeed, Tokens};
use blackbar::{Redactor, Scratch};
use criterion::{Criterion, criterion_group, criterion_main};
use std::hint::black_box;
use zeroize::Zeroizing;

fn tokens(criterion: &mut Criterion) {
    let keys = KeySet::generate(RootKey::new(&[7; 32]).unwrap());
    let scope = Scope::new("acme", "default").unwrap();
    let tokens = Tokens::new(&keys, std::slice::from_ref(&scope));
    let pseudonym = tokens.pseudonym("email", &scope).unwrap();
    let value: &[u8] = b"ada.lovel@example.org";
    let mut group = criterion.benchmark_group("token");
    group.bench_function("pseudonym", |b| b.iter(|| pseudonym.token(Secret::new(black_box(value)))));
    let token = pseudonym.token(Secret::new(value));
    group.bench_function("recognise", |b| b.iter(|| tokens.length(black_box(token.as_bytes()))));

    let encrypt = tokens.encrypt("email", &scope).unwrap();
    group.bench_function("encrypt", |b| b.iter(|| encrypt.token(Secret::new(black_box(value)))));
    let private = PrivateSealKey::new(&[5; 32]).unwrap();
    let seed = SealSeed::new(&Zeroizing::new([3; 32]));
    let seal = tokens.seal("email", &scope, &private.recipient(), &seed).unwrap();
    group.bench_function("seal", |b| b.iter(|| seal.token(Secret::new(black_box(value)))));

    for (name, class, preserve, value) in [
        ("format-preserving, a card", "credit_card", Preserve::Card, &b"4111111111111111"[..]),
        ("format-preserving, a phone number", "phone", Preserve::Text, b"+1 415 555 0100"),
        ("format-preserving, an account", "iban", Preserve::Text, b"DE89370400440532013000"),
    ] {
        let made = tokens.format_preserving(class, &scope, preserve).unwrap();
        group.bench_function(name, |b| b.iter(|| made.text(Secret::new(black_box(value)))));
    }
    let shift = tokens.date_shift(&scope, Operator::DAYS).unwrap();
    group.bench_function("days of a subject", |b| {
        b.iter(|| shift.days(Some(Secret::new(black_box(value)))));
    });

    let mut policy = Policy::default();
    policy.scope = Some(TokenScope::of_tenant("acme"));
    let line = b"2026-01-15T10:00:00Z INFO login of ada.lovel@example.org was accepted";
    let mut scratch = Scratch::default();
    let keyed = Redactor::with_keys(Builder::default(), &policy, &keys).unwrap();
    for (name, redactor) in
        [("line with a label", Redactor::builtin().unwrap()), ("line with a pseudonym", keyed)]
    {
        group.bench_function(name, |b| b.iter(|| redactor.redact(black_box(line), &mut scratch).len()));
    }
    group.finish();
}

criterion_group!(benches, tokens);
criterion_main!(benches);
