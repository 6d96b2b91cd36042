//! The hint `x-upload` names operations, which the tags may leave out.

use std::collections::HashSet;

use serde_json::{Map, Value};

use super::tags_of;
use crate::diagnostic::Diagnostic;
use crate::document::{Document, OperationNode};
use crate::pointer::Pointer;

/// Takes the hint out where all of its operations are left out. Where some are, says which.
pub(super) fn keep(
    document: &Document,
    kept: &[OperationNode<'_>],
    selected: &mut Map<String, Value>,
) -> Vec<Diagnostic> {
    let hint = document.value.get("x-upload").and_then(Value::as_object);
    let named = hint.into_iter().flatten().filter_map(|(role, node)| {
        let id = node.get("operation")?.as_str()?;
        Some((role, document.operations().into_iter().find(|operation| operation.name() == id)?))
    });
    let kept: HashSet<&Pointer> = kept.iter().map(|operation| &operation.pointer).collect();
    let (wanted, left_out): (Vec<_>, Vec<_>) =
        named.partition(|(_, operation)| kept.contains(&operation.pointer));
    if wanted.is_empty() && !left_out.is_empty() {
        selected.shift_remove("x-upload");
        return Vec::new();
    }
    let problem = |(role, operation): &(&String, OperationNode<'_>)| {
        let tags: Vec<String> = tags_of(operation.node).map(|tag| format!("`{tag}`")).collect();
        let help = match tags.as_slice() {
            [] => "give it one of the tags with an overlay action".to_owned(),
            tags => format!("ask for one of its tags as well: {}", tags.join(", ")),
        };
        let message =
            format!("`x-upload` needs `{}`, which has none of the tags", operation.name());
        document.problem(&Pointer::of(&["x-upload", role, "operation"]), message, help)
    };
    left_out.iter().map(problem).collect()
}
