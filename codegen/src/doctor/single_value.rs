//! Enums of one value.

use std::collections::HashSet;

use serde_json::{Map, Value};

use super::Patient;
use super::finding::Found;
use super::mend::{Edit, Why};
use super::parts::{Parts, parts};
use super::schemas::{Schema, follow};
use crate::pointer::Pointer;

pub(super) const NAME: &str = "single-value-enum";

pub(super) fn check(patient: &Patient<'_>, found: &mut Vec<Found>) {
    let tags = tags(patient);
    for schema in &patient.schemas {
        let values = schema.node.get("enum").and_then(Value::as_array);
        let distinct: HashSet<String> =
            values.into_iter().flatten().filter(|v| !v.is_null()).map(Value::to_string).collect();
        let (Some(value), 1) = (distinct.iter().next(), distinct.len()) else { continue };
        if tags.contains(&schema.pointer) || is_growing(patient, schema) {
            continue;
        }
        let at = schema.pointer.child("enum");
        let problem = patient.problem(
            schema,
            &at,
            format!("the enum has one value, {value}"),
            "a type with one value tells a caller nothing, and a list of one is often a list that \
             nobody finished; state the other values, or take the list out",
        );
        let why = Why::new(
            format!(
                "The only documented value is {value}. Other values are likely, and without the list \
                 they are as good as this one."
            ),
            "a guess: lists of one are often lists that nobody finished",
        );
        // Other spellings mean nothing without the list, whether they are there or another mend has them.
        let edits = vec![Edit::remove(&at), Edit::remove(&schema.pointer.child("x-enum-aliases"))];
        found.push(Found::new(NAME, problem, why, edits));
    }
}

/// Whether recorded values are added to the list, which has more than one then.
fn is_growing(patient: &Patient<'_>, schema: &Schema<'_>) -> bool {
    let evidence = patient.evidence.as_ref();
    evidence.is_some_and(|evidence| evidence.lacks_values(&schema.pointer, schema.node))
}

/// The properties that tell the choices of a union apart, or what extends an object from it: each has
/// one value, and should.
fn tags(patient: &Patient<'_>) -> HashSet<Pointer> {
    let root = &patient.document.value;
    let mut found = HashSet::new();
    for schema in &patient.schemas {
        let node = schema.node;
        if node.contains_key("allOf") {
            let parts = parts(root, (node, schema.pointer.clone()));
            let names: Vec<&str> = parts.iter().filter_map(|(part, _)| tag_of(part)).collect();
            for name in names {
                found.extend(properties(root, &parts, name).into_iter().map(|(_, at)| at));
            }
        }
        for key in ["oneOf", "anyOf"] {
            let choices = choices(root, node, &schema.pointer, key, &mut HashSet::new());
            if let Some(name) = tag_of(node) {
                let all = choices.iter().flat_map(|parts| properties(root, parts, name));
                found.extend(all.map(|(_, at)| at));
            }
            found.extend(undeclared(root, &choices));
        }
    }
    found
}

/// The property that a schema says its values are told by.
fn tag_of(schema: &Map<String, Value>) -> Option<&str> {
    schema.get("discriminator")?.get("propertyName")?.as_str()
}

/// The properties that have values of their own in each choice, and others in every one: nothing needs to
/// name them for a reader to tell the choices by. What is no object is told by its type.
fn undeclared(root: &Value, choices: &[Parts<'_>]) -> Vec<Pointer> {
    let has_properties =
        |parts: &&Parts<'_>| parts.iter().any(|(p, _)| p.contains_key("properties"));
    let choices: Vec<&Parts<'_>> = choices.iter().filter(has_properties).collect();
    let Some(first) = choices.first().filter(|_| choices.len() > 1) else { return Vec::new() };
    let names = first.iter().filter_map(|(part, _)| part.get("properties")?.as_object());
    let names: HashSet<&String> = names.flat_map(Map::keys).collect();
    let mut found = Vec::new();
    for name in names {
        let mut known = HashSet::new();
        let mut is_apart = |parts: &&Parts<'_>| {
            let listed = properties(root, parts, name);
            let listed = listed.iter().filter_map(|(one, _)| one.get("enum")?.as_array()).next();
            let values: HashSet<String> =
                listed.into_iter().flatten().map(Value::to_string).collect();
            !values.is_empty() && values.into_iter().all(|value| known.insert(value))
        };
        if choices.iter().all(&mut is_apart) {
            let all = choices.iter().flat_map(|parts| properties(root, parts, name));
            found.extend(all.map(|(_, at)| at));
        }
    }
    found
}

/// The choices of a union, and in place of one that is nothing but a union its own. Each counts once.
fn choices<'d>(
    root: &'d Value,
    schema: &'d Map<String, Value>,
    at: &Pointer,
    key: &str,
    known: &mut HashSet<Pointer>,
) -> Vec<Parts<'d>> {
    let mut found = Vec::new();
    let list = schema.get(key).and_then(Value::as_array).into_iter().flatten();
    for (index, choice) in list.enumerate() {
        let at = at.child(key).child(index);
        let Some((choice, at)) = follow(root, choice, at) else { continue };
        let Some(node) = choice.as_object() else { continue };
        if !known.insert(at.clone()) {
            continue;
        }
        let has_own = node.contains_key("properties") || node.contains_key("allOf");
        let own: Vec<&str> =
            ["oneOf", "anyOf"].into_iter().filter(|key| node.contains_key(*key)).collect();
        if has_own || own.is_empty() {
            found.push(parts(root, (node, at)));
        } else {
            found.extend(
                own.into_iter()
                    .flat_map(|key| choices(root, node, &at, key, known))
                    .collect::<Vec<_>>(),
            );
        }
    }
    found
}

/// The schemas of a property in the parts that have it.
fn properties<'d>(root: &'d Value, parts: &Parts<'d>, name: &str) -> Vec<(&'d Value, Pointer)> {
    let of_part = |(part, at): &(&'d Map<String, Value>, Pointer)| {
        let property = part.get("properties")?.get(name)?;
        follow(root, property, at.child("properties").child(name))
    };
    parts.iter().filter_map(of_part).collect()
}
