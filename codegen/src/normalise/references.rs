//! Writes out every reference that is not to a schema: progenitor follows some of them, refuses
//! others, and later passes need not follow any.

use serde_json::{Map, Value};

/// The component sections that are gone afterwards.
pub(crate) const INLINED: [&str; 7] =
    ["callbacks", "examples", "headers", "links", "parameters", "requestBodies", "responses"];

pub(super) fn run(document: &mut Value) {
    let components = document.get("components").cloned().unwrap_or_default();
    if let Some(paths) = document.get_mut("paths") {
        inline(paths, &components);
    }
    if let Some(schemes) = document.pointer_mut("/components/securitySchemes") {
        for scheme in schemes.as_object_mut().into_iter().flat_map(|schemes| schemes.values_mut()) {
            follow_scheme(scheme, &components);
        }
    }
    if let Some(components) = document.get_mut("components").and_then(Value::as_object_mut) {
        for section in INLINED {
            components.shift_remove(section);
        }
    }
}

fn inline(value: &mut Value, components: &Value) {
    while let Some(target) = target_of(value, components) {
        *value = target;
    }
    match value {
        Value::Array(items) => items.iter_mut().for_each(|item| inline(item, components)),
        Value::Object(entries) => {
            entries.values_mut().for_each(|entry| inline(entry, components));
        }
        _ => {}
    }
}

/// Writes out a security scheme that is a reference to another.
fn follow_scheme(scheme: &mut Value, components: &Value) {
    while let Some(pointer) = scheme
        .get("$ref")
        .and_then(Value::as_str)
        .and_then(|reference| reference.strip_prefix("#/components"))
    {
        *scheme = components.pointer(pointer).cloned().unwrap_or_default();
    }
}

/// What a reference to a component that is no schema points to.
fn target_of(value: &Value, components: &Value) -> Option<Value> {
    let entries: &Map<String, Value> = value.as_object()?;
    let reference = entries.get("$ref")?.as_str()?;
    let pointer = reference.strip_prefix("#/components")?;
    let section = pointer.split('/').nth(1)?;
    if !INLINED.contains(&section) {
        return None;
    }
    components.pointer(pointer).cloned()
}
