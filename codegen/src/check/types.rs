//! Types of schemas that OpenAPI 3.0 does not have.

use serde_json::Value;

use super::Problems;
use crate::pointer::Pointer;
use crate::references;

const TYPES: [&str; 6] = ["array", "boolean", "integer", "number", "object", "string"];

pub(super) fn check(problems: &mut Problems<'_>) {
    let schemes = Pointer::of(&["components", "securitySchemes"]);
    let mut found = Vec::new();
    references::for_each_object(
        &problems.document.value,
        &Pointer::root(),
        &mut |node, pointer| {
            // Security schemes are all else that has a `type`.
            let is_scheme = pointer.split_last().is_some_and(|(around, _)| around == schemes);
            let is_known = |kind: &Value| kind.as_str().is_some_and(|kind| TYPES.contains(&kind));
            if let Some(kind) = node.get("type").filter(|kind| !is_scheme && !is_known(kind)) {
                found.push((pointer.child("type"), kind));
            }
        },
    );
    for (pointer, kind) in found {
        let help = match kind {
            Value::Array(_) => "give one type; OpenAPI 3.0 has `oneOf` for several".to_owned(),
            Value::String(kind) if kind == "null" => {
                "write `nullable: true` beside the other type, as OpenAPI 3.0 does".to_owned()
            }
            _ => format!("give one of `{}`", TYPES.join("`, `")),
        };
        problems.add(None, &pointer, format!("a schema cannot have the type {kind}"), help);
    }
}
