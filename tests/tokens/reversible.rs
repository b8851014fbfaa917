//! Tokens that can be opened: by whom, and by whom not.

use blackbar::span::{Recognise, Secret};
use blackbar::token::{
    Encrypt, KeySet, NotOpened, Opener, PrivateSealKey, Recipient, RootKey, Scope, Seal, SealSeed, Tokens,
};
use zeroize::Zeroizing;

const MAIL: &[u8] = b"ada@example.com";

fn root(byte: u8) -> RootKey {
    RootKey::new(&[byte; 32]).unwrap()
}

fn scope(tenant: &str, purpose: &str) -> Scope {
    Scope::new(tenant, purpose).unwrap()
}

fn seed(byte: u8) -> SealSeed {
    SealSeed::new(&Zeroizing::new([byte; 32]))
}

fn encrypted(keys: &KeySet, scope: &Scope, class: &str, value: &[u8]) -> String {
    Tokens::new(keys, &[]).encrypt(class, scope).unwrap().token(Secret::new(value)).unwrap()
}

fn opened(keys: &KeySet, scope: &Scope, token: &str) -> Result<Vec<u8>, NotOpened> {
    Opener::new(keys.clone(), scope.clone(), Vec::new()).open(token.as_bytes()).map(|value| value.to_vec())
}

/// As `tests/oracle/tokens.py` computes it with OpenSSL.
#[test]
fn an_encrypted_token_is_that_of_the_oracle() {
    let counting: Vec<u8> = (0..32).collect();
    let keys = KeySet::generate(RootKey::new(&counting).unwrap());
    let acme = scope("acme", "default");
    assert_eq!(
        encrypted(&keys, &acme, "email", MAIL),
        "BB1-email.e2sa7mtkv.ac65yn37vxytdxm5gjn7rw6igtn3rskykds6o7q7srek23ymbdf6oq.kvxaongl"
    );
    assert_eq!(
        encrypted(&keys, &acme, "vendor:x", b"0123456789abcdef"),
        "BB1-vendor_x.e2sa7mtkv.ad2hzykrqeifkmxqhptxvqvbi6vlhhz76mjqjbokjphrjgmgguniaujpelvwwtnbcyzatwyun6z3l7m.nuzp2yk6"
    );
}

#[test]
fn every_length_is_opened_again_and_recognised() {
    let keys = KeySet::generate(root(1));
    let acme = scope("acme", "default");
    let tokens = Tokens::new(&keys, std::slice::from_ref(&acme));
    let encrypt = tokens.encrypt("email", &acme).unwrap();
    let private = PrivateSealKey::new(&[5; 32]).unwrap();
    let seal = tokens.seal("email", &acme, &private.recipient(), &seed(1)).unwrap();
    let opener = Opener::new(keys.clone(), acme.clone(), vec![private]);
    for length in (0..100).chain([Seal::LONGEST - 1, Seal::LONGEST]) {
        let value: Vec<u8> = (0..length).map(|i| (i % 251) as u8).collect();
        for token in [encrypt.token(Secret::new(&value)).unwrap(), seal.token(Secret::new(&value)).unwrap()] {
            assert_eq!(*opener.open(token.as_bytes()).unwrap(), value);
            assert_eq!(tokens.length(format!("{token}aa").as_bytes()), Some(token.len()));
            assert!(token.len() <= tokens.longest());
            assert!(token.bytes().all(|b| b.is_ascii_alphanumeric() || b"-._".contains(&b)));
        }
    }
    assert!(encrypt.token(Secret::new(&[7; Encrypt::LONGEST])).is_some());
    assert!(encrypt.token(Secret::new(&[7; Encrypt::LONGEST + 1])).is_none());
    assert!(seal.token(Secret::new(&[7; Seal::LONGEST + 1])).is_none());
}

