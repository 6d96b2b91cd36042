//! Points in time as the service writes them.

use std::fmt;
use std::str::FromStr;
use std::time::SystemTime;

use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

/// A point in time, read from and written as RFC 3339 in UTC: `2026-07-21T02:09:29.602Z`.
///
/// It converts to and from [`SystemTime`], which every date-time crate understands. Written, it has
/// three digits of a second's fraction, as the service has, or as many as it needs.
///
/// ```
/// use vrchat_files_runtime::Timestamp;
///
/// let created: Timestamp = "2026-07-21T02:09:29.602Z".parse()?;
/// assert_eq!(created.unix_millis(), 1_784_599_769_602);
/// assert_eq!(created.to_string(), "2026-07-21T02:09:29.602Z");
/// # Ok::<(), vrchat_files_runtime::InvalidTimestamp>(())
/// ```
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Timestamp(jiff::Timestamp);

impl Timestamp {
    /// Milliseconds since the start of 1970 in UTC, rounded towards zero; negative before.
    pub fn unix_millis(self) -> i64 {
        self.0.as_millisecond()
    }
}

impl fmt::Display for Timestamp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.0.subsec_nanosecond() % 1_000_000 == 0 {
            write!(f, "{:.3}", self.0)
        } else {
            write!(f, "{}", self.0)
        }
    }
}

impl fmt::Debug for Timestamp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

/// The text is no RFC 3339 date and time.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InvalidTimestamp(String);

impl fmt::Display for InvalidTimestamp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "not a date and time as RFC 3339 writes it: {}", self.0)
    }
}

impl std::error::Error for InvalidTimestamp {}

impl FromStr for Timestamp {
    type Err = InvalidTimestamp;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        text.parse().map(Self).map_err(|error: jiff::Error| InvalidTimestamp(error.to_string()))
    }
}

impl TryFrom<Timestamp> for SystemTime {
    type Error = InvalidTimestamp;

    /// Fails for a time that this platform's clock cannot tell.
    fn try_from(timestamp: Timestamp) -> Result<Self, Self::Error> {
        timestamp.0.try_into().map_err(|error: jiff::Error| InvalidTimestamp(error.to_string()))
    }
}

impl TryFrom<SystemTime> for Timestamp {
    type Error = InvalidTimestamp;

    /// Fails for a time outside the years -9999 to 9999.
    fn try_from(time: SystemTime) -> Result<Self, Self::Error> {
        time.try_into().map(Self).map_err(|error: jiff::Error| InvalidTimestamp(error.to_string()))
    }
}

impl Serialize for Timestamp {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Timestamp {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        text.parse().map_err(de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_fraction_is_written_as_the_service_writes_it() {
        for text in
            ["2026-07-21T02:09:29.602Z", "2026-07-21T02:09:29.600Z", "2026-07-21T02:09:29.000Z"]
        {
            assert_eq!(text.parse::<Timestamp>().unwrap().to_string(), text);
        }
        let finer = "2026-07-21T02:09:29.6021Z".parse::<Timestamp>().unwrap();
        assert_eq!(finer.to_string(), "2026-07-21T02:09:29.6021Z");
    }

    #[test]
    fn an_offset_is_read_and_written_as_utc() {
        let offset = "2026-07-21T04:09:29.602+02:00".parse::<Timestamp>().unwrap();
        assert_eq!(offset.to_string(), "2026-07-21T02:09:29.602Z");
        assert!("yesterday".parse::<Timestamp>().is_err());
    }
}
