//! Second stage: OpenAPI Overlay 1.0, the corrections and hints laid over the document.
//!
//! Actions are applied in order. An action that matches nothing is an error, so that a correction
//! of something that has since been mended never stays behind unnoticed.

mod action;
mod merge;

use serde_json::Value;
use serde_json_path::JsonPath;

use crate::diagnostic::Diagnostic;
use crate::document::Document;
use crate::pointer::Pointer;

use action::{Action, Change};

/// Lays an overlay over a document. The places of what it adds are in the overlay's file.
pub fn apply(document: Document, overlay: &Document) -> Result<Document, Vec<Diagnostic>> {
    let actions = action::read_all(overlay)?;
    let mut problems = Vec::new();
    let mut document = document;
    for action in &actions {
        if let Err(problem) = apply_action(&mut document, action, overlay) {
            problems.push(problem);
        }
    }
    if problems.is_empty() { Ok(document) } else { Err(problems) }
}

fn apply_action(
    document: &mut Document,
    action: &Action<'_>,
    overlay: &Document,
) -> Result<(), Diagnostic> {
    let targets = find(document, action, overlay)?;
    match action.change {
        // From the end, so that taking one item out of a list does not move the next, and each once.
        Change::Remove => {
            let mut targets = targets;
            targets.sort_by(Pointer::in_document_order);
            targets.dedup();
            for target in targets.iter().rev() {
                remove(document, target).ok_or_else(|| {
                    overlay.problem(
                        &action.pointer,
                        "the action removes the whole document",
                        "aim `target` at the part to remove",
                    )
                })?;
            }
            Ok(())
        }
        Change::Update(update) => {
            let from = action.pointer.child("update");
            for target in &targets {
                merge::into(document, target, update, &from, overlay)?;
            }
            Ok(())
        }
    }
}

/// The nodes that the action's target selects.
fn find(
    document: &Document,
    action: &Action<'_>,
    overlay: &Document,
) -> Result<Vec<Pointer>, Diagnostic> {
    let at = action.pointer.child("target");
    let path = JsonPath::parse(action.target).map_err(|error| {
        overlay.problem(
            &at,
            format!("`{}` is not a JSONPath: {error}", action.target),
            "write the target as RFC 9535 says, for example `$.paths['/file'].post`",
        )
    })?;
    let mut targets = Vec::new();
    for node in path.query_located(&document.value) {
        let pointer = Pointer::from_escaped(node.location().to_json_pointer());
        if !(node.node().is_object() || node.node().is_array()) {
            return Err(overlay.problem(
                &at,
                format!("`{}` selects a primitive value, at {pointer}", action.target),
                "an Overlay 1.0 target selects objects and arrays; aim at the object that holds \
                 the value and give the property in `update`",
            ));
        }
        targets.push(pointer);
    }
    if targets.is_empty() {
        return Err(overlay.problem(
            &at,
            format!("the overlay action matches nothing: `{}`", action.target),
            "the document may have been corrected since; delete the action, or aim it anew",
        ));
    }
    Ok(targets)
}

fn remove(document: &mut Document, target: &Pointer) -> Option<()> {
    let (parent, token) = target.split_last()?;
    match document.value.pointer_mut(parent.as_str())? {
        Value::Object(entries) => {
            entries.shift_remove(&token)?;
        }
        Value::Array(items) => {
            items.remove(token.parse().ok().filter(|index| *index < items.len())?);
        }
        _ => return None,
    }
    merge::places_at(&mut document.places, &parent)?.remove(&token);
    Some(())
}
