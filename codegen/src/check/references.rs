//! References that go in circles with nothing between, or into the middle of something.

use std::collections::HashSet;

use serde_json::Value;

use super::Problems;
use crate::pointer::Pointer;
use crate::references;

pub(super) fn check(problems: &mut Problems<'_>) {
    let document = problems.document;
    for reference in references::find(&document.value, &Pointer::root()) {
        let at = reference.holder.child("$ref");
        let Some(target) = Pointer::from_reference(reference.target) else { continue };
        let tokens: Vec<_> = target.tokens().collect();
        if tokens.len() != 3 || tokens.first().map(String::as_str) != Some("components") {
            problems.add(
                None,
                &at,
                format!("`$ref` points into the middle of something: {}", reference.target),
                "move what it points to under `components`, and refer to that",
            );
        } else if is_circle(&document.value, target) {
            problems.add(
                None,
                &at,
                format!("`$ref` goes in a circle: {}", reference.target),
                "let one of the components hold a definition",
            );
        }
    }
}

/// Whether a node is made of itself: through references, and through `allOf`, `oneOf` and `anyOf`,
/// which describe the same value. Through a property or an item it may well hold itself.
fn is_circle(value: &Value, start: Pointer) -> bool {
    let mut seen = HashSet::new();
    let mut open = made_of(value, &start);
    while let Some(pointer) = open.pop() {
        if pointer == start {
            return true;
        }
        if seen.insert(pointer.clone()) {
            open.extend(made_of(value, &pointer));
        }
    }
    false
}

/// The components that a component is, or is put together from.
fn made_of(value: &Value, pointer: &Pointer) -> Vec<Pointer> {
    let mut found = Vec::new();
    let mut open: Vec<&Value> = pointer.resolve(value).into_iter().collect();
    while let Some(node) = open.pop() {
        let reference = node.get("$ref").and_then(Value::as_str);
        found.extend(reference.and_then(Pointer::from_reference));
        for key in ["allOf", "anyOf", "oneOf"] {
            open.extend(node.get(key).and_then(Value::as_array).into_iter().flatten());
        }
    }
    found
}
