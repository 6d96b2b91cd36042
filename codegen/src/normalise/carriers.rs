//! Takes out of each operation what progenitor cannot put into a signature, and has it typed all the
//! same: as a property of a schema, the operation's carrier, which becomes no type of the crate.
//!
//! The operation names its carrier under `x-carrier`. What was taken out stays where it was, with the
//! name of its property under `x-carried` in place of its schema.

mod answers;
mod bodies;
mod parameters;

use serde_json::{Map, Value, json};

use super::{operation_pointers, operations_mut};
use crate::document::operations_of;
use crate::pointer::Pointer;

/// Takes schemas out of an operation: each under the key that `x-carried` then names.
type Take = fn(&mut Map<String, Value>) -> Vec<(String, Value)>;

/// What is taken out, in this order.
const TAKES: [Take; 3] = [parameters::take, bodies::take, answers::take];

pub(super) fn run(document: &mut Value) {
    let mut carriers = Vec::new();
    let schemas = document.pointer("/components/schemas").and_then(Value::as_object);
    let is_taken = |name: &String| schemas.is_some_and(|schemas| schemas.contains_key(name));
    let count = operations_of(document).len();
    let names = (0_u32..).map(|number| format!("Carrier{number}"));
    let mut names: Vec<String> = names.filter(|name| !is_taken(name)).take(count).collect();
    names.reverse();
    let mut pointers = operation_pointers(document).into_iter();
    for (id, operation) in operations_mut(document) {
        let pointer = pointers.next().unwrap_or_default();
        let properties: Map<String, Value> =
            TAKES.iter().flat_map(|take| take(operation)).collect();
        if let (false, Some(name)) = (properties.is_empty(), names.pop()) {
            operation.insert("x-carrier".to_owned(), json!(name));
            carriers.push((name, carrier(properties, &id, &pointer)));
        }
    }
    if carriers.is_empty() {
        return;
    }
    if let Some(root) = document.as_object_mut() {
        let components = root.entry("components").or_insert_with(|| json!({}));
        let schemas = components
            .as_object_mut()
            .map(|components| components.entry("schemas").or_insert_with(|| json!({})));
        if let Some(schemas) = schemas.and_then(Value::as_object_mut) {
            schemas.extend(carriers);
        }
    }
}

/// The schema that holds these, all of them required.
fn carrier(properties: Map<String, Value>, id: &str, pointer: &Pointer) -> Value {
    let required: Vec<&String> = properties.keys().collect();
    json!({
        "type": "object",
        "required": required,
        "properties": properties,
        "x-is-carrier": true,
        // What to call it where it cannot be typed.
        "x-name": id,
        "x-pointer": pointer.as_str(),
    })
}
