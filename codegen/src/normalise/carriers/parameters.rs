//! Parameters. Progenitor knows those of a path and of a query that are one text, and lists; it puts
//! no object, header or cookie into a signature, and wants different names for all of them. So only
//! the names in the path are left to it.
//!
//! The parameters stand under `x-parameters` afterwards, in their order.

use serde_json::{Map, Value, json};

/// Takes the schema of every parameter.
pub(super) fn take(operation: &mut Map<String, Value>) -> Vec<(String, Value)> {
    if operation.contains_key("x-parameters") {
        return Vec::new();
    }
    let Some(Value::Array(mut parameters)) = operation.shift_remove("parameters") else {
        return Vec::new();
    };
    let mut taken = Vec::new();
    let mut in_path = Vec::new();
    for (index, parameter) in parameters.iter_mut().enumerate() {
        let Some(node) = parameter.as_object_mut() else { continue };
        let key = format!("p{index}");
        let schema = node.shift_remove("schema").or_else(|| schema_of_content(node));
        taken.push((key.clone(), schema.unwrap_or_else(|| json!({}))));
        node.insert("x-carried".to_owned(), json!(key));
        if node.get("in").and_then(Value::as_str) == Some("path") {
            let name = node.get("name").cloned().unwrap_or_default();
            let text = json!({ "type": "string" });
            in_path.push(json!({ "name": name, "in": "path", "required": true, "schema": text }));
        }
    }
    operation.insert("x-parameters".to_owned(), Value::Array(parameters));
    if !in_path.is_empty() {
        operation.insert("parameters".to_owned(), Value::Array(in_path));
    }
    taken
}

/// The schema of a parameter that is written as JSON.
fn schema_of_content(node: &mut Map<String, Value>) -> Option<Value> {
    let content = node.get_mut("content")?.as_object_mut()?;
    content.values_mut().next()?.as_object_mut()?.shift_remove("schema")
}
