//! Takes out components that are nothing but another one's second name: what refers to them refers
//! to that other.

use std::collections::HashMap;

use serde_json::{Value, json};

use super::schemas;
use crate::pointer::Pointer;

pub(super) fn run(document: &mut Value) {
    let components = document.pointer("/components/schemas").and_then(Value::as_object);
    let aliases: HashMap<String, String> = components
        .into_iter()
        .flatten()
        .filter_map(|(name, schema)| Some((name.clone(), target(schema.get("$ref")?)?)))
        .collect();
    if aliases.is_empty() {
        return;
    }
    schemas::for_each(document, &mut |schema| {
        let Some(mut name) = schema.get("$ref").and_then(target) else { return };
        // The stage `check` finds references that go in circles.
        for _ in 0..aliases.len() {
            match aliases.get(&name) {
                Some(next) => name.clone_from(next),
                None => break,
            }
        }
        schema.insert("$ref".to_owned(), json!(format!("#/components/schemas/{name}")));
    });
    let components = document.pointer_mut("/components/schemas").and_then(Value::as_object_mut);
    if let Some(components) = components {
        components.retain(|name, _| !aliases.contains_key(name));
    }
}

/// The component that a reference leads to, by its name after the pass `names`.
fn target(reference: &Value) -> Option<String> {
    Pointer::from_reference(reference.as_str()?)?.tokens().nth(2)
}
