//! Documented bounds, checked on what a caller passes before anything is sent.
//!
//! What a service answers is never checked against them: a breached bound there loses no meaning.

use std::collections::BTreeMap;
use std::fmt;

use crate::timestamp::Timestamp;

/// The bounds that the document puts on a value. All of them are inclusive.
#[derive(Clone, Copy, Debug)]
pub struct Limits {
    minimum: Option<f64>,
    maximum: Option<f64>,
    min_length: Option<usize>,
    max_length: Option<usize>,
    unique: bool,
    each: Option<&'static Limits>,
}

impl Limits {
    /// No bounds.
    pub const NONE: Self = Self {
        minimum: None,
        maximum: None,
        min_length: None,
        max_length: None,
        unique: false,
        each: None,
    };

    /// A number is at least this.
    #[must_use]
    pub const fn at_least(mut self, minimum: f64) -> Self {
        self.minimum = Some(minimum);
        self
    }

    /// A number is at most this.
    #[must_use]
    pub const fn at_most(mut self, maximum: f64) -> Self {
        self.maximum = Some(maximum);
        self
    }

    /// A text has at least so many characters, a list so many items.
    #[must_use]
    pub const fn not_shorter(mut self, length: usize) -> Self {
        self.min_length = Some(length);
        self
    }

    /// A text has at most so many characters, a list so many items.
    #[must_use]
    pub const fn not_longer(mut self, length: usize) -> Self {
        self.max_length = Some(length);
        self
    }

    /// No two items of a list are equal.
    #[must_use]
    pub const fn unique(mut self) -> Self {
        self.unique = true;
        self
    }

    /// The bounds of each item of a list.
    #[must_use]
    pub const fn each(mut self, limits: &'static Limits) -> Self {
        self.each = Some(limits);
        self
    }

    fn number(&self, value: f64, shown: &dyn fmt::Display) -> Result<(), Breach> {
        if !value.is_finite() {
            return Err(Breach::new(format!(
                "must be a number that JSON can hold, but is {shown}"
            )));
        }
        if let Some(minimum) = self.minimum.filter(|minimum| value < *minimum) {
            return Err(Breach::new(format!("must be at least {minimum}, but is {shown}")));
        }
        if let Some(maximum) = self.maximum.filter(|maximum| value > *maximum) {
            return Err(Breach::new(format!("must be at most {maximum}, but is {shown}")));
        }
        Ok(())
    }

    fn length(&self, length: usize, unit: &str) -> Result<(), Breach> {
        let bound = |bound: usize, word: &str| {
            let s = if bound == 1 { "" } else { "s" };
            Err(Breach::new(format!("must have at {word} {bound} {unit}{s}, but has {length}")))
        };
        match (self.min_length, self.max_length) {
            (Some(minimum), _) if length < minimum => bound(minimum, "least"),
            (_, Some(maximum)) if length > maximum => bound(maximum, "most"),
            _ => Ok(()),
        }
    }
}

/// A bound that a value breaches, and where in the value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Breach {
    path: String,
    message: String,
}

impl Breach {
    fn new(message: String) -> Self {
        Self { path: String::new(), message }
    }

    fn inside(mut self, name: &str) -> Self {
        let rest = std::mem::take(&mut self.path);
        let joint = if rest.is_empty() || rest.starts_with('[') { "" } else { "." };
        self.path = format!("{name}{joint}{rest}");
        self
    }

    /// The field that it is about, such as `tags[2]`.
    pub fn path(&self) -> &str {
        &self.path
    }

    /// The bound and the value, such as `must be at most 100, but is 101`.
    pub fn message(&self) -> &str {
        &self.message
    }
}

/// A value that knows how to hold itself against bounds.
pub trait Check {
    /// Says which bound is breached first.
    fn check(&self, limits: &Limits) -> Result<(), Breach>;
}

