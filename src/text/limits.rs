//! Bounds on one event, and why an event is withheld.

/// Bounds on what one event may cost. An event beyond one of them is withheld.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Limits {
    /// Bytes of one event as it stands in its document. Default 4 MiB: CloudWatch Logs takes events of up to
    /// 1 MiB (`PutLogEvents`), and escapes may double them more than once.
    pub event_bytes: usize,
    /// Levels of objects and arrays in one document. Default 128.
    pub json_depth: usize,
    /// Levels of documents in strings of documents. Default 8.
    pub nested_documents: usize,
    /// Bytes that one event may decode to, all levels together. Default 32 MiB.
    pub decoded_bytes: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self { event_bytes: 4 << 20, json_depth: 128, nested_documents: 8, decoded_bytes: 32 << 20 }
    }
}

/// Why an event is withheld.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Withhold {
    /// Longer than [`Limits::event_bytes`].
    EventTooLarge,
    /// Deeper than [`Limits::json_depth`].
    TooDeep,
    /// More documents in documents than [`Limits::nested_documents`].
    TooNested,
    /// Decodes to more than [`Limits::decoded_bytes`].
    TooMuchDecoded,
    /// The policy withholds everything, in an incident.
    Quarantined,
    /// Its source is not among those that the policy allows.
    SourceNotAllowed,
    /// It has no tenant, and there is no token without one.
    NoTenant,
    /// Its contract says so.
    Contract,
    /// A fault in this program; the event was not searched to its end.
    Internal,
}

impl Withhold {
    /// The name in stubs and metrics.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::EventTooLarge => "event_too_large",
            Self::TooDeep => "too_deep",
            Self::TooNested => "too_nested",
            Self::TooMuchDecoded => "too_much_decoded",
            Self::Quarantined => "quarantined",
            Self::SourceNotAllowed => "source_not_allowed",
            Self::NoTenant => "no_tenant",
            Self::Contract => "contract",
            Self::Internal => "internal_error",
        }
    }
}
