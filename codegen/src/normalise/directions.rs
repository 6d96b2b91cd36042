//! Lets a required property be absent where it is not sent in that direction: one that is `readOnly`
//! in a schema that requests are made of, one that is `writeOnly` in a schema that answers hold.

use std::collections::HashSet;

use serde_json::{Map, Value};

use super::{operations_mut, schemas};
use crate::pointer::Pointer;
use crate::references;

pub(super) fn run(document: &mut Value) {
    let (mut sent, mut answered) = (Vec::new(), Vec::new());
    for (_, operation) in operations_mut(document) {
        let body = operation.get("requestBody");
        sent.extend(body.into_iter().flat_map(targets));
        let answers = operation.get("responses");
        answered.extend(answers.into_iter().flat_map(targets));
    }
    let Some(components) = document.pointer("/components/schemas").and_then(Value::as_object)
    else {
        return;
    };
    let errors = components.iter().filter(|(_, schema)| schema.get("x-error-message").is_some());
    answered.extend(errors.map(|(name, _)| name.clone()));
    let (sent, answered) = (reached(components, sent), reached(components, answered));
    let components = document.pointer_mut("/components/schemas").and_then(Value::as_object_mut);
    for (name, schema) in components.into_iter().flatten() {
        let (is_sent, is_answered) = (sent.contains(name), answered.contains(name));
        schemas::descend(schema, &mut |schema| relax(schema, is_sent, is_answered));
    }
}

fn relax(schema: &mut Map<String, Value>, is_sent: bool, is_answered: bool) {
    let Some(Value::Array(mut required)) = schema.get("required").cloned() else { return };
    required.retain(|name| {
        let property = schema.get("properties").and_then(|all| all.get(name.as_str()?));
        let is = |key| property.and_then(|property| property.get(key)) == Some(&Value::Bool(true));
        !(is("readOnly") && is_sent || is("writeOnly") && is_answered)
    });
    if required.is_empty() {
        schema.shift_remove("required");
    } else {
        schema.insert("required".to_owned(), Value::Array(required));
    }
}

/// Every component that can be reached from these.
fn reached(components: &Map<String, Value>, from: Vec<String>) -> HashSet<String> {
    let mut found = HashSet::new();
    let mut open = from;
    while let Some(name) = open.pop() {
        if let Some(schema) = components.get(&name)
            && found.insert(name)
        {
            open.extend(targets(schema));
        }
    }
    found
}

/// The components that a node refers to.
fn targets(node: &Value) -> Vec<String> {
    let references = references::find(node, &Pointer::root());
    let targets = references.iter().filter_map(|found| Pointer::from_reference(found.target));
    targets.filter_map(|target| target.tokens().nth(2)).collect()
}