/// Checks a value as the field of this name.
pub fn check_field(name: &str, value: &impl Check, limits: &Limits) -> Result<(), Breach> {
    value.check(limits).map_err(|breach| breach.inside(name))
}

impl Check for str {
    fn check(&self, limits: &Limits) -> Result<(), Breach> {
        limits.length(self.chars().count(), "character")
    }
}

impl Check for String {
    fn check(&self, limits: &Limits) -> Result<(), Breach> {
        self.as_str().check(limits)
    }
}

macro_rules! numbers {
    ($($number:ty),*) => { $(
        impl Check for $number {
            #[allow(clippy::cast_precision_loss, reason = "documented bounds are far below 2^53")]
            fn check(&self, limits: &Limits) -> Result<(), Breach> {
                limits.number(*self as f64, self)
            }
        }
    )* };
}

numbers!(i64, u64, i128, f64);

macro_rules! boundless {
    ($($kind:ty),*) => { $(
        impl Check for $kind {
            fn check(&self, _: &Limits) -> Result<(), Breach> {
                Ok(())
            }
        }
    )* };
}

boundless!((), bool, Timestamp, serde_json::Value, serde_json::Map<String, serde_json::Value>);

impl<T: Check + ?Sized> Check for &T {
    fn check(&self, limits: &Limits) -> Result<(), Breach> {
        (**self).check(limits)
    }
}

impl<T: Check> Check for Option<T> {
    fn check(&self, limits: &Limits) -> Result<(), Breach> {
        self.as_ref().map_or(Ok(()), |value| value.check(limits))
    }
}

impl<T: Check> Check for Box<T> {
    fn check(&self, limits: &Limits) -> Result<(), Breach> {
        (**self).check(limits)
    }
}

impl<T: Check + PartialEq> Check for Vec<T> {
    fn check(&self, limits: &Limits) -> Result<(), Breach> {
        limits.length(self.len(), "item")?;
        for (index, item) in self.iter().enumerate() {
            let breach = |breach: Breach| breach.inside(&format!("[{index}]"));
            item.check(limits.each.unwrap_or(&Limits::NONE)).map_err(breach)?;
            let before = self.iter().take(index);
            if limits.unique && before.into_iter().any(|other| other == item) {
                return Err(breach(Breach::new("stands twice in the list".to_owned())));
            }
        }
        Ok(())
    }
}

impl<T: Check> Check for BTreeMap<String, T> {
    fn check(&self, limits: &Limits) -> Result<(), Breach> {
        for (name, value) in self {
            check_field(name, value, limits.each.unwrap_or(&Limits::NONE))?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bounds_are_inclusive_and_named() {
        let limits = Limits::NONE.at_least(1.0).at_most(100.0);
        assert_eq!(1_u64.check(&limits), Ok(()));
        assert_eq!(100_u64.check(&limits), Ok(()));
        let breach = 101_u64.check(&limits).unwrap_err();
        assert_eq!(breach.message(), "must be at most 100, but is 101");
        let breach = 0_i64.check(&limits).unwrap_err();
        assert_eq!(breach.message(), "must be at least 1, but is 0");
    }

    #[test]
    fn lengths_count_characters_and_items() {
        let limits = Limits::NONE.not_shorter(1).not_longer(2);
        assert_eq!("ää".check(&limits), Ok(()));
        assert_eq!(
            "".check(&limits).unwrap_err().message(),
            "must have at least 1 character, but has 0"
        );
        let list = vec!["a".to_owned(), String::new()];
        let inner = limits.each(const { &Limits::NONE.not_shorter(1) });
        let breach = check_field("tags", &list, &inner).unwrap_err();
        assert_eq!(breach.path(), "tags[1]");
        let twice = vec![1_u64, 2, 1];
        let breach = twice.check(&Limits::NONE.unique()).unwrap_err();
        assert_eq!((breach.path(), breach.message()), ("[2]", "stands twice in the list"));
    }
}
