//! Moments as intervals of instants; parsing of dates and times; the time zone.
//! Civil time, zone and instant are different things here. It judges nothing.

/// Whether something holds, as far as is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Truth {
    /// It certainly holds.
    Yes,
    /// It certainly does not hold.
    No,
    /// It cannot be told.
    Unclear,
}

/// A point in time to the minute: whole minutes since 1970-01-01T00:00Z.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Instant(pub i32);

impl std::fmt::Display for Instant {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}", self.0)
    }
}

/// Minutes as hours with two decimals, half away from zero.
pub fn hours(minutes: i64) -> String {
    let hundredths = (minutes.abs() * 100 + 30) / 60;
    let sign = if minutes < 0 { "-" } else { "" };
    format!("{sign}{}.{:02}", hundredths / 100, hundredths % 100)
}
