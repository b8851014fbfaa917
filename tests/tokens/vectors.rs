//! Known answers, computed by `tests/oracle/tokens.py`, and scopes that never meet.

use blackbar::span::{Recognise, Secret, recognised_end};
use blackbar::token::{Epoch, KeySet, RootKey, Scope, State, Tokens};
use sha2::{Digest, Sha256};
use std::collections::HashSet;

const TENANTS: [&str; 3] = ["acme", "globex", "initech"];
const PURPOSES: [&str; 3] = ["default", "fraud", "support"];

/// The two root keys of the oracle.
fn roots() -> [RootKey; 2] {
    let counting: Vec<u8> = (0..32).collect();
    [RootKey::new(&counting).unwrap(), RootKey::new(&[0x42; 32]).unwrap()]
}

fn key_set(root: RootKey) -> KeySet {
    KeySet::generate(root)
}

fn token(root: RootKey, tenant: &str, purpose: &str, class: &str, value: &str) -> String {
    let scope = Scope::new(tenant, purpose).unwrap();
    let tokens = Tokens::new(&key_set(root), std::slice::from_ref(&scope));
    tokens.pseudonym(class, &scope).unwrap().token(Secret::new(value.as_bytes()))
}

#[test]
fn tokens_are_those_of_the_oracle() {
    let [a, b] = roots();
    for (root, tenant, purpose, class, value, want) in [
        (
            &a,
            "acme",
            "default",
            "email",
            "ada@example.com",
            "BB1-email.p2sa7mtkv.w5ogv5t3gi3yofz7zle2mtwxaq.rsylnfq7",
        ),
        (
            &a,
            "acme",
            "fraud",
            "email",
            "ada@example.com",
            "BB1-email.p2sa7mtkv.6o7na5j2ebdvp376kumyf6wdoa.fmglxq35",
        ),
        (
            &a,
            "globex",
            "default",
            "email",
            "ada@example.com",
            "BB1-email.p2sa7mtkv.c7iftns7gsbohhss6p2mwvae34.w6pyxjap",
        ),
        (
            &b,
            "acme",
            "default",
            "email",
            "ada@example.com",
            "BB1-email.pph2mnlqe.c7wdmdwemjw4ofpc4eqnmrwew4.uiqzndvs",
        ),
        (&a, "acme", "default", "vendor:x", "", "BB1-vendor_x.p2sa7mtkv.5hxxrfakgyn7h6vdmpeocd34ju.ffgqtx7g"),
    ] {
        assert_eq!(token(root.clone(), tenant, purpose, class, value), want);
    }
}

/// 10^5 values for each of three tenants, three purposes and two epochs: no two payloads are equal. The first thousand of
/// each are those of the oracle.
#[test]
fn no_two_tokens_are_equal() {
    const VALUES: usize = 100_000;
    let mut seen = HashSet::with_capacity(VALUES * 18);
    let mut digest = Sha256::new();
    for root in roots() {
        let keys = key_set(root);
        for tenant in TENANTS {
            for purpose in PURPOSES {
                let scope = Scope::new(tenant, purpose).unwrap();
                let tokens = Tokens::new(&keys, std::slice::from_ref(&scope));
                let pseudonym = tokens.pseudonym("email", &scope).unwrap();
                for number in 0..VALUES {
                    let value = format!("user{number}@example.com");
                    let token = pseudonym.token(Secret::new(value.as_bytes()));
                    if number < 1000 {
                        digest.update(token.as_bytes());
                        digest.update(b"\n");
                        assert_eq!(tokens.length(token.as_bytes()), Some(token.len()));
                    }
                    let payload = token.split('.').nth(2).unwrap();
                    // 26 digits of five bits are two bits more than a `u128` holds: the first digit has them.
                    let bits = payload.bytes().fold(0_u128, |bits, b| {
                        let digit = if b.is_ascii_digit() { b - b'2' + 26 } else { b - b'a' };
                        bits.wrapping_mul(32) | u128::from(digit)
                    });
                    assert!(seen.insert((bits, payload.as_bytes()[0])), "{token}");
                }
            }
        }
    }
    assert_eq!(seen.len(), VALUES * 18);
    let digest: String = digest.finalize().iter().map(|b| format!("{b:02x}")).collect();
    assert_eq!(digest, "e2009d7b5749f8c40f8bdacc64d7bd6634d1ede503b4a074225f1d874f844fae");
}

#[test]
fn only_our_own_tokens_are_recognised() {
    let [a, b] = roots();
    let acme = Scope::new("acme", "default").unwrap();
    let fraud = Scope::new("acme", "fraud").unwrap();
    let globex = Scope::new("globex", "default").unwrap();
    let keys = key_set(a.clone());
    let ours = Tokens::new(&keys, &[acme.clone(), fraud.clone()]);
    let token = |keys: &KeySet, scope: &Scope| {
        Tokens::new(keys, &[]).pseudonym("email", scope).unwrap().token(Secret::new(b"ada@example.com"))
    };
    for scope in [&acme, &fraud] {
        let token = token(&keys, scope);
        assert_eq!(ours.length(format!("{token}@example.com").as_bytes()), Some(token.len()));
    }
    let good = token(&keys, &acme);
    assert_eq!(ours.length(token(&keys, &globex).as_bytes()), None, "another tenant");
    assert_eq!(ours.length(token(&key_set(b), &acme).as_bytes()), None, "another key");
    for at in 0..good.len() {
        // Another character of the same alphabet at each place.
        let mut bent = good.clone().into_bytes();
        bent[at] = if bent[at] == b'a' { b'b' } else { b'a' };
        assert_eq!(ours.length(&bent), None, "{}", String::from_utf8_lossy(&bent));
        assert_eq!(ours.length(&good.as_bytes()[..at]), None, "cut at {at}");
    }
    let text = format!("x {good} y");
    for at in 0..text.len() {
        let inside = (2..2 + good.len()).contains(&at);
        assert_eq!(recognised_end(&ours, text.as_bytes(), at).is_some(), inside, "{at}");
    }
}

#[test]
fn rotation_and_shredding() {
    let [first, second] = roots();
    let scope = Scope::new("acme", "default").unwrap();
    let scopes = std::slice::from_ref(&scope);
    let mail = Secret::new(b"ada@example.com");
    let mut keys = key_set(first);
    let before = Tokens::new(&keys, scopes);
    let old = before.pseudonym("email", &scope).unwrap().token(mail);
    keys.stage(second).unwrap();
    let staged = Tokens::new(&keys, scopes);
    assert_eq!(staged.pseudonym("email", &scope).unwrap().token(mail), old, "a pending key makes no token");
    keys.rotate(RootKey::new(&[9; 32]).unwrap()).unwrap();
    let rotated = Tokens::new(&keys, scopes);
    let new = rotated.pseudonym("email", &scope).unwrap().token(mail);
    assert_ne!(new, old);
    assert_eq!(
        staged.length(new.as_bytes()),
        Some(new.len()),
        "a node with the pending key knows new tokens"
    );
    assert_eq!(before.length(new.as_bytes()), None);
    assert_eq!(rotated.length(old.as_bytes()), Some(old.len()), "old tokens are still known");
    keys.destroy(1).unwrap();
    let shredded = Tokens::new(&keys, scopes);
    assert_eq!(shredded.length(old.as_bytes()), None, "a destroyed key knows nothing");
    assert_eq!(shredded.length(new.as_bytes()), Some(new.len()));
    let epochs: Vec<Epoch> = keys.epochs().to_vec();
    assert_eq!(epochs.iter().map(Epoch::state).collect::<Vec<_>>(), [State::Destroyed, State::Primary]);
}
