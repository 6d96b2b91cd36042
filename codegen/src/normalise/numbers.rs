//! Makes every number 64 bits wide: sizes pass 2 GiB, and a service does not keep to a documented
//! width. An integer that cannot be negative is unsigned.
//!
//! progenitor would read `minimum: 1` as a type that refuses zero.

use serde_json::{Value, json};

use super::schemas;

pub(super) fn run(document: &mut Value) {
    schemas::for_each(document, &mut |schema| {
        let format = match schema.get("type").and_then(Value::as_str) {
            Some("integer") => {
                let minimum = schema.get("minimum").and_then(Value::as_f64);
                let documented = schema.get("format").and_then(Value::as_str).unwrap_or_default();
                let unsigned =
                    minimum.is_some_and(|minimum| minimum >= 0.0) || documented.starts_with("uint");
                if unsigned { "uint64" } else { "int64" }
            }
            Some("number") => "double",
            _ => return,
        };
        schema.insert("format".to_owned(), json!(format));
    });
}
