//! References that go in circles without a schema between, or into the middle of something.

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

/// Whether following bare references from here never ends.
fn is_circle(value: &Value, start: Pointer) -> bool {
    let mut seen = HashSet::new();
    let mut at = Some(start);
    while let Some(pointer) = at {
        let next = pointer
            .resolve(value)
            .and_then(|node| node.get("$ref"))
            .and_then(Value::as_str)
            .and_then(Pointer::from_reference);
        if !seen.insert(pointer) {
            return true;
        }
        at = next;
    }
    false
}
