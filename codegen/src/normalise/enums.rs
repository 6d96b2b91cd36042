//! Turns enums of strings into plain strings, their values under `x-values`.
//!
//! progenitor would close the enum, so that a value nobody documented fails the whole answer, and
//! panics where two values give one variant. The emitter writes open enums from `x-values`.

use serde_json::Value;

use super::schemas;

pub(super) fn run(document: &mut Value) {
    schemas::for_each(document, &mut |schema| {
        if schema.get("type").and_then(Value::as_str) != Some("string") {
            return;
        }
        let Some(Value::Array(values)) = schema.shift_remove("enum") else { return };
        if values.iter().any(Value::is_null) {
            schema.insert("nullable".to_owned(), Value::Bool(true));
        }
        let mut texts: Vec<Value> = Vec::new();
        for value in values.into_iter().filter(Value::is_string) {
            if !texts.contains(&value) {
                texts.push(value);
            }
        }
        schema.insert("x-values".to_owned(), Value::Array(texts));
    });
}
