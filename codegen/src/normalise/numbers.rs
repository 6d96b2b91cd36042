//! Makes every number 64 bits wide: sizes pass 2 GiB, and a service does not keep to a documented
//! width. An integer that cannot be negative is unsigned, and so is one of which a listed value needs
//! that. One whose documented bounds or listed values pass 64 bits is a reference to a component of its
//! own, which the next stage reads as 128 bits.
//!
//! progenitor would read `minimum: 1` as a type that refuses zero, and knows nothing wider.

use serde_json::{Map, Value, json};

use super::schemas;
use crate::naming::WIDE_INTEGER;

/// What stays where a wide integer stands.
const KEPT: [&str; 6] = ["description", "deprecated", "nullable", "minimum", "maximum", "default"];

pub(super) fn run(document: &mut Value) {
    let mut any_wide = false;
    schemas::for_each(document, &mut |schema| match schema.get("type").and_then(Value::as_str) {
        Some("integer") if is_wide(schema) => {
            any_wide = true;
            widen(schema);
        }
        Some("integer") => {
            let minimum = schema.get("minimum").and_then(Value::as_f64);
            let documented = schema.get("format").and_then(Value::as_str).unwrap_or_default();
            let is_documented =
                minimum.is_some_and(|minimum| minimum >= 0.0) || documented.starts_with("uint");
            let unsigned = !lists_negative(schema) && (is_documented || lists_large(schema));
            let format = if unsigned { "uint64" } else { "int64" };
            schema.insert("format".to_owned(), json!(format));
        }
        Some("number") => {
            schema.insert("format".to_owned(), json!("double"));
        }
        _ => {}
    });
    if any_wide
        && let Some(schemas) =
            document.pointer_mut("/components/schemas").and_then(Value::as_object_mut)
    {
        let wide = json!({ "type": "integer", "format": "int64", "x-is-carrier": true });
        schemas.insert(WIDE_INTEGER.to_owned(), wide);
    }
}

/// Whether the document names values that 64 bits cannot hold.
fn is_wide(schema: &Map<String, Value>) -> bool {
    let bound = |key: &str| schema.get(key).and_then(Value::as_f64);
    let format = schema.get("format").and_then(Value::as_str).unwrap_or_default();
    if schema.contains_key("x-values") {
        return lists_negative(schema) && lists_large(schema);
    }
    bound("maximum").is_some_and(|maximum| maximum > u64::MAX as f64)
        || bound("minimum").is_some_and(|minimum| minimum < i64::MIN as f64)
        || matches!(format, "int128" | "uint128" | "bigint" | "biginteger")
}

/// Whether a listed value is below zero.
fn lists_negative(schema: &Map<String, Value>) -> bool {
    listed(schema).any(|value| value.as_i64().is_some_and(i64::is_negative))
}

/// Whether a listed value is too large for a signed integer.
fn lists_large(schema: &Map<String, Value>) -> bool {
    listed(schema).any(|value| value.is_u64() && !value.is_i64())
}

fn listed(schema: &Map<String, Value>) -> impl Iterator<Item = &Value> {
    schema.get("x-values").and_then(Value::as_array).into_iter().flatten()
}

fn widen(schema: &mut Map<String, Value>) {
    let is_nullable = schema.get("nullable") == Some(&Value::Bool(true));
    schema.retain(|key, _| KEPT.contains(&key.as_str()) || key.starts_with("x-"));
    let reference = json!({ "$ref": format!("#/components/schemas/{WIDE_INTEGER}") });
    if is_nullable {
        schema.insert("allOf".to_owned(), json!([reference]));
    } else if let Value::Object(reference) = reference {
        schema.extend(reference);
    }
}
