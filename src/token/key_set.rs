//! Key sets: epochs and their states.

use super::{KeyError, KeyId, RootKey};
use std::fmt;

/// What an epoch may be used for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[expect(clippy::exhaustive_enums, reason = "callers must handle each")]
pub enum State {
    /// Known to all nodes before any of them uses it: its tokens are recognised, none is made.
    Pending,
    /// Makes all new tokens. There is exactly one.
    Primary,
    /// Its tokens are recognised and opened; none is made.
    DecryptOnly,
    /// Its key is gone, and what was encrypted with it is unreadable for ever.
    Destroyed,
}

impl State {
    /// Every state.
    pub const ALL: [Self; 4] = [Self::Pending, Self::Primary, Self::DecryptOnly, Self::Destroyed];

    /// The name in key files.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Pending => "pending",
            Self::Primary => "primary",
            Self::DecryptOnly => "decrypt-only",
            Self::Destroyed => "destroyed",
        }
    }

    /// The state of a name.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|s| s.name() == name)
    }
}

/// One root key and its state.
#[derive(Clone, Debug)]
pub struct Epoch {
    number: u32,
    id: KeyId,
    state: State,
    key: Option<RootKey>,
}

impl Epoch {
    /// An epoch with its key.
    #[must_use]
    pub fn new(number: u32, state: State, key: RootKey) -> Self {
        Self { number, id: key.id(), state, key: Some(key) }
    }

    /// An epoch whose key is gone; `id` is what its tokens carry, as eight characters of base 32.
    #[must_use]
    pub fn destroyed(number: u32, id: &str) -> Option<Self> {
        let id = super::base32::decode(id.as_bytes())?;
        Some(Self { number, id: KeyId(id.try_into().ok()?), state: State::Destroyed, key: None })
    }

    /// Its number; a later epoch has a higher one.
    #[must_use]
    pub const fn number(&self) -> u32 {
        self.number
    }

    /// The name of its key in tokens.
    #[must_use]
    pub const fn id(&self) -> KeyId {
        self.id
    }

    /// Its state.
    #[must_use]
    pub const fn state(&self) -> State {
        self.state
    }

    /// Its key, unless it is destroyed.
    #[must_use]
    pub const fn key(&self) -> Option<&RootKey> {
        self.key.as_ref()
    }
}

/// A reason not to destroy an epoch.
#[derive(Clone, Debug, PartialEq, Eq)]
#[expect(clippy::exhaustive_structs, reason = "a hold is a name on an epoch")]
pub struct Hold {
    /// The epoch.
    pub epoch: u32,
    /// What it is called: a case, a ticket.
    pub name: String,
}

/// The keys of an installation, by epoch. Its `Debug` prints numbers, identifiers and states.
#[derive(Clone)]
pub struct KeySet {
    epochs: Vec<Epoch>,
    holds: Vec<Hold>,
}

impl fmt::Debug for KeySet {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(self.epochs.iter().map(|e| (e.number, e.id, e.state.name()))).finish()
    }
}

impl KeySet {
    /// A key set with one primary epoch, number 1.
    #[must_use]
    pub fn generate(key: RootKey) -> Self {
        Self { epochs: vec![Epoch::new(1, State::Primary, key)], holds: Vec::new() }
    }

    /// A key set of `epochs` under `holds`.
    ///
    /// # Errors
    /// [`KeyError`] if there is not exactly one primary epoch, if two epochs have one number or one key, or if keys and
    /// states do not fit.
    pub fn new(mut epochs: Vec<Epoch>, holds: Vec<Hold>) -> Result<Self, KeyError> {
        epochs.sort_unstable_by_key(|e| e.number);
        for (i, epoch) in epochs.iter().enumerate() {
            match (epoch.state, &epoch.key) {
                (State::Destroyed, Some(_)) => return Err(KeyError::KeyOfDestroyed(epoch.number)),
                (State::Pending | State::Primary | State::DecryptOnly, None) => {
                    return Err(KeyError::NoKey(epoch.number));
                }
                (State::Destroyed, None) | (_, Some(_)) => {}
            }
            for earlier in epochs.iter().take(i) {
                if earlier.number == epoch.number {
                    return Err(KeyError::SameEpoch(epoch.number));
                }
                if earlier.id == epoch.id {
                    return Err(KeyError::SameKey(earlier.number, epoch.number));
                }
            }
        }
        let primaries = epochs.iter().filter(|e| e.state == State::Primary).count();
        if primaries != 1 {
            return Err(KeyError::Primaries(primaries));
        }
        if let Some(hold) = holds.iter().find(|h| !epochs.iter().any(|e| e.number == h.epoch)) {
            return Err(KeyError::NoEpoch(hold.epoch));
        }
        Ok(Self { epochs, holds })
    }

