//! How much of a value is left by `generalise`.

/// What a value is made of which is told less precisely.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Generalisation {
    /// An IP address becomes that of its network: the bits behind the prefix are zero.
    Network {
        /// Bits kept of an IPv4 address. Default [`IPV4`](Self::IPV4), which is also the most.
        ipv4: u8,
        /// Bits kept of an IPv6 address. Default [`IPV6`](Self::IPV6), which is also the most.
        ipv6: u8,
    },
    /// An age becomes a band of years: `30-39`, or 30 where it is a JSON number. Ages above
    /// [`OLDEST`](Self::OLDEST) are one band.
    AgeBand {
        /// Years of a band, from 2 to 50. Default 10.
        width: u8,
    },
    /// Coordinates keep so many decimals. Default 2, about a kilometre; the most is 3, about a hundred metres.
    Decimals {
        /// How many.
        decimals: u8,
    },
    /// A date becomes its month.
    Month,
    /// A date becomes its year.
    Year,
}

impl Generalisation {
    /// Bits of an IPv4 network by default: 256 addresses share one.
    pub const IPV4: u8 = 24;
    /// Bits of an IPv6 network by default: what one site is given (RFC 6177).
    pub const IPV6: u8 = 48;
    /// The highest age with a band like the others: what is above is rare enough to name people (45 CFR
    /// 164.514(b)(2)(i)(C)).
    pub const OLDEST: u8 = 89;
    /// Decimals of a coordinate at most.
    pub const DECIMALS: u8 = 3;

    /// Names in policy files.
    pub const NAMES: [&'static str; 5] = ["network", "age-band", "decimals", "month", "year"];

    /// The name in policy files.
    #[must_use]
    pub const fn name(&self) -> &'static str {
        match self {
            Self::Network { .. } => "network",
            Self::AgeBand { .. } => "age-band",
            Self::Decimals { .. } => "decimals",
            Self::Month => "month",
            Self::Year => "year",
        }
    }
}
