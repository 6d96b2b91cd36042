//! Moves bounds out of the schemas, to `x-limits`.
//!
//! progenitor makes types of them that reject what a server sends. A bound is checked where a
//! caller passes a value, and nowhere else.

use serde_json::{Map, Value};

use super::schemas;

const LIMITS: [&str; 13] = [
    "minimum",
    "maximum",
    "exclusiveMinimum",
    "exclusiveMaximum",
    "multipleOf",
    "minLength",
    "maxLength",
    "pattern",
    "minItems",
    "maxItems",
    "uniqueItems",
    "minProperties",
    "maxProperties",
];

pub(super) fn run(document: &mut Value) {
    schemas::for_each(document, &mut |schema| {
        let mut limits = Map::new();
        for key in LIMITS {
            if let Some(limit) = schema.shift_remove(key)
                && !says_nothing(key, &limit)
            {
                limits.insert(key.to_owned(), limit);
            }
        }
        if !limits.is_empty() {
            schema.insert("x-limits".to_owned(), Value::Object(limits));
        }
    });
}

/// A bound that nothing can breach.
fn says_nothing(key: &str, limit: &Value) -> bool {
    match key {
        "minLength" | "minItems" | "minProperties" => limit.as_u64() == Some(0),
        "uniqueItems" | "exclusiveMinimum" | "exclusiveMaximum" => limit == &Value::Bool(false),
        _ => false,
    }
}
