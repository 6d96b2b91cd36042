//! A value of one of several types, told apart by what the types make of it.

mod look;

use serde::de::{Deserialize, DeserializeOwned, Deserializer, IgnoredAny};
use serde_json::Value;

use crate::drift::{self, Observe};

/// Reads a value of one of the types that `among` tries; one that is of none is kept as it is.
pub fn choose<'de, D: Deserializer<'de>, T>(
    deserializer: D,
    among: impl for<'j> FnOnce(Choice<'j, T>) -> Choice<'j, T>,
    unknown: impl FnOnce(Value) -> T,
) -> Result<T, D::Error> {
    if look::is_too_deep() {
        IgnoredAny::deserialize(deserializer)?;
        return Ok(unknown(look::LEFT_OUT));
    }
    let json = Value::deserialize(deserializer)?;
    let chosen = among(Choice::of(&json)).best();
    Ok(chosen.unwrap_or_else(|| unknown(json)))
}

/// Looks for the type that a value is of: the one that leaves the least of it undocumented, and of
/// two that leave the same the one that was tried first.
///
/// Were every type tried on all that is inside, a choice in a choice would be read twice for each of
/// its types, and so on inwards. So a try goes into the choices that stand in the value itself, and
/// leaves out those in them; only what is chosen is read as a whole.
pub struct Choice<'j, T> {
    json: &'j Value,
    best: Option<Found<'j, T>>,
}

struct Found<'j, T> {
    misses: usize,
    value: T,
    /// Reads the whole value, where the try left something out.
    whole: Option<Box<dyn Fn() -> Option<T> + 'j>>,
}

impl<'j, T> Choice<'j, T> {
    /// Nothing found yet.
    pub fn of(json: &'j Value) -> Self {
        Self { json, best: None }
    }

    /// The text of the property that tells the types apart, where the value has one.
    pub fn tag(&self, property: &str) -> Option<&'j str> {
        self.json.get(property)?.as_str()
    }

    /// Tries a type.
    #[must_use]
    pub fn or<V: DeserializeOwned + Observe>(self, wrap: impl Fn(V) -> T + 'j) -> Self {
        self.tried(look::Place::Inside, wrap)
    }

    /// Tries a type that is a choice itself: its types are as much types of this value as the others.
    #[must_use]
    pub fn or_choice<V: DeserializeOwned + Observe>(self, wrap: impl Fn(V) -> T + 'j) -> Self {
        self.tried(look::Place::Same, wrap)
    }

    /// What fits best, if anything does.
    pub fn best(self) -> Option<T> {
        let Found { value, whole, .. } = self.best?;
        match whole {
            Some(whole) if !look::is_trying() => whole(),
            _ => Some(value),
        }
    }

    fn tried<V: DeserializeOwned + Observe>(
        mut self,
        nested: look::Place,
        wrap: impl Fn(V) -> T + 'j,
    ) -> Self {
        let json = self.json;
        let missed = self.best.as_ref().map(|found| found.misses);
        if missed == Some(0) {
            return self;
        }
        let (value, is_whole) = look::trying(nested, || V::deserialize(json));
        if let Ok(value) = value
            && let Some(misses) = drift::misses(json, &value)
            && missed.is_none_or(|missed| misses < missed)
        {
            let value = wrap(value);
            let whole = move || V::deserialize(json).ok().map(&wrap);
            let whole: Option<Box<dyn Fn() -> Option<T> + 'j>> =
                if is_whole { None } else { Some(Box::new(whole)) };
            self.best = Some(Found { misses, value, whole });
        }
        self
    }
}

#[cfg(test)]
mod tests;
