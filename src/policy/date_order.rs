//! Which of two numbers in a date is the day.

/// The order of day and month in dates such as `03/04/1980`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(clippy::exhaustive_enums, reason = "there are two orders")]
pub enum DateOrder {
    /// 3 April.
    DayFirst,
    /// March 4.
    MonthFirst,
}

impl DateOrder {
    /// Names in policy files.
    pub const NAMES: [&'static str; 2] = ["day-first", "month-first"];

    /// The order of a name.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        match name {
            "day-first" => Some(Self::DayFirst),
            "month-first" => Some(Self::MonthFirst),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::DateOrder;

    #[test]
    fn every_name_is_an_order() {
        assert!(DateOrder::NAMES.iter().all(|name| DateOrder::from_name(name).is_some()));
    }
}
