//! Where data may go: regions and endpoints.

/// The regions that services may be used in. Without any, it is the home region alone: that in which the function runs, or
/// that of the command line's configuration.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Regions {
    allowed: Vec<String>,
}

impl Regions {
    /// These regions.
    ///
    /// # Errors
    /// One is no name of a region.
    pub fn new(allowed: impl IntoIterator<Item = String>) -> Result<Self, String> {
        let allowed: Vec<String> = allowed.into_iter().collect();
        match allowed.iter().find(|region| !is_region(region)) {
            Some(_) => Err("a region is written such as eu-central-1".to_owned()),
            None => Ok(Self { allowed }),
        }
    }

    /// Checks a region against the home region and these.
    ///
    /// # Errors
    /// Data must not go there.
    pub fn check(&self, region: &str, home: &str) -> Result<(), String> {
        let allowed = if self.allowed.is_empty() {
            region == home
        } else {
            self.allowed.iter().any(|allowed| allowed == region)
        };
        if !is_region(region) {
            return Err("a region is written such as eu-central-1".to_owned());
        }
        if allowed {
            return Ok(());
        }
        let list = if self.allowed.is_empty() { home.to_owned() } else { self.allowed.join(", ") };
        Err(format!("data must not leave {list}, and {region} is elsewhere; allow it, or use what is there"))
    }

    /// Checks the address of a service, as of a VPC endpoint or of an emulator: a host of AWS must be in an allowed region,
    /// and what is not encrypted must stay on this machine.
    ///
    /// # Errors
    /// Data must not go there.
    pub fn check_endpoint(&self, url: &str, home: &str) -> Result<(), String> {
        let (plain, rest) = match (url.strip_prefix("https://"), url.strip_prefix("http://")) {
            (Some(rest), _) => (false, rest),
            (None, Some(rest)) => (true, rest),
            (None, None) => return Err("the address of an endpoint begins with https://".to_owned()),
        };
        let authority = rest.split(['/', '?', '#']).next().unwrap_or_default();
        let host = host_of(authority);
        let here = host == "localhost"
            || host.parse::<core::net::IpAddr>().is_ok_and(|address| address.is_loopback());
        if plain && !here {
            return Err(
                "the address of an endpoint begins with https://, unless it is on this machine".to_owned()
            );
        }
        let host = host.to_ascii_lowercase();
        let aws = ["amazonaws.com", "amazonaws.com.cn", "api.aws"];
        if !aws.iter().any(|end| host.ends_with(end)) {
            return Ok(());
        }
        match host.split('.').find(|label| is_region(label)) {
            Some(region) => self.check(region, home),
            None => Err("the address of the endpoint does not name its region".to_owned()),
        }
    }
}

/// The host in an authority: without user and port.
fn host_of(authority: &str) -> &str {
    let host = authority.rsplit('@').next().unwrap_or_default();
    if let Some(v6) = host.strip_prefix('[') {
        return v6.split(']').next().unwrap_or_default();
    }
    host.split(':').next().unwrap_or_default()
}

/// Whether a text has the form of a region's name: `eu-central-1`, `us-gov-west-1`, `us-iso-east-1`.
fn is_region(text: &str) -> bool {
    let parts: Vec<&str> = text.split('-').collect();
    let [first, middle @ .., last] = parts.as_slice() else { return false };
    let word = |part: &&str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_lowercase());
    (1..=2).contains(&middle.len())
        && middle.iter().all(word)
        && word(first)
        && (2..=4).contains(&first.len())
        && matches!(last.as_bytes(), [b'1'..=b'9'] | [b'1'..=b'9', b'0'..=b'9'])
}

#[cfg(test)]
mod tests {
    use super::*;

    fn regions(names: &[&str]) -> Regions {
        Regions::new(names.iter().map(|n| (*n).to_owned())).unwrap()
    }

    #[test]
    fn without_any_it_is_the_home_region() {
        let none = Regions::default();
        assert_eq!(none.check("eu-central-1", "eu-central-1"), Ok(()));
        let error = none.check("us-east-1", "eu-central-1").unwrap_err();
        assert!(error.contains("us-east-1") && error.contains("eu-central-1"), "{error}");
        let some = regions(&["eu-west-1", "us-gov-west-1"]);
        assert_eq!(some.check("us-gov-west-1", "eu-central-1"), Ok(()));
        assert!(some.check("eu-central-1", "eu-central-1").is_err(), "home is not allowed by itself");
        assert!(Regions::new(["anywhere".to_owned()]).is_err());
    }

    #[test]
    fn an_endpoint_is_held_to_them() {
        let some = regions(&["eu-central-1"]);
        for good in [
            "http://127.0.0.1:4566",
            "http://localhost:4566/",
            "http://[::1]:1",
            "https://firehose.eu-central-1.amazonaws.com",
            "https://vpce-0a-1b.firehose.eu-central-1.vpce.amazonaws.com/",
            "https://proxy.example",
        ] {
            assert_eq!(some.check_endpoint(good, "eu-central-1"), Ok(()), "{good}");
        }
        for bad in [
            "http://proxy.example",
            "http://127.0.0.1.example",
            "http://127.0.0.1@proxy.example",
            "https://firehose.us-east-1.amazonaws.com",
            "https://user@firehose.us-east-1.amazonaws.com:443",
            "https://FIREHOSE.US-EAST-1.AMAZONAWS.COM",
            "https://sts.amazonaws.com",
            "ftp://x",
            "",
        ] {
            assert!(some.check_endpoint(bad, "eu-central-1").is_err(), "{bad}");
        }
    }
}
