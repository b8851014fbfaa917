//! What tokens cost: `cargo bench --bench tokens`. A pseudonym may add 300 ns to what a label costs.

#![allow(clippy::unwrap_used, missing_docs, reason = "a benchmark reports by failing")]

use blackbar::detect::Builder;
use blackbar::policy::{Policy, TokenScope};
use blackbar::span::{Recognise, Secret};
use blackbar::token::{KeySet, RootKey, Scope, Tokens};
use blackbar::{Redactor, Scratch};
use criterion::{Criterion, criterion_group, criterion_main};
use std::hint::black_box;

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
