//! What all kinds of tokens have in common: the head, the check, and keys for one class in one scope.

use super::check::Check;
use super::grammar::{self, Kind};
use super::{Epoch, RootKey, Scope, base32, derive};
use zeroize::Zeroizing;

/// Writes the tokens of one class in one scope under one epoch.
#[derive(Clone)]
pub(super) struct Mint {
    root: RootKey,
    scope: Scope,
    class: String,
    key_id: String,
    check: Check,
}

impl Mint {
    pub(super) fn new(epoch: &Epoch, root: &RootKey, scope: &Scope, class: &str) -> Self {
        Self {
            root: root.clone(),
            scope: scope.clone(),
            class: grammar::class_name(class),
            key_id: epoch.id().to_string(),
            check: Check::new(root, scope),
        }
    }

    /// The class as it stands in tokens.
    pub(super) fn class(&self) -> &str {
        &self.class
    }

    #[cfg(feature = "tokens-reversible")]
    pub(super) fn tenant(&self) -> &str {
        self.scope.tenant()
    }

    #[cfg(feature = "tokens-reversible")]
    pub(super) fn purpose(&self) -> &str {
        self.scope.purpose()
    }

    /// The key for one use.
    pub(super) fn key<const N: usize>(&self, r#use: &str) -> Zeroizing<[u8; N]> {
        derive::scoped(&self.root, r#use, &self.scope, &self.class)
    }

    /// Everything before the payload.
    #[cfg(feature = "tokens-reversible")]
    pub(super) fn head(&self, kind: Kind) -> String {
        let mut head = String::new();
        grammar::append_head(&self.class, kind, &self.key_id, &mut head);
        head
    }

    /// A token whose payload, of `length` characters, `write` appends.
    pub(super) fn token(&self, kind: Kind, length: usize, write: impl FnOnce(&mut String)) -> String {
        let room = self.class.len() + length + 24 + base32::length(grammar::CHECK);
        let mut token = String::with_capacity(room);
        grammar::append_head(&self.class, kind, &self.key_id, &mut token);
        write(&mut token);
        token.push('.');
        self.check.append(&mut token);
        token
    }
}
