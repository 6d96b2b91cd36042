//! Where the nodes of a document are.

use serde_json::Value;

/// What a node is, as far as its place tells.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    Schema,
    Parameter,
    Operation,
    Answer,
    Other,
}

/// A node by its JSON pointer.
#[derive(Clone, Debug)]
pub struct Place {
    pub pointer: String,
    pub kind: Kind,
}

pub fn escaped(name: &str) -> String {
    name.replace('~', "~0").replace('/', "~1")
}

/// All nodes but the root.
pub fn places(document: &Value) -> Vec<Place> {
    let mut found = Vec::new();
    walk(document, "", "", &mut found);
    found
}

pub fn of_kind(document: &Value, kind: Kind) -> Vec<String> {
    places(document)
        .into_iter()
        .filter(|place| place.kind == kind)
        .map(|place| place.pointer)
        .collect()
}

/// The names of the schemas.
pub fn schemas(document: &Value) -> Vec<String> {
    let schemas = document.pointer("/components/schemas").and_then(Value::as_object);
    schemas.map(|schemas| schemas.keys().cloned().collect()).unwrap_or_default()
}

fn walk(value: &Value, pointer: &str, own: &str, found: &mut Vec<Place>) {
    let mut visit = |key: &str, entry: &Value| {
        let pointer = format!("{pointer}/{}", escaped(key));
        let kind = if entry.is_object() { kind(own, key) } else { Kind::Other };
        found.push(Place { pointer: pointer.clone(), kind });
        walk(entry, &pointer, key, found);
    };
    match value {
        Value::Object(entries) => entries.iter().for_each(|(key, entry)| visit(key, entry)),
        Value::Array(items) => {
            items.iter().enumerate().for_each(|(at, item)| visit(&at.to_string(), item));
        }
        _ => {}
    }
}

/// By its own key and that of the node around it.
fn kind(around: &str, key: &str) -> Kind {
    match (around, key) {
        ("properties" | "schemas" | "allOf" | "anyOf" | "oneOf", _) => Kind::Schema,
        (_, "schema" | "items" | "additionalProperties" | "not") => Kind::Schema,
        ("parameters", _) => Kind::Parameter,
        (around, "get" | "put" | "post" | "delete" | "patch" | "head")
            if around.starts_with('/') =>
        {
            Kind::Operation
        }
        ("responses", _) => Kind::Answer,
        _ => Kind::Other,
    }
}