#[test]
fn only_the_same_tenant_purpose_class_and_key_opens() {
    let keys = KeySet::generate(root(1));
    let acme = scope("acme", "default");
    let token = encrypted(&keys, &acme, "email", MAIL);
    assert_eq!(opened(&keys, &acme, &token).unwrap(), MAIL);
    assert_eq!(encrypted(&keys, &acme, "email", MAIL), token, "the same value has the same token");
    for (tenant, purpose) in
        [("globex", "default"), ("acme", "fraud"), ("acmed", "efault"), ("default", "acme")]
    {
        assert_eq!(opened(&keys, &scope(tenant, purpose), &token), Err(NotOpened), "{tenant} {purpose}");
    }
    assert_eq!(opened(&KeySet::generate(root(2)), &acme, &token), Err(NotOpened));
    assert_eq!(opened(&keys, &acme, &token.replace("email", "phone")), Err(NotOpened));
    assert_eq!(opened(&keys, &acme, &format!("{token} ")), Err(NotOpened));
    assert_eq!(opened(&keys, &acme, &format!(" {token}")), Err(NotOpened));
    let pseudonym = Tokens::new(&keys, &[]).pseudonym("email", &acme).unwrap().token(Secret::new(MAIL));
    assert_eq!(opened(&keys, &acme, &pseudonym), Err(NotOpened));
    for at in 0..token.len() {
        let mut bent = token.clone().into_bytes();
        bent[at] = if bent[at] == b'a' { b'b' } else { b'a' };
        assert_eq!(opened(&keys, &acme, std::str::from_utf8(&bent).unwrap()), Err(NotOpened), "{at}");
        assert_eq!(opened(&keys, &acme, &token[..at]), Err(NotOpened), "cut at {at}");
    }
}

#[test]
fn a_rotation_keeps_old_tokens_open_and_shredding_closes_them() {
    let mut keys = KeySet::generate(root(1));
    let acme = scope("acme", "default");
    let old = encrypted(&keys, &acme, "email", MAIL);
    keys.rotate(root(2)).unwrap();
    let new = encrypted(&keys, &acme, "email", MAIL);
    assert_ne!(old, new);
    assert_eq!(opened(&keys, &acme, &old).unwrap(), MAIL);
    assert_eq!(opened(&keys, &acme, &new).unwrap(), MAIL);
    keys.destroy(1).unwrap();
    assert_eq!(opened(&keys, &acme, &old), Err(NotOpened));
    assert_eq!(opened(&keys, &acme, &new).unwrap(), MAIL);
}

#[test]
fn only_the_private_key_opens_what_is_sealed() {
    let keys = KeySet::generate(root(1));
    let acme = scope("acme", "default");
    let private = PrivateSealKey::new(&[5; 32]).unwrap();
    let recipient = Recipient::parse(&private.recipient().to_string()).unwrap();
    assert_eq!(recipient, private.recipient());
    let tokens = Tokens::new(&keys, &[]);
    let seal = tokens.seal("email", &acme, &recipient, &seed(1)).unwrap();
    let make = || seal.token(Secret::new(MAIL)).unwrap();
    let token = make();
    assert_ne!(make(), token, "two tokens of one value differ");
    let open = |scope: &Scope, private: &[u8]| {
        let private = private.iter().map(|byte| PrivateSealKey::new(&[*byte; 32]).unwrap()).collect();
        Opener::new(keys.clone(), scope.clone(), private).open(token.as_bytes()).map(|value| value.to_vec())
    };
    assert_eq!(open(&acme, &[5]).unwrap(), MAIL);
    assert_eq!(open(&acme, &[9, 5]).unwrap(), MAIL);
    assert_eq!(open(&acme, &[9]), Err(NotOpened));
    assert_eq!(open(&acme, &[]), Err(NotOpened), "the keys of the pipeline are not enough");
    assert_eq!(open(&scope("globex", "default"), &[5]), Err(NotOpened));
    // Two values under one seed, by mistake, have different encapsulated keys.
    let sealed = |value: &[u8]| {
        let token =
            tokens.seal("email", &acme, &recipient, &seed(3)).unwrap().token(Secret::new(value)).unwrap();
        token.split('.').nth(2).unwrap()[2..50].to_owned()
    };
    assert_ne!(sealed(MAIL), sealed(b"bob@example.com"));
    assert!(Recipient::parse("abc").is_err() && Recipient::parse("not base 32!").is_err());
    assert!(!format!("{private:?} {:?}", seed(1)).contains('5'));
}
