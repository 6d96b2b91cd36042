//! Finding out which operation or schema progenitor stumbled over: each is tried on its own.

use serde_json::{Map, Value, json};

use super::progenitor::{self, Failure};
use super::schema;
use crate::diagnostic::Diagnostic;
use crate::document::{Document, METHODS};
use crate::pointer::Pointer;

/// One diagnostic for each operation and schema that fails by itself; one for the document where
/// none does.
pub(super) fn explain(document: &Document, normalised: &Value, whole: &Failure) -> Vec<Diagnostic> {
    if let Err(failure) = progenitor::run(&with(normalised, Map::new(), json!({}))) {
        let message = format!("the document cannot be turned into Rust: {}", failure.message());
        return vec![document.problem(&Pointer::root(), message, failure.help())];
    }
    let mut found = schemas(document, normalised);
    if found.is_empty() {
        found = operations(document, normalised);
    }
    if found.is_empty() {
        let message = format!("the document cannot be turned into Rust: {}", whole.message());
        found.push(document.problem(&Pointer::root(), message, whole.help()));
    }
    found
}

/// The schemas that fail, but for those that fail because of another in them.
fn schemas(document: &Document, normalised: &Value) -> Vec<Diagnostic> {
    let mut failures = Vec::new();
    for (name, node) in schema::all(normalised) {
        let closure = schema::closure(normalised, &name);
        let alone = json!({ "schemas": closure });
        if let Err(failure) = progenitor::run(&with(normalised, Map::new(), alone)) {
            failures.push((name, node, closure, failure));
        }
    }
    let is_cause = |name: &String, closure: &Map<String, Value>| {
        !failures.iter().any(|(other, _, of_other, _)| {
            // Of two schemas that hold each other, both are named.
            other != name && closure.contains_key(other) && !of_other.contains_key(name)
        })
    };
    let causes = failures.iter().filter(|(name, _, closure, _)| is_cause(name, closure));
    causes
        .map(|(name, node, _, failure)| {
            let documented = node.get("x-name").and_then(Value::as_str).unwrap_or(name);
            let message = format!(
                "the schema `{documented}` cannot be turned into Rust: {}",
                failure.message()
            );
            document.problem(&schema::origin(node, name), message, failure.help())
        })
        .collect()
}

fn operations(document: &Document, normalised: &Value) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    let components = normalised.get("components").cloned().unwrap_or_else(|| json!({}));
    let paths = normalised.get("paths").and_then(Value::as_object);
    for (path, item) in paths.into_iter().flatten() {
        for (method, operation) in item.as_object().into_iter().flatten() {
            if !METHODS.contains(&method.as_str()) {
                continue;
            }
            let paths = Map::from_iter([(path.clone(), json!({ method: operation }))]);
            let alone = with(normalised, paths, components.clone());
            let Err(failure) = progenitor::run(&alone) else { continue };
            let id = operation.get("operationId").and_then(Value::as_str).unwrap_or_default();
            let message =
                format!("the operation cannot be turned into Rust: {}", failure.message());
            let pointer = Pointer::of(&["paths", path, method]);
            found.push(document.problem(&pointer, message, failure.help()).operation(id));
        }
    }
    found
}

/// The document with other paths and components.
fn with(normalised: &Value, paths: Map<String, Value>, components: Value) -> Value {
    let mut document = normalised.clone();
    if let Some(root) = document.as_object_mut() {
        root.insert("paths".to_owned(), Value::Object(paths));
        root.insert("components".to_owned(), components);
    }
    document
}
