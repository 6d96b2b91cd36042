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

/// The hint that `doctor` alone reads: what it is not to say of a node. The stages never see it, so that
/// a schema that has nothing else is still an empty one.
pub(crate) const DOCTOR: &str = "x-doctor";

/// Takes out every extension that is no hint. What is data is left alone, and so are names.
pub(crate) fn keep_only(document: &mut Value) {
    walk(document, &|key| HINTS.contains(&key), false);
}

/// The same, with what only `doctor` reads.
pub(crate) fn keep_for_doctor(document: &mut Value) {
    walk(document, &|key| key == DOCTOR || HINTS.contains(&key), false);
}

fn walk(value: &mut Value, is_hint: &dyn Fn(&str) -> bool, names: bool) {
    match value {
        Value::Array(items) => items.iter_mut().for_each(|item| walk(item, is_hint, false)),
        Value::Object(entries) => {
            if !names {
                entries.retain(|key, _| !key.starts_with("x-") || is_hint(key));
            }
            for (key, entry) in entries {
                if names || !(DATA.contains(&key.as_str()) || key.starts_with("x-")) {
                    walk(entry, is_hint, !names && NAME_MAPS.contains(&key.as_str()));
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
        let mut with_doctor = json!({ "x-doctor": { "allow": {} }, "x-other": 1 });
        keep_for_doctor(&mut with_doctor);
        assert_eq!(with_doctor, json!({ "x-doctor": { "allow": {} } }));
        keep_only(&mut with_doctor);
        assert_eq!(with_doctor, json!({}));
        keep_only(&mut value);
        let expected = json!({
            "x-crate": { "name": "odd", "x-y": 1 },
            "properties": { "x-name": { "x-sensitive": true } },
            "example": { "x-carrier": 1 },
        });
        assert_eq!(value, expected);
    }
}
