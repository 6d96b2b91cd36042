//! Moves `nullable` from a component to everything that refers to it.
//!
//! progenitor would make a type that holds an `Option` of another: null belongs to the place where a
//! value stands, and not to what the value is.

use std::collections::HashSet;

use serde_json::{Value, json};

use super::{operations_mut, schemas};
use crate::pointer::Pointer;

pub(super) fn run(document: &mut Value) {
    let mut nullable: HashSet<String> = HashSet::new();
    // A component that is another one in every respect may be null where that one may.
    loop {
        let components = document.pointer_mut("/components/schemas").and_then(Value::as_object_mut);
        let mut has_grown = false;
        for (name, schema) in components.into_iter().flatten() {
            let Some(node) = schema.as_object_mut() else { continue };
            let of_enum = node.get("enum").and_then(Value::as_array);
            let lists_null = of_enum.is_some_and(|values| values.iter().any(Value::is_null));
            let is_own = node.shift_remove("nullable") == Some(Value::Bool(true)) || lists_null;
            let choices =
                ["oneOf", "anyOf"].into_iter().filter_map(|key| node.get(key)?.as_array());
            let of_target =
                choices.flatten().map(|choice| choice.get("$ref")).chain([node.get("$ref")]).any(
                    |reference| target(reference).is_some_and(|name| nullable.contains(&name)),
                );
            if let Some(values) = node.get_mut("enum").and_then(Value::as_array_mut) {
                values.retain(|value| !value.is_null());
            }
            // What is left of a nullable reference is the reference.
            if is_own
                && let Some(Value::Array(only)) = node.get("allOf")
                && let [Value::Object(only)] = only.as_slice()
                && let Some(reference) = only.get("$ref").cloned()
            {
                node.shift_remove("allOf");
                node.insert("$ref".to_owned(), reference);
            }
            has_grown |= (is_own || of_target) && nullable.insert(name.clone());
        }
        if !has_grown {
            break;
        }
    }
    let components = document.pointer_mut("/components/schemas").and_then(Value::as_object_mut);
    for (_, schema) in components.into_iter().flatten() {
        inside(schema, &nullable);
    }
    for (_, operation) in operations_mut(document) {
        for schema in schemas::of_operation(operation) {
            mark(schema, &nullable);
        }
    }
}

/// Marks a schema that stands where a value does.
fn mark(schema: &mut Value, nullable: &HashSet<String>) {
    inside(schema, nullable);
    let Some(schema) = schema.as_object_mut() else { return };
    let is_own = schema.get("nullable") == Some(&Value::Bool(true));
    let is_null = target(schema.get("$ref")).is_some_and(|name| nullable.contains(&name));
    if (is_null || is_own)
        && let Some(reference) = schema.shift_remove("$ref")
    {
        schema.insert("nullable".to_owned(), json!(true));
        schema.insert("allOf".to_owned(), json!([{ "$ref": reference }]));
    }
}

/// Marks what a schema holds. A choice is no place of its own: null belongs to all of it.
fn inside(schema: &mut Value, nullable: &HashSet<String>) {
    let Some(schema) = schema.as_object_mut() else { return };
    for (key, node) in schema.iter_mut() {
        match (key.as_str(), node) {
            ("properties", Value::Object(properties)) => {
                properties.values_mut().for_each(|property| mark(property, nullable));
            }
            ("oneOf" | "anyOf", Value::Array(choices)) => {
                choices.iter_mut().for_each(|choice| inside(choice, nullable));
            }
            ("items" | "additionalProperties", node) => mark(node, nullable),
            _ => {}
        }
    }
}

/// The component that a reference leads to.
fn target(reference: Option<&Value>) -> Option<String> {
    Pointer::from_reference(reference?.as_str()?)?.tokens().nth(2)
}
