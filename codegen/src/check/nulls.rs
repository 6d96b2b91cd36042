//! A `schema:` with nothing behind it, which YAML reads as null: neither left out nor a schema.

use serde_json::Value;

use super::Problems;
use crate::pointer::Pointer;
use crate::references;

pub(super) fn check(problems: &mut Problems<'_>) {
    let mut found = Vec::new();
    references::for_each_object(
        &problems.document.value,
        &Pointer::root(),
        &mut |node, pointer| {
            if node.get("schema") == Some(&Value::Null) {
                found.push(pointer.child("schema"));
            }
        },
    );
    for pointer in found {
        problems.add(
            None,
            &pointer,
            "the `schema` is null",
            "describe the value; `schema: {}` stands for any JSON",
        );
    }
}
