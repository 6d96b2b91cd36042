//! Reading the bounds that the `limits` pass set aside.

use serde_json::Value;

use crate::model::Limits;

/// The bounds that stand in a schema itself. Those of a type that it refers to belong to the type.
pub(super) fn read(schema: &Value) -> Limits {
    let number = |key| schema.get("x-limits")?.get(key)?.as_f64();
    let length = |text, list| {
        let limits = schema.get("x-limits")?;
        limits.get(text).or_else(|| limits.get(list))?.as_u64()
    };
    let is_unsigned = schema.get("format").and_then(Value::as_str) == Some("uint64");
    let each = schema.get("items").map(read).filter(|each| !each.is_none());
    let flag = |key| schema.get("x-limits").and_then(|limits| limits.get(key)?.as_bool());
    // Of whole numbers, the next one is within the bound. A fraction may come as close as it likes.
    let is_whole = schema.get("type").and_then(Value::as_str) == Some("integer");
    let excludes = |key| is_whole && flag(key) == Some(true);
    Limits {
        // The type says as much.
        minimum: number("minimum")
            .map(|minimum| if excludes("exclusiveMinimum") { minimum + 1.0 } else { minimum })
            .filter(|minimum| !(is_unsigned && *minimum <= 0.0)),
        maximum: number("maximum")
            .map(|maximum| if excludes("exclusiveMaximum") { maximum - 1.0 } else { maximum }),
        min_length: length("minLength", "minItems"),
        max_length: length("maxLength", "maxItems"),
        unique: flag("uniqueItems") == Some(true),
        each: each.map(Box::new),
    }
}
