//! A schema and the parts of its `allOf`: what one value has to be at once.

use std::collections::HashSet;

use serde_json::{Map, Value};

use super::schemas::follow;
use crate::pointer::Pointer;

/// A schema, and behind it what it is made of, each with its place.
pub(super) type Parts<'d> = Vec<(&'d Map<String, Value>, Pointer)>;

/// All parts of a schema, through references and parts of parts.
pub(super) fn parts<'d>(root: &'d Value, whole: (&'d Map<String, Value>, Pointer)) -> Parts<'d> {
    let mut known = HashSet::from([whole.1.clone()]);
    let mut found = vec![whole];
    let mut next = 0;
    while let Some((schema, at)) = found.get(next).cloned() {
        next += 1;
        let list = schema.get("allOf").and_then(Value::as_array).into_iter().flatten();
        for (index, part) in list.enumerate() {
            let part = follow(root, part, at.child("allOf").child(index));
            if let Some((part, at)) = part
                && let Some(node) = part.as_object()
                && known.insert(at.clone())
            {
                found.push((node, at));
            }
        }
    }
    found
}

/// The only part of a schema that says nothing of its own but in words.
pub(super) fn alone(schema: &Map<String, Value>) -> Option<&Value> {
    let [only] = schema.get("allOf")?.as_array()?.as_slice() else { return None };
    let others = ["type", "properties", "items", "enum", "oneOf", "anyOf"];
    (!others.iter().any(|key| schema.contains_key(*key))).then_some(only)
}
