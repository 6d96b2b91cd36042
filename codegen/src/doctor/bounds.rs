//! A value against the keywords of a schema that are about the value alone.

use serde_json::{Map, Value};

use super::formats;
use super::infer::is_integer;

/// Whether a value is of the type that a schema states.
pub(super) fn is_of_type(schema: &Map<String, Value>, value: &Value) -> bool {
    match schema.get("type").and_then(Value::as_str) {
        Some("string") => value.is_string(),
        Some("integer") => is_integer(value),
        Some("number") => value.is_number(),
        Some("boolean") => value.is_boolean(),
        Some("array") => value.is_array(),
        Some("object") => value.is_object(),
        _ => true,
    }
}

/// The keywords about a value alone that it breaches.
pub(super) fn breached(schema: &Map<String, Value>, value: &Value) -> Vec<&'static str> {
    let number = |key: &str| schema.get(key).and_then(Value::as_f64);
    let is = |key: &str| schema.get(key) == Some(&Value::Bool(true));
    let mut found = Vec::new();
    if let Some(values) = schema.get("enum").and_then(Value::as_array)
        && !values
            .iter()
            .any(|one| one == value || (one.as_f64().is_some() && one.as_f64() == value.as_f64()))
    {
        found.push("enum");
    }
    if let Some(value) = value.as_f64() {
        if number("minimum")
            .is_some_and(|least| value < least || (is("exclusiveMinimum") && value == least))
        {
            found.push("minimum");
        }
        if number("maximum")
            .is_some_and(|most| value > most || (is("exclusiveMaximum") && value == most))
        {
            found.push("maximum");
        }
        if number("multipleOf").is_some_and(|step| {
            step > 0.0
                && ((value / step).round() * step - value).abs() > 1e-9 * value.abs().max(1.0)
        }) {
            found.push("multipleOf");
        }
    }
    let mut length = |count: Option<usize>, least: &'static str, most: &'static str| {
        let Some(count) = count.and_then(|count| u32::try_from(count).ok()).map(f64::from) else {
            return;
        };
        if number(least).is_some_and(|least| count < least) {
            found.push(least);
        }
        if number(most).is_some_and(|most| count > most) {
            found.push(most);
        }
    };
    length(value.as_str().map(|text| text.chars().count()), "minLength", "maxLength");
    length(value.as_array().map(Vec::len), "minItems", "maxItems");
    length(value.as_object().map(Map::len), "minProperties", "maxProperties");
    if let Some(text) = value.as_str() {
        let pattern = schema.get("pattern").and_then(Value::as_str);
        // One that cannot be read, such as one that looks ahead, is the service's to judge.
        let pattern = pattern.and_then(|pattern| regex::Regex::new(pattern).ok());
        if pattern.is_some_and(|pattern| !pattern.is_match(text)) {
            found.push("pattern");
        }
    }
    let format = schema.get("format").and_then(Value::as_str);
    if format.is_some_and(|format| formats::is_breached(format, value)) {
        found.push("format");
    }
    if let Some(items) = value.as_array().filter(|_| is("uniqueItems")) {
        let texts: std::collections::HashSet<String> = items.iter().map(Value::to_string).collect();
        if texts.len() < items.len() {
            found.push("uniqueItems");
        }
    }
    found
}
