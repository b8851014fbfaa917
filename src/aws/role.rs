//! A role in another account.

use std::time::Duration;

/// A role to take on, as in the security account.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Role {
    /// Its ARN.
    pub arn: String,
    /// What its trust policy asks for besides.
    pub external_id: Option<String>,
    /// The name of the session, as the other account's CloudTrail shows it.
    pub session: String,
    /// How long a session lasts before it is renewed.
    pub length: Duration,
}

impl Role {
    /// The name of sessions where none is given.
    pub const SESSION: &'static str = "blackbar";
    /// The least length of a session.
    pub const SHORTEST: Duration = Duration::from_secs(900);
    /// The most when a role takes on a role, as a function does: role chaining. A longer one is refused.
    pub const LONGEST: Duration = Duration::from_secs(3600);

    /// The role of an ARN, without an external id and with the longest session.
    ///
    /// # Errors
    /// It is no ARN of a role.
    pub fn new(arn: &str) -> Result<Self, String> {
        let parts: Vec<&str> = arn.splitn(6, ':').collect();
        let account = |text: &str| text.len() == 12 && text.bytes().all(|b| b.is_ascii_digit());
        match parts.as_slice() {
            ["arn", partition, "iam", "", id, name]
                if partition.starts_with("aws")
                    && account(id)
                    && name.len() > 5
                    && name.starts_with("role/") => {}
            _ => return Err("a role is written arn:aws:iam::ACCOUNT:role/NAME".to_owned()),
        }
        Ok(Self {
            arn: arn.to_owned(),
            external_id: None,
            session: Self::SESSION.to_owned(),
            length: Self::LONGEST,
        })
    }

    /// With an external id.
    ///
    /// # Errors
    /// It is none: STS takes 2 to 1,224 letters, digits and `+=,.@:/-_`.
    pub fn external_id(mut self, id: &str) -> Result<Self, String> {
        if !(2..=1224).contains(&id.len()) || !id.bytes().all(|b| b == b':' || b == b'/' || is_name(b)) {
            return Err("an external id has 2 to 1224 letters, digits and +=,.@:/-_".to_owned());
        }
        self.external_id = Some(id.to_owned());
        Ok(self)
    }

    /// With a name of the session.
    ///
    /// # Errors
    /// It is none: STS takes 2 to 64 letters, digits and `+=,.@-_`.
    pub fn session(mut self, name: &str) -> Result<Self, String> {
        if !(2..=64).contains(&name.len()) || !name.bytes().all(is_name) {
            return Err("the name of a session has 2 to 64 letters, digits and +=,.@-_".to_owned());
        }
        name.clone_into(&mut self.session);
        Ok(self)
    }

    /// With a length of the session.
    ///
    /// # Errors
    /// It is shorter or longer than can be.
    pub fn length(mut self, length: Duration) -> Result<Self, String> {
        if !(Self::SHORTEST..=Self::LONGEST).contains(&length) {
            return Err("a session lasts 900 to 3600 seconds: AWS gives no more when a role takes on a role"
                .to_owned());
        }
        self.length = length;
        Ok(self)
    }
}

fn is_name(b: u8) -> bool {
    b.is_ascii_alphanumeric() || b"+=,.@-_".contains(&b)
}

#[cfg(test)]
mod tests {
    use super::*;

    const ARN: &str = "arn:aws:iam::111122223333:role/path/blackbar";

    #[test]
    fn a_role_is_checked_before_it_is_asked_for() {
        assert_eq!(Role::new(ARN).unwrap().length, Duration::from_secs(3600));
        assert!(Role::new("arn:aws-us-gov:iam::111122223333:role/a").is_ok());
        for bad in [
            "",
            "blackbar",
            "arn:aws:iam::1:role/a",
            "arn:aws:iam::111122223333:user/a",
            "arn:aws:iam::111122223333:role/",
        ] {
            assert!(Role::new(bad).is_err(), "{bad}");
        }
        let role = || Role::new(ARN).unwrap();
        assert!(role().external_id("a/b:c").is_ok() && role().external_id("a b").is_err());
        assert!(role().session("blackbar@app").is_ok() && role().session("a/b").is_err());
        assert!(role().length(Duration::from_secs(900)).is_ok());
        assert!(role().length(Duration::from_secs(3601)).is_err());
        assert!(role().length(Duration::from_secs(899)).is_err());
    }
}
