//! The nodes that an action is aimed at.

use serde_json_path::JsonPath;

use super::action::Action;
use super::cost;
use crate::diagnostic::Diagnostic;
use crate::document::Document;
use crate::limits::Size;
use crate::pointer::Pointer;

/// The nodes that the action's target selects, each once.
pub(super) fn find(
    document: &Document,
    action: &Action<'_>,
    overlay: &Document,
    size: Size,
) -> Result<Vec<Pointer>, Diagnostic> {
    let at = action.pointer.child("target");
    let target = action.target;
    if let Some(excess) = cost::excess(target, size) {
        return Err(overlay.problem(
            &at,
            format!("the target {excess}"),
            "aim the action at the place itself, or make several actions of it",
        ));
    }
    let path = JsonPath::parse(target).map_err(|error| {
        overlay.problem(
            &at,
            format!("`{target}` is not a JSONPath: {error}"),
            "write the target as RFC 9535 says, for example `$.paths['/file'].post`",
        )
    })?;
    let mut targets = Vec::new();
    let mut seen = std::collections::HashSet::new();
    for node in path.query_located(&document.value) {
        let pointer = Pointer::from_escaped(node.location().to_json_pointer());
        if !(node.node().is_object() || node.node().is_array()) {
            return Err(overlay
                .problem(
                    &at,
                    format!("`{target}` selects a primitive value, at {pointer}"),
                    "an Overlay 1.0 target selects objects and arrays; aim at the object that \
                     holds the value and give the property in `update`",
                )
                .related("this is selected", document.places.locate(&pointer).clone()));
        }
        if seen.insert(pointer.clone()) {
            targets.push(pointer);
        }
    }
    Ok(targets)
}
