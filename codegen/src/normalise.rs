//! Fifth stage: small rewrites of the document into what progenitor handles well.
//!
//! Each pass is a function from JSON to JSON in a file of its own, and the result of each is still
//! a valid OpenAPI document. What a pass takes out because progenitor would misread it, it keeps
//! under an `x-` key, where the next stage finds it.

mod aliases;
mod answers;
mod bodies;
mod carriers;
mod choices;
mod defaults;
mod directions;
mod enums;
mod formats;
mod hoist;
mod limits;
mod merges;
mod names;
mod nullable;
mod numbers;
mod parameters;
mod references;
mod schemas;
mod shapes;
mod unions;
mod values;

use serde_json::Value;

pub(crate) use references::INLINED;

use crate::pointer::Pointer;

/// A pass: its name, and what it does to the document.
pub type Pass = (&'static str, fn(&mut Value));

/// The passes in the order in which they run.
pub const PASSES: [Pass; 20] = [
    ("references", references::run),
    ("parameters", parameters::run),
    ("merges", merges::run),
    ("shapes", shapes::run),
    ("choices", choices::run),
    ("values", values::run),
    ("answers", answers::run),
    ("bodies", bodies::run),
    ("hoist", hoist::run),
    ("names", names::run),
    ("nullable", nullable::run),
    ("aliases", aliases::run),
    ("directions", directions::run),
    ("unions", unions::run),
    ("carriers", carriers::run),
    ("enums", enums::run),
    ("formats", formats::run),
    ("numbers", numbers::run),
    ("limits", limits::run),
    ("defaults", defaults::run),
];

/// Runs all passes.
pub fn normalise(mut document: Value) -> Value {
    for (_, pass) in PASSES {
        pass(&mut document);
    }
    document
}

/// Hands a pass over the operations the components beside them, without a copy.
fn beside_components(document: &mut Value, pass: impl FnOnce(&mut Value, &Value)) {
    let components = document.get_mut("components").map(Value::take).unwrap_or_default();
    pass(document, &components);
    if let Some(entry) = document.get_mut("components") {
        *entry = components;
    }
}

/// The operations of a document, for the passes that rewrite them: id, path, operation.
fn operations_mut(document: &mut Value) -> Vec<(String, &mut serde_json::Map<String, Value>)> {
    let mut found = Vec::new();
    let paths = document.get_mut("paths").and_then(Value::as_object_mut);
    for (_, item) in paths.into_iter().flatten() {
        for (method, operation) in item.as_object_mut().into_iter().flatten() {
            let is_operation = crate::document::METHODS.contains(&method.as_str());
            if let (true, Some(operation)) = (is_operation, operation.as_object_mut()) {
                let id = operation.get("operationId").and_then(Value::as_str).unwrap_or_default();
                found.push((id.to_owned(), operation));
            }
        }
    }
    found
}

/// Where the operations stand, in the order of [`operations_mut`].
fn operation_pointers(document: &Value) -> Vec<Pointer> {
    let operations = crate::document::operations_of(document).into_iter();
    operations.map(|operation| operation.stands()).collect()
}
