//! Values of emitted types, held against the JSON that they come from.

#[path = "schemas/all_of.rs"]
mod all_of;
#[path = "schemas/arrays.rs"]
mod arrays;
#[path = "schemas/choices.rs"]
mod choices;
#[path = "schemas/directions.rs"]
mod directions;
#[path = "schemas/enums.rs"]
mod enums;
#[path = "schemas/names.rs"]
mod names;
#[path = "schemas/nullable.rs"]
mod nullable;
#[path = "schemas/objects.rs"]
mod objects;
#[path = "schemas/recursive.rs"]
mod recursive;
#[path = "schemas/scalars.rs"]
mod scalars;
#[path = "schemas/tagged.rs"]
mod tagged;

use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;

/// Reads a value from JSON, and finds the same JSON when it is written again.
#[track_caller]
fn kept<T: DeserializeOwned + Serialize>(json: Value) -> T {
    let value: T = read(&json);
    assert_eq!(serde_json::to_value(&value).unwrap(), json);
    value
}

/// Reads a value as an answer is read: from text.
#[track_caller]
fn read<T: DeserializeOwned>(json: &Value) -> T {
    serde_json::from_str(&json.to_string()).unwrap()
}
