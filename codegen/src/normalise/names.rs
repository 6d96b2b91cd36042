//! Renames each component schema to the Rust type it becomes, so that every later stage and
//! progenitor agree on it. The documented name stays under `x-name`, the place it came from under
//! `x-pointer`.

use std::collections::{HashMap, HashSet};

use serde_json::{Map, Value, json};

use super::schemas;
use crate::naming;
use crate::pointer::Pointer;

pub(super) fn run(document: &mut Value) {
    let Some(Value::Object(old)) = document.pointer_mut("/components/schemas").map(Value::take)
    else {
        return;
    };
    let names = choose(old.keys());
    let mut new = Map::new();
    for (name, mut schema) in old {
        if let Some(node) = schema.as_object_mut() {
            let pointer = Pointer::of(&["components", "schemas", &name]);
            node.entry("x-pointer").or_insert_with(|| json!(pointer.as_str()));
            node.insert("x-name".to_owned(), json!(name));
        }
        new.insert(names.get(&name).cloned().unwrap_or(name), schema);
    }
    if let Some(schemas) = document.pointer_mut("/components/schemas") {
        *schemas = Value::Object(new);
    }
    schemas::for_each(document, &mut |schema| {
        let Some(Value::String(reference)) = schema.get_mut("$ref") else { return };
        let name = Pointer::from_reference(reference).and_then(|at| at.tokens().nth(2));
        if let Some(new) = name.and_then(|name| names.get(&name)) {
            *reference = format!("#/components/schemas/{new}");
        }
    });
}

/// A Rust name for each documented one. Of two that would be the same, the later gets a number.
fn choose<'n>(names: impl Iterator<Item = &'n String>) -> HashMap<String, String> {
    let mut used = HashSet::new();
    let mut chosen = HashMap::new();
    for name in names {
        let base = naming::type_name(name);
        let mut candidates =
            std::iter::once(base.clone()).chain((2..).map(|number| format!("{base}{number}")));
        if let Some(free) = candidates.find(|candidate| !used.contains(candidate)) {
            used.insert(free.clone());
            chosen.insert(name.clone(), free);
        }
    }
    chosen
}
