//! Leaves each operation one answer, which progenitor can type: JSON, bytes, or nothing.
//!
//! progenitor panics where a 200 and a 202 have different schemas, and types errors that the
//! runtime reads by itself. The statuses as documented are kept under `x-answers`, those that mean
//! "not yet" under `x-pending`.

use serde_json::{Map, Value, json};

use super::operations_mut;
use crate::check::is_json;

pub(super) fn run(document: &mut Value) {
    for (_, operation) in operations_mut(document) {
        let Some(Value::Object(responses)) = operation.get_mut("responses").map(Value::take) else {
            continue;
        };
        let mut documented = Vec::new();
        let mut pending = Vec::new();
        let mut success = None;
        for (status, response) in responses.iter().filter(|(status, _)| !status.starts_with("x-")) {
            let description = response.get("description").cloned().unwrap_or_default();
            documented.push(json!({ "status": status, "description": description }));
            if response.get("x-pending") == Some(&Value::Bool(true)) {
                pending.push(json!(status.parse::<u16>().unwrap_or_default()));
            } else if status.starts_with('2') && success.is_none() {
                success = Some((status.clone(), answer(response)));
            }
        }
        let (status, answer) = success.unwrap_or_else(|| ("200".to_owned(), json!({})));
        operation.insert("responses".to_owned(), json!({ status: answer }));
        operation.insert("x-answers".to_owned(), Value::Array(documented));
        if !pending.is_empty() {
            operation.insert("x-pending".to_owned(), Value::Array(pending));
        }
    }
}

/// A response with one media type at most, and that one either JSON or bytes.
fn answer(response: &Value) -> Value {
    let description = response.get("description").cloned().unwrap_or_else(|| json!(""));
    let mut out = Map::new();
    out.insert("description".to_owned(), description);
    let content = response.get("content").and_then(Value::as_object);
    let media = content.filter(|content| !content.is_empty());
    if let Some(media) = media {
        let json = media.iter().find(|(name, _)| is_json(name));
        let content = match json.map(|(_, media)| media.get("schema")) {
            Some(schema) => {
                let schema = schema.cloned().unwrap_or_else(|| json!({}));
                json!({ "application/json": { "schema": schema } })
            }
            None => json!({
                "application/octet-stream": { "schema": { "type": "string", "format": "binary" } }
            }),
        };
        out.insert("content".to_owned(), content);
    }
    Value::Object(out)
}
