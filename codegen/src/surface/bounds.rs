//! Documented bounds, one by one, so that two of them can be compared.

use serde::Serialize;

use crate::model::Limits;

/// The bound of a list that may hold nothing twice.
pub(crate) const REPETITION: &str = "repetition";

/// One bound of a value.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Bound {
    /// Which bound it is, such as `minimum` or `maxLength of items`.
    pub name: String,
    /// Where it is.
    pub value: f64,
    /// Whether a greater one takes less.
    pub is_lower: bool,
}

impl Bound {
    /// Whether every value within `other` is within this one.
    pub(crate) fn admits(&self, other: &Self) -> bool {
        if self.is_lower { self.value <= other.value } else { self.value >= other.value }
    }
}

/// Every bound.
pub(super) fn bounds(limits: &Limits) -> Vec<Bound> {
    let mut found = Vec::new();
    collect(limits, "", &mut found);
    found
}

fn collect(limits: &Limits, of: &str, found: &mut Vec<Bound>) {
    // No length of a document comes near to where this is not exact.
    let length = |length: Option<u64>| length.map(|length| length as f64);
    let all = [
        ("minimum", limits.minimum, true),
        ("maximum", limits.maximum, false),
        ("minimum length", length(limits.min_length), true),
        ("maximum length", length(limits.max_length), false),
        (REPETITION, limits.unique.then_some(1.0), true),
    ];
    for (name, value, is_lower) in all {
        let name = format!("{name}{of}");
        found.extend(value.map(|value| Bound { name, value, is_lower }));
    }
    if let Some(each) = &limits.each {
        collect(each, &format!("{of} of each item"), found);
    }
}
