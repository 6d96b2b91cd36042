//! Moves the parameters of a path into its operations. An operation's own parameter replaces the
//! path's of the same name and location.

use serde_json::Value;

use crate::document::METHODS;

pub(super) fn run(document: &mut Value) {
    let paths = document.get_mut("paths").and_then(Value::as_object_mut);
    for (_, item) in paths.into_iter().flatten() {
        let Some(item) = item.as_object_mut() else { continue };
        let Some(Value::Array(shared)) = item.shift_remove("parameters") else { continue };
        for (method, operation) in item.iter_mut() {
            if let (true, Some(operation)) =
                (METHODS.contains(&method.as_str()), operation.as_object_mut())
            {
                let own = operation.get("parameters").and_then(Value::as_array).cloned();
                let own = own.unwrap_or_default();
                let replaced = |parameter: &&Value| own.iter().any(|own| same(own, parameter));
                let mut all: Vec<Value> =
                    shared.iter().filter(|parameter| !replaced(parameter)).cloned().collect();
                all.extend(own.iter().cloned());
                operation.insert("parameters".to_owned(), Value::Array(all));
            }
        }
    }
}

fn same(one: &Value, other: &Value) -> bool {
    ["name", "in"].iter().all(|key| one.get(key) == other.get(key))
}
