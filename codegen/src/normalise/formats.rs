//! Leaves a text a text: a format such as `uuid`, `uri` or `ip` becomes documentation.
//!
//! progenitor would read a type of its own for it, which refuses the whole answer when a service
//! sends a legacy id. Dates stay: their meaning is a point in time.

use serde_json::Value;

use super::schemas;

pub(super) fn run(document: &mut Value) {
    schemas::for_each(document, &mut |schema| {
        let kind = schema.get("type").and_then(Value::as_str).unwrap_or_default();
        let format = schema.get("format").and_then(Value::as_str).unwrap_or_default();
        let is_kept = match kind {
            "string" => matches!(format, "date-time" | "binary"),
            // Of these the format is a width.
            "integer" | "number" => true,
            // progenitor gives up on a format of anything else.
            _ => false,
        };
        if let Some(format) = schema.get("format").filter(|_| !is_kept).cloned() {
            schema.shift_remove("format");
            schema.insert("x-format".to_owned(), format);
        }
    });
}