    /// The epochs, by number.
    #[must_use]
    pub fn epochs(&self) -> &[Epoch] {
        &self.epochs
    }

    /// The legal holds.
    #[must_use]
    pub fn holds(&self) -> &[Hold] {
        &self.holds
    }

    /// The epoch that makes new tokens.
    #[must_use]
    pub fn primary(&self) -> Option<&Epoch> {
        self.epochs.iter().find(|e| e.state == State::Primary)
    }

    /// Adds `key` as a pending epoch and returns its number. Once all nodes know it, [`rotate`](Self::rotate) makes it
    /// the primary one.
    ///
    /// # Errors
    /// [`KeyError::IsPending`] if there is one; [`KeyError::SameKey`], [`KeyError::Epochs`].
    pub fn stage(&mut self, key: RootKey) -> Result<u32, KeyError> {
        if let Some(pending) = self.epochs.iter().find(|e| e.state == State::Pending) {
            return Err(KeyError::IsPending(pending.number));
        }
        self.add(State::Pending, key)
    }

    /// Makes the pending epoch the primary one, or `fresh` if none is pending; what was primary is decrypt-only from
    /// now on. Returns the number of the new primary epoch.
    ///
    /// # Errors
    /// [`KeyError::SameKey`], [`KeyError::Epochs`].
    pub fn rotate(&mut self, fresh: RootKey) -> Result<u32, KeyError> {
        let next = match self.epochs.iter().find(|e| e.state == State::Pending) {
            Some(pending) => pending.number,
            None => self.add(State::Pending, fresh)?,
        };
        for epoch in &mut self.epochs {
            if epoch.state == State::Primary {
                epoch.state = State::DecryptOnly;
            }
            if epoch.number == next {
                epoch.state = State::Primary;
            }
        }
        Ok(next)
    }

    /// Destroys the key of an epoch.
    ///
    /// # Errors
    /// [`KeyError::NoEpoch`], [`KeyError::IsDestroyed`], [`KeyError::DestroyPrimary`], or [`KeyError::Held`] while a
    /// legal hold names it.
    pub fn destroy(&mut self, number: u32) -> Result<(), KeyError> {
        if let Some(hold) = self.holds.iter().find(|h| h.epoch == number) {
            return Err(KeyError::Held { epoch: number, hold: hold.name.clone() });
        }
        let epoch = self.epochs.iter_mut().find(|e| e.number == number).ok_or(KeyError::NoEpoch(number))?;
        match epoch.state {
            State::Primary => Err(KeyError::DestroyPrimary(number)),
            State::Destroyed => Err(KeyError::IsDestroyed(number)),
            State::Pending | State::DecryptOnly => {
                epoch.state = State::Destroyed;
                epoch.key = None;
                Ok(())
            }
        }
    }

    /// Puts a legal hold on an epoch.
    ///
    /// # Errors
    /// [`KeyError::NoEpoch`], [`KeyError::IsDestroyed`].
    pub fn hold(&mut self, hold: Hold) -> Result<(), KeyError> {
        match self.epochs.iter().find(|e| e.number == hold.epoch).map(Epoch::state) {
            None => Err(KeyError::NoEpoch(hold.epoch)),
            Some(State::Destroyed) => Err(KeyError::IsDestroyed(hold.epoch)),
            Some(_) => {
                if !self.holds.contains(&hold) {
                    self.holds.push(hold);
                }
                Ok(())
            }
        }
    }

    /// Lifts a legal hold.
    ///
    /// # Errors
    /// [`KeyError::NoHold`].
    pub fn release(&mut self, hold: &Hold) -> Result<(), KeyError> {
        let before = self.holds.len();
        self.holds.retain(|h| h != hold);
        if self.holds.len() == before { Err(KeyError::NoHold(hold.epoch)) } else { Ok(()) }
    }

