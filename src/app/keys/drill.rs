//! `blackbar keys drill`: proves on a copy that a rotation and a revocation would do what they should.

#![expect(clippy::disallowed_types, reason = "this is an application, and the drill is timed")]

use super::{console, fresh};
use crate::span::{Recognise, Secret};
use crate::token::{KeyId, KeySet, Opener, Scope, Tokens};
use std::time::Instant;

/// Nobody's tenant: tokens of the drill are of no use anywhere else.
const TENANT: &str = "blackbar keys drill";
const CLASS: &str = "drill";
const VALUE: &[u8] = b"a value of the drill";

pub(super) fn run(keys: &KeySet) -> Result<(), String> {
    // Holds keep the real keys, not their copies.
    let mut keys = KeySet::new(keys.epochs().to_vec(), Vec::new()).map_err(|e| e.to_string())?;
    let scope = Scope::new(TENANT, "drill").map_err(|e| e.to_string())?;
    let scopes = std::slice::from_ref(&scope);
    let primary = |keys: &KeySet| {
        keys.primary().map(|e| (e.number(), e.id())).ok_or_else(|| "there is no primary epoch".to_owned())
    };
    let mint = |keys: &KeySet| -> Result<String, String> {
        let made = Tokens::new(keys, scopes).pseudonym(CLASS, &scope);
        Ok(made.ok_or("there is no primary epoch")?.token(Secret::new(VALUE)))
    };
    let known =
        |keys: &KeySet, token: &str| Tokens::new(keys, scopes).length(token.as_bytes()) == Some(token.len());

    let encrypt = |keys: &KeySet| -> Result<String, String> {
        let made = Tokens::new(keys, scopes).encrypt(CLASS, &scope).ok_or("there is no primary epoch")?;
        made.token(Secret::new(VALUE)).ok_or_else(|| "the value is too long".to_owned())
    };
    let opens = |keys: &KeySet, token: &str| {
        let opener = Opener::new(keys.clone(), scope.clone(), Vec::new());
        opener.open(token.as_bytes()).is_ok_and(|value| value.as_slice() == VALUE)
    };

    let (old_epoch, old_id) = primary(&keys)?;
    let old = mint(&keys)?;
    step(format!("tokens are made with epoch {old_epoch}, key {old_id}"), names(&old, old_id))?;
    step("the same value gives the same token", mint(&keys)? == old)?;
    step("they are recognised", known(&keys, &old))?;
    let old_encrypted = encrypt(&keys)?;
    step("encrypted tokens open", opens(&keys, &old_encrypted))?;

    let next = keys.rotate(fresh()?).map_err(|e| e.to_string())?;
    let (new_epoch, new_id) = primary(&keys)?;
    let new = mint(&keys)?;
    step(
        format!("after a rotation, tokens are made with epoch {next}, key {new_id}"),
        next == new_epoch && names(&new, new_id),
    )?;
    step("old tokens are still recognised", known(&keys, &old) && known(&keys, &new))?;
    let new_encrypted = encrypt(&keys)?;
    step("old encrypted tokens still open", opens(&keys, &old_encrypted) && opens(&keys, &new_encrypted))?;

    let revoked = Instant::now();
    keys.destroy(old_epoch).map_err(|e| e.to_string())?;
    let refused = !known(&keys, &old) && !opens(&keys, &old_encrypted);
    let took = revoked.elapsed();
    step("after its revocation, tokens of the old key are refused", refused)?;
    step("those of the new key are not", known(&keys, &new) && opens(&keys, &new_encrypted))?;
    let gone = keys.epochs().iter().find(|e| e.number() == old_epoch).is_some_and(|e| e.key().is_none());
    step("the old key is gone from the key set", gone)?;
    console::say(&format!(
        "from revocation to refusal: {} microseconds once the keys are read; a running process keeps the keys that it \
         began with until it is started again\n",
        took.as_micros()
    ));
    console::say("the drill is passed; the key file is as it was\n");
    Ok(())
}

fn names(token: &str, id: KeyId) -> bool {
    token.contains(&format!(".p{id}."))
}

fn step(what: impl AsRef<str>, holds: bool) -> Result<(), String> {
    let what = what.as_ref();
    if holds {
        console::say(&format!("ok: {what}\n"));
        Ok(())
    } else {
        Err(format!("the drill failed at: {what}. Keep the key file as it is, and do not rotate"))
    }
}
