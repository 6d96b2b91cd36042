//! Whether a document refers to anything outside of it: most do not, and are not looked at again.

use serde_json::Value;

use super::mapping;
use crate::pointer::Pointer;
use crate::references::{DATA, NAME_MAPS};

/// Whether there is a reference that is not a pointer into the document itself.
pub(super) fn leaves(document: &Value) -> bool {
    any(document, false)
}

fn any(value: &Value, names: bool) -> bool {
    match value {
        Value::Array(items) => items.iter().any(|item| any(item, false)),
        Value::Object(entries) => entries.iter().any(|(key, entry)| match entry {
            Value::String(text) if key == "$ref" => Pointer::from_reference(text).is_none(),
            Value::Object(values) if key == "mapping" && values.values().any(is_file) => true,
            _ if !names && (DATA.contains(&key.as_str()) || key.starts_with("x-")) => false,
            _ => any(entry, !names && NAME_MAPS.contains(&key.as_str())),
        }),
        _ => false,
    }
}

fn is_file(value: &Value) -> bool {
    value.as_str().is_some_and(mapping::is_file)
}
