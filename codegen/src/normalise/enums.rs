//! Turns enums into plain texts and whole numbers, their values under `x-values`.
//!
//! progenitor would close the enum, so that a value nobody documented fails the whole answer, and
//! panics where two values give one variant. The emitters write open enums from `x-values`.

use serde_json::Value;

use super::schemas;

pub(super) fn run(document: &mut Value) {
    schemas::for_each(document, &mut |schema| {
        let fits: fn(&Value) -> bool = match schema.get("type").and_then(Value::as_str) {
            Some("string") => Value::is_string,
            Some("integer") => |value| value.is_i64() || value.is_u64(),
            _ => return,
        };
        let Some(Value::Array(values)) = schema.shift_remove("enum") else { return };
        if values.iter().any(Value::is_null) {
            schema.insert("nullable".to_owned(), Value::Bool(true));
        }
        let mut distinct: Vec<Value> = Vec::new();
        for value in values.into_iter().filter(fits) {
            if !distinct.contains(&value) {
                distinct.push(value);
            }
        }
        schema.insert("x-values".to_owned(), Value::Array(distinct));
    });
}