    fn add(&mut self, state: State, key: RootKey) -> Result<u32, KeyError> {
        let number = self.epochs.last().map_or(0, Epoch::number).checked_add(1).ok_or(KeyError::Epochs)?;
        let epoch = Epoch::new(number, state, key);
        if let Some(same) = self.epochs.iter().find(|e| e.id == epoch.id) {
            return Err(KeyError::SameKey(same.number, number));
        }
        self.epochs.push(epoch);
        Ok(number)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn key(byte: u8) -> RootKey {
        RootKey::new(&[byte; 32]).unwrap()
    }

    fn states(keys: &KeySet) -> Vec<&'static str> {
        keys.epochs().iter().map(|e| e.state().name()).collect()
    }

    #[test]
    fn an_epoch_goes_through_its_states() {
        let mut keys = KeySet::generate(key(1));
        assert_eq!(keys.stage(key(2)), Ok(2));
        assert_eq!(states(&keys), ["primary", "pending"]);
        assert_eq!(keys.stage(key(3)), Err(KeyError::IsPending(2)));
        assert_eq!(keys.rotate(key(3)), Ok(2), "the pending one, not the fresh one");
        assert_eq!(states(&keys), ["decrypt-only", "primary"]);
        assert_eq!(keys.rotate(key(3)), Ok(3));
        assert_eq!(keys.rotate(key(1)), Err(KeyError::SameKey(1, 4)));
        assert_eq!(keys.destroy(3), Err(KeyError::DestroyPrimary(3)));
        assert_eq!(keys.destroy(9), Err(KeyError::NoEpoch(9)));
        assert_eq!(keys.destroy(1), Ok(()));
        assert_eq!(keys.destroy(1), Err(KeyError::IsDestroyed(1)));
        assert_eq!(states(&keys), ["destroyed", "decrypt-only", "primary"]);
        assert!(keys.epochs()[0].key().is_none());
        assert_eq!(keys.epochs()[0].id(), key(1).id(), "what it was called stays known");
    }

    #[test]
    fn a_hold_keeps_a_key() {
        let mut keys = KeySet::generate(key(1));
        keys.rotate(key(2)).unwrap();
        let hold = Hold { epoch: 1, name: "case 7".to_owned() };
        keys.hold(hold.clone()).unwrap();
        assert_eq!(keys.destroy(1), Err(KeyError::Held { epoch: 1, hold: "case 7".to_owned() }));
        keys.release(&hold).unwrap();
        assert_eq!(keys.release(&hold), Err(KeyError::NoHold(1)));
        assert_eq!(keys.destroy(1), Ok(()));
        assert_eq!(keys.hold(hold), Err(KeyError::IsDestroyed(1)));
    }

    #[test]
    fn sets_that_do_not_fit_are_refused() {
        let epoch = |n, state, k| Epoch::new(n, state, key(k));
        let set = |epochs| KeySet::new(epochs, Vec::new()).map(|_| ());
        assert_eq!(set(vec![]), Err(KeyError::Primaries(0)));
        let two = vec![epoch(1, State::Primary, 1), epoch(2, State::Primary, 2)];
        assert_eq!(set(two), Err(KeyError::Primaries(2)));
        let same = vec![epoch(1, State::Primary, 1), epoch(1, State::Pending, 2)];
        assert_eq!(set(same), Err(KeyError::SameEpoch(1)));
        let same = vec![epoch(1, State::Primary, 1), epoch(2, State::Pending, 1)];
        assert_eq!(set(same), Err(KeyError::SameKey(1, 2)));
        assert_eq!(set(vec![epoch(1, State::Destroyed, 1)]), Err(KeyError::KeyOfDestroyed(1)));
        assert!(RootKey::new(&[0; 31]).is_err());
    }

    #[test]
    fn nothing_prints_a_key() {
        let keys = KeySet::generate(RootKey::new(b"0123456789abcdef0123456789abcdef").unwrap());
        let printed = format!("{keys:?} {:?} {:?}", keys.epochs(), keys.primary().unwrap().key());
        assert!(printed.contains("RootKey(..)") && !printed.contains("0123") && !printed.contains("48, 49"));
    }
}
