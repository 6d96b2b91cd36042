//! The extensions that mean something in a document. Any other is taken out before the stages see it:
//! passes keep what they take out under `x-` keys of their own, and a document that has one of these
//! by chance must not be taken for what a pass has left.

use serde_json::Value;

use crate::references::{DATA, NAME_MAPS};

const HINTS: [&str; 13] = [
    "x-checksum",
    "x-constructor",
    "x-crate",
    "x-enum-aliases",
    "x-enum-varnames",
    "x-enumNames",
    "x-error-message",
    "x-filename",
    "x-paged",
    "x-pending",
    "x-repeatable",
    "x-sensitive",
    "x-upload",
];

/// Takes out every extension that is no hint. What is data is left alone, and so are names.
pub(crate) fn keep_only(document: &mut Value) {
    walk(document, false);
}

fn walk(value: &mut Value, names: bool) {
    match value {
        Value::Array(items) => items.iter_mut().for_each(|item| walk(item, false)),
        Value::Object(entries) => {
            if !names {
                entries.retain(|key, _| !key.starts_with("x-") || HINTS.contains(&key.as_str()));
            }
            for (key, entry) in entries {
                if names || !(DATA.contains(&key.as_str()) || key.starts_with("x-")) {
                    walk(entry, !names && NAME_MAPS.contains(&key.as_str()));
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
    fn hints_names_and_data_stay() {
        let mut value = json!({
            "x-name": "Odd",
            "x-crate": { "name": "odd", "x-y": 1 },
            "properties": { "x-name": { "x-union": true, "x-sensitive": true } },
            "example": { "x-carrier": 1 },
        });
        keep_only(&mut value);
        let expected = json!({
            "x-crate": { "name": "odd", "x-y": 1 },
            "properties": { "x-name": { "x-sensitive": true } },
            "example": { "x-carrier": 1 },
        });
        assert_eq!(value, expected);
    }
}
