//! Finding every `$ref` of a document.
//!
//! Examples, defaults and extensions are data: a `$ref` in them refers to nothing. Whether a key
//! like `default` is a keyword depends on where it stands: below `properties` it is a name.

use serde_json::{Map, Value};

use crate::pointer::Pointer;

/// Keywords whose value maps names of the document's own choice to nodes.
pub(crate) const NAME_MAPS: [&str; 14] = [
    "callbacks",
    "content",
    "encoding",
    "headers",
    "links",
    "parameters",
    "paths",
    "patternProperties",
    "properties",
    "requestBodies",
    "responses",
    "schemas",
    "securitySchemes",
    "variables",
];

/// Keywords whose value is data.
pub(crate) const DATA: [&str; 4] = ["default", "enum", "example", "examples"];

/// A `$ref`: the node that holds it, and what it says.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Reference<'v> {
    pub(crate) holder: Pointer,
    pub(crate) target: &'v str,
}

/// All references below a node that stands at `pointer`.
pub(crate) fn find<'v>(value: &'v Value, pointer: &Pointer) -> Vec<Reference<'v>> {
    let mut found = Vec::new();
    walk(value, pointer, false, &mut found);
    found
}

/// All references below the entries of an object that stands at `pointer`.
pub(crate) fn find_in<'v>(
    entries: &'v Map<String, Value>,
    pointer: &Pointer,
) -> Vec<Reference<'v>> {
    let mut found = Vec::new();
    walk_entries(entries, pointer, false, &mut found);
    found
}

fn walk<'v>(value: &'v Value, pointer: &Pointer, names: bool, found: &mut Vec<Reference<'v>>) {
    match value {
        Value::Array(items) => {
            for (index, item) in items.iter().enumerate() {
                walk(item, &pointer.child(index), false, found);
            }
        }
        Value::Object(entries) => walk_entries(entries, pointer, names, found),
        _ => {}
    }
}

fn walk_entries<'v>(
    entries: &'v Map<String, Value>,
    pointer: &Pointer,
    names: bool,
    found: &mut Vec<Reference<'v>>,
) {
    for (key, entry) in entries {
        match (key.as_str(), entry) {
            (_, Value::Array(_) | Value::Object(_)) if names => {
                walk(entry, &pointer.child(key), false, found);
            }
            ("$ref", Value::String(target)) if !names => {
                found.push(Reference { holder: pointer.clone(), target });
            }
            (key, Value::Array(_) | Value::Object(_))
                if !DATA.contains(&key) && !key.starts_with("x-") =>
            {
                walk(entry, &pointer.child(key), NAME_MAPS.contains(&key), found);
            }
            _ => {}
        }
    }
}

/// Calls `visit` on every object below a node that is part of the document and no data: schemas, and
/// what holds them.
pub(crate) fn for_each_object<'v>(
    value: &'v Value,
    pointer: &Pointer,
    visit: &mut dyn FnMut(&'v Map<String, Value>, &Pointer),
) {
    each_object(value, pointer, false, visit);
}

fn each_object<'v>(
    value: &'v Value,
    pointer: &Pointer,
    names: bool,
    visit: &mut dyn FnMut(&'v Map<String, Value>, &Pointer),
) {
    match value {
        Value::Array(items) => {
            for (index, item) in items.iter().enumerate() {
                each_object(item, &pointer.child(index), false, visit);
            }
        }
        Value::Object(entries) => {
            if !names {
                visit(entries, pointer);
            }
            for (key, entry) in entries {
                if names || !(DATA.contains(&key.as_str()) || key.starts_with("x-")) {
                    let holds_names = !names && NAME_MAPS.contains(&key.as_str());
                    each_object(entry, &pointer.child(key), holds_names, visit);
                }
            }
        }
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn only_references_of_the_document_itself_are_found() {
        let value = json!({
            "$ref": "#/a",
            "example": { "$ref": "#/no" },
            "x-hint": { "$ref": "#/no" },
            "properties": { "default": { "$ref": "#/b" }, "$ref": { "type": "string" } },
            "allOf": [{ "$ref": "#/c" }],
        });
        let targets: Vec<_> =
            find(&value, &Pointer::root()).iter().map(|found| found.target.to_owned()).collect();
        assert_eq!(targets, ["#/a", "#/b", "#/c"]);
    }
}
