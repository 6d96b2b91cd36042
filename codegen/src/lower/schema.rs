//! Looking things up in the normalised document.

use serde_json::{Map, Value};

use crate::pointer::Pointer;
use crate::references;

/// The component schemas, by Rust name.
pub(super) fn all(normalised: &Value) -> Map<String, Value> {
    let schemas = normalised.pointer("/components/schemas").and_then(Value::as_object);
    schemas.cloned().unwrap_or_default()
}

/// A component schema by its Rust name.
pub(super) fn named<'n>(normalised: &'n Value, name: &str) -> Option<&'n Value> {
    normalised.get("components")?.get("schemas")?.get(name)
}

/// Where a component stood before the passes.
pub(super) fn origin(node: &Value, name: &str) -> Pointer {
    match node.get("x-pointer").and_then(Value::as_str) {
        Some(pointer) => Pointer::from_escaped(pointer.to_owned()),
        None => Pointer::of(&["components", "schemas", name]),
    }
}

/// The schema that a `$ref` leads to, nullable or not, or the schema itself.
pub(super) fn follow<'n>(normalised: &'n Value, node: &'n Value) -> &'n Value {
    let reference = node.pointer("/allOf/0").unwrap_or(node);
    let target = reference.get("$ref").and_then(Value::as_str).and_then(Pointer::from_reference);
    target.and_then(|target| target.resolve(normalised)).unwrap_or(node)
}

/// What to say about a property or parameter: its own description, or that of its type.
pub(super) fn docs(normalised: &Value, node: &Value) -> String {
    let description = |node: &Value| {
        let text = node.get("description")?.as_str()?.trim();
        (!text.is_empty()).then(|| text.to_owned())
    };
    let of_type = || {
        let text = description(follow(normalised, node))?;
        text.split("\n\n").next().map(str::to_owned)
    };
    description(node).or_else(of_type).unwrap_or_default()
}

/// A schema with everything that it reaches.
pub(super) fn closure(normalised: &Value, name: &str) -> Map<String, Value> {
    let mut found = Map::new();
    let mut open = vec![name.to_owned()];
    while let Some(name) = open.pop() {
        if let (false, Some(node)) = (found.contains_key(&name), named(normalised, &name)) {
            for reference in references::find(node, &Pointer::root()) {
                let target = Pointer::from_reference(reference.target);
                open.extend(target.and_then(|target| target.tokens().nth(2)));
            }
            found.insert(name, node.clone());
        }
    }
    found
}
