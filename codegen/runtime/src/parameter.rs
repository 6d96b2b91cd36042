//! Values as they stand in a path or a query.

use crate::check::Check;
use crate::timestamp::Timestamp;

/// A value that can stand in a path or a query.
pub trait Parameter: Check {
    /// The value as text; a list has one for each item.
    fn texts(&self) -> Vec<String>;
}

macro_rules! plain_parameters {
    ($($kind:ty),*) => { $(
        impl Parameter for $kind {
            fn texts(&self) -> Vec<String> {
                vec![self.to_string()]
            }
        }
    )* };
}

plain_parameters!(String, i64, u64, i128, f64, bool, Timestamp);

impl<T: Parameter + PartialEq> Parameter for Vec<T> {
    fn texts(&self) -> Vec<String> {
        self.iter().flat_map(Parameter::texts).collect()
    }
}
