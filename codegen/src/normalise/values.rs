//! Leaves the schema of a parameter only what a style can write: a reference leads to a text, an
//! object or a choice at once, anything else is written out, and nothing is null. What is written as
//! JSON stays as it is.
//!
//! progenitor would make a type of a component that is a number or a list, of which a caller would
//! have to build one for nothing.

use serde_json::Value;

use super::{beside_components, operations_mut};

pub(super) fn run(document: &mut Value) {
    beside_components(document, |document, components| {
        for (_, operation) in operations_mut(document) {
            let parameters = operation.get_mut("parameters").and_then(Value::as_array_mut);
            let parameters = parameters.into_iter().flatten();
            for schema in parameters.filter_map(|node| node.get_mut("schema")) {
                settle(schema, components);
                if let Some(items) = schema.get_mut("items") {
                    settle(items, components);
                }
            }
        }
    });
}

fn settle(schema: &mut Value, components: &Value) {
    let mut last = None;
    let mut target = schema.clone();
    while let Some(pointer) = target.get("$ref").and_then(Value::as_str).map(str::to_owned) {
        let inside = pointer.strip_prefix("#/components").unwrap_or_default();
        target = components.pointer(inside).cloned().unwrap_or_default();
        last = Some(pointer);
    }
    let kind = target.get("type").and_then(Value::as_str);
    let is_text = kind == Some("string") && target.get("format").is_none();
    let is_object = kind == Some("object") || target.get("properties").is_some();
    let is_choice = ["allOf", "anyOf", "oneOf"].iter().any(|key| target.get(key).is_some());
    let is_null = target.get("nullable") == Some(&Value::Bool(true));
    match (last, (is_text || is_object || is_choice) && !is_null) {
        (Some(reference), true) => *schema = serde_json::json!({ "$ref": reference }),
        _ => {
            if let Some(node) = target.as_object_mut() {
                node.shift_remove("nullable");
                // An enum of numbers is a number.
                if node.get("type").and_then(Value::as_str) != Some("string") {
                    node.shift_remove("enum");
                }
            }
            *schema = target;
        }
    }
}
