//! Where data may be sent.

/// Where the data lives, and into which regions it may be sent.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Regions {
    /// The region in which the pipeline runs; `None` if the policy does not say.
    pub home: Option<String>,
    /// Further regions that sinks may be in.
    pub sinks: Vec<String>,
}

impl Regions {
    /// Whether a sink may be in a region. Without a home region the policy restricts nothing.
    #[must_use]
    pub fn allow_sink(&self, region: &str) -> bool {
        self.home.as_deref().is_none_or(|home| home == region || self.sinks.iter().any(|s| s == region))
    }

    /// Checks the region of a sink.
    ///
    /// # Errors
    /// A sink must not be there, and what to do.
    pub fn check_sink(&self, region: &str) -> Result<(), String> {
        if self.allow_sink(region) {
            return Ok(());
        }
        let allowed: Vec<&str> = self.home.iter().chain(&self.sinks).map(String::as_str).collect();
        Err(format!(
            "the policy lets sinks be in {}, and this one is in {region}; choose another, or write its region into \
             `sinks` of `[regions]`",
            allowed.join(", ")
        ))
    }

    /// Whether the pipeline may run in a region.
    #[must_use]
    pub fn allow_home(&self, region: &str) -> bool {
        self.home.as_deref().is_none_or(|home| home == region)
    }
}

#[cfg(test)]
mod tests {
    use super::Regions;

    #[test]
    fn sinks_stay_where_they_may() {
        assert!(Regions::default().allow_sink("us-east-1"));
        let regions = Regions { home: Some("eu-west-1".to_owned()), sinks: vec!["eu-central-1".to_owned()] };
        assert!(regions.allow_sink("eu-west-1") && regions.allow_sink("eu-central-1"));
        assert!(!regions.allow_sink("us-east-1") && !regions.allow_home("eu-central-1"));
        assert_eq!(regions.check_sink("eu-central-1"), Ok(()));
        let refused = regions.check_sink("us-east-1").unwrap_err();
        assert!(refused.contains("eu-west-1, eu-central-1, and this one is in us-east-1"), "{refused}");
    }
}
