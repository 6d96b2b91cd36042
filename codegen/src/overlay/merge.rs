//! The merge of an `update` into its target, values and places side by side.

use serde_json::Value;

use crate::diagnostic::Diagnostic;
use crate::document::Document;
use crate::places::Places;
use crate::pointer::Pointer;

/// Merges `update`, which stands at `from` in the overlay, into the node at `target`: an entry is
/// appended to an array; an object is merged property by property. Says whether that changed anything.
pub(super) fn into(
    document: &mut Document,
    target: &Pointer,
    update: &Value,
    from: &Pointer,
    overlay: &Document,
) -> Result<bool, Diagnostic> {
    let nodes =
        document.value.pointer_mut(target.as_str()).zip(places_at(&mut document.places, target));
    let Some((value, places)) = nodes else { return Ok(false) };
    match (value, update) {
        (Value::Array(items), entry) => {
            items.push(entry.clone());
            places.push(places_in(overlay, from));
            Ok(true)
        }
        (value, update) => merge(value, places, update, from, overlay),
    }
}

fn merge(
    value: &mut Value,
    places: &mut Places,
    update: &Value,
    from: &Pointer,
    overlay: &Document,
) -> Result<bool, Diagnostic> {
    match (value, update) {
        (Value::Object(entries), Value::Object(updates)) => {
            let mut changes = false;
            for (key, update) in updates {
                let from = from.child(key);
                match (entries.get_mut(key), places.child_mut(key)) {
                    (Some(entry), Some(entry_places)) => {
                        changes |= merge(entry, entry_places, update, &from, overlay)?;
                    }
                    _ => {
                        entries.insert(key.clone(), update.clone());
                        places.insert(key, places_in(overlay, &from));
                        changes = true;
                    }
                }
            }
            Ok(changes)
        }
        (Value::Array(items), Value::Array(more)) => {
            for (index, item) in more.iter().enumerate() {
                items.push(item.clone());
                places.push(places_in(overlay, &from.child(index)));
            }
            Ok(!more.is_empty())
        }
        (value, update) if is_primitive(value) && is_primitive(update) => {
            if value == update {
                return Ok(false);
            }
            *value = update.clone();
            *places = places_in(overlay, from);
            Ok(true)
        }
        (value, update) => Err(overlay.problem(
            from,
            format!("{} cannot be merged into {}", kind(update), kind(value)),
            "remove the old node with an action of its own, then add the new one",
        )),
    }
}

fn is_primitive(value: &Value) -> bool {
    !value.is_object() && !value.is_array()
}

fn kind(value: &Value) -> &'static str {
    match value {
        Value::Object(_) => "an object",
        Value::Array(_) => "an array",
        _ => "a primitive value",
    }
}

/// The places of a subtree of the overlay.
fn places_in(overlay: &Document, from: &Pointer) -> Places {
    let mut places = &overlay.places;
    for token in from.tokens() {
        match places.child(&token) {
            Some(child) => places = child,
            None => break,
        }
    }
    places.clone()
}

/// The subtree of places at a pointer.
pub(super) fn places_at<'p>(places: &'p mut Places, pointer: &Pointer) -> Option<&'p mut Places> {
    pointer.tokens().try_fold(places, |places, token| places.child_mut(&token))
}
