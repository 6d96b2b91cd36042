//! Components that nothing leads to.
//!
//! The whole document is looked at, not only what is selected. A choice that a discriminator names, and
//! an object that extends one with a discriminator, are used without a reference.

use std::collections::HashSet;

use serde_json::Value;

use super::Patient;
use super::finding::Found;
use super::mend::{Edit, Why};
use crate::document::Document;
use crate::pointer::Pointer;
use crate::references;
use crate::select::reached_by;

pub(super) const NAME: &str = "unused-component";

pub(super) fn check(patient: &Patient<'_>, found: &mut Vec<Found>) {
    let whole = patient.whole;
    let mut used = used(whole);
    // What the other mends refer to must not be taken out.
    used.extend(found.iter().flat_map(|found| &found.edits).flat_map(Edit::refers));
    let used = closed(whole, used);
    let parts = whole.value.get("components").and_then(Value::as_object).into_iter().flatten();
    for (part, entries) in parts.filter(|(part, _)| !part.starts_with("x-")) {
        for name in entries.as_object().into_iter().flatten().map(|(name, _)| name) {
            let at = Pointer::of(&["components", part, name]);
            if used.contains(&at) {
                continue;
            }
            let problem = whole.problem(
                &at,
                format!("no operation leads to the component `{name}`"),
                "what it describes reaches no caller: either a reference to it was forgotten, and what \
                 should refer to it is less than it could be, or it is a leftover; refer to it, or \
                 take it out",
            );
            let why = Why::new(
                "No operation leads to the component, so that nobody can have a value of it.",
                "certain: follows from the document itself",
            );
            found.push(Found::new(NAME, problem, why, vec![Edit::remove(&at)]));
        }
    }
}

/// The components that operations lead to.
pub(super) fn used(document: &Document) -> HashSet<Pointer> {
    let mut used: HashSet<Pointer> = HashSet::new();
    for operation in document.operations() {
        used.extend(examples(&Value::Object(operation.node.clone())));
        // Parameters of the path stand beside the operation.
        used.extend(operation.item.get("parameters").into_iter().flat_map(examples));
        used.extend(reached_by(document, operation).iter().filter_map(component));
    }
    closed(document, used)
}

/// The same with what they lead to in turn.
fn closed(document: &Document, mut used: HashSet<Pointer>) -> HashSet<Pointer> {
    // Whatever is found now may lead further, and may be what something else extends.
    loop {
        let more: HashSet<Pointer> =
            implied(document, &used).into_iter().filter(|target| !used.contains(target)).collect();
        if more.is_empty() {
            return used;
        }
        used.extend(more);
    }
}

/// What used components need beyond the references of operations.
fn implied(document: &Document, used: &HashSet<Pointer>) -> Vec<Pointer> {
    let mut found = Vec::new();
    for at in used {
        let Some(node) = at.resolve(&document.value) else { continue };
        let references = references::find(node, at);
        found.extend(
            references.iter().filter_map(|r| component(&Pointer::from_reference(r.target)?)),
        );
        found.extend(examples(node));
        let mapping = node.pointer("/discriminator/mapping").and_then(Value::as_object);
        for target in mapping.into_iter().flatten().filter_map(|(_, target)| target.as_str()) {
            let pointer = Pointer::from_reference(target);
            let named = || Pointer::of(&["components", "schemas", target]);
            found.push(pointer.unwrap_or_else(named));
        }
    }
    let schemas = document.value.pointer("/components/schemas").and_then(Value::as_object);
    for (name, schema) in schemas.into_iter().flatten() {
        let extends = parents(schema).any(|parent| {
            used.contains(&parent) && has_discriminator(document, &parent, &mut HashSet::new())
        });
        if extends {
            found.push(Pointer::of(&["components", "schemas", name]));
        }
    }
    found
}

/// The named examples that something refers to. They are data to all else, which has no use for them.
fn examples(node: &Value) -> Vec<Pointer> {
    let mut found = Vec::new();
    references::for_each_object(node, &Pointer::root(), &mut |entries, _| {
        let examples = entries.get("examples").and_then(Value::as_object).into_iter().flatten();
        let targets = examples.filter_map(|(_, one)| one.get("$ref").and_then(Value::as_str));
        found.extend(targets.filter_map(|target| component(&Pointer::from_reference(target)?)));
    });
    found
}

/// Whether a schema has a discriminator, itself or from what it extends.
fn has_discriminator(document: &Document, at: &Pointer, seen: &mut HashSet<Pointer>) -> bool {
    let Some(node) = at.resolve(&document.value) else { return false };
    seen.insert(at.clone())
        && (node.get("discriminator").is_some()
            || parents(node).any(|parent| has_discriminator(document, &parent, seen)))
}

/// The schemas that one extends.
fn parents(schema: &Value) -> impl Iterator<Item = Pointer> {
    let parts = schema.get("allOf").and_then(Value::as_array).into_iter().flatten();
    parts.filter_map(|one| Pointer::from_reference(one.get("$ref")?.as_str()?))
}

/// The component that a node is in.
fn component(pointer: &Pointer) -> Option<Pointer> {
    let tokens: Vec<String> = pointer.tokens().take(3).collect();
    match tokens.as_slice() {
        [first, part, name] if first == "components" => {
            Some(Pointer::of(&["components", part, name]))
        }
        _ => None,
    }
}
