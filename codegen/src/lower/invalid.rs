//! Finding the nodes that openapiv3 cannot read. Its errors name no place: a node is one of them if
//! without it something else is said, or nothing.

use serde_json::Value;

use super::progenitor::{self, Failure};
use crate::diagnostic::Diagnostic;
use crate::document::Document;
use crate::pointer::Pointer;

/// As many are told at once.
const MOST: usize = 20;

/// One diagnostic for each node that is not what OpenAPI says; none where the document as it came can
/// be read.
pub(super) fn explain(document: &Document) -> Vec<Diagnostic> {
    let mut left = document.value.clone();
    let mut found: Vec<Diagnostic> = Vec::new();
    let mut gone: Vec<String> = Vec::new();
    while let (Err(failure), true) = (progenitor::parse(&left), found.len() < MOST) {
        // What was taken out is missing now, and was not in the document.
        if gone.iter().any(|key| missing(&failure).is_some_and(|text| text.starts_with(key))) {
            break;
        }
        let pointer = deepest(&left, &failure);
        found.push(document.problem(&pointer, failure.message(), failure.help()));
        let Some((_, key)) = pointer.split_last() else { break };
        gone.push(format!("{key}`"));
        left = without(left, &pointer);
    }
    found
}

/// What follows the words that say of a field that it is missing.
fn missing(failure: &Failure) -> Option<&str> {
    failure.message().split_once("missing field `").map(|(_, field)| field)
}

/// The innermost node that the failure is about.
fn deepest(document: &Value, failure: &Failure) -> Pointer {
    let mut pointer = Pointer::root();
    while let Some(inner) = culprit(document, &pointer, failure) {
        pointer = inner;
    }
    pointer
}

/// The node directly inside this one that the failure is about, by halves.
fn culprit(document: &Value, pointer: &Pointer, failure: &Failure) -> Option<Pointer> {
    let mut suspects: Vec<Pointer> = match pointer.resolve(document)? {
        Value::Object(entries) => entries.keys().map(|key| pointer.child(key)).collect(),
        Value::Array(items) => (0..items.len()).map(|at| pointer.child(at)).collect(),
        _ => return None,
    };
    let is_in = |suspects: &[Pointer]| {
        // From the end: what is left of a list keeps its pointers.
        let left = suspects.iter().rev().fold(document.clone(), without);
        match progenitor::parse(&left) {
            Ok(_) => true,
            // Another field is missing only because it was taken out just now.
            Err(other) if missing(failure).is_some() => missing(&other).is_none(),
            Err(other) => other.message() != failure.message(),
        }
    };
    if suspects.is_empty() || !is_in(&suspects) {
        return None;
    }
    while suspects.len() > 1 {
        let other = suspects.split_off(suspects.len() / 2);
        if !is_in(&suspects) {
            suspects = other;
        }
    }
    suspects.pop().filter(|suspect| is_in(std::slice::from_ref(suspect)))
}

/// The document without a node; the root has none.
fn without(mut left: Value, pointer: &Pointer) -> Value {
    if let Some((around, key)) = pointer.split_last() {
        match left.pointer_mut(around.as_str()) {
            Some(Value::Object(entries)) => {
                entries.shift_remove(&key);
            }
            Some(Value::Array(items)) => {
                if let Some(at) = key.parse().ok().filter(|at: &usize| *at < items.len()) {
                    items.remove(at);
                }
            }
            _ => {}
        }
    }
    left
}
