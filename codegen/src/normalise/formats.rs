//! Leaves a text a text: a format such as `uuid`, `uri` or `ip` becomes documentation.
//!
//! progenitor would read a type of its own for it, which refuses the whole answer when a service
//! sends a legacy id. Dates stay: their meaning is a point in time.

use serde_json::{Value, json};

use super::schemas;

pub(super) fn run(document: &mut Value) {
    schemas::for_each(document, &mut |schema| {
        if schema.get("type").and_then(Value::as_str) != Some("string") {
            return;
        }
        let format = schema.get("format").and_then(Value::as_str).map(str::to_owned);
        if let Some(format) = format.filter(|format| format != "date-time" && format != "binary") {
            schema.shift_remove("format");
            schema.insert("x-format".to_owned(), json!(format));
        }
    });
}
