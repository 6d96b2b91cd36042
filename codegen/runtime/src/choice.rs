//! A value of one of several types, told apart by what the types make of it.

use serde::de::DeserializeOwned;
use serde_json::Value;

use crate::drift::{self, Observe};

/// Looks for the type that a value is of: the one that leaves the least of it undocumented, and of
/// two that leave the same the one that was tried first.
///
/// A value that is of none is for the caller to keep as it is.
pub struct Choice<'j, T> {
    json: &'j Value,
    best: Option<(usize, T)>,
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
    pub fn or<V: DeserializeOwned + Observe>(mut self, wrap: impl Fn(V) -> T) -> Self {
        let missed = self.best.as_ref().map(|(missed, _)| *missed);
        if missed != Some(0)
            && let Ok(value) = V::deserialize(self.json)
            && let Some(misses) = drift::misses(self.json, &value)
            && missed.is_none_or(|missed| misses < missed)
        {
            self.best = Some((misses, wrap(value)));
        }
        self
    }

    /// What fits best, if anything does.
    pub fn best(self) -> Option<T> {
        self.best.map(|(_, value)| value)
    }
}

#[cfg(test)]
mod tests {
    use serde::Deserialize;
    use serde_json::json;

    use super::*;
    use crate::Observer;

    #[derive(Deserialize)]
    struct Narrow {
        a: Option<u64>,
    }

    #[derive(Deserialize)]
    struct Wide {
        a: Option<u64>,
        b: Option<u64>,
    }

    impl Observe for Narrow {
        fn observe(&self, observer: &mut Observer<'_>) {
            observer.object::<Self>().field("a", &self.a);
        }
    }

    impl Observe for Wide {
        fn observe(&self, observer: &mut Observer<'_>) {
            observer.object::<Self>().field("a", &self.a).field("b", &self.b);
        }
    }

    fn chosen(json: &Value) -> Option<&'static str> {
        let choice = Choice::of(json).or(|_: Narrow| "narrow").or(|_: Wide| "wide");
        choice.or(|_: Vec<u64>| "list").best()
    }

    #[test]
    fn what_takes_in_most_is_chosen() {
        assert_eq!(chosen(&json!({"a": 1})), Some("narrow"));
        assert_eq!(chosen(&json!({"a": 1, "b": 2})), Some("wide"));
        assert_eq!(chosen(&json!({"b": 2, "c": 3})), Some("wide"));
        assert_eq!(chosen(&json!({"a": "text"})), None);
        assert_eq!(chosen(&json!("text")), None);
        // To serde a list may be a struct, field by field.
        assert_eq!(chosen(&json!([1])), Some("list"));
        assert_eq!(Choice::of(&json!([1])).or(|_: Narrow| ()).best(), None);
        let number = |json| Choice::of(&json).or(|_: f64| "f64").or(|_: u64| "u64").best();
        assert_eq!((number(json!(1)), number(json!(1.0))), (Some("u64"), Some("f64")));
    }
}
