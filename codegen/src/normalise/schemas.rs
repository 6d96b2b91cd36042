//! Visiting the schemas of a document in which only schemas are referred to.

use serde_json::{Map, Value};

use super::operations_mut;

/// Calls `visit` on every schema object, the outer before the inner.
pub(super) fn for_each(document: &mut Value, visit: &mut dyn FnMut(&mut Map<String, Value>)) {
    let components = document.pointer_mut("/components/schemas").and_then(Value::as_object_mut);
    for (_, schema) in components.into_iter().flatten() {
        descend(schema, visit);
    }
    for (_, operation) in operations_mut(document) {
        for schema in of_operation(operation) {
            descend(schema, visit);
        }
    }
}

/// The outermost schemas of an operation: parameters, body, answers.
pub(super) fn of_operation(operation: &mut Map<String, Value>) -> Vec<&mut Value> {
    let mut found = Vec::new();
    for (key, node) in operation.iter_mut() {
        match (key.as_str(), node) {
            ("parameters", Value::Array(parameters)) => {
                found.extend(parameters.iter_mut().filter_map(of_parameter));
            }
            ("requestBody", body) => found.extend(of_content(body)),
            ("x-body", Value::Object(body)) => found.extend(of_body(body)),
            ("responses", Value::Object(responses)) => {
                found.extend(responses.values_mut().flat_map(of_content));
            }
            _ => {}
        }
    }
    found
}

/// The schemas of a body that is not JSON.
fn of_body(body: &mut Map<String, Value>) -> Vec<&mut Value> {
    let mut found = Vec::new();
    for (key, node) in body.iter_mut() {
        match (key.as_str(), node) {
            ("schema", schema) => found.push(schema),
            ("fields", Value::Array(fields)) => {
                found.extend(fields.iter_mut().filter_map(|field| field.get_mut("schema")));
            }
            _ => {}
        }
    }
    found
}

/// The schema of a parameter, be it written in a style or as JSON.
pub(super) fn of_parameter(node: &mut Value) -> Option<&mut Value> {
    if node.get("schema").is_some() {
        return node.get_mut("schema");
    }
    node.get_mut("content")?.as_object_mut()?.values_mut().next()?.get_mut("schema")
}

fn of_content(node: &mut Value) -> impl Iterator<Item = &mut Value> {
    let content = node.get_mut("content").and_then(Value::as_object_mut);
    content.into_iter().flatten().filter_map(|(_, media)| media.get_mut("schema"))
}

/// Visits a schema and all that it holds.
pub(super) fn descend(schema: &mut Value, visit: &mut dyn FnMut(&mut Map<String, Value>)) {
    let Some(node) = schema.as_object_mut() else { return };
    visit(node);
    for inner in inner(node) {
        descend(inner, visit);
    }
}

/// The schemas directly inside a schema.
pub(super) fn inner(schema: &mut Map<String, Value>) -> Vec<&mut Value> {
    let mut found = Vec::new();
    for (key, node) in schema.iter_mut() {
        match (key.as_str(), node) {
            ("properties", Value::Object(properties)) => found.extend(properties.values_mut()),
            ("allOf" | "anyOf" | "oneOf", Value::Array(choices)) => found.extend(choices),
            ("items" | "additionalProperties" | "not", node) if node.is_object() => {
                found.push(node);
            }
            _ => {}
        }
    }
    found
}
