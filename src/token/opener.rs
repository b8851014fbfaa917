//! Opens tokens, for whoever has the keys.

use super::check::Check;
use super::encrypt::Encrypt;
use super::grammar::{self, Form, Kind};
use super::mint::Mint;
use super::{KeySet, NotOpened, PrivateSealKey, Scope, seal};
use zeroize::Zeroizing;

/// Opens the tokens of one scope.
#[derive(Clone, Debug)]
pub struct Opener {
    keys: KeySet,
    scope: Scope,
    private: Vec<PrivateSealKey>,
}

impl Opener {
    /// Opens encrypted tokens with `keys`, and sealed ones that carry a check of `keys` with one of `private`.
    #[must_use]
    pub const fn new(keys: KeySet, scope: Scope, private: Vec<PrivateSealKey>) -> Self {
        Self { keys, scope, private }
    }

    /// The value of `token`, which must be one token and nothing else.
    ///
    /// # Errors
    /// [`NotOpened`], whatever the reason.
    pub fn open(&self, token: &[u8]) -> Result<Zeroizing<Vec<u8>>, NotOpened> {
        let form = grammar::read(token).filter(|form| form.len() == token.len()).ok_or(NotOpened)?;
        self.value(&form).ok_or(NotOpened)
    }

    fn value(&self, form: &Form<'_>) -> Option<Zeroizing<Vec<u8>>> {
        let epoch = self.keys.epochs().iter().find(|e| e.id().to_string().as_bytes() == form.key_id)?;
        let root = epoch.key()?;
        if !Check::new(root, &self.scope).verifies(form.body, form.check) {
            return None;
        }
        match form.kind {
            Kind::Pseudonym => None,
            Kind::Encrypted => {
                let class = std::str::from_utf8(form.class).ok()?;
                Encrypt::new(Mint::new(epoch, root, &self.scope, class)).open(form)
            }
            Kind::Sealed => self.private.iter().find_map(|key| seal::open(key, &self.scope, form)),
        }
    }
}
