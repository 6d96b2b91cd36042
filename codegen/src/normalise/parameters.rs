//! Moves the parameters of a path into its operations. An operation's own parameter replaces the
//! path's of the same name and location.
//!
//! A parameter for the header `Accept`, `Content-Type` or `Authorization` is dropped: OpenAPI 3.0
//! says that it is ignored, since media types and security schemes speak of these.

use serde_json::Value;

use crate::document::{METHODS, is_ignored_parameter};

pub(super) fn run(document: &mut Value) {
    let paths = document.get_mut("paths").and_then(Value::as_object_mut);
    for (_, item) in paths.into_iter().flatten() {
        let Some(item) = item.as_object_mut() else { continue };
        let shared = match item.shift_remove("parameters") {
            Some(Value::Array(shared)) => shared,
            _ => Vec::new(),
        };
        for (method, operation) in item.iter_mut() {
            if let (true, Some(operation)) =
                (METHODS.contains(&method.as_str()), operation.as_object_mut())
            {
                let own = operation.get("parameters").and_then(Value::as_array).cloned();
                let mut all: Vec<Value> = Vec::new();
                for parameter in shared.iter().cloned().chain(own.into_iter().flatten()) {
                    all.retain(|other| !same(other, &parameter));
                    all.push(parameter);
                }
                all.retain(|parameter| !is_ignored_parameter(parameter));
                operation.shift_remove("parameters");
                if !all.is_empty() {
                    operation.insert("parameters".to_owned(), Value::Array(all));
                }
            }
        }
    }
}

fn same(one: &Value, other: &Value) -> bool {
    ["name", "in"].iter().all(|key| one.get(key) == other.get(key))
}
