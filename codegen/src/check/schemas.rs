//! Schemas that are put together of several, where these disagree.

use serde_json::{Map, Value};

use super::Problems;
use crate::merge;
use crate::pointer::Pointer;
use crate::references;

pub(super) fn check(problems: &mut Problems<'_>) {
    let root = &problems.document.value;
    let mut found = Vec::new();
    references::for_each_object(root, &Pointer::root(), &mut |node, pointer| {
        if let Err(conflict) = whole(root, node) {
            let property =
                conflict.inside.first().map(|name| format!("of the property `{name}`, "));
            found.push((pointer.clone(), property.unwrap_or_default() + &conflict.message));
        }
    });
    for (pointer, message) in found {
        let at = ["allOf", "oneOf", "anyOf"].into_iter().find(|key| {
            pointer.resolve(root).is_some_and(|node| node.get(key).is_some_and(Value::is_array))
        });
        problems.add(
            None,
            &at.map_or_else(|| pointer.clone(), |key| pointer.child(key)),
            format!("no value can be all of these: {message}"),
            "let the members agree with an overlay action, or write the schema out as one object",
        );
    }
}

/// Merges a schema, and what the merge puts together in turn.
fn whole(root: &Value, node: &Map<String, Value>) -> Result<(), merge::Conflict> {
    if !merge::is_needed(node) {
        return Ok(());
    }
    let merged = merge::merged(root, node)?;
    let choices = ["oneOf", "anyOf"].into_iter().filter_map(|key| merged.get(key)?.as_array());
    for choice in choices.flatten().filter_map(Value::as_object) {
        if choice.contains_key(merge::DEPTH) {
            whole(root, choice)?;
        }
    }
    Ok(())
}
